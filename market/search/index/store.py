"""The engine on disk: generations in directories of their own, one pointer, one writer.

    search_index/CURRENT         names the directory in use, replaced by rename
    search_index/g-000012-…/     one index and `checks.json`, the checksums of its files
    search_index/g-000011-…/     the one before, kept until the next rebuild

Whoosh has no checksums, no fsync and keeps no older table of contents, so all three are added here. The directory
holds pickles: mode 0700, never uploaded, never restored from a backup that others could write.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import time
import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from market.search.index import engine
from market.search.index.rows import Prepared, prepare
from market.search.rules.documents import Document

LOCK_SECONDS = 60.0
_GENERATION = re.compile(r"g-\d{6}-[0-9a-f]{8}")
_STEP = 200

Progress = Callable[[int, int], None]


class IndexUnavailable(Exception):
    """No generation can be opened: search the database instead and rebuild."""


class IndexBusy(Exception):
    """Another process writes the index and did not finish in time: try again later."""


class Store:
    """The index directory of one instance."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    # -- where things are

    def generations(self) -> list[Path]:
        """The generation directories, the one in use first, then the newest."""
        if not self.root.is_dir():
            return []
        found = sorted((p for p in self.root.glob("g-*") if p.is_dir()), reverse=True)
        current = self.current()
        return sorted(found, key=lambda p: p.name != current)

    def current(self) -> str:
        """The name of the generation in use; empty when the pointer is missing or damaged."""
        try:
            name = (self.root / "CURRENT").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""
        return name if _GENERATION.fullmatch(name) else ""

    def stamp(self) -> tuple[str, str]:
        """Changes whenever there is something new to open; cheap enough for every search."""
        current = self.current()
        try:
            names = os.listdir(self.root / current) if current else []
        except OSError:
            names = []
        return current, max((n for n in names if n.endswith(".toc")), key=_toc_number, default="")

    def size(self) -> int:
        """Bytes on the disk, the kept older generation included."""
        return sum(path.stat().st_size for path in self.root.rglob("*") if path.is_file())

    # -- reading

    def open(self, directory: Path, known: Container[str] = ()) -> list[engine.Part]:
        """The segments of one generation; raises IndexUnavailable whatever the damage is."""
        try:
            self.verify(directory)
            return engine.parts(directory, known)
        except IndexUnavailable:
            raise
        except (Exception, MemoryError) as reason:
            raise IndexUnavailable(f"{directory.name}: {reason!r}") from reason

    def verify(self, directory: Path) -> None:
        """Raise IndexUnavailable when a file differs from what was written."""
        try:
            checks = json.loads((directory / "checks.json").read_bytes())
        except (OSError, ValueError) as reason:
            raise IndexUnavailable(f"{directory.name}: no checksums") from reason
        for name, expected in checks.items():
            path = directory / name
            if path.exists() and _checksum(path) != expected:
                raise IndexUnavailable(f"{directory.name}/{name} is damaged")

    # -- writing

    @contextmanager
    def lock(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """The only writer of this index; raises IndexBusy. The kernel frees it when a process dies."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self.root / "LOCK", "w") as handle:
            _acquire(handle.fileno(), time.monotonic() + seconds)
            try:
                yield
            finally:
                fcntl.flock(handle, fcntl.LOCK_UN)

    def rebuild(self, documents: Iterable[Document], total: int = 0, progress: Progress | None = None) -> int:
        """Build a new generation beside the old one and switch to it in one rename; returns the number of documents.

        The caller holds `lock()`. A crash at any point leaves the old generation in use.
        """
        directory = self._new_directory()
        engine.create(directory)
        seen: set[str] = set()
        engine.write(directory, _prepared(documents, seen, total, progress))
        _seal(directory)
        self.open(directory)
        _replace(self.root / "CURRENT", directory.name.encode())
        self._forget_old(directory)
        return len(seen)

    def _new_directory(self) -> Path:
        numbers = [int(p.name[2:8]) for p in self.generations() if p.name[2:8].isdecimal()]
        # The random tail keeps a process that still holds an index of that number from taking this one for it.
        directory = self.root / f"g-{max(numbers, default=0) + 1:06d}-{secrets.token_hex(4)}"
        directory.mkdir(mode=0o700)
        return directory

    def _forget_old(self, current: Path) -> None:
        """Keep the generation in use and the last whole one before it."""
        older = [p for p in self.generations() if p.name < current.name]
        whole = [p for p in older if (p / "checks.json").exists()]
        for directory in older:
            if directory not in whole[:1]:
                shutil.rmtree(directory, ignore_errors=True)

    def update(self, documents: Iterable[Document], gone: Iterable[str] = ()) -> None:
        """Put a batch into the generation in use and take others out, in one commit. The caller holds `lock()`.

        The same document twice in one Whoosh commit would stand in the index twice: the last one wins here.
        """
        latest = {document.key: document for document in documents}
        prepared = [prepare(document) for document in latest.values()]
        directory = self.root / self.current()
        try:
            engine.parts(directory)
        except (Exception, MemoryError) as reason:
            raise IndexUnavailable(str(directory)) from reason
        engine.write(directory, prepared, {*latest, *gone})
        _seal(directory)


def _prepared(
    documents: Iterable[Document], seen: set[str], total: int, progress: Progress | None
) -> Iterator[Prepared]:
    """Each document once, ready for the engine; tells how far it is."""
    for document in documents:
        if document.key in seen:
            continue
        seen.add(document.key)
        yield prepare(document)
        if progress is not None and len(seen) % _STEP == 0:
            progress(len(seen), max(total, len(seen)))
    if progress is not None:
        progress(len(seen), len(seen))


def _toc_number(name: str) -> int:
    digits = name.removesuffix(".toc").rpartition("_")[2]
    return int(digits) if digits.isdecimal() else -1


def _acquire(handle: int, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as reason:
            if time.monotonic() > deadline:
                raise IndexBusy("the index is being written") from reason
            time.sleep(0.05)


_KNOWN: dict[tuple[str, int, int], int] = {}


def _checksum(path: Path) -> int:
    """CRC-32 of a file, remembered as long as size and time of change stay."""
    state = path.stat()
    known = (str(path), state.st_size, state.st_mtime_ns)
    if known not in _KNOWN:
        if len(_KNOWN) > 500:
            _KNOWN.clear()
        _KNOWN[known] = zlib.crc32(path.read_bytes())
    return _KNOWN[known]


def _seal(directory: Path) -> None:
    """Flush every file to the disk and note its checksum."""
    checks: dict[str, int] = {}
    for path in sorted(directory.iterdir()):
        if path.suffix not in {".toc", ".seg"}:
            continue
        with open(path, "rb") as handle:
            os.fsync(handle.fileno())
        checks[path.name] = _checksum(path)
    _replace(directory / "checks.json", json.dumps(checks).encode())


def _replace(path: Path, content: bytes) -> None:
    """Write a small file so that a reader sees the old or the new content, never a part."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    with open(draft, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(draft, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
