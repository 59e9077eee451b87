"""What an evidence file is made of: sections of facts and tables, documents, and what this reader may not see."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from market.core.i18n import translate


@dataclass(frozen=True)
class Facts:
    """Named facts; names are message ids, values are ready texts."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A table; heads are message ids, cells are ready texts."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Words:
    """Running text, kept as it was written."""

    text: str


@dataclass(frozen=True)
class Section:
    """One part of the file; its heading is a message id."""

    heading: str
    parts: tuple[Facts | Table | Words, ...]


@dataclass(frozen=True)
class Paper:
    """One document of the archive: where it lies in it, and either a file on disk or ready bytes.

    `recorded` is the SHA-256 noted when the file was taken in; empty for what is made now.
    """

    path: str
    title: str
    file: Path | None = None
    content: bytes = b""
    recorded: str = ""

    @property
    def there(self) -> bool:
        """Whether it can be read."""
        return self.file is None or self.file.exists()


@dataclass
class Dossier:
    """Everything a reader gets of one deal. `left_out` says, as message ids, what there is besides."""

    reference: str
    title: str
    sections: list[Section] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def add(self, heading: str, *parts: Facts | Table | Words | None) -> None:
        """A section, unless there is nothing in it."""
        full = tuple(part for part in parts if part is not None and _filled(part))
        if full:
            self.sections.append(Section(heading, full))

    def pack(self, folder: str, name: str, title: str, stored: Any, place: Path | None) -> None:
        """A stored file (with `filename` and `sha256`) under a folder of the archive; None is passed over."""
        if stored is not None and place is not None:
            path = self._free(f"{folder}/{name}-{safe(stored.filename)}")
            self.papers.append(Paper(path, title, file=place, recorded=stored.sha256))

    def make(self, folder: str, name: str, title: str, content: bytes) -> None:
        """A document made now."""
        self.papers.append(Paper(self._free(f"{folder}/{safe(name)}"), title, content=content))

    def _free(self, path: str) -> str:
        taken = {paper.path for paper in self.papers}
        stem, dot, suffix = path.rpartition(".")
        number, free = 2, path
        while free in taken:
            free, number = f"{stem}-{number}{dot}{suffix}", number + 1
        return free


def _filled(part: Facts | Table | Words) -> bool:
    return bool(part.text) if isinstance(part, Words) else bool(part.rows)


def safe(name: str) -> str:
    """A file name without what archives or file systems read as something else."""
    kept = "".join(char if char.isalnum() or char in "-_.() " else "_" for char in name)
    return kept.strip(". ")[:120] or "file"


def facts(rows: Sequence[tuple[str, str] | None]) -> Facts:
    """The rows that say something."""
    return Facts(tuple(row for row in rows if row is not None and row[1]))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table, empty ones too: they are left out when added."""
    return Table(tuple(heads), tuple(tuple(row) for row in rows))


def named(names: Mapping[str, str], code: str) -> str:
    """The name of a code in the reader's language; the code itself where there is none."""
    return translate(names[code]) if code in names else code


def canonical(value: Any) -> bytes:
    """The same bytes for the same content: JSON, sorted, without spaces, as the stored hashes are made from."""
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return plain.encode()
