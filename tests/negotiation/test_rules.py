"""Tables, clocks, consents and offers as pure decisions."""

from datetime import date, timedelta

import pytest

from market.core.process import may, mermaid, open_moves, overrides
from market.licensing.rules.fees import FeePlan
from market.licensing.rules.states import Who
from market.negotiation.rules import checklists, clocks, offers, owners
from market.negotiation.rules.offers import Surroundings, Terms
from market.negotiation.rules.processes import LICENCE, TRANSFER, Kind, Situation, State

FREE = FeePlan(kind="free").to_plain()
MONDAY = date(2026, 11, 23)


def test_the_diagram_names_every_state_and_move() -> None:
    text = mermaid(TRANSFER)
    assert "registering --> completed : Enter the registration" in text
    assert all(f"    {state} : " in text for state in TRANSFER.states)


@pytest.mark.parametrize(
    ("who", "offer_by", "expected"),
    [
        (Who.LICENSEE, "licensor", ["offer", "accept", "reject", "decline"]),
        (Who.LICENSOR, "licensor", ["offer", "take_back", "decline"]),
        (Who.OPERATOR, "licensor", []),
    ],
)
def test_buttons_of_an_offer(who: Who, offer_by: str, expected: list[str]) -> None:
    assert open_moves(LICENCE.moves, State.OFFERED, who, Situation(who=who, offer_by=offer_by)) == expected


def test_what_the_operator_may_force() -> None:
    assert overrides(LICENCE.moves, State.AGREED) == ["prepare"]
    assert overrides(LICENCE.moves, State.OFFERED) == ["expire"]
    assert overrides(LICENCE.moves, State.CONCLUDED) == []
    assert not may(LICENCE.moves, "conclude", State.SIGNING, Who.OPERATOR, Situation(signed=True))


def test_a_seal_changes_with_number_and_terms() -> None:
    terms = Terms(kind="transfer", patent_ids=(2, 1), fee=FREE)
    assert terms.seal(1) != terms.seal(2)
    assert terms.seal(1) == Terms(kind="transfer", patent_ids=(1, 2), fee=FREE).seal(1)
    assert Terms.read(terms.to_plain()).seal(1) == terms.seal(1)


def test_what_changed_between_two_offers() -> None:
    first = Terms(kind="ordinary", patent_ids=(1,), fee=FREE, term_end=date(2030, 1, 1))
    second = Terms(kind="ordinary", patent_ids=(1,), fee=FREE, term_end=date(2031, 1, 1), sublicense=True)
    assert offers.changed(first, second) == {"term_end", "sublicense"}
    assert offers.changed(None, first) == frozenset()


@pytest.mark.rule("R25")
def test_a_licence_without_an_end_is_refused_a_transfer_needs_none() -> None:
    around = Surroundings(MONDAY, frozenset({1}))
    assert "term_end" in offers.problems(Terms("ordinary", (1,), FREE), around)
    assert offers.problems(Terms("ordinary", (1,), FREE, term_end=MONDAY + timedelta(days=400)), around) == {}
    assert offers.problems(Terms("transfer", (1,), FREE), around) == {}


@pytest.mark.rule("R11")
def test_no_beginning_makes_a_term_longer_than_a_patent_can_last() -> None:
    around = Surroundings(MONDAY, frozenset({1}))
    far = Terms("ordinary", (1,), FREE, term_start=date(9980, 1, 1), term_end=date(9999, 12, 31))
    assert "term_end" in offers.problems(far, around)
    near = Terms("ordinary", (1,), FREE, term_start=date(2027, 1, 1), term_end=date(2046, 11, 22))
    assert offers.problems(near, around) == {}


@pytest.mark.rule("R03")
def test_beside_a_declaration_only_an_ordinary_licence() -> None:
    around = Surroundings(MONDAY, frozenset({1}), declared=True)
    end = MONDAY + timedelta(days=400)
    assert "kind" in offers.problems(Terms("exclusive", (1,), FREE, term_end=end), around)
    assert offers.problems(Terms("ordinary", (1,), FREE, term_end=end), around) == {}


@pytest.mark.rule("R23")
@pytest.mark.parametrize("kind", list(Kind))
def test_consents_of_co_owners(kind: Kind) -> None:
    alone = owners.Facts(kind, [["A"]], False, [])
    shared = owners.Facts(kind, [["A", "B"]], False, [])
    assert owners.missing(alone) == []
    assert owners.missing(shared) == ([] if kind == Kind.ORDINARY else ["co_owner_consent"])
    assert owners.missing(owners.Facts(kind, [["A", "B"]], False, ["co_owner_consent"])) == []
    assert (owners.SHARED in owners.warnings(shared, False)) == (kind == Kind.ORDINARY)


@pytest.mark.rule("R24")
def test_sub_licences_are_flagged() -> None:
    facts = owners.Facts("ordinary", [["A"]], False, [])
    assert owners.warnings(facts, True) == [owners.SUBLICENCE]
    assert owners.warnings(facts, False) == []


@pytest.mark.rule("R20")
def test_a_notice_runs_fifteen_days_at_least() -> None:
    assert owners.notice_ends(MONDAY, 3) == MONDAY + timedelta(days=15)
    assert owners.notice_ends(MONDAY, 20) == MONDAY + timedelta(days=20)
    running = owners.NoticeState(MONDAY, MONDAY + timedelta(days=15))
    assert not owners.notice_over(running, MONDAY + timedelta(days=15))
    assert owners.notice_over(running, MONDAY + timedelta(days=16))
    assert not owners.notice_passed(True, running)
    assert not owners.notice_passed(True, None)
    assert owners.notice_passed(False, None)
    assert owners.notice_passed(True, owners.NoticeState(MONDAY, MONDAY, "settled"))
    assert not owners.notice_passed(True, owners.NoticeState(MONDAY, MONDAY, "upheld"))


def test_clocks_count_working_days() -> None:
    assert clocks.due(MONDAY) == date(2026, 11, 30)
    assert clocks.remind_from(MONDAY) == date(2026, 11, 26)
    assert clocks.overdue(date(2026, 11, 30), date(2026, 12, 1))
    assert not clocks.overdue(date(2026, 11, 30), date(2026, 11, 30))


def test_the_median_counts_working_days() -> None:
    assert clocks.median_days([]) is None
    same, over_weekend = (MONDAY, MONDAY), (date(2026, 11, 20), MONDAY)
    assert clocks.median_days([same]) == 0
    assert clocks.median_days([same, over_weekend]) == 0.5


def test_the_last_step_waits_for_the_others() -> None:
    assert checklists.last("transfer") == "registered"
    assert checklists.last("equity") == "shares"
    assert checklists.last("ordinary") == ""
    assert not checklists.steps_done("transfer", ["papers"])
    assert checklists.steps_done("transfer", ["papers", "filing"])
