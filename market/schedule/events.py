"""What happens to the programme of a roadshow."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class ProgrammeEvent(Event):
    """Base: they stand in the history of their roadshow."""

    about: ClassVar[str] = "roadshow_id"
    roadshow_id: int


@dataclass(frozen=True)
class ProgrammeDrafted(ProgrammeEvent):
    """The draft was filled from the half-day template."""

    said: ClassVar[str] = N_("Programme drafted")
    items: int


@dataclass(frozen=True)
class RehearsalDue(ProgrammeEvent):
    """Two days before the event not every pitch was ready."""

    said: ClassVar[str] = N_("Rehearsal due")
    missing: int
    """So many pitches are not ready."""


@dataclass(frozen=True)
class ProgrammeReleased(ProgrammeEvent):
    """A numbered version of the programme was released."""

    said: ClassVar[str] = N_("Programme released")
    version: int
    """Its number."""
