"""The things that can be found: one `Document` for each listing or patent, in the terms of the trade."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a document stands for."""

    LISTING = "listing"
    PATENT = "patent"


@dataclass(frozen=True, slots=True)
class Document:
    """One listing or patent as the index holds it; derived data, rebuilt from the database at any time.

    `key` is unique over all kinds ("listing:12"), `version` changes whenever the source changes.
    `texts` are further texts with their weight (1 = running text); the title always weighs most.
    `numbers` are application and publication numbers in any written form, `ipc` symbols likewise.
    `due` is what must be paid at the start in minor units, None when it is open. `card` is shown, never searched.
    """

    key: str
    kind: Kind
    version: str
    title: str
    texts: tuple[tuple[float, str], ...] = ()
    visible: bool = True
    numbers: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    fee_kind: str = ""
    due: int | None = None
    region: str = ""
    status: str = ""
    day: str = ""
    card: dict[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The database id inside the key; 0 for keys that hold none."""
        tail = self.key.rpartition(":")[2]
        return int(tail) if tail.isdecimal() else 0
