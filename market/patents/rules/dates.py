"""Dates as spreadsheets write them. An order that the column does not prove is asked for, never guessed."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from market.core.errors import Invalid
from market.core.i18n import N_

NOT_A_DATE = N_("“%(value)s” is not a date.")
BARE_NUMBER = N_("“%(value)s” is a bare number, not a date. Format the column as a date, or write it like 2015-11-23.")
ORDER_UNKNOWN = N_(
    "In “%(value)s” it is not clear which figure is the month. Choose the order for this column, "
    "or write the date like 2015-11-23."
)
ORDER_MISFIT = N_("“%(value)s” does not fit the day and month order chosen for this column.")

_YEAR_FIRST = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[T ].*)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\.0)?")
_SHORT = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})(?: .*)?")
_BARE = re.compile(r"\d+(\.\d+)?")


class Order(StrEnum):
    """What the first figure of a date like 6/7/95 means."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"
    UNKNOWN = "unknown"
    MIXED = "mixed"


def _text(value: object) -> str:
    return unicodedata.normalize("NFKC", str(value)).strip()


def order_of(values: Iterable[object]) -> Order | None:
    """The order a column proves: None when no date needs it, UNKNOWN when nothing decides, else MIXED."""
    seen = first_is_day = second_is_day = False
    for value in values:
        match = None if isinstance(value, (date, datetime)) else _SHORT.fullmatch(_text(value))
        if match is None:
            continue
        first, second = int(match.group(1)), int(match.group(2))
        seen = seen or first != second
        first_is_day = first_is_day or first > 12
        second_is_day = second_is_day or second > 12
    if first_is_day and second_is_day:
        return Order.MIXED
    if first_is_day:
        return Order.DAY_FIRST
    if second_is_day:
        return Order.MONTH_FIRST
    return Order.UNKNOWN if seen else None


def parse_date(value: object, order: Order | None = None) -> date:
    """Read a date: a date cell, 2015-11-23, 2010.11.19, 2010年11月19日, 20190416, 6/7/95 in a known order.

    Two-digit years from 85 on are 19xx (the patent office opened in 1985), the others 20xx. Raises Invalid.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _text(value)
    whole = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if whole:
        return _made(text, *(int(part) for part in whole.groups()))
    short = _SHORT.fullmatch(text)
    if short is None:
        raise Invalid(BARE_NUMBER if _BARE.fullmatch(text) else NOT_A_DATE, value=text)
    return _from_short(text, int(short.group(1)), int(short.group(2)), short.group(3), order)


def _from_short(text: str, first: int, second: int, year_text: str, order: Order | None) -> date:
    year = int(year_text)
    if year < 100:
        year += 1900 if year >= 85 else 2000
    if first == second:
        return _made(text, year, first, second)
    if order not in (Order.MONTH_FIRST, Order.DAY_FIRST):
        order = _proved_alone(text, first, second)
    month, day = (first, second) if order is Order.MONTH_FIRST else (second, first)
    if month > 12:
        raise Invalid(ORDER_MISFIT, value=text)
    return _made(text, year, month, day)


def _proved_alone(text: str, first: int, second: int) -> Order:
    """The order one date proves by itself (a figure above 12 is a day); raises Invalid when none."""
    if first > 12:
        return Order.DAY_FIRST
    if second > 12:
        return Order.MONTH_FIRST
    raise Invalid(ORDER_UNKNOWN, value=text)


def _made(text: str, year: int, month: int, day: int) -> date:
    try:
        made = date(year, month, day)
    except ValueError:
        raise Invalid(NOT_A_DATE, value=text) from None
    if not 1900 <= made.year <= 2200:
        raise Invalid(NOT_A_DATE, value=text)
    return made
