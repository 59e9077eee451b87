"""From a question to a ranked answer: hits first (all words match), then near matches, then counts for the filters."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from time import perf_counter

from market.accounts.rules.regions import english_name, region_name
from market.search.index import scoring
from market.search.index.rows import Row
from market.search.index.shelves import Library, forget, library
from market.search.index.store import IndexUnavailable
from market.search.index.words import EMPTY_WORDS, runs, segments, stem, word_terms
from market.search.rules.asking import Field, Piece, Question, as_ipc, as_number
from market.search.rules.choices import Group, Sort
from market.search.rules.symbols import ipc_prefix, plain

log = logging.getLogger(__name__)

FEW = 10
"""Fewer hits than this and near matches are looked for as well."""
MOST_NEAR = 50
_LEAST_NEAR = 0.12
_LEAST_FURTHER = 0.35
_MOST_VERIFIED = 3000
_MOST_EXPANDED = 4000


_VALUES: dict[Group, Callable[[Row], Iterable[str]]] = {
    Group.KIND: lambda row: (row.kind,),
    Group.TYPE: lambda row: row.types,
    Group.SECTION: lambda row: (level for level in row.levels if len(level) == 1),
    Group.CLASS: lambda row: (level for level in row.levels if len(level) == 3),
    Group.OWNER: lambda row: row.owners,
    Group.FEE: lambda row: (row.fee_kind,) if row.fee_kind else (),
    Group.REGION: lambda row: (row.region,) if row.region else (),
    Group.STATUS: lambda row: (row.status,) if row.status else (),
}

Choices = Mapping[Group, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One document of an answer. `near` says that not all words matched, `matched` which did."""

    row: Row
    position: int
    near: bool = False
    matched: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A whole answer in order; `exact` hits come first, then the near ones. `seconds` is the time it took."""

    numbers: tuple[int, ...]
    exact: int
    words: tuple[str, ...]
    counts: Mapping[Group, Mapping[str, int]]
    seconds: float
    source: Library = field(repr=False)
    matched: Mapping[int, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def total(self) -> int:
        """Hits and near matches together."""
        return len(self.numbers)

    @property
    def near(self) -> int:
        """How many near matches stand behind the hits."""
        return len(self.numbers) - self.exact

    def hits(self, start: int = 0, count: int | None = None) -> list[Hit]:
        """A page of the answer."""
        stop = self.total if count is None else start + count
        return [
            Hit(self.source.rows[number], start + i, start + i >= self.exact, self.matched.get(number, ()))
            for i, number in enumerate(self.numbers[start:stop])
        ]

    def card(self, hit: Hit) -> dict[str, object]:
        """The texts of one hit."""
        return self.source.card(self.numbers[hit.position])


@dataclass(frozen=True, slots=True)
class _Need:
    """One thing that must match: its documents, the terms that rank it, and how a reader names it."""

    label: str
    documents: Set[int]
    terms: tuple[str, ...] = ()
    fixed: bool = False


def search(root: Path, question: Question, choices: Choices | None = None, sort: Sort = Sort.RELEVANCE) -> Answer:
    """Answer a question over everything public; raises IndexUnavailable when no generation opens."""
    source = library(root)
    try:
        return answer(source, question, choices or {}, sort)
    except (Exception, MemoryError) as reason:
        # Damage can show as any error whatever; a fault of our own is in the log and answered all the same.
        log.exception("search failed")
        forget(root)
        raise IndexUnavailable(str(reason)) from reason


def answer(source: Library, question: Question, choices: Choices, sort: Sort = Sort.RELEVANCE) -> Answer:
    """The same over an open library; the last few answers of a generation are kept for paging and export."""
    key = (question, tuple(sorted((g, tuple(sorted(v))) for g, v in choices.items() if v)), sort)
    known = source.kept(key)
    if not isinstance(known, Answer):
        known = _answer(source, question, choices, sort)
        source.keep(key, known)
    return known


def _answer(source: Library, question: Question, choices: Choices, sort: Sort) -> Answer:
    begun = perf_counter()
    needs = [] if question.long else [need for piece in question.wanted for need in _needs(source, piece)]
    allowed: Set[int] = source.visible
    for piece in question.unwanted:
        for need in _needs(source, piece):
            allowed = allowed - need.documents
    for need in needs:
        if need.fixed:
            allowed = allowed & need.documents
    loose = [need for need in needs if not need.fixed]
    strict = set() if question.long else reduce(lambda found, need: found & need.documents, loose, set(allowed))
    scores = scoring.score(source, _wanted(question, loose), scoring.ASKED)
    near = _near(scores, allowed - strict) if len(strict) < FEW and (loose or question.long) else []
    kept, counts = _count(source, [*strict, *near], choices)
    exact = _ordered(source, [n for n in kept if n in strict], scores, sort)
    others = _ordered(source, [n for n in near if n in kept], scores, sort)
    matched = _matched(source, question, loose, scores, others)
    words = tuple(dict.fromkeys(need.label for need in loose)) or _common(matched)
    numbers = tuple(exact + others)
    return Answer(numbers, len(exact), words, counts, perf_counter() - begun, source, matched)


def _wanted(question: Question, needs: Sequence[_Need]) -> dict[str, float]:
    """The terms that rank: of the free text of the question, and of needs that brought their own."""
    text = " ".join(p.text for p in question.wanted if p.field in (Field.ANY, Field.TITLE))
    wanted = scoring.described(text)
    for need in needs:
        for term in need.terms:
            wanted.setdefault(term, 0.3)
    return wanted


def _near(scores: scoring.Scores, allowed: Set[int]) -> list[int]:
    """The best of those that match only in part, without the long tail that shares a common word."""
    best = scores.best(allowed, MOST_NEAR)
    if not best:
        return []
    top = scores.points[best[0]]
    return [n for i, n in enumerate(best) if scores.points[n] >= top * (_LEAST_NEAR if i < FEW else _LEAST_FURTHER)]


def _matched(
    source: Library, question: Question, needs: Sequence[_Need], scores: scoring.Scores, numbers: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Which words each near match holds: why it is near."""
    if not question.long:
        return {n: tuple(need.label for need in needs if n in need.documents)[:8] for n in numbers}
    named = scoring.labels(piece.text for piece in question.wanted)
    found = scoring.shares(source, scores, numbers, named)
    return {n: tuple(word for word, _ in pairs[:8]) for n, pairs in found.items()}


