"""Fee plans and their schedules: read back as written, dates after effect, sums that add up, minimum and cap kept."""

import json
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.calendar import is_working_day
from market.core.money import Money
from market.licensing.rules.fees import (
    FeePlan,
    Figures,
    Milestone,
    Part,
    Royalty,
    Step,
    WrongPlan,
    late_interest,
    minimum_of,
    reckon,
    shortfall,
    year_number,
)
from market.licensing.rules.fees.schedule import Period, periods
from market.royalties.rules import freezing, reminders, reports

AMOUNTS = st.integers(1, 10**12)
RATES = st.decimals(Decimal("0.000001"), Decimal(1), places=6)
DAYS = st.dates(date(2021, 1, 1), date(2040, 12, 31))


@st.composite
def royalties(draw: st.DrawFn) -> Royalty:
    by = draw(st.sampled_from(["year", "base"]))
    base = draw(st.sampled_from(["net_sales", "profit", "units"]))
    first = 1 if by == "year" else 0
    starts = sorted(draw(st.sets(st.integers(first + 1, 20 if by == "year" else 10**9), max_size=3)))
    minimum = draw(st.integers(0, 10**9))
    cap = draw(st.none() | st.integers(max(1, minimum), 10**10))
    return Royalty(
        base=base,
        steps=tuple(Step(start, draw(RATES)) for start in [first, *starts]),
        by=by,
        minimum_minor=minimum,
        cap_minor=cap,
        period=draw(st.sampled_from(["year", "half", "quarter"])),
        report_days=draw(st.integers(0, 120)),
        pay_days=draw(st.integers(0, 120)),
        pay_months=draw(st.integers(0, 6)),
    )


@st.composite
def plans(draw: st.DrawFn) -> FeePlan:
    kind = draw(
        st.sampled_from(["free", "one_off", "instalments", "royalty", "entry_royalty", "milestones", "pay_later"])
    )
    months = st.integers(12 if kind == "pay_later" else 0, 60)
    counts = {
        "one_off": (1, 1),
        "instalments": (2, 6),
        "entry_royalty": (1, 3),
        "milestones": (0, 2),
        "pay_later": (1, 3),
    }
    low, high = counts.get(kind, (0, 0))
    dated = sorted(draw(st.lists(months, min_size=low, max_size=high)))
    goals = draw(st.integers(1, 3)) if kind == "milestones" else 0
    royalty = draw(royalties()) if kind in ("royalty", "entry_royalty") else None
    return FeePlan(
        kind=kind,
        currency=draw(st.sampled_from(["CNY", "USD", "HKD"])),
        parts=tuple(Part(draw(AMOUNTS), month) for month in dated),
        milestones=tuple(Milestone(f"第{number}步", draw(AMOUNTS)) for number in range(goals)),
        royalty=royalty,
        due_days=draw(st.integers(0, 90)),
        late_rate=draw(st.none() | st.decimals(Decimal("0.0001"), Decimal("0.24"), places=4)),
        inspection=draw(st.booleans()),
    )


@given(plans())
def test_plans_survive_json(plan: FeePlan) -> None:
    again = FeePlan.read(json.loads(json.dumps(plan.to_plain())))
    assert again == plan
    assert again.problems(licensee_sme=True) == []


@given(plans(), DAYS, st.integers(60, 240))
def test_a_schedule_adds_up_and_begins_with_the_effect(plan: FeePlan, effective: date, months: int) -> None:
    lines = plan.schedule(effective, effective + timedelta(days=months * 30))
    assert [line.position for line in lines] == sorted({line.position for line in lines})
    assert all(line.due_on is None or line.due_on >= effective for line in lines)
    assert all(line.due_on is None or is_working_day(line.due_on) for line in lines)
    fixed = [line.amount.minor for line in lines if line.amount is not None and line.kind != "milestone"]
    assert sum(fixed) == plan.amount.minor
    goals = [line.amount for line in lines if line.kind == "milestone"]
    assert goals == [Money(goal.amount_minor, plan.currency) for goal in plan.milestones]
    dated = [line.due_on for line in lines if line.kind in ("instalment", "deferred") and line.due_on]
    assert dated == sorted(dated)
    reported = [line for line in lines if line.kind == "royalty"]
    assert all(line.report_on and line.due_on and line.period for line in reported)
    assert all(line.period.end <= line.report_on <= line.due_on for line in reported)  # type: ignore[union-attr,operator]


@given(DAYS, st.integers(0, 3000), st.sampled_from(["year", "half", "quarter"]))
def test_periods_cover_every_day_once(start: date, days: int, kind: str) -> None:
    end = start + timedelta(days=days)
    found = periods(kind, start, end)
    assert found[0].start == start
    assert found[-1].end == end
    assert all(later.start == earlier.end + timedelta(days=1) for earlier, later in pairwise(found))
    assert all(period.start.year == period.end.year for period in found)


@given(royalties(), st.lists(st.integers(0, 10**11), min_size=1, max_size=8))
def test_royalties_keep_minimum_and_cap(royalty: Royalty, stated: list[int]) -> None:
    plan = FeePlan("royalty", royalty=royalty)
    base, year_sum = 0, 0
    for gross in stated:
        made = reckon(plan, Figures(gross, units=gross), 1, base, year_sum)
        assert made.royalty.minor >= 0
        assert made.base == gross
        assert sum(line.base for line in made.lines) == gross
        base, year_sum = base + made.base, year_sum + made.royalty.minor
        if royalty.cap_minor is not None:
            assert year_sum <= royalty.cap_minor
    year = Period(date(2027, 1, 1), date(2027, 12, 31))
    least = minimum_of(plan, year)
    total = Money(year_sum) + shortfall(least, Money(year_sum))
    assert total >= least
    assert total == max(least, Money(year_sum))


@given(royalties(), st.integers(0, 10**11), st.integers(0, 10**11))
def test_more_sales_never_bring_less(royalty: Royalty, some: int, more: int) -> None:
    plan = FeePlan("royalty", royalty=royalty)
    small = reckon(plan, Figures(some, units=some), 1)
    large = reckon(plan, Figures(some + more, units=some + more), 1)
    assert large.royalty >= small.royalty


@given(royalties(), st.integers(0, 10**10), st.integers(0, 10**10))
def test_stages_of_the_base_count_the_same_in_one_or_two_reports(royalty: Royalty, first: int, second: int) -> None:
    plan = FeePlan("royalty", royalty=Royalty(base=royalty.base, steps=royalty.steps, by=royalty.by))
    once = reckon(plan, Figures(first + second, units=first + second), 1)
    one = reckon(plan, Figures(first, units=first), 1)
    two = reckon(plan, Figures(second, units=second), 1, one.base, one.royalty.minor)
    exact = sum(line.product for line in (*one.lines, *two.lines))
    assert exact == sum(line.product for line in once.lines)
    assert abs(one.royalty.minor + two.royalty.minor - once.royalty.minor) <= 1


def test_a_falling_rate_by_base_is_counted_in_stages() -> None:
    royalty = Royalty(steps=(Step(0, Decimal("0.03")), Step(1_000_000_00, Decimal("0.01"))), by="base")
    made = reckon(FeePlan("royalty", royalty=royalty), Figures(600_000_00), 2, base_before=800_000_00)
    assert [(line.base, line.rate) for line in made.lines] == [
        (200_000_00, Decimal("0.03")),
        (400_000_00, Decimal("0.01")),
    ]
    assert made.royalty == Money(10_000_00)
    assert royalty.course == "falling"


def test_a_rising_rate_by_year_and_an_amount_per_piece() -> None:
    royalty = Royalty(base="units", steps=(Step(1, Decimal("0.35")), Step(3, Decimal("0.4055"))))
    plan = FeePlan("royalty", currency="HKD", royalty=royalty)
    assert royalty.course == "rising"
    assert reckon(plan, Figures(0, units=101), 2).royalty == Money(35_35, "HKD")
    assert reckon(plan, Figures(0, units=101), 3).royalty == Money(40_96, "HKD")


def test_the_minimum_of_a_short_year_counts_by_day() -> None:
    plan = FeePlan("royalty", royalty=Royalty(steps=(Step(1, Decimal("0.01")),), minimum_minor=36_500_00))
    assert minimum_of(plan, Period(date(2026, 10, 19), date(2026, 12, 31))) == Money(7_400_00)
    assert minimum_of(plan, Period(date(2028, 1, 1), date(2028, 12, 31))) == Money(36_500_00)
    assert year_number(date(2026, 10, 19), Period(date(2028, 1, 1), date(2028, 12, 31))) == 3


def test_an_announced_royalty_is_due_by_the_end_of_april() -> None:
    offer = {
        "fee_kind": "entry_royalty",
        "currency": "CNY",
        "amount_minor": 30_000_00,
        "due_days": 15,
        "rate": "0.015",
        "royalty_base": "net_sales",
        "annual_cap_minor": 200_000_00,
        "instalments": [],
    }
    lines = FeePlan.of_offer(offer).schedule(date(2025, 10, 19), date(2026, 6, 11))
    assert [(line.kind, line.due_on) for line in lines][:2] == [
        ("entry", date(2025, 11, 3)),
        ("royalty", date(2026, 4, 30)),
    ]


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"kind": "gift"},
        {"kind": "free", "colour": "red"},
        {"kind": "one_off", "parts": [{"amount_minor": "100"}]},
        {"kind": "one_off", "parts": [{"amount_minor": True}]},
        {"kind": "one_off", "parts": {"amount_minor": 1}},
        {"kind": "royalty", "royalty": {"steps": [{"start": 1, "rate": 0.02}]}},
        {"kind": "royalty", "royalty": {"steps": [{"start": 1, "rate": "NaN"}]}},
        {"kind": "free", "currency": "EUR"},
        {"kind": "free", "late_rate": "much"},
    ],
)
def test_what_is_no_plan_is_not_read(plain: dict[str, object]) -> None:
    with pytest.raises(WrongPlan):
        FeePlan.read(plain)


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        (FeePlan("one_off"), "exactly one"),
        (FeePlan("instalments", parts=(Part(1),)), "at least two"),
        (FeePlan("free", parts=(Part(1),)), "no amounts"),
        (FeePlan("royalty"), "Give the royalty"),
        (FeePlan("entry_royalty", royalty=Royalty(steps=(Step(1, Decimal("0.01")),))), "entry fee"),
        (FeePlan("one_off", parts=(Part(0),)), "above 0"),
        (FeePlan("instalments", parts=(Part(1, 6), Part(1, 3))), "order"),
        (FeePlan("one_off", parts=(Part(1, on_income=True),)), "wait for income"),
        (FeePlan("milestones", milestones=(Milestone(" ", 5),)), "name"),
        (FeePlan("royalty", royalty=Royalty(steps=(Step(2, Decimal("0.01")),))), "first step"),
        (FeePlan("royalty", royalty=Royalty(steps=(Step(1, Decimal("1.01")),))), "100 per cent"),
        (FeePlan("royalty", royalty=Royalty(steps=(Step(1, Decimal(0)),))), "above 0"),
        (
            FeePlan("royalty", royalty=Royalty(steps=(Step(1, Decimal("0.01")),), minimum_minor=9, cap_minor=8)),
            "below its minimum",
        ),
        (FeePlan("one_off", parts=(Part(1),), late_rate=Decimal("0.5")), "24 per cent"),
    ],
)
def test_problems_are_said(plan: FeePlan, word: str) -> None:
    assert any(word in problem.text() for problem in plan.problems())


def test_problems_know_the_term() -> None:
    plan = FeePlan("instalments", parts=(Part(1), Part(1, 40)))
    assert plan.problems(months=40) == []
    assert plan.problems(months=39)


@pytest.mark.rule("R27")
def test_pay_later_is_for_small_firms_after_a_year_or_income() -> None:
    good = FeePlan("pay_later", parts=(Part(100, 12), Part(100, 24)), milestones=(Milestone("a", 1),))
    assert good.problems(licensee_sme=True) == []
    income = FeePlan("pay_later", parts=(Part(100, 0, on_income=True),))
    assert income.problems(licensee_sme=True) == []
    assert [problem.rule for problem in good.problems(licensee_sme=False)] == ["R27"]
    early = FeePlan("pay_later", parts=(Part(100, 11),))
    assert [problem.rule for problem in early.problems(licensee_sme=True)] == ["R27"]
    minimum = FeePlan("pay_later", royalty=Royalty(steps=(Step(1, Decimal("0.01")),), minimum_minor=1))
    assert [problem.rule for problem in minimum.problems(licensee_sme=True)] == ["R27"]


@given(AMOUNTS, DAYS, st.integers(-100, 2000), st.lists(st.tuples(st.integers(-50, 900), AMOUNTS), max_size=4))
def test_interest_is_simple_and_never_more_than_on_all(
    amount: int, due: date, days: int, paid: list[tuple[int, int]]
) -> None:
    money, rate, until = Money(amount), Decimal("0.05"), due + timedelta(days=days)
    whole = late_interest(money, due, until, rate)
    some = late_interest(money, due, until, rate, [(due + timedelta(days=day), Money(part)) for day, part in paid])
    assert Money(0) <= some <= whole
    assert whole == money.part(rate * max(0, days) / 365)
    assert late_interest(money, due, until, None) == Money(0)


@given(DAYS, st.lists(st.integers(-30, 200), min_size=1, max_size=40))
def test_each_reminder_is_given_once_whatever_the_clock_does(due: date, moves: list[int]) -> None:
    given_days: set[int] = set()
    told: list[int] = []
    for move in moves:
        today = due + timedelta(days=move)
        threshold = reminders.reminder_due(due, today, reminders.PAYMENT_DAYS, given_days)
        if threshold is not None:
            told.append(threshold)
            given_days |= set(reminders.reached(due, today, reminders.PAYMENT_DAYS))
    assert told == sorted(set(told))


def test_the_table_of_a_report_says_who_does_what() -> None:
    assert reports.open_deeds("submitted", "licensor") == ["verify", "query"]
    assert reports.open_deeds("submitted", "licensee") == ["revise"]
    assert reports.open_deeds("verified", "licensee") == []
    assert reports.open_deeds("replaced", "licensor") == []
    assert reports.after("verified", "query") is None


@pytest.mark.rule("R18")
def test_what_is_frozen_is_what_is_still_to_come() -> None:
    day = date(2027, 6, 1)
    assert freezing.future("instalment", date(2027, 6, 2), None, day)
    assert not freezing.future("instalment", date(2027, 6, 1), None, day)
    assert freezing.future("royalty", date(2028, 4, 30), date(2028, 1, 1), day)
    assert not freezing.future("royalty", date(2028, 4, 30), date(2027, 1, 1), day)
    assert freezing.future("milestone", None, None, day)
    assert not freezing.future("interest", date(2028, 1, 1), None, day)


@given(plans(), st.integers(1, 99))
def test_a_reduced_plan_is_lower_and_still_a_plan(plan: FeePlan, percent: int) -> None:
    lower = freezing.reduced(plan, percent)
    assert lower.amount.minor <= plan.amount.minor
    assert FeePlan.read(lower.to_plain()) == lower
    span = (date(2027, 1, 1), date(2030, 1, 1))
    assert [line.kind for line in lower.schedule(*span)] == [line.kind for line in plan.schedule(*span)]
