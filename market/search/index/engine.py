"""Whoosh itself: one directory with one index, its schema, its writer, its segments. No other module names Whoosh
(but for the stemmer in `words`).

What it is used for: storing postings, rows and cards in files and committing them by one rename. Scores, filters and
analysis are ours. What is known of this version (3.54.0, pinned) and guarded against here: `Searcher.refresh()` and
`reader(reuse=...)` bring deleted documents back, so neither is called; files are left open by readers and writers, so
every file it opens is closed here; mapped files that are cut short end the process (SIGBUS), so none is mapped; the
same key twice in one commit stands twice; a writer that is not ended keeps its lock.
"""

import weakref
from array import array
from collections.abc import Container, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats
from whoosh import index as whoosh
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from market.search.index.rows import Prepared

_MOST_SEGMENTS = 8
_SMALL_SEGMENT = 1000
_LOCK_SECONDS = 10.0


def _untyped(thing: Any) -> Any:
    """Parts of Whoosh carry no types; this says so in one place."""
    return thing


class _Weighted(fields.FieldType):
    """A field whose terms arrive with their weights; Whoosh's own analysis is never used."""

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=_untyped(None), scorable=False, stored=False)

    def index(self, value: dict[str, int], **_: Any) -> Generator[tuple[bytes, int, float | int, bytes], Any, None]:
        for term, weight in value.items():
            yield term.encode(), 1, float(weight), b""


SCHEMA = fields.Schema(
    key=fields.ID(unique=True),
    body=_Weighted(),
    row=fields.COLUMN(_untyped(columns).VarBytesColumn()),
    card=fields.STORED,
)


class _Files(FileStorage):
    """Plain files, each remembered so that all are closed."""

    def __init__(self, directory: Path) -> None:
        _untyped(super()).__init__(str(directory), supports_mmap=False)
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """One file for reading."""
        file = _untyped(super()).open_file(name, **options)
        self._opened.append(file)
        return file

    def close_all(self) -> None:
        """Close whatever is still open."""
        for file in self._opened:
            if not file.is_closed:
                file.close()
        self._opened = []


class _Postings:
    """All postings of one commit in memory, far smaller and faster than Whoosh's sorting pool on disk."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, bytes], tuple[array[int], array[float]]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """One posting, in Whoosh's order of values."""
        name, term, document, weight, _ = item
        pair = self._lists.get((name, term))
        if pair is None:
            pair = self._lists[(name, term)] = (array("I"), array("f"))
        pair[0].append(document)
        pair[1].append(weight)

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Every posting by field, term and document."""
        for key in sorted(self._lists):
            name, term = key
            for document, weight in zip(*self._lists[key], strict=True):
                yield name, term, document, weight, b""

    def cleanup(self) -> None:
        """Forget everything."""
        self._lists = {}


class Segment:
    """One immutable segment open for reading; its file is closed when nobody holds it any more."""

    def __init__(self, directory: Path, description: Any) -> None:
        files = _Files(directory)
        weakref.finalize(self, files.close_all)
        self._reader = _untyped(SegmentReader)(files, SCHEMA, description)
        self.size = int(self._reader.doc_count_all())

    def rows(self) -> list[bytes]:
        """The packed rows of all its documents, deleted ones included."""
        column = self._reader.column_reader("row")
        return [column[number] for number in range(self.size)]

    def card(self, number: int) -> bytes:
        """The packed card of one document."""
        packed: bytes = self._reader.stored_fields(number)["card"]
        return packed

    def postings(self, term: str) -> tuple["array[int]", "array[float]"]:
        """Document numbers and weights of a term, both empty when it is unknown."""
        numbers, weights = array("I"), array("f")
        key = term.encode()
        if ("body", key) in self._reader:
            matcher = self._reader.postings("body", key)
            while matcher.is_active():
                numbers.append(matcher.id())
                weights.append(matcher.weight())
                matcher.next()
        return numbers, weights

    def beginning(self, start: str) -> list[str]:
        """The terms that begin so, in order."""
        return [term.decode() for term in self._reader.expand_prefix("body", start.encode())]


@dataclass(frozen=True)
class Part:
    """One segment of a generation: its name, which documents are deleted, and the segment where it was not known."""

    name: str
    deleted: tuple[int, ...]
    segment: Segment | None


def create(directory: Path) -> None:
    """An empty index in an empty directory."""
    whoosh.create_in(str(directory), SCHEMA)


def parts(directory: Path, known: Container[str] = ()) -> list[Part]:
    """The segments of the newest commit; those known already are not opened again. Raises whatever the damage is."""
    files = _Files(directory)
    try:
        descriptions = _untyped(whoosh.FileIndex)(files, schema=SCHEMA)._segments()
    finally:
        files.close_all()
    result = []
    for description in descriptions:
        name = str(description.segment_id())
        segment = None if name in known else Segment(directory, description)
        result.append(Part(name, tuple(description.deleted_docs()), segment))
    return result


def write(directory: Path, documents: Iterable[Prepared], gone: Iterable[str] = ()) -> None:
    """Take documents out by their keys and put others in, in one commit; keys must not repeat."""
    with _writer(directory) as writer:
        for key in gone:
            writer.delete_by_term("key", key)
        for item in documents:
            writer.add_document(key=item.key, body=item.terms, row=item.row, card=item.card)


@contextmanager
def _writer(directory: Path) -> Iterator[Any]:
    """A writer that commits at the end, and gives lock and files back whatever happens."""
    files = _Files(directory)
    try:
        index = _untyped(whoosh.FileIndex)(files, schema=SCHEMA)
        writer = _untyped(SegmentWriter)(index, timeout=_LOCK_SECONDS, limitmb=32)
        writer.pool = _Postings()
        try:
            yield writer
            writer.commit(mergetype=_merge_small)
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
    finally:
        files.close_all()


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Fold small segments into the new one when there are many; drop empty ones. Big ones wait for a rebuild."""
    kept = [s for s in segments if s.doc_count() > 0]
    if len(kept) < _MOST_SEGMENTS:
        return kept
    small = [s for s in kept if s.doc_count() < _SMALL_SEGMENT]
    for segment in small:
        writer.add_reader(_untyped(SegmentReader)(writer.storage, writer.schema, segment))
    return [s for s in kept if s not in small]
