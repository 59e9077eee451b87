"""The rules of intents: wishes, who may declare, the process and its walks, reminders."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.money import Money
from market.core.process import open_moves
from market.intents.rules import Wish, closing, reminding
from market.intents.rules.processes import (
    BY_HAND,
    MOVES,
    NEXT,
    PROCESS,
    SAID,
    Facts,
    Who,
    onward,
)
from market.intents.rules.states import KIND_NAMES, OPEN, STAGE_NAMES, STAGE_TONES, WON, Stage
from market.intents.rules.wishes import ON_NEED, TAKERS, Bar, Position, bar

RANK = [Stage.INTENT, Stage.TALK, Stage.VISIT, Stage.SIGNED, Stage.RECORDED, Stage.PAID]
FACTS = st.builds(
    Facts,
    linked=st.booleans(),
    signed=st.booleans(),
    recorded=st.booleans(),
    paid=st.booleans(),
    failed=st.booleans(),
)
FINE = Position("firm", True, False, "listing", True, "held", False)


def test_the_table_is_whole() -> None:
    assert PROCESS.problems() == []
    assert PROCESS.ends == [Stage.WITHDRAWN]
    assert set(NEXT) == set(STAGE_NAMES) == set(STAGE_TONES) == set(Stage)
    assert set(ON_NEED) == set(KIND_NAMES)
    assert not OPEN & WON
    assert set(MOVES) <= {*SAID, "talk", "visit", "sign", "record", "pay"}
    assert set(closing.REASONS) >= closing.WORDED


@given(st.sampled_from(Stage), FACTS)
def test_the_market_only_moves_forwards_and_never_what_is_withdrawn(stage: Stage, facts: Facts) -> None:
    path = onward(stage, facts)
    assert stage != Stage.WITHDRAWN or path == []
    here = stage
    for name in path:
        assert here in MOVES[name].come_from
        assert Who.SYSTEM in MOVES[name].who
        assert MOVES[name].guard(facts)
        after = Stage(MOVES[name].to)
        assert here == Stage.CLOSED or RANK.index(after) > RANK.index(here)
        here = after
    assert onward(here, facts) == []
    assert here not in WON or stage in WON or facts.signed


@given(st.lists(st.tuples(st.sampled_from(list(MOVES)), st.sampled_from(list(Who)), FACTS), max_size=30))
def test_no_walk_leaves_the_table(steps: list[tuple[str, Who, Facts]]) -> None:
    stage: str = Stage.INTENT
    for name, who, facts in steps:
        if name not in open_moves(MOVES, stage, who, facts):
            continue
        if who != Who.SYSTEM and name in ("sign", "record", "pay") and facts.linked:
            assert getattr(facts, {"sign": "signed", "record": "recorded", "pay": "paid"}[name])
        stage = MOVES[name].to
        assert stage in STAGE_NAMES
    if stage == Stage.WITHDRAWN:
        assert not any(open_moves(MOVES, stage, who, Facts()) for who in Who)


def test_who_declared_it_only_declares_and_withdraws() -> None:
    for stage in Stage:
        assert set(open_moves(MOVES, stage, Who.DECLARER, Facts())) <= {"withdraw", "renew"}
    assert not {"withdraw", "renew", "close"} & set(BY_HAND)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, None),
        ({"selected": False}, Bar.STAGE),
        ({"roadshow": "cancelled"}, Bar.STATE),
        ({"roadshow": "draft"}, Bar.STATE),
        ({"own": True}, Bar.OWN),
        ({"kind": "university"}, Bar.KIND),
        ({"kind": ""}, Bar.KIND),
        ({"kind": "operator"}, Bar.KIND),
        ({"subject": "need"}, Bar.KIND),
        ({"subject": "need", "kind": "university"}, None),
        ({"vetted": False}, Bar.VETTING),
        ({"roadshow": "live"}, Bar.REGISTER),
        ({"roadshow": "announced"}, Bar.REGISTER),
        ({"roadshow": "live", "let_in": True}, None),
    ],
)
def test_who_may_declare(change: dict[str, object], found: Bar | None) -> None:
    values = {name: getattr(FINE, name) for name in FINE.__dataclass_fields__}
    assert bar(Position(**(values | change))) == found
    assert "service" in TAKERS["listing"] & TAKERS["need"]


@given(st.sampled_from(sorted(KIND_NAMES)), *(2 * [st.none() | st.integers(0, 10**15).map(Money)]))
def test_a_range_is_a_range(kind: str, low: Money | None, high: Money | None) -> None:
    wrong = low is not None and high is not None and low.minor > high.minor
    assert set(Wish(kind, low, high).problems()) == ({"high"} if wrong else set())


def test_other_wishes_are_refused() -> None:
    assert set(Wish("gift").problems()) == {"kind"}
    assert set(Wish("licence", low=Money(1, "USD")).problems()) == {"low"}
    assert set(Wish("licence", high=Money(-1)).problems()) == {"high"}
    assert set(Wish("licence", note="x" * 1001).problems()) == {"note"}


def test_reminders_are_due_once_each_and_the_latest_stands_for_those_missed() -> None:
    day = date(2026, 11, 1)
    assert reminding.reminder_due(day, day + timedelta(days=6), set()) is None
    assert reminding.reminder_due(day, day + timedelta(days=7), set()) == 7
    assert reminding.reminder_due(day, day + timedelta(days=29), {7}) is None
    assert reminding.reminder_due(day, day + timedelta(days=95), {7}) == 90
    assert reminding.reminder_due(day, day + timedelta(days=95), {90}) is None
    assert reminding.reminder_due(day, day + timedelta(days=999), {7, 30, 90, 180}) is None


@given(st.lists(st.integers(0, 400), max_size=60))
def test_whatever_the_clock_does_no_reminder_is_repeated(offsets: list[int]) -> None:
    day, given_ones = date(2026, 1, 1), []
    for offset in sorted(offsets):
        due = reminding.reminder_due(day, day + timedelta(days=offset), set(given_ones))
        if due is not None:
            assert due not in given_ones
            assert due <= offset
            given_ones.append(due)
    assert given_ones == sorted(given_ones)


def test_the_first_call_is_a_week_after_the_event() -> None:
    day = date(2026, 11, 1)
    assert reminding.first_date(day, day - timedelta(days=3)) == day + timedelta(days=7)
    assert reminding.first_date(day, day + timedelta(days=20)) == day + timedelta(days=27)
    assert reminding.counts_from(day, day + timedelta(days=9)) == day + timedelta(days=9)
