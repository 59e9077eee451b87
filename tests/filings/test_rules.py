"""The term and its reasons, the eight grounds, who may file what, papers, numbers, amounts, reductions: values only."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.calendar import holidays_known, is_working_day
from market.core.money import Money
from market.filings.rules import annuity, deadline, invoices, numbers, papers, precheck, registration, states
from market.filings.rules.papers import Needs
from market.filings.rules.precheck import GROUNDS, Finding, Outcome, PatentRecord
from market.filings.rules.states import Kind, Standing, State

TODAY = date(2026, 11, 22)
TERM_END = date(2031, 6, 11)
SOUND = PatentRecord(
    number="201710601862.3",
    licensor_owns=True,
    in_force=True,
    annuity_open=False,
    disputed=False,
    preserved=False,
    pledged_without_consent=False,
    expires=date(2037, 7, 21),
    source="CNIPA",
    as_of=date(2026, 11, 1),
)
DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))


# ---- the term ----
@pytest.mark.rule("R16")
@pytest.mark.parametrize(
    ("start", "corresponding", "due", "days_off"),
    [
        (date(2026, 6, 16), date(2026, 9, 16), date(2026, 9, 16), 0),
        (date(2026, 7, 1), date(2026, 10, 1), date(2026, 10, 8), 7),
        (date(2026, 3, 19), date(2026, 6, 19), date(2026, 6, 22), 3),
        (date(2024, 11, 30), date(2025, 2, 28), date(2025, 2, 28), 0),
        (date(2023, 11, 30), date(2024, 2, 29), date(2024, 2, 29), 0),
        (date(2025, 10, 31), date(2026, 1, 31), date(2026, 2, 2), 2),
    ],
)
def test_three_months_by_article_five(start: date, corresponding: date, due: date, days_off: int) -> None:
    found = deadline.explain(start)
    assert (found.corresponding, found.due, len(found.days_off)) == (corresponding, due, days_off)
    assert found.certain
    assert found.shortened == (start.day != corresponding.day)


@given(DAYS)
def test_the_end_is_a_working_day_reached_over_days_off_alone(start: date) -> None:
    found = deadline.explain(start)
    assert is_working_day(found.due)
    assert found.due >= found.corresponding > start
    between = [found.corresponding + timedelta(days=step) for step in range((found.due - found.corresponding).days)]
    assert list(found.days_off) == between
    assert not any(is_working_day(day) for day in between)
    months = (found.corresponding.year - start.year) * 12 + found.corresponding.month - start.month
    assert months == 3
    assert found.corresponding.day == start.day or (found.corresponding + timedelta(days=1)).day == 1
    assert found.certain == holidays_known(found.due)


@given(DAYS)
def test_a_later_start_never_ends_earlier(start: date) -> None:
    assert deadline.explain(start).due <= deadline.explain(start + timedelta(days=1)).due


def test_the_reason_names_the_day_the_term_begins_with() -> None:
    noticed, paid = date(2026, 3, 1), date(2026, 3, 9)
    assert deadline.reason_for(noticed, noticed, paid) == "noticed"
    assert deadline.reason_for(paid, noticed, paid) == "paid"
    assert deadline.reason_for(date(2026, 3, 20), noticed, paid) == "effective"
    assert set(deadline.REASONS) == {"noticed", "paid", "effective"}


# ---- the eight grounds ----
def check(*records: PatentRecord, term_end: date | None = TERM_END, before: bool = False) -> dict[str, Finding]:
    return {it.ground: it for it in precheck.precheck(records, term_end, before, TODAY)}


@pytest.mark.rule("R16")
def test_a_sound_licence_passes_all_eight() -> None:
    found = check(SOUND)
    assert list(found) == list(GROUNDS)
    assert len(found) == 8
    assert {it.outcome for it in found.values()} == {Outcome.PASSED}
    assert {it.advice for it in found.values()} == {""}
    assert (found["ended"].source, found["ended"].as_of) == ("CNIPA", date(2026, 11, 1))
    assert precheck.failed(list(found.values())) == []


FAILING = {
    "owner": {"licensor_owns": False},
    "ended": {"in_force": False},
    "annuity": {"annuity_open": True},
    "dispute": {"disputed": True},
    "term": {"expires": TERM_END - timedelta(days=1)},
    "preserved": {"preserved": True},
    "pledge": {"pledged_without_consent": True},
}
UNKNOWN = {
    "owner": {"licensor_owns": None},
    "ended": {"in_force": None},
    "annuity": {"annuity_open": None},
    "dispute": {"disputed": None},
    "term": {"expires": None},
    "preserved": {"preserved": None},
    "pledge": {"pledged_without_consent": None},
}


@pytest.mark.rule("R16")
@pytest.mark.parametrize("ground", FAILING)
def test_each_ground_fails_alone_and_says_what_to_do(ground: str) -> None:
    bad = replace(SOUND, number="202010000001.1", **FAILING[ground])
    found = check(SOUND, bad)
    assert found[ground].outcome is Outcome.FAILED
    assert found[ground].numbers == (bad.number,)
    assert found[ground].advice == GROUNDS[ground].cure
    assert [it.ground for it in precheck.failed(list(found.values()))] == [ground]


@pytest.mark.rule("R16")
@pytest.mark.parametrize("ground", UNKNOWN)
def test_what_no_source_says_is_unknown_not_passed(ground: str) -> None:
    found = check(replace(SOUND, **UNKNOWN[ground]))
    assert found[ground].outcome is Outcome.UNKNOWN
    assert found[ground].advice == GROUNDS[ground].find_out
    assert {it.outcome for key, it in found.items() if key != ground} == {Outcome.PASSED}


@pytest.mark.rule("R16")
def test_recorded_before_fails_and_a_term_to_the_last_day_passes() -> None:
    assert check(SOUND, before=True)["twice"].outcome is Outcome.FAILED
    assert check(replace(SOUND, expires=TERM_END))["term"].outcome is Outcome.PASSED
    assert check(SOUND, term_end=None)["term"].outcome is Outcome.UNKNOWN
    assert check()["owner"].outcome is Outcome.UNKNOWN


def test_failed_outweighs_unknown_and_the_oldest_source_counts() -> None:
    old = replace(SOUND, number="1", preserved=True, as_of=date(2025, 1, 1), source="import")
    vague = replace(SOUND, number="2", preserved=None)
    found = check(SOUND, old, vague)["preserved"]
    assert (found.outcome, found.numbers, found.as_of, found.source) == (
        Outcome.FAILED,
        ("1",),
        date(2025, 1, 1),
        "import",
    )


# ---- who may file what ----
def test_each_filing_begins_only_where_it_makes_sense() -> None:
    assert states.kinds_to_begin(Standing("effective")) == [Kind.RECORDAL]
    assert states.kinds_to_begin(Standing("recorded", ever_recorded=True)) == [Kind.CHANGE, Kind.CANCELLATION]
    assert states.kinds_to_begin(Standing("ended", ever_recorded=True)) == [Kind.CANCELLATION]
    assert states.kinds_to_begin(Standing("ended")) == []
    assert states.kinds_to_begin(Standing("effective", open_filing=True)) == []
    assert states.kinds_to_begin(Standing("recorded", ever_recorded=True, cancelled=True)) == []


def test_the_table_of_moves_ends_where_it_should() -> None:
    assert states.open_moves(State.PREPARING) == ["submit", "record", "drop"]
    assert states.open_moves(State.FILED) == ["record", "refuse", "drop"]
    for closed in (State.REFUSED, State.RECORDED, State.DROPPED):
        assert states.open_moves(closed) == []


def test_papers_fit_the_licence() -> None:
    assert papers.needed(Needs()) == ["application", "proof", "identity_licensor", "identity_licensee"]
    assert "contract" in papers.needed(Needs(open_licence=False))
    assert papers.needed(Needs(agent=True))[-1] == "power"
    assert papers.needed(Needs(pledged=True))[-1] == "pledgee"
    assert "change" in papers.needed(Needs(kind="cancellation"))
    assert papers.missing(Needs(), {"application", "proof", "power"}) == ["identity_licensor", "identity_licensee"]


# ---- numbers ----
@pytest.mark.parametrize(
    "text", ["X2024980001234", "２０１０４４００００１２３", "x2024 9800 01234", "备案[2024]1234号"]
)
def test_numbers_that_offices_give_are_taken(text: str) -> None:
    assert numbers.is_filing_number(text)


@pytest.mark.parametrize("text", ["", "abc", "12", "<script>1234", "1234;", "9" * 41, "=1234+1"])
def test_what_cannot_be_a_number_is_refused(text: str) -> None:
    assert not numbers.is_filing_number(text)


@pytest.mark.parametrize(
    "text", ["24372000000012345678", "12345678", "0370021001-12345678", "2437 2000 0000 1234 5678", "２４３７２０００"]
)
def test_invoice_numbers_are_read_leniently(text: str) -> None:
    assert numbers.is_invoice_number(text)


@pytest.mark.parametrize("text", ["", "1234567", "2437200000001234567X", "1" * 21, "1" * 19])
def test_what_is_no_invoice_number_is_refused(text: str) -> None:
    assert not numbers.is_invoice_number(text)


# ---- technology contracts ----
@pytest.mark.rule("R31")
def test_amounts_of_a_technology_contract() -> None:
    assert registration.wrong_amounts(Money.of(100), Money.of(100)) == {}
    assert registration.wrong_amounts(Money.of(100), Money.of(0)) == {}
    assert set(registration.wrong_amounts(Money.of(100), Money.of(101))) == {"technology"}
    assert set(registration.wrong_amounts(Money.of(-1), Money.of(-1))) == {"amount", "technology"}


@pytest.mark.rule("R31")
def test_a_large_contract_has_a_procedure_of_its_own() -> None:
    assert not registration.large(Money.of(10_000_000))
    assert registration.large(Money.of("10000000.01"))
    assert not registration.large(Money.of(20_000_000, "USD"))
    assert registration.remind_on(date(2026, 1, 1)) == date(2026, 1, 31)


# ---- invoices ----
def test_who_claims_the_exemption_issues_no_special_invoice() -> None:
    assert invoices.kinds(True) == (invoices.Kind.EXEMPT,)
    assert invoices.Kind.SPECIAL in invoices.kinds(False)
    assert invoices.Kind.EXEMPT not in invoices.kinds(False)
    assert len(invoices.kinds(None)) == 3


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_what_may_be_invoiced_is_never_above_what_is_left(paid: int, invoiced: int) -> None:
    assert invoices.room(Money(paid), Money(invoiced)) == Money(max(0, paid - invoiced))


# ---- annuities ----
@pytest.mark.rule("R28")
def test_only_the_best_single_reduction_counts() -> None:
    alone = annuity.expected(Money.of(6000))
    assert (alone.payable, alone.percent, alone.gain) == (Money.of(5100), 15, True)
    with_other = annuity.expected(Money.of(2000), other_percent=85)
    assert (with_other.payable, with_other.percent, with_other.gain) == (Money.of(300), 85, False)


@pytest.mark.rule("R28")
def test_full_annuities_by_kind_and_year() -> None:
    assert annuity.full("invention", 14) == Money.of(6000)
    assert annuity.full("utility_model", 10) == Money.of(2000)
    assert annuity.full("utility_model", 11) is None
    assert annuity.full("invention", 0) is None
    assert annuity.full("design", 15) == Money.of(3000)
