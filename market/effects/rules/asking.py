"""When a licensee is asked what came of its licence: once for each calendar year in which the licence was in force."""

from collections.abc import Collection
from datetime import date, timedelta

ASKED_FROM = (1, 5)
"""Month and day of the following year on which the question goes out."""
DUE = (3, 31)
"""Month and day of the following year by which it should be answered."""
REMINDERS = (0, 30)
"""Days after the due day on which an unanswered question is repeated."""


def asked_on(year: int) -> date:
    """The day on which the report on a year is asked for."""
    return date(year + 1, *ASKED_FROM)


def due_on(year: int) -> date:
    """The day by which the report on a year should be in."""
    return date(year + 1, *DUE)


def in_force_during(year: int, effective: date, ended: date | None) -> bool:
    """Whether a licence was in force on any day of a year."""
    return effective.year <= year and (ended is None or ended.year >= year)


def years_to_ask(effective: date, ended: date | None, today: date) -> list[int]:
    """The years whose report may be asked for by today, oldest first; at most the last three."""
    last = today.year - 1 if today >= asked_on(today.year - 1) else today.year - 2
    return [year for year in range(max(effective.year, last - 2), last + 1) if in_force_during(year, effective, ended)]


def years_open(effective: date, ended: date | None, today: date) -> list[int]:
    """The years a licensee may report on of its own accord: those in force, the running one included."""
    return [year for year in range(effective.year, today.year + 1) if in_force_during(year, effective, ended)]


def reminder_due(due: date, today: date, given: Collection[int]) -> int | None:
    """The reminder to give now: of those passed and not given only the latest; None when there is none."""
    passed = [days for days in REMINDERS if today >= due + timedelta(days=days)]
    if not passed or passed[-1] in given:
        return None
    return passed[-1]
