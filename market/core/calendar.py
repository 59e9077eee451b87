"""Periods of law: Implementing Rules of the Patent Law 2023, Art. 5.

The first day is not counted; a period in months ends on the corresponding day, or the month's last day where there is
none; an end on a statutory day off moves to the next working day. Holidays come from the State Council's yearly notices
(library chinesecalendar); for a year not yet announced only weekends are known, see `holidays_known`.
"""

from calendar import monthrange
from datetime import date, timedelta

import chinese_calendar


def holidays_known(day: date) -> bool:
    """Whether the statutory holidays of that year have been announced and are in the table."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    """Whether offices work that day; only weekends are counted where the year is not announced yet."""
    if holidays_known(day):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def next_working_day(day: date) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months on, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def period_end(start: date, months: int) -> date:
    """The last day of a statutory period of months that begins on `start` (Art. 5)."""
    return next_working_day(add_months(start, months))


def add_working_days(start: date, days: int) -> date:
    """The working day so many working days after `start`; the first day is not counted."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`."""
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=step)) for step in range(1, span + 1))
