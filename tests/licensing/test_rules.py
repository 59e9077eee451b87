"""The rules of notice, payment, recordal and states, each with a passing and a refused case."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.calendar import add_months, is_working_day
from market.licensing.rules import notices, recordal, states
from market.licensing.rules.notices import Bar
from market.licensing.rules.states import LICENCE_MOVES, REQUEST_MOVES, Situation, Who

DAYS = st.dates(date(2021, 6, 1), date(2040, 12, 31))


def test_a_vetted_firm_may_send_a_notice() -> None:
    assert notices.bar_to_notice("firm", True, "owner", 7, [3]) is None
    assert notices.bar_to_notice("firm", True, "manager", 7, [3]) is None


@pytest.mark.parametrize(
    ("kind", "vetted", "role", "own", "bar"),
    [
        ("university", True, "owner", 7, Bar.KIND),
        ("operator", True, "owner", 7, Bar.KIND),
        ("", False, "", None, Bar.KIND),
        ("firm", False, "owner", 7, Bar.VETTING),
        ("firm", True, "finance", 7, Bar.ROLE),
        ("firm", True, "member", 7, Bar.ROLE),
        ("firm", True, "owner", 3, Bar.OWN),
    ],
)
def test_others_may_not(kind: str, vetted: bool, role: str, own: int | None, bar: Bar) -> None:
    assert notices.bar_to_notice(kind, vetted, role, own, [3]) is bar


@pytest.mark.rule("R14")
def test_effect_is_the_later_of_notice_and_payment() -> None:
    assert notices.effective_on(date(2026, 10, 13), date(2026, 10, 19)) == date(2026, 10, 19)
    assert notices.effective_on(date(2026, 10, 13), None) == date(2026, 10, 13)


@pytest.mark.rule("R14")
@given(DAYS, DAYS)
def test_a_licence_never_takes_effect_before_either(noticed: date, paid: date) -> None:
    effective = notices.effective_on(noticed, paid)
    assert effective >= noticed
    assert effective >= paid
    assert effective in (noticed, paid)


def test_a_released_licence_takes_effect_when_it_is_released() -> None:
    assert notices.effective_on(date(2026, 10, 1), date(2026, 10, 5), date(2026, 11, 2)) == date(2026, 11, 2)


@pytest.mark.rule("R16")
def test_three_months_by_article_5() -> None:
    assert recordal.due(date(2026, 10, 19)) == date(2027, 1, 19)
    assert recordal.due(date(2026, 11, 30)) == date(2027, 3, 1), "28 February 2027 is a Sunday"


@pytest.mark.rule("R16")
def test_the_clock_runs_from_the_earliest_defensible_day() -> None:
    noticed, paid = date(2026, 10, 13), date(2026, 10, 19)
    assert recordal.clock_from(noticed, paid, notices.effective_on(noticed, paid)) == noticed
    assert recordal.clock_from(noticed, None, noticed) == noticed
    assert recordal.clock_from(noticed, date(2026, 10, 1), noticed) == date(2026, 10, 1)


@given(DAYS)
def test_a_recordal_is_due_on_a_working_day_not_before_three_months(start: date) -> None:
    due = recordal.due(start)
    assert is_working_day(due)
    assert timedelta(0) <= due - add_months(start, 3) <= timedelta(days=12)


@given(DAYS, st.integers(-40, 100))
def test_the_light_darkens_as_the_term_comes_near(due: date, left: int) -> None:
    tone = recordal.light(due, due - timedelta(days=left))
    expected = "bad" if left < 0 else "warn" if left <= 7 else "info" if left <= 30 else "ok"
    assert tone == expected


def test_a_recorded_licence_is_green_however_late() -> None:
    assert recordal.licence_light("recorded", date(2026, 1, 1), date(2026, 11, 22)) == "ok"
    assert recordal.licence_light("effective", date(2026, 1, 1), date(2026, 11, 22)) == "bad"
    assert recordal.licence_light("ended", date(2026, 1, 1), date(2026, 11, 22)) == "idle"


@given(st.lists(st.integers(-30, 120), max_size=60))
def test_every_reminder_is_given_once_however_the_clock_jumps(lefts: list[int]) -> None:
    due, given_ones = date(2027, 1, 19), []
    seen: set[int] = set()
    for left in lefts:
        today = due - timedelta(days=left)
        days = recordal.reminder_due(due, today, seen)
        if days is not None:
            given_ones.append(days)
            seen.update(recordal.reached(due, today))
    assert len(given_ones) == len(set(given_ones))
    assert given_ones == sorted(given_ones, reverse=True)
    if lefts and min(lefts) < 0:
        assert given_ones[-1] == 0


def test_daily_steps_give_all_four_reminders() -> None:
    due, seen, told = date(2027, 1, 19), set(), []
    for left in range(92, -5, -1):
        days = recordal.reminder_due(due, due - timedelta(days=left), seen)
        if days is not None:
            told.append((days, left))
            seen.add(days)
    assert told == [(60, 60), (30, 30), (7, 7), (0, -1)]


def test_pay_by_and_lapse() -> None:
    assert notices.pay_by(date(2026, 11, 20), 15) == date(2026, 12, 7), "5 December is a Saturday"
    assert notices.lapses_on(date(2026, 12, 7)) == date(2026, 12, 15)


@given(DAYS, st.integers(0, 120))
def test_an_unpaid_request_never_lapses_in_time(noticed: date, days: int) -> None:
    last = notices.pay_by(noticed, days)
    assert last >= noticed + timedelta(days=days)
    assert notices.lapses_on(last) > last + timedelta(days=notices.BANKING_DAYS)


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=5), st.text(max_size=20))
def test_the_seal_ignores_order_and_sees_every_change(terms: dict[str, object], notice: str) -> None:
    first = notices.seal(notice, "p", "q", terms)
    assert first == notices.seal(notice, "p", "q", dict(reversed(list(terms.items()))))
    assert first != notices.seal(notice + ".", "p", "q", terms)
    assert first != notices.seal(notice, "p", "q", {**terms, "added": 1})
    assert first != notices.seal(notice, "pq", "", terms)


SITUATIONS = st.builds(Situation, st.booleans(), st.booleans(), st.booleans(), st.booleans())


def test_every_state_can_be_reached_and_final_ones_cannot_be_left() -> None:
    for moves, first, kind in (
        (REQUEST_MOVES, "noticed", states.RequestState),
        (LICENCE_MOVES, "effective", states.LicenceState),
    ):
        reached = {first, *(move.to for move in moves.values())}
        assert reached == set(kind)
    for final in ("granted", "cancelled", "lapsed", "closed"):
        assert not [name for name, move in REQUEST_MOVES.items() if final in move.come_from]


@pytest.mark.rule("R14")
@given(SITUATIONS, st.sampled_from(list(states.OPEN)), st.sampled_from(list(Who)))
def test_nothing_unpaid_or_unclear_is_ever_granted(situation: Situation, state: str, who: Who) -> None:
    for name in states.open_moves(REQUEST_MOVES, state, who, situation):
        if REQUEST_MOVES[name].to == "granted":
            assert situation.paid
            assert situation.clear


@given(SITUATIONS)
def test_payment_and_deadline_only_cause_moves_of_the_table(situation: Situation) -> None:
    for name in (states.after_payment(situation), states.after_deadline(situation)):
        if name and not (name == "hold" and not situation.money_in):
            assert states.may(REQUEST_MOVES, name, "noticed", Who.SYSTEM, situation)


@given(SITUATIONS, st.sampled_from(list(states.RequestState)), st.sampled_from(list(Who)))
def test_money_on_a_request_is_never_dropped(situation: Situation, state: str, who: Who) -> None:
    if situation.money_in:
        open_ones = states.open_moves(REQUEST_MOVES, state, who, situation)
        assert not {"cancel", "lapse"} & set(open_ones)


@given(SITUATIONS)
def test_only_the_operator_decides_what_is_held(situation: Situation) -> None:
    for who in (Who.LICENSEE, Who.LICENSOR):
        assert states.open_moves(REQUEST_MOVES, "held", who, situation) == []
    assert "close" in states.open_moves(REQUEST_MOVES, "held", Who.OPERATOR, situation)


def test_the_stage_of_a_deal() -> None:
    assert states.stage("noticed", None) == "noticed"
    assert states.stage("granted", "recorded") == "recorded"
    assert set(states.STAGES) == set(states.STAGE_TONES)
    assert set(states.STAGES) >= set(states.LicenceState)


def test_hold_reasons_are_sentences() -> None:
    assert len(states.held_sentences("R05,vetting,nonsense")) == 2
    assert states.held_sentences("") == []
