"""The rules of law about listings: each with a case that passes and one that is refused."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.money import Money
from market.listings.rules import declaration, patents, price, quality, states
from market.listings.rules.assumptions import ASSUMPTIONS
from market.listings.rules.findings import Finding, Outcome, blocking, condense
from market.listings.rules.law import LAW
from market.listings.rules.offer import Fee, FeeKind, Offer, PatentFacts, due_at_start
from market.listings.rules.states import CLOCK, MOVES, OPERATOR, OWNER, State
from market.listings.rules.words import advertising_words

TODAY = date(2026, 11, 22)
GOOD = PatentFacts(
    number="202010384617.3",
    title="一种方法",
    kind="invention",
    status="in_force",
    grant_date=date(2022, 8, 9),
    granted=True,
    filing_date=date(2020, 5, 8),
    expiry=date(2040, 5, 8),
    annuity_due=date(2027, 5, 8),
    owners=("云州理工大学",),
)
UTILITY = replace(GOOD, kind="utility_model", expiry=date(2030, 5, 8))
FEE = Fee(
    kind=FeeKind.ENTRY_ROYALTY,
    amount=Money.of(30_000),
    due_at_start=Money.of(30_000),
    due_days=15,
    rate=Decimal("0.015"),
    base="net_sales",
)
OFFER = Offer(
    patents=(GOOD,),
    fee=FEE,
    fee_text="入门费 30,000 元；另按净销售额 1.5% 提成。",
    term_end=date(2031, 6, 11),
    title="充型压力控制",
    summary="铝液自下而上充满模具。",
    application="铝合金铸造",
    products="轮毂",
    industry="C33",
    statements=True,
)


def of(rule: str, findings: list[Finding]) -> list[Finding]:
    """The findings of one rule that are not passed."""
    return [found for found in findings if found.rule == rule and found.outcome is not Outcome.PASSED]


def test_a_complete_offer_meets_every_rule() -> None:
    assert blocking(declaration.checklist(OFFER, TODAY)) == []


@pytest.mark.rule("R02")
@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.PASSED),
        ({"status": "pending"}, Outcome.BLOCKING),
        ({"status": "dead"}, Outcome.BLOCKING),
        ({"status": "unknown"}, Outcome.BLOCKING),
        ({"expiry": TODAY}, Outcome.BLOCKING),
        ({"expiry": TODAY + timedelta(days=1)}, Outcome.PASSED),
        ({"grant_date": TODAY + timedelta(days=1)}, Outcome.BLOCKING),
        ({"grant_date": None, "granted": False}, Outcome.UNKNOWN),
    ],
)
def test_only_granted_patents_in_force(changes: dict[str, object], outcome: Outcome) -> None:
    assert patents.in_force(replace(GOOD, **changes), TODAY).outcome is outcome


@pytest.mark.rule("R03")
@pytest.mark.parametrize(
    ("until", "outcome"),
    [(None, Outcome.PASSED), (TODAY - timedelta(days=1), Outcome.PASSED), (TODAY, Outcome.BLOCKING)],
)
def test_no_exclusive_licence(until: date | None, outcome: Outcome) -> None:
    assert patents.no_exclusive_licence(replace(GOOD, exclusive_until=until), TODAY).outcome is outcome


@pytest.mark.rule("R04")
def test_no_dispute_and_no_preservation() -> None:
    assert patents.no_dispute(GOOD, TODAY).outcome is Outcome.PASSED
    assert patents.no_dispute(replace(GOOD, preserved=True), TODAY).blocks
    assert patents.no_dispute(replace(GOOD, disputed=True), TODAY).blocks


@pytest.mark.rule("R05")
@pytest.mark.parametrize(
    ("due", "outcome"),
    [
        (TODAY, Outcome.PASSED),
        (TODAY - timedelta(days=2), Outcome.BLOCKING),
        (date(2026, 5, 21), Outcome.BLOCKING),
        (None, Outcome.UNKNOWN),
    ],
)
def test_annuity_in_grace_blocks(due: date | None, outcome: Outcome) -> None:
    assert patents.annuities_paid(replace(GOOD, annuity_due=due), TODAY).outcome is outcome


def test_annuity_says_when_the_grace_ends() -> None:
    found = patents.annuities_paid(replace(GOOD, annuity_due=date(2026, 8, 31)), TODAY)
    assert found.values["last"] == "2027-03-01"


@pytest.mark.rule("R05")
def test_an_annuity_due_on_a_day_off_may_be_paid_on_the_next_working_day() -> None:
    saturday, monday = date(2026, 11, 21), date(2026, 11, 23)
    paid = replace(GOOD, annuity_due=saturday)
    assert patents.annuities_paid(paid, monday).outcome is Outcome.PASSED
    late = patents.annuities_paid(paid, monday + timedelta(days=1))
    assert late.blocks
    assert late.values["due"] == "2026-11-23"


@pytest.mark.rule("R06")
def test_pledge_needs_consent() -> None:
    assert patents.pledge_agreed(GOOD, TODAY).outcome is Outcome.PASSED
    assert patents.pledge_agreed(replace(GOOD, pledged=True), TODAY).blocks
    agreed = patents.pledge_agreed(replace(GOOD, pledged=True, pledgee_consent=True), TODAY)
    assert agreed.outcome is Outcome.WARNING


@pytest.mark.rule("R07")
@pytest.mark.parametrize("kind", ["utility_model", "design"])
def test_utility_models_and_designs_need_a_positive_report(kind: str) -> None:
    patent = replace(UTILITY, kind=kind)
    assert patents.evaluation_positive(patent, TODAY).blocks
    assert patents.evaluation_positive(replace(patent, evaluation="negative"), TODAY).blocks
    assert patents.evaluation_positive(replace(patent, evaluation="positive"), TODAY).outcome is Outcome.PASSED
    assert patents.evaluation_positive(GOOD, TODAY).outcome is Outcome.NOT_REQUIRED


@pytest.mark.rule("R08")
def test_co_owners_must_agree() -> None:
    assert patents.co_owners_agree(GOOD, TODAY).outcome is Outcome.NOT_REQUIRED
    two = replace(GOOD, owners=("甲大学", "乙公司"))
    assert patents.co_owners_agree(two, TODAY).blocks
    assert patents.co_owners_agree(replace(two, co_owner_consent=True), TODAY).outcome is Outcome.PASSED


@pytest.mark.rule("R09")
@pytest.mark.parametrize(
    "changes",
    [
        {"patents": ()},
        {"patents": (replace(GOOD, owners=()),)},
        {"patents": (replace(GOOD, in_other_listing="GP-2026-0001"),)},
        {"fee": Fee()},
        {"fee": replace(FEE, amount=Money(0), due_at_start=Money(0))},
        {"fee": replace(FEE, due_days=None)},
        {"fee": replace(FEE, rate=None)},
        {"fee": replace(FEE, base="")},
        {"fee": replace(FEE, due_at_start=Money(1))},
        {"fee_text": " "},
        {"term_end": None},
        {"title": ""},
        {"summary": ""},
        {"application": ""},
        {"products": ""},
        {"industry": ""},
        {"statements": False},
    ],
)
def test_an_incomplete_declaration_is_refused(changes: dict[str, object]) -> None:
    assert blocking(of("R09", declaration.checklist(replace(OFFER, **changes), TODAY)))


@pytest.mark.rule("R09")
def test_a_free_licence_needs_no_amount() -> None:
    free = replace(OFFER, fee=Fee(kind=FeeKind.FREE), fee_text="免费许可。")
    assert of("R09", declaration.checklist(free, TODAY)) == []


@pytest.mark.rule("R09")
def test_instalments_add_up() -> None:
    parts = ((Money.of(10_000), 0), (Money.of(20_000), 12))
    fee = Fee(
        kind=FeeKind.INSTALMENTS,
        amount=Money.of(30_000),
        due_at_start=Money.of(10_000),
        due_days=15,
        instalments=parts,
    )
    assert list(declaration.fee_gaps(fee)) == []
    assert list(declaration.fee_gaps(replace(fee, amount=Money.of(31_000))))
    assert list(declaration.fee_gaps(replace(fee, instalments=parts[:1])))


@pytest.mark.rule("R10")
@pytest.mark.parametrize(
    "text", ["国内领先技术", "本专利系独家首创", "废品率降低 100%", "a World-Class process", "１００％ 有效"]
)
def test_advertising_in_the_declaration_blocks(text: str) -> None:
    assert blocking(of("R10", declaration.no_advertising(replace(OFFER, fee_text=text))))
    assert blocking(of("R10", declaration.no_advertising(replace(OFFER, notes=text))))


@pytest.mark.rule("R10")
@pytest.mark.parametrize(
    "text", ["普通许可，非独家", "采用最优控制算法", "首个年度内付清", "单一流量计", "not the bestiary", ""]
)
def test_plain_words_pass(text: str) -> None:
    assert advertising_words(text) == []


@pytest.mark.rule("R10")
def test_advertising_on_the_page_is_a_warning() -> None:
    found = of("R10", declaration.no_advertising(replace(OFFER, summary="国际领先的方法")))
    assert [item.outcome for item in found] == [Outcome.WARNING]
    assert "国际领先" in found[0].values["words"]


@pytest.mark.rule("R11")
def test_the_term_ends_with_the_first_patent() -> None:
    assert of("R11", declaration.checklist(replace(OFFER, term_end=GOOD.expiry), TODAY)) == []
    late = replace(OFFER, term_end=date(2040, 5, 9))
    assert blocking(of("R11", declaration.checklist(late, TODAY)))
    bundle = replace(OFFER, patents=(GOOD, replace(UTILITY, evaluation="positive")))
    assert blocking(of("R11", declaration.checklist(bundle, TODAY)))
    unknown = replace(OFFER, patents=(replace(GOOD, expiry=None),))
    assert blocking(of("R11", declaration.checklist(unknown, TODAY)))
    assert blocking(of("R11", declaration.checklist(replace(OFFER, term_end=TODAY), TODAY)))


@pytest.mark.rule("R11")
def test_less_than_a_year_is_only_a_warning_for_its_source_was_not_read() -> None:
    found = of("R11", declaration.checklist(replace(OFFER, term_end=date(2027, 11, 21)), TODAY))
    assert [item.outcome for item in found] == [Outcome.WARNING]
    assert not ASSUMPTIONS["shortest_term_months"].verified


@pytest.mark.rule("R12")
@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.PASSED),
        ({"amount": Money.of(20_000_000)}, Outcome.PASSED),
        ({"amount": Money.of("20000000.01")}, Outcome.WARNING),
        ({"rate": Decimal("0.2")}, Outcome.PASSED),
        ({"rate": Decimal("0.2001")}, Outcome.WARNING),
        ({"rate": Decimal("0.4"), "base": "profit"}, Outcome.PASSED),
        ({"rate": Decimal("0.41"), "base": "profit"}, Outcome.WARNING),
        ({"amount": Money(100, "USD")}, Outcome.UNKNOWN),
        ({"kind": FeeKind.FREE}, Outcome.NOT_REQUIRED),
    ],
)
def test_ceilings_warn_and_never_block(changes: dict[str, object], outcome: Outcome) -> None:
    found = declaration.within_ceilings(replace(OFFER, fee=replace(FEE, **changes)))
    assert [item.outcome for item in found] == [outcome]


@pytest.mark.rule("R17")
def test_a_withdrawal_needs_reason_consents_and_no_conditions() -> None:
    assert declaration.withdrawal_findings("技术路线调整", True, True, 2) == []
    assert declaration.withdrawal_findings("技术路线调整", False, True, 1) == []
    assert len(declaration.withdrawal_findings(" ", False, False, 2)) == 3


@pytest.mark.rule("R29")
@pytest.mark.parametrize("status", ["pending", "dead", "unknown"])
def test_only_patents_in_force_are_called_patents(status: str) -> None:
    assert patents.called_what_it_is(GOOD, TODAY).outcome is Outcome.PASSED
    assert patents.called_what_it_is(replace(GOOD, status=status), TODAY).blocks
    assert patents.display_number("202010384617.3", status).startswith("CN")
    assert patents.display_number("202010384617.3", "in_force") == "ZL202010384617.3"


@pytest.mark.rule("R30")
def test_secret_patents_are_not_offered() -> None:
    assert patents.not_secret(replace(GOOD, secret=True), TODAY).blocks
    assert not patents.not_secret(GOOD, TODAY).blocks


@pytest.mark.rule("R15")
def test_obstacles_are_r02_to_r06_and_name_only_what_needs_attention() -> None:
    assert declaration.obstacles(OFFER, TODAY) == []
    bad = replace(OFFER, patents=(replace(GOOD, preserved=True, evaluation="negative", annuity_due=None),))
    assert [item.rule for item in declaration.obstacles(bad, TODAY)] == ["R04", "R05"]


def test_every_finding_has_its_law_and_can_be_put_into_words() -> None:
    broken = Offer(patents=(replace(UTILITY, status="dead", pledged=True, owners=(), annuity_due=None),))
    for found in declaration.checklist(broken, TODAY) + declaration.checklist(OFFER, TODAY):
        assert found.law in LAW
        assert found.text("en")
        assert found.payload()["rule"] == found.rule


def test_what_holds_for_all_patents_takes_one_line() -> None:
    several = replace(OFFER, patents=(GOOD, replace(GOOD, number="202010384618.1")))
    lines = condense(declaration.checklist(several, TODAY))
    assert len([line for line in lines if line.rule == "R02"]) == 1


def test_the_text_of_the_price_names_what_was_chosen() -> None:
    sentences = price.fee_sentences(replace(FEE, annual_cap=Money.of(200_000)))
    values = {name: value for _text, found in sentences for name, value in found.items()}
    assert values == {"amount": Money.of(30_000), "days": 15, "rate": "1.5", "cap": Money.of(200_000)}
    assert price.fee_sentences(Fee()) == []


def test_quality_says_what_a_reader_misses() -> None:
    poor = quality.quality(replace(OFFER, summary="短"))
    rich = quality.quality(
        replace(
            OFFER,
            summary="长" * 60,
            application="铝合金低压铸造车间旧机台改造",
            benefits=({"name": "废品率", "value": "2.9%", "source": "中试"},),
            maturity="pilot",
            maturity_note="试产",
            not_for="高压压铸",
            title_en="Control",
            summary_en="Sensors.",
            public_documents=1,
        )
    )
    assert rich.percent == 100
    assert rich.missing == []
    assert poor.percent < 60
    assert poor.missing[0].weight == 20


# ---- the table of states ----
@given(st.lists(st.tuples(st.sampled_from(list(State)), st.sampled_from([OWNER, OPERATOR, CLOCK])), max_size=12))
def test_no_way_leads_out_of_the_end_or_round_the_announcement(steps: list[tuple[State, str]]) -> None:
    """However one moves: what is over stays over, and only what was declared is announced."""
    state, trail = State.DRAFT, [State.DRAFT]
    for wanted, who in steps:
        if states.may_move(state, wanted, who):
            assert state not in states.OVER
            state = wanted
            trail.append(state)
    if State.ANNOUNCED in trail:
        assert trail[trail.index(State.ANNOUNCED) - 1] is State.DECLARED
    if State.DRAFT in trail[1:]:
        assert State.ANNOUNCED not in trail[: trail.index(State.DRAFT, 1)]


def test_every_state_is_in_the_table_and_the_clock_never_declares_or_announces() -> None:
    assert set(MOVES) == set(State)
    for old, moves in MOVES.items():
        assert old not in moves
        for new, move in moves.items():
            assert move.who
            if new in (State.DECLARED, State.ANNOUNCED):
                assert CLOCK not in move.who


@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 60)), min_size=1, max_size=6))
def test_due_at_start_is_the_sum_of_month_nought(parts: list[tuple[int, int]]) -> None:
    made = tuple((Money(minor), months) for minor, months in parts)
    total = Money(sum(minor for minor, _ in parts))
    start = due_at_start(FeeKind.INSTALMENTS, total, made)
    assert start.minor == sum(minor for minor, months in parts if months == 0)
    assert due_at_start(FeeKind.ROYALTY, total).minor == 0
    assert due_at_start(FeeKind.ONE_OFF, total) == total
