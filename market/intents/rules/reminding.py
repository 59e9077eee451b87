"""When an intent is brought back to mind: 7, 30, 90 and 180 days after the event, and on its own next date."""

from collections.abc import Collection
from datetime import date, timedelta

THRESHOLDS = (7, 30, 90, 180)
TO_BOTH_SIDES = frozenset({7, 30, 90})
"""After these both sides are asked too how it goes; in the end only its owner is, to close it or go on."""
FIRST_CALL_DAYS = 7


def counts_from(event_on: date, declared_on: date) -> date:
    """The day reminders are counted from: the event's, or a later declaration's own."""
    return max(event_on, declared_on)


def reminder_due(counted_from: date, today: date, given: Collection[int]) -> int | None:
    """The reminder to give today: the latest threshold reached, unless it or a later one was given."""
    reached = [days for days in THRESHOLDS if counted_from + timedelta(days=days) <= today]
    return reached[-1] if reached and reached[-1] > max(given, default=0) else None


def may_plan(day: date, today: date) -> bool:
    """Whether a next date is one: not long past, and within two years."""
    return today - timedelta(days=366) <= day <= today + timedelta(days=2 * 366)


def first_date(event_on: date, today: date) -> date:
    """When somebody should have called: a week after the event, or from today when it is over."""
    return max(event_on, today) + timedelta(days=FIRST_CALL_DAYS)
