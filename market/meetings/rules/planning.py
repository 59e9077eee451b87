"""Cutting sessions into slots, and the limits a plan may have."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

SHORTEST_REASON = 10
LONGEST_REASON = 500
MOST_TABLES = 200
MOST_SLOTS = 60
REMIND_EVERY = timedelta(days=2, hours=12)
"""Reminders every two to three days (the proven rule of business matchmaking)."""


@dataclass(frozen=True)
class Rules:
    """The rules of a roadshow's meetings as the operator sets them; see MeetingPlan."""

    pairs: tuple[str, ...]
    most_open: int = 5
    most_meetings: int = 6
    rest_slots: int = 0
    answer_hours: int = 72
    threshold: int = 50
    open: bool = True


@dataclass(frozen=True)
class SessionTimes:
    """A session as it is entered; instants are aware."""

    name: str
    starts_at: datetime
    ends_at: datetime
    slot_minutes: int
    pause_minutes: int = 0

    def slots(self) -> list[tuple[datetime, datetime]]:
        """Its slots: each as long as said, with the pause between two of them; what is left over stays free."""
        length, pause = timedelta(minutes=self.slot_minutes), timedelta(minutes=self.pause_minutes)
        found: list[tuple[datetime, datetime]] = []
        begin = self.starts_at
        while begin + length <= self.ends_at and len(found) < MOST_SLOTS:
            found.append((begin, begin + length))
            begin += length + pause
        return found

    def overlaps(self, others: Iterable[tuple[datetime, datetime]]) -> bool:
        """Whether it runs at the same time as one of these; touching ends do not overlap."""
        return any(self.starts_at < end and begin < self.ends_at for begin, end in others)


@dataclass(frozen=True)
class TableFacts:
    """A table as it is entered."""

    number: int
    name: str = ""
    room: str = ""
    link: str = ""
    session_id: int | None = None
    closed: bool = False


@dataclass(frozen=True)
class Seated:
    """When an organisation sits already: the positions of its slots in the day, counted from 0."""

    positions: frozenset[int] = field(default_factory=frozenset)

    def rested(self, position: int, rest: int) -> bool:
        """Whether it would sit at this position with enough free slots before and after."""
        return all(abs(position - other) > rest for other in self.positions)


S = TypeVar("S", bound=Any)
"""A slot of whatever kind, with `starts_at` and `ends_at`."""


@dataclass(frozen=True)
class Beat(Generic[S]):
    """Where a day of slots stands: the one that is on, and the one that comes."""

    on: S | None
    next: S | None

    @property
    def stands(self) -> str:
        """ "on", "before" the next one, or "over"."""
        return "on" if self.on is not None else "before" if self.next is not None else "over"

    @property
    def until(self) -> datetime | None:
        """When the one that is on ends, else when the next one begins."""
        if self.on is not None:
            ends: datetime = self.on.ends_at
            return ends
        return self.next.starts_at if self.next is not None else None


def beat(slots: Iterable[S], now: datetime) -> Beat[S]:
    """The beat of a day at an instant; of slots that overlap the earliest counts."""
    ordered = sorted(slots, key=lambda slot: slot.starts_at)
    on = next((slot for slot in ordered if slot.starts_at <= now < slot.ends_at), None)
    return Beat(on, next((slot for slot in ordered if slot.starts_at > now), None))
