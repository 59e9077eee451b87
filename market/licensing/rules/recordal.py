"""Recording a licence with CNIPA: the clock (R16), its traffic light and its reminders.

Implementing Rules 2023, Art. 15: within three months of taking effect; Art. 87: by the patentee or the licensee;
Art. 5: how the months are counted. Which day an open licence takes effect is disputed (the contract may be formed when
the notice arrives), so the clock runs from the earliest day that can be argued.
"""

from collections.abc import Collection
from datetime import date

from market.core.calendar import period_end

MONTHS = 3
REMINDERS = (60, 30, 7, 0)
"""Days left at which both sides are reminded; 0 stands for overdue."""


def clock_from(noticed_on: date, paid_on: date | None, effective: date) -> date:
    """The earliest defensible day the three months are counted from."""
    return min(day for day in (noticed_on, paid_on, effective) if day is not None)


def due(start: date) -> date:
    """The last day to record: three months by the arithmetic of Art. 5."""
    return period_end(start, MONTHS)


def light(due_on: date, today: date) -> str:
    """The traffic light of an open term: more than 30 days "ok", 30 "info", 7 "warn", overdue "bad"."""
    left = (due_on - today).days
    if left < 0:
        return "bad"
    if left <= 7:
        return "warn"
    return "info" if left <= 30 else "ok"


def licence_light(state: str, due_on: date, today: date) -> str:
    """The light of a licence: green once recorded, grey once ended, else that of its term."""
    return {"recorded": "ok", "ended": "idle"}.get(state) or light(due_on, today)


def reached(due_on: date, today: date) -> list[int]:
    """The reminders whose time has come, loosest first."""
    left = (due_on - today).days
    return [days for days in REMINDERS if (left < 0 if days == 0 else left <= days)]


def reminder_due(due_on: date, today: date, given: Collection[int]) -> int | None:
    """The one reminder to give now: the tightest reached, unless it or a tighter one has been given already."""
    now = reached(due_on, today)
    return now[-1] if now and now[-1] not in given and all(days > now[-1] for days in given) else None
