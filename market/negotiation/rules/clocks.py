"""Answering in time: working days to answer, the reminder, the escalation, quiet deals, and the public median."""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from market.core.calendar import add_working_days, working_days_between

ANSWER_DAYS = 5
"""Working days to answer a question or an offer."""
REMIND_LEFT = 2
"""Working days before the last one on which the reminder goes out."""
QUIET_DAYS = 90
"""Days without a word after which talks expire."""
MOST_COUNTED_DAYS = 365
"""The public median looks back this far."""


def due(asked_on: date) -> date:
    """The last day to answer."""
    return add_working_days(asked_on, ANSWER_DAYS)


def remind_from(asked_on: date) -> date:
    """The first day on which the reminder is due."""
    return add_working_days(asked_on, ANSWER_DAYS - REMIND_LEFT)


def overdue(due_on: date, today: date) -> bool:
    """Whether the last day to answer is over."""
    return today > due_on


def quiet(last_word: date, today: date) -> bool:
    """Whether nobody has said anything for so long that the talks are over."""
    return today - last_word > timedelta(days=QUIET_DAYS)


def median_days(turns: Sequence[tuple[date, date]]) -> float | None:
    """The median of working days between question and answer, None without any; the same day counts as 0."""
    days = [working_days_between(asked, answered) if answered > asked else 0 for asked, answered in turns]
    return float(median(days)) if days else None
