"""Packing an evidence file: a zip written as it is read, with the same bytes for the same state."""

import hashlib
import zipfile
from collections.abc import Iterator

from market.evidence.rules import manifest
from market.evidence.rules.dossier import Dossier, Paper
from market.evidence.rules.manifest import Line

DATE = (2000, 1, 1, 0, 0, 0)
"""The date of every entry: the archive tells what is in it, not when it was packed."""
CHUNK = 1024 * 1024
SUMMARY = "evidence.pdf"


class _Sink:
    """Takes what the archive writes and hands it on; it cannot go back, so that nothing has to be kept."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def write(self, data: bytes) -> int:
        """Take the next piece."""
        self.waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        """What has come since the last time."""
        found = bytes(self.waiting)
        self.waiting.clear()
        return found


def archive(dossier: Dossier, pdf: bytes) -> Iterator[bytes]:
    """The archive piece by piece: the summary, every document, and last the manifest of their hashes.

    Reads files only, no database: it may run after the request is answered.
    """
    sink, lines = _Sink(), list[Line]()
    papers = [paper for paper in dossier.papers if paper.there]
    if pdf:
        papers.insert(0, Paper(SUMMARY, SUMMARY, content=pdf))
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as out:  # type: ignore[call-overload]
        for paper in papers:
            yield from _written(out, sink, paper, lines)
        whole, text = manifest.write(dossier.reference, lines, dossier.left_out)
        for name, content in ((manifest.JSON_NAME, whole), (manifest.TEXT_NAME, text)):
            yield from _written(out, sink, Paper(name, name, content=content), [])
    yield sink.taken()


def _written(out: zipfile.ZipFile, sink: _Sink, paper: Paper, lines: list[Line]) -> Iterator[bytes]:
    entry = zipfile.ZipInfo(paper.path, DATE)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    digest, size = hashlib.sha256(), 0
    with out.open(entry, "w") as target:
        for chunk in _chunks(paper):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
            yield sink.taken()
    lines.append(Line(paper.path, paper.title, size, digest.hexdigest(), paper.recorded))


def _chunks(paper: Paper) -> Iterator[bytes]:
    if paper.file is None:
        yield paper.content
        return
    with paper.file.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk
