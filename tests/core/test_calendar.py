"""Periods of law end where Art. 5 of the Implementing Rules says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.calendar import add_months, add_working_days, is_working_day, period_end, working_days_between

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.rule("R16")
@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 10, 19), date(2027, 1, 19)),  # a plain day
        (date(2025, 11, 30), date(2026, 2, 28)),  # the month has no 30th; that Saturday was a working day in lieu
        (date(2025, 7, 1), date(2025, 10, 9)),  # 1 October: holidays until the 8th
        (date(2026, 1, 4), date(2026, 4, 7)),  # a Saturday, then the Qingming days
    ],
)
def test_three_months_end_on_the_corresponding_working_day(start: date, end: date) -> None:
    assert period_end(start, 3) == end


@given(days, st.integers(1, 60))
def test_a_period_never_ends_early_nor_on_a_day_off(start: date, months: int) -> None:
    end = period_end(start, months)
    assert end >= add_months(start, months)
    assert is_working_day(end)
    assert end - add_months(start, months) <= timedelta(days=12)


@given(days, st.integers(0, 40))
def test_working_days_count_forth_and_back(start: date, count: int) -> None:
    assert working_days_between(start, add_working_days(start, count)) == count
