"""What every count needs: which listings were ever on offer, whose a row is, when a day begins."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select

from market.core import clock

EVER_ANNOUNCED = ("announced", "suspended", "withdrawn", "ended")
PAID_FOR = ("request:", "licence:", "deal:")
"""What amounts due for licences and other deals are called by whoever asked for them."""


def of_university(statement: Select[Any], column: Any, university_id: int | None) -> Select[Any]:
    """A statement narrowed to one university, when one is given."""
    return statement if university_id is None else statement.where(column == university_id)


def midnight(day: date) -> datetime:
    """The instant a day begins in Shanghai."""
    return datetime.combine(day, datetime.min.time(), clock.SHANGHAI)
