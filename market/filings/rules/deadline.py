"""The last day to record a licence, with its reasons (Implementing Rules 2023, Arts. 15 and 5).

Which day an open licence takes effect is disputed, so the three months run from the earliest day that can be argued;
the explanation says which day that was, and which days off moved the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from market.core.calendar import add_months, holidays_known, is_working_day, next_working_day
from market.core.i18n import N_

MONTHS = 3

REASONS: Mapping[str, str] = {
    "noticed": N_("the written notice reached the licensor"),
    "paid": N_("what is due at the start was paid"),
    "effective": N_("the licence took effect"),
}
"""What happened on the day the period begins with, as message ids."""


@dataclass(frozen=True)
class Explained:
    """A period of law laid open: from which day and why, where it would end, and which days off moved the end."""

    start: date
    reason: str
    corresponding: date
    """The corresponding day three months on, before days off are looked at."""
    shortened: bool
    """Whether the month of the end lacks the corresponding day, so that its last day counts."""
    days_off: tuple[date, ...]
    due: date
    certain: bool
    """Whether the public holidays of the end's year have been announced."""


def explain(start: date, reason: str = "effective", months: int = MONTHS) -> Explained:
    """The period of so many months from a day, by the arithmetic of Art. 5."""
    corresponding = add_months(start, months)
    last = next_working_day(corresponding)
    skipped = (last - corresponding).days
    days_off = tuple(corresponding + timedelta(days=step) for step in range(skipped))
    return Explained(
        start=start,
        reason=reason,
        corresponding=corresponding,
        shortened=corresponding.day != start.day,
        days_off=tuple(day for day in days_off if not is_working_day(day)),
        due=last,
        certain=holidays_known(last),
    )


def reason_for(start: date, noticed_on: date, paid_on: date | None) -> str:
    """Why the period begins that day, a key of REASONS."""
    if start == noticed_on:
        return "noticed"
    return "paid" if paid_on is not None and start == paid_on else "effective"
