"""Completions for what is being typed: words by how often they occur, owners, titles and numbers."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from market.search.index.shelves import Library, library
from market.search.index.words import EMPTY_WORDS
from market.search.rules.symbols import plain

MOST = 8
_LONGEST = 60


def suggest(root: Path, typed: str, limit: int = MOST) -> list[str]:
    """Whole questions that begin with what was typed, likeliest first; raises IndexUnavailable."""
    text = plain(typed[:_LONGEST]).lstrip()
    if not any(c.isalnum() for c in text):
        return []
    source = library(root)
    head, space, last = text.rpartition(" ")
    before = head + space
    found: list[str] = []
    if sum(c.isdigit() for c in text) > 3:
        found += _numbers(source, "".join(c for c in text if c.isdigit()))[:limit]
    if last:
        found += [before + word for word in _words(source, last)[: limit // 2]]
        found += [before + name for name in _owners(source, last)[:3]]
    found += _titles(source, text)[:3]
    return [s for s in dict.fromkeys(found) if s != text][:limit]


def _words(source: Library, start: str) -> list[str]:
    """Chinese words of the index and Latin words of titles that begin so, the commonest first."""
    counts: Counter[str] = Counter()
    for _, shelf in source.shelves:
        for term in _from(shelf.terms(), "#" + start):
            counts[term[1:]] += len(shelf.postings(term)[0])
    if not counts and start.isascii() and len(start) > 1:
        counts.update(
            word
            for n in source.visible
            for word in plain(source.rows[n].title).split()
            if word.startswith(start) and word.isalpha()
        )
    return [word for word, _ in counts.most_common(MOST) if word not in EMPTY_WORDS]


def _from(terms: list[str], start: str) -> Iterator[str]:
    """The few terms of a sorted list that begin with a text."""
    position = bisect_left(terms, start)
    for term in terms[position : position + 300]:
        if not term.startswith(start):
            return
        yield term


def _owners(source: Library, part: str) -> list[str]:
    if len(part) < 2:
        return []
    counts = Counter(name for n in source.visible for name in source.rows[n].owners if part in plain(name))
    return [name for name, _ in counts.most_common(3)]


def _titles(source: Library, part: str) -> list[str]:
    if len(part) < 3:
        return []
    found = {source.rows[n].title for n in source.visible if part in plain(source.rows[n].title)}
    return sorted(found, key=lambda title: (len(title), title))


def _numbers(source: Library, digits: str) -> list[str]:
    if len(digits) < 6:
        return []
    found = {max(row.numbers, key=len) for row in source.rows if any(n.startswith(digits) for n in row.numbers)}
    return sorted(found)
