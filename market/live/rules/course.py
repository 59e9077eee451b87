"""How a room's programme runs: what is on, until when, what comes when, and how far it has drifted from the plan.

An item begins when the host says so and lasts its planned minutes, the minutes added, and the time it stood still. No
coming item is promised earlier than planned: breaks absorb a delay, and nobody who comes in time has missed anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from market.schedule.rules.items import Item

MINUTE = timedelta(minutes=1)
LONGEST_EXTENSION = 60
"""Minutes that may be added to one item in all."""


@dataclass(frozen=True)
class Run:
    """How one item ran so far; `paused_at` while it stands still, `paused` for how long it did before."""

    began_at: datetime
    extended: int = 0
    paused: timedelta = timedelta()
    paused_at: datetime | None = None

    def stood(self, now: datetime) -> timedelta:
        """For how long it has stood still by now."""
        return self.paused + (now - self.paused_at if self.paused_at else timedelta())

    def to_plain(self) -> dict[str, Any]:
        """As stored."""
        return {
            "began_at": self.began_at.isoformat(),
            "extended": self.extended,
            "paused": self.paused.total_seconds(),
            "paused_at": self.paused_at.isoformat() if self.paused_at else None,
        }

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> "Run":
        """From what was stored."""
        paused_at = row["paused_at"]
        return cls(
            datetime.fromisoformat(row["began_at"]),
            int(row["extended"]),
            timedelta(seconds=row["paused"]),
            datetime.fromisoformat(paused_at) if paused_at else None,
        )


@dataclass(frozen=True)
class Course:
    """One room on the day: its released items in order, the key of the one that is on, what was left out, what ran."""

    items: Sequence[Item]
    current: int | None = None
    over: bool = False
    skipped: frozenset[int] = frozenset()
    ran: Mapping[int, Run] = field(default_factory=dict)

    @property
    def item(self) -> Item | None:
        """The item that is on."""
        return next((item for item in self.items if item.key == self.current), None)

    @property
    def run(self) -> Run | None:
        """How the item that is on runs."""
        return None if self.current is None else self.ran.get(self.current)

    @property
    def begun(self) -> bool:
        """Whether the room's programme has begun."""
        return self.current is not None or self.over

    @property
    def coming(self) -> list[Item]:
        """What comes after the item that is on, without what is left out.

        When a new programme no longer has that item, what has not run yet comes.
        """
        if self.over:
            return []
        keys = [item.key for item in self.items]
        if self.current in keys:
            rest = list(self.items[keys.index(self.current) + 1 :])
        else:
            rest = [item for item in self.items if item.key not in self.ran]
        return [item for item in rest if item.key not in self.skipped]

    @property
    def number(self) -> int:
        """Which item of those not left out is on, from 1; 0 before the first."""
        shown = [item.key for item in self.items if item.key not in self.skipped]
        return shown.index(self.current) + 1 if self.current in shown else 0

    @property
    def count(self) -> int:
        """How many items there are without those left out."""
        return sum(item.key not in self.skipped for item in self.items)


def ends_at(course: Course, now: datetime) -> datetime | None:
    """When the item that is on should end; it moves on while the item stands still."""
    item, run = course.item, course.run
    if item is None or run is None:
        return None
    return run.began_at + MINUTE * (item.minutes + run.extended) + run.stood(now)


def remaining(course: Course, now: datetime) -> timedelta | None:
    """How much time is left to the item that is on; less than nothing when it is over its time."""
    end = ends_at(course, now)
    return None if end is None else end - now


def expected(course: Course, now: datetime) -> dict[int, datetime]:
    """When each coming item should begin: never before its planned time, never before now, one after the other."""
    found: dict[int, datetime] = {}
    free = max(ends_at(course, now) or now, now)
    for item in course.coming:
        found[item.key] = max(free, item.starts_at)
        free = found[item.key] + MINUTE * item.minutes
    return found


def shift(course: Course, now: datetime) -> int:
    """Whole minutes by which the room is behind its plan (ahead of it when negative); 0 before its time and after."""
    item, run = course.item, course.run
    if course.over or not course.items:
        return 0
    if item is None or run is None:
        behind = now - course.coming[0].starts_at if course.coming else timedelta()
        return max(0, _minutes(behind))
    end = max(ends_at(course, now) or now, now)
    return _minutes(end - item.ends_at)


def _minutes(span: timedelta) -> int:
    return int(abs(span) / MINUTE + 0.5) * (1 if span >= timedelta() else -1)


def stand(course: Course, item: Item) -> str:
    """Where one item stands: "past", "now", "skipped" or "coming"."""
    if item.key in course.skipped:
        return "skipped"
    if item.key == course.current:
        return "now"
    return "coming" if item in course.coming else "past"


def advanced(course: Course, now: datetime) -> Course:
    """The next item begins; after the last one the room's programme is over."""
    ran = _resumed(course, now)
    if not course.coming:
        return replace(course, current=None, over=True, ran=ran)
    key = course.coming[0].key
    return replace(course, current=key, ran={**ran, key: Run(now)})


def gone_back(course: Course, now: datetime) -> Course | None:
    """The item before is on again, as if it had never been left; None when there is none that ran."""
    keys = [item.key for item in course.items if item.key in course.ran and item.key not in course.skipped]
    place = keys.index(course.current) if course.current in keys else len(keys)
    if place == 0:
        return None
    ran = {key: run for key, run in course.ran.items() if key != course.current}
    return replace(course, current=keys[place - 1], over=False, ran=ran)


def extended(course: Course, minutes: int) -> Course | None:
    """Some minutes more for the item that is on; None when nothing is on or it has had enough."""
    run = course.run
    if run is None or course.current is None or run.extended + minutes > LONGEST_EXTENSION:
        return None
    return replace(course, ran={**course.ran, course.current: replace(run, extended=run.extended + minutes)})


def left_out(course: Course, key: int, now: datetime) -> Course | None:
    """An item that is on or coming is left out; leaving out the one that is on begins the next. None otherwise."""
    if key == course.current:
        onward = advanced(course, now)
        return replace(onward, skipped=course.skipped | {key})
    if key not in {item.key for item in course.coming}:
        return None
    return replace(course, skipped=course.skipped | {key})


def taken_in(course: Course, key: int) -> Course | None:
    """An item that was left out and has not run comes again; None when it cannot."""
    again = replace(course, skipped=course.skipped - {key})
    comes = key in course.skipped and key not in course.ran and key in {item.key for item in again.coming}
    return again if comes else None


def halted(course: Course, now: datetime) -> Course | None:
    """The clock of the item that is on stands still; None when nothing runs."""
    run = course.run
    if run is None or course.current is None or run.paused_at:
        return None
    return replace(course, ran={**course.ran, course.current: replace(run, paused_at=now)})


def resumed(course: Course, now: datetime) -> Course | None:
    """The clock goes on; None when it did not stand still."""
    run = course.run
    if run is None or run.paused_at is None:
        return None
    return replace(course, ran=_resumed(course, now))


def _resumed(course: Course, now: datetime) -> dict[int, Run]:
    run = course.run
    if run is None or course.current is None or run.paused_at is None:
        return dict(course.ran)
    going = replace(run, paused=run.stood(now), paused_at=None)
    return {**course.ran, course.current: going}