def _common(matched: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    """The words of a long text that are worth marking in what was found."""
    counts = Counter(word for words in matched.values() for word in words)
    return tuple(word for word, _ in counts.most_common(40))


# -- what must match


def _needs(source: Library, piece: Piece) -> list[_Need]:
    """What one piece of the question asks of a document."""
    if piece.field is not Field.ANY:
        return [_Need(piece.text, _of_field(source, piece), fixed=True)]
    if piece.phrase:
        return [_Need(piece.text, _phrase(source, piece.text), fixed=True)]
    symbol, number = as_ipc(piece.text), as_number(piece.text)
    if symbol or number:
        found = _classed(source, symbol) if symbol else _numbered(source, number, piece.text)
        return [_Need(piece.text, found | source.holding_all(word_terms(plain(piece.text))))]
    return _words(source, piece.text)


def _words(source: Library, text: str) -> list[_Need]:
    """One need for each word that says something; if none does, for each word there is."""
    groups = [group for run, chinese in runs(plain(text)) for group in (_joined(run) if chinese else [run])]
    said = [w for w in groups if w not in EMPTY_WORDS] or groups
    return [_word(source, word) for word in dict.fromkeys(said)][:60]


def _joined(run: str) -> list[str]:
    """The words of a Chinese run; single characters side by side are a word the dictionary does not know."""
    words: list[str] = []
    single = ""
    for word in [*segments(run), ""]:
        if len(word) == 1 and word not in EMPTY_WORDS:
            single += word
            continue
        if len(single) > 1 or single == run:
            words.append(single)
        single = ""
        if word:
            words.append(word)
    return words or [run]


def _word(source: Library, word: str) -> _Need:
    if len(word) == 1 and not word.isascii():
        terms = tuple(source.beginning(word)[:_MOST_EXPANDED])
        documents: set[int] = set()
        for term in terms:
            documents |= source.holding(term)
        return _Need(word, documents, terms[:40])
    return _Need(word, source.holding_all(word_terms(word)))


def _phrase(source: Library, text: str) -> set[int]:
    """Documents in which the words stand together, read in the texts themselves."""
    candidates = source.holding_all(term for run, _ in runs(plain(text)) for term in word_terms(run)) & source.visible
    wanted = " ".join(run for run, _ in runs(plain(text)))
    found = set()
    for number in sorted(candidates)[:_MOST_VERIFIED]:
        row, card = source.rows[number], source.card(number)
        for part in (row.title, *card["texts"], *row.owners, *row.inventors):
            held = " ".join(run for run, _ in runs(plain(part)))
            if wanted in held:
                found.add(number)
                break
    return found


def _classed(source: Library, symbol: str) -> frozenset[int]:
    return source.where("ipc", symbol, lambda row: symbol in row.levels)


def _numbered(source: Library, keys: frozenset[str], text: str) -> frozenset[int]:
    return source.where("number", plain(text), lambda row: not keys.isdisjoint(row.numbers))


def _of_field(source: Library, piece: Piece) -> Set[int]:
    """The documents whose named fact holds the text."""
    text = plain(piece.text).strip()
    if piece.field is Field.IPC:
        symbol = ipc_prefix(piece.text)
        return _classed(source, symbol) if symbol else frozenset()
    if piece.field is Field.NUMBER:
        keys, bare = as_number(piece.text), "".join(c for c in text if c.isdigit())
        if keys:
            return _numbered(source, keys, piece.text)
        return source.where("no", bare, lambda row: len(bare) > 3 and any(n.startswith(bare) for n in row.numbers))
    if piece.field is Field.TITLE:
        needed = word_terms(text)
        return source.where("title", text, lambda row: text in plain(row.title) or _in_title(needed, row))
    values = _FACTS[piece.field]
    return source.where(piece.field, text, lambda row: any(text in plain(v) for v in values(row)))


def _in_title(needed: tuple[str, ...], row: Row) -> bool:
    held = {term for run, _ in runs(plain(row.title)) for term in word_terms(run)}
    return bool(needed) and held.issuperset(needed)


# What readers write for a type, a fee kind or a state, besides the code itself; data, not messages.
_SAID: dict[str, str] = {
    "invention": "invention 发明 发明专利",
    "utility_model": "utility model 实用新型 新型",
    "design": "design 外观设计 外观",
    "free": "free 免费 免费许可 0元",
    "one_off": "one-off lump sum 一次性 一次总付",
    "instalments": "instalments 分期",
    "royalty": "royalty 提成",
    "entry_royalty": "entry royalty 入门费 提成",
    "in_force": "in force 有效 授权",
    "pending": "pending 审中 申请",
    "dead": "dead expired lapsed 失效 终止 届满",
    "unknown": "unknown 未核实",
}


def _said(code: str) -> str:
    return f"{code} {_SAID.get(code, '')}"


_FACTS: dict[Field, Callable[[Row], Iterable[str]]] = {
    Field.OWNER: lambda row: row.owners,
    Field.INVENTOR: lambda row: row.inventors,
    Field.REGION: lambda row: (f"{row.region} {region_name(row.region)[0]} {english_name(row.region)}",),
    Field.TYPE: lambda row: (_said(t) for t in row.types),
    Field.STATUS: lambda row: (_said(row.status),),
    Field.FEE: lambda row: (_said(row.fee_kind),) if row.fee_kind else (),
}


# -- counting and order


def _count(source: Library, numbers: Iterable[int], choices: Choices) -> tuple[set[int], dict[Group, Counter[str]]]:
    """Who passes every chosen filter, and for each group the counts that ignore the group's own choice."""
    counts: dict[Group, Counter[str]] = {group: Counter() for group in Group}
    chosen = [(group, wanted) for group, wanted in choices.items() if wanted]
    kept: set[int] = set()
    for number in numbers:
        row = source.rows[number]
        failed = [group for group, wanted in chosen if wanted.isdisjoint(_VALUES[group](row))]
        if not failed:
            kept.add(number)
        if len(failed) > 1:
            continue
        for group in failed or Group:
            counts[group].update(set(_VALUES[group](row)))
    return kept, counts


def _ordered(source: Library, numbers: Sequence[int], scores: scoring.Scores, sort: Sort) -> list[int]:
    """In the order asked for; what has no date or fee stands at the end, listings before patents of equal rank."""
    rows, points = source.rows, scores.points
    newest = sorted(numbers, key=lambda n: (rows[n].day, rows[n].number), reverse=True)
    if sort is Sort.NEWEST:
        return newest
    if sort is Sort.OLDEST:
        return sorted(newest, key=lambda n: rows[n].day or "9999")
    if sort is Sort.CHEAPEST:
        return sorted(newest, key=lambda n: (rows[n].due is None, rows[n].due or 0))
    if sort is Sort.DEAREST:
        return sorted(newest, key=lambda n: (rows[n].due is None, -(rows[n].due or 0)))
    return sorted(newest, key=lambda n: (-points[n], rows[n].kind))


def latin_or_chinese(word: str) -> str:
    """The form under which a matched word is marked in a text: the stem of a Latin word, a Chinese word itself."""
    return stem(word) if word.isascii() else word
