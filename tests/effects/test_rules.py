"""When a report is asked for, what it may say, and how licensors are ranked."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.money import Money
from market.effects.rules.asking import due_on, reminder_due, years_open, years_to_ask
from market.effects.rules.ranking import Ranked, Told, Weights, ranked
from market.effects.rules.reporting import Effect, problems


@pytest.mark.parametrize(
    ("effective", "ended", "today", "years"),
    [
        (date(2025, 6, 1), None, date(2026, 1, 4), []),
        (date(2025, 6, 1), None, date(2026, 1, 5), [2025]),
        (date(2025, 6, 1), None, date(2027, 2, 1), [2025, 2026]),
        (date(2025, 6, 1), date(2025, 12, 31), date(2027, 2, 1), [2025]),
        (date(2019, 6, 1), None, date(2026, 2, 1), [2023, 2024, 2025]),
        (date(2026, 6, 1), None, date(2026, 11, 1), []),
    ],
)
def test_each_year_in_force_is_asked_for_once_it_is_over(
    effective: date, ended: date | None, today: date, years: list[int]
) -> None:
    assert years_to_ask(effective, ended, today) == years


def test_a_licensee_may_report_on_the_running_year() -> None:
    assert years_open(date(2025, 6, 1), None, date(2026, 11, 1)) == [2025, 2026]
    assert years_open(date(2025, 6, 1), date(2025, 9, 1), date(2026, 11, 1)) == [2025]


def test_reminders_come_on_the_due_day_and_thirty_days_later() -> None:
    due = due_on(2025)
    assert due == date(2026, 3, 31)
    assert reminder_due(due, date(2026, 3, 30), ()) is None
    assert reminder_due(due, due, ()) == 0
    assert reminder_due(due, date(2026, 4, 29), (0,)) is None
    assert reminder_due(due, date(2026, 4, 30), (0,)) == 30
    assert reminder_due(due, date(2027, 1, 1), ()) == 30
    assert reminder_due(due, date(2027, 1, 1), (30,)) is None


def test_none_yet_is_an_answer() -> None:
    assert problems(Effect(False).cleaned()) == {}
    assert Effect(False, "x", Money(5), jobs=3, note="试制中").cleaned() == Effect(False, note="试制中")


@pytest.mark.parametrize(
    ("effect", "field"),
    [
        (Effect(True), "product"),
        (Effect(True, "轮毂", Money(100), Money(101)), "exports"),
        (Effect(True, "轮毂", tax=Money(-1)), "tax"),
        (Effect(True, "轮毂", jobs=-1), "jobs"),
    ],
)
def test_what_cannot_be_is_named(effect: Effect, field: str) -> None:
    assert field in problems(effect)


def told(licensor: int, sales: int = 0, jobs: int = 0, tax: int = 0) -> Told:
    return Told(licensor, licensor, f"大学{licensor}", Money.of(sales), Money(0), Money.of(tax), jobs)


def test_points_follow_the_weights_and_units_stay_apart() -> None:
    lines = ranked([told(1, 100_000, 2), told(1, 20_000), told(2, 500_000, 0, 10_000)], Weights())
    assert [(line.place, line.licensor_id, line.points) for line in lines] == [
        (1, 2, Decimal("65.00")),
        (2, 1, Decimal("42.00")),
    ]
    assert (lines[1].licences, lines[1].sales, lines[1].jobs) == (2, Money.of(120_000), 2)
    only_jobs = Weights(*[Decimal(0)] * 4, Decimal(1))
    assert [line.licensor_id for line in ranked([told(2, 500_000), told(1, 0, 1)], only_jobs)] == [1, 2]


def test_equal_points_share_a_place() -> None:
    assert [line.place for line in ranked([told(1, 10_000), told(2, 10_000), told(3)], Weights())] == [1, 1, 3]


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 10**9), st.integers(0, 500)), max_size=20))
def test_no_report_is_lost_in_a_ranking(reports: list[tuple[int, int, int]]) -> None:
    lines = ranked([told(*one) for one in reports], Weights())
    assert sum(line.licences for line in lines) == len(reports)
    assert sum(line.sales.minor for line in lines) == sum(sales * 100 for _, sales, _jobs in reports)
    assert [line.points for line in lines] == sorted((line.points for line in lines), reverse=True)
    assert [Ranked.read(line.to_plain()) for line in lines] == lines


@pytest.mark.parametrize("text", ["", "nan", "-1", "1e400", "abc", "99999"])
def test_nonsense_weights_mean_the_usual_ones(text: str) -> None:
    assert Weights.read({"jobs": text}) == Weights()
    assert Weights.read({"jobs": "7.5"}).jobs == Decimal("7.50")
