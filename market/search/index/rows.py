"""What the index knows of each document besides its words: small rows, held in memory, for filters and counts."""

import json
import sys
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from market.search.index.words import ends, terms
from market.search.rules.documents import Document, Kind
from market.search.rules.symbols import ipc_levels, number_keys, plain

TITLE_WEIGHT = 3
NAME_WEIGHT = 1
_MOST_CHARACTERS = 40_000


@dataclass(frozen=True, slots=True)
class Row:
    """One document's facts. `title`, `owners`... are as shown; `levels` are its IPC symbols and all above them."""

    key: str
    kind: str
    version: str
    visible: bool
    length: int
    title: str
    numbers: tuple[str, ...]
    levels: tuple[str, ...]
    types: tuple[str, ...]
    owners: tuple[str, ...]
    inventors: tuple[str, ...]
    fee_kind: str
    due: int | None
    region: str
    status: str
    day: str

    @property
    def number(self) -> int:
        """The database id inside the key."""
        tail = self.key.rpartition(":")[2]
        return int(tail) if tail.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready for the index: weighted terms, packed row, packed card."""

    key: str
    terms: dict[str, int]
    row: bytes
    card: bytes


def prepare(document: Document) -> Prepared:
    """Work out terms and facts of one document; the slow part of indexing, free of any lock."""
    counts: Counter[str] = Counter()
    others: set[str] = set()
    room = _MOST_CHARACTERS
    for weight, text in _texts(document):
        text = text[:room]
        room -= len(text)
        for term, count in Counter(terms(text)).items():
            counts[term] += max(1, round(weight * count))
        others.update(ends(text))
    keys = sorted({key for number in document.numbers for key in number_keys(number)})
    levels = tuple(dict.fromkeys(level for symbol in document.ipc for level in ipc_levels(symbol)))
    row = [
        document.key, document.kind, document.version, int(document.visible), sum(counts.values()), document.title,
        keys, levels, document.types, document.owners, document.inventors, document.fee_kind, document.due,
        document.region, document.status, document.day,
    ]  # fmt: skip
    card = {"texts": [text for _, text in document.texts], "ipc": document.ipc, "numbers": document.numbers}
    return Prepared(
        document.key, dict.fromkeys(others, 1) | counts, _pack(row), zlib.compress(_pack(card | document.card), 1)
    )


def _texts(document: Document) -> list[tuple[float, str]]:
    names = " ; ".join(document.owners + document.inventors)
    return [(TITLE_WEIGHT, document.title), *document.texts, (NAME_WEIGHT, names)]


def _pack(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def unpack_row(packed: bytes) -> Row:
    """The row as it was packed; raises ValueError or TypeError on damage."""
    v = json.loads(packed)
    return Row(
        v[0], str(Kind(v[1])), v[2], bool(v[3]), int(v[4]), v[5],
        tuple(v[6]), _shared(v[7]), _shared(v[8]), _shared(v[9]), tuple(v[10]),
        sys.intern(v[11]), v[12], sys.intern(v[13]), sys.intern(v[14]), v[15],
    )  # fmt: skip


def unpack_card(packed: bytes) -> dict[str, Any]:
    """What is shown of a document."""
    card: dict[str, Any] = json.loads(zlib.decompress(packed))
    return card


def _shared(values: list[str]) -> tuple[str, ...]:
    """The same few names stand in thousands of rows: keep each once."""
    return tuple(sys.intern(v) for v in values)


def folded_title(row: Row) -> str:
    """The title folded for comparison."""
    return plain(row.title)
