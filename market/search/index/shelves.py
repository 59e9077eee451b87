"""One generation opened for reading: rows in memory, postings read once and kept, scores by plain arithmetic.

A `Shelf` is one immutable segment and is shared by successive generations of a process; a `Library` is all shelves
of one generation with its deletions. Document numbers run through all shelves.
"""

import math
import threading
from array import array
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from market.search.index.engine import Part, Segment
from market.search.index.rows import Row, unpack_card, unpack_row
from market.search.index.store import IndexUnavailable, Store
from market.search.index.words import words

_KEPT_POSTINGS = 3_000_000
_KEPT_SETS = 256
_KEPT_ANSWERS = 64

Postings = tuple["array[int]", "array[float]"]


class Shelf:
    """One segment: its rows, and its postings as they are asked for."""

    def __init__(self, name: str, segment: Segment) -> None:
        self.name = name
        self._segment = segment
        self.rows: list[Row] = [unpack_row(packed) for packed in segment.rows()]
        self._lock = threading.Lock()
        self._postings: OrderedDict[str, Postings] = OrderedDict()
        self._kept = 0
        self._title_words: Counter[str] | None = None

    def postings(self, term: str) -> Postings:
        """Document numbers and weights of one term, both empty when it is unknown."""
        with self._lock:
            known = self._postings.get(term)
            if known is None:
                known = self._segment.postings(term)
                self._remember(term, known)
            else:
                self._postings.move_to_end(term)
            return known

    def _remember(self, term: str, postings: Postings) -> None:
        self._postings[term] = postings
        self._kept += len(postings[0]) + 20
        while self._kept > _KEPT_POSTINGS and len(self._postings) > 1:
            _, dropped = self._postings.popitem(last=False)
            self._kept -= len(dropped[0]) + 20

    def beginning(self, start: str) -> list[str]:
        """The terms of the body that begin so."""
        with self._lock:
            return self._segment.beginning(start)

    def title_words(self) -> Counter[str]:
        """The words of all titles with the number of titles they stand in; made once, for suggestions."""
        if self._title_words is None:
            self._title_words = Counter(word for row in self.rows for word in set(words(row.title)))
        return self._title_words

    def card(self, number: int) -> dict[str, Any]:
        """What is shown of one document."""
        with self._lock:
            return unpack_card(self._segment.card(number))


class Library:
    """Everything that can be found at one moment; never changes, shared by all threads of a process."""

    def __init__(self, name: str, parts: Iterable[Part], known: Mapping[str, Shelf]) -> None:
        self.name = name
        self.shelves: list[tuple[int, Shelf]] = []
        self.rows: list[Row] = []
        self.deleted: set[int] = set()
        for part in parts:
            shelf = known[part.name] if part.segment is None else Shelf(part.name, part.segment)
            start = len(self.rows)
            self.shelves.append((start, shelf))
            self.rows += shelf.rows
            self.deleted.update(start + number for number in part.deleted)
        self.live = frozenset(range(len(self.rows))) - self.deleted
        self.visible = frozenset(n for n in self.live if self.rows[n].visible)
        self.count = max(1, len(self.live))
        self.mean = sum(self.rows[n].length for n in self.live) / self.count or 1.0
        self._norms: dict[tuple[float, float], list[float]] = {}
        self._sets: OrderedDict[tuple[str, str], frozenset[int]] = OrderedDict()
        self._answers: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, key: Hashable) -> object:
        """An answer given before, or None."""
        with self._lock:
            return self._answers.get(key)

    def keep(self, key: Hashable, answer: object) -> None:
        """Keep an answer for as long as this generation is read, the newest few."""
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > _KEPT_ANSWERS:
                self._answers.popitem(last=False)

    def norms(self, k1: float, b: float) -> list[float]:
        """BM25's length part for every document."""
        if (k1, b) not in self._norms:
            scale = b / self.mean
            self._norms[(k1, b)] = [k1 * (1 - b + scale * row.length) for row in self.rows]
        return self._norms[(k1, b)]

    def postings(self, term: str) -> Iterator[tuple[int, Postings]]:
        """Per shelf: where its numbers start, and the term's postings."""
        for start, shelf in self.shelves:
            found = shelf.postings(term)
            if found[0]:
                yield start, found

    def frequency(self, term: str) -> int:
        """In how many documents the term stands (deleted ones not yet taken out included)."""
        return sum(len(found[0]) for _, found in self.postings(term))

    def rarity(self, term: str) -> float:
        """BM25's inverse document frequency, never negative."""
        n = min(self.frequency(term), self.count)
        return math.log(1 + (self.count - n + 0.5) / (n + 0.5))

    def holding(self, term: str) -> set[int]:
        """The numbers of the documents with the term."""
        found: set[int] = set()
        for start, (numbers, _) in self.postings(term):
            found.update(numbers if not start else [start + n for n in numbers])
        return found

    def holding_all(self, terms: Iterable[str]) -> set[int]:
        """The documents with every one of the terms; rare terms are looked at first."""
        result: set[int] | None = None
        for term in sorted(set(terms), key=self.frequency):
            found = self.holding(term)
            result = found if result is None else result & found
            if not result:
                return set()
        return result or set()

    def where(self, name: str, value: str, test: Callable[[Row], bool]) -> frozenset[int]:
        """The live documents whose row passes the test; kept under (name, value)."""
        with self._lock:
            known = self._sets.get((name, value))
            if known is not None:
                self._sets.move_to_end((name, value))
                return known
        found = frozenset(n for n in self.live if test(self.rows[n]))
        with self._lock:
            self._sets[(name, value)] = found
            while len(self._sets) > _KEPT_SETS:
                self._sets.popitem(last=False)
        return found

    def card(self, number: int) -> dict[str, Any]:
        """What is shown of one document."""
        for start, shelf in reversed(self.shelves):
            if number >= start:
                return shelf.card(number - start)
        raise IndexError(number)

    def versions(self) -> dict[str, str]:
        """Key and version of every live document."""
        return {self.rows[n].key: self.rows[n].version for n in self.live}

    def beginning(self, start: str) -> list[str]:
        """The terms that begin so, over all shelves."""
        return list(dict.fromkeys(t for _, shelf in self.shelves for t in shelf.beginning(start)))


_OPEN: dict[Path, tuple[tuple[str, str], Library]] = {}
_OPENING = threading.Lock()


def library(root: Path) -> Library:
    """The newest generation that opens; one per process and generation. Raises IndexUnavailable when none does."""
    store = Store(root)
    stamp = store.stamp()
    known = _OPEN.get(root)
    if known is not None and known[0] == stamp:
        return known[1]
    with _OPENING:
        known = _OPEN.get(root)
        if known is not None and known[0] == stamp:
            return known[1]
        shelves = {shelf.name: shelf for _, shelf in known[1].shelves} if known else {}
        opened = _first_that_opens(store, shelves)
        _OPEN[root] = (stamp, opened)
        return opened


def _first_that_opens(store: Store, known: Mapping[str, Shelf]) -> Library:
    reasons: list[str] = []
    for directory in store.generations():
        # A commit of the worker may remove a file between listing and opening: look once more before giving up.
        for _ in range(2):
            try:
                return Library(directory.name, store.open(directory, known), known)
            except (Exception, MemoryError) as reason:
                reasons.append(str(reason))
    raise IndexUnavailable("; ".join(reasons) or "there is no index yet")


def forget(root: Path) -> None:
    """Open anew at the next search (after damage was found)."""
    with _OPENING:
        _OPEN.pop(root, None)
