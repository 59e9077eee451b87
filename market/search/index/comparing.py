"""Free text against everything public: the door for matching needs with listings and patents.

    found = rank(root, [(3, need.title), (1, need.problem)], kinds={"listing"}, limit=20)
    found[0].key, found[0].points, found[0].terms    # "listing:12", 0.0-1.0, (("缩松", 0.31), ...)

Every word counts for itself (nothing must match), rare words more than common ones; the terms of the best few
documents are then added with a small weight (feedback), which finds the same matter said in other words.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from market.search.index import scoring
from market.search.index.rows import Row
from market.search.index.shelves import Library, library
from market.search.index.words import terms

_FEEDBACK_DOCUMENTS = 4
_FEEDBACK_TERMS = 40
_FEEDBACK_SHARE = 0.2
_LONGEST = 20_000
_IPC_SHARES = {1: 0.02, 3: 0.06, 4: 0.12}


@dataclass(frozen=True, slots=True)
class Ranked:
    """One document compared: `points` from 0 to 1 within this answer, `terms` the shared words with their share of
    the points (most first), `ipc` the deepest symbol shared with what was asked, `row` its facts."""

    key: str
    points: float
    terms: tuple[tuple[str, float], ...]
    ipc: str
    row: Row


def rank(
    root: Path,
    texts: Iterable[tuple[float, str]],
    *,
    kinds: Collection[str] = (),
    ipc: Collection[str] = (),
    only: Callable[[Row], bool] | None = None,
    limit: int = 20,
    feedback: bool = True,
) -> list[Ranked]:
    """The public documents nearest to the weighted texts, best first; [] when nothing is shared.

    `kinds` ("listing", "patent") and `only` choose whom to compare with; `ipc` symbols of any depth bring documents
    of the same section, class or subclass a little forward and never exclude. Bounded: texts beyond 20,000
    characters and the commonest words of very long ones are left out. Raises IndexUnavailable.
    """
    return compare(library(root), texts, kinds=kinds, ipc=ipc, only=only, limit=limit, feedback=feedback)


def compare(
    source: Library,
    texts: Iterable[tuple[float, str]],
    *,
    kinds: Collection[str] = (),
    ipc: Collection[str] = (),
    only: Callable[[Row], bool] | None = None,
    limit: int = 20,
    feedback: bool = True,
) -> list[Ranked]:
    """The same as `rank` over an open library."""
    given = [(weight, text[:_LONGEST]) for weight, text in texts]
    wanted: dict[str, float] = {}
    for weight, text in given:
        for term, count in scoring.described(text, weight).items():
            wanted[term] = max(wanted.get(term, 0.0), count)
    allowed = {n for n in source.visible if _fits(source.rows[n], kinds, only)}
    scores = scoring.score(source, wanted, scoring.DESCRIBED)
    if feedback:
        more = _feedback(source, scores, scores.best(allowed, _FEEDBACK_DOCUMENTS))
        scores = scoring.score(source, _sum(wanted, more), scoring.DESCRIBED)
    best = _with_classes(source, scores, scores.best(allowed, max(limit * 3, 50)), ipc)
    return _described(source, scores, best[:limit], given, ipc)


def _fits(row: Row, kinds: Collection[str], only: Callable[[Row], bool] | None) -> bool:
    return (not kinds or row.kind in kinds) and (only is None or only(row))


def _sum(wanted: Mapping[str, float], more: Mapping[str, float]) -> dict[str, float]:
    result = dict(wanted)
    for term, weight in more.items():
        result[term] = result.get(term, 0.0) + weight
    return result


def _feedback(source: Library, scores: scoring.Scores, best: Sequence[int]) -> dict[str, float]:
    """The terms that mark the best documents, with a small weight each."""
    found: defaultdict[str, float] = defaultdict(float)
    for number in best:
        card = source.card(number)
        counts = Counter(terms(" ; ".join([source.rows[number].title, *card["texts"]])[:4000]))
        scale = scores.points[number] / scores.points[best[0]] / math.sqrt(max(1, counts.total()))
        for term, count in counts.items():
            found[term] += scale * (1 + math.log(count)) * source.rarity(term)
    common = heapq.nlargest(_FEEDBACK_TERMS, found.items(), key=lambda pair: (pair[1], pair[0]))
    most = common[0][1] if common else 1.0
    return {term: _FEEDBACK_SHARE * value / most for term, value in common}


def _with_classes(
    source: Library, scores: scoring.Scores, best: Sequence[int], ipc: Collection[str]
) -> list[tuple[float, int]]:
    """Points from 0 to 1 with a little added for a shared class; best first."""
    top = scores.points[best[0]] if best else 1.0
    wanted = {symbol[:length] for symbol in ipc for length in _IPC_SHARES if len(symbol) >= length}
    found = []
    for number in best:
        shared = wanted.intersection(source.rows[number].levels)
        found.append((scores.points[number] / top + sum(_IPC_SHARES[len(level)] for level in shared), number))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def _described(
    source: Library,
    scores: scoring.Scores,
    best: Sequence[tuple[float, int]],
    texts: Iterable[tuple[float, str]],
    ipc: Collection[str],
) -> list[Ranked]:
    shares = scoring.shares(source, scores, [n for _, n in best], scoring.labels(text for _, text in texts))
    result = []
    for points, number in best:
        row, total = source.rows[number], scores.points[number] or 1.0
        shared = [level for level in row.levels if any(symbol.startswith(level) for symbol in ipc)]
        found = tuple((word, round(value / total, 3)) for word, value in shares[number])
        result.append(Ranked(row.key, min(1.0, round(points, 4)), found, max(shared, key=len, default=""), row))
    return result
