"""When somebody is reminded: each threshold once, whatever the clock does; thresholds slept through are not made up."""

from collections.abc import Collection
from datetime import date

PAYMENT_DAYS = (-14, -3, 0, 7, 30)
"""Days after the due day at which the debtor is reminded; from 7 on the creditor hears it too, from 30 the operator."""
REPORT_DAYS = (-7, 0, 7, 21, 45)
"""Days after a report's last day at which the licensee is reminded; from 7 the licensor, from 21 the operator too."""


def reached(due_on: date, today: date, days: Collection[int]) -> list[int]:
    """The thresholds whose time has come, loosest first."""
    past = (today - due_on).days
    return [threshold for threshold in sorted(days) if past >= threshold]


def reminder_due(due_on: date, today: date, days: Collection[int], given: Collection[int]) -> int | None:
    """The one reminder to give now: the tightest reached, unless it or a tighter one has been given."""
    now = reached(due_on, today, days)
    return now[-1] if now and all(earlier < now[-1] for earlier in given) else None


def creditor_hears(days: int) -> bool:
    """Whether the other side is told too: a week after the day."""
    return days >= 7


def operator_hears(days: int, of_report: bool) -> bool:
    """Whether the operator is told too."""
    return days >= (21 if of_report else 30)
