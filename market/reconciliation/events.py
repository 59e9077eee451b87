"""What happens to differences."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class DifferenceOpened(Event):
    """A check found something that does not agree, for the first time or again."""

    about: ClassVar[str] = "difference_id"
    said: ClassVar[str] = N_("Difference found")
    difference_id: int
    kind: str


@dataclass(frozen=True)
class DifferenceExplained(Event):
    """A person said why it is so."""

    about: ClassVar[str] = "difference_id"
    said: ClassVar[str] = N_("Difference explained")
    difference_id: int


@dataclass(frozen=True)
class DifferenceGone(Event):
    """A check did not find it any more."""

    about: ClassVar[str] = "difference_id"
    said: ClassVar[str] = N_("Difference gone")
    difference_id: int
