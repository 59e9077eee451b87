"""Contracts of negotiated deals: every kind, checks of clauses, what conclusion does, and deals that go another way."""

import pytest
from flask import Flask

from market.contracts import queries, service
from market.contracts.errors import Blocked, NoContractNow, NotSignable
from market.contracts.models import Contract
from market.contracts.rules import document
from market.contracts.rules.agreement import Finding
from market.contracts.service.drawing import findings
from market.core.db import db, transaction
from market.licensing.models import Licence
from market.negotiation import service as negotiation
from market.negotiation.models import Deal
from tests.factories import contracts as made
from tests.factories import licensing as make
from tests.factories import negotiation as talks

Sides = tuple[make.Side, make.Side]


@pytest.fixture
def sides(app: Flask) -> Sides:
    university, firm = make.side("university"), make.side("firm")
    talks.no_notice(university)
    return university, firm


def contract_on(sides: Sides, **over: object) -> tuple[Deal, Contract]:
    """A deal ready to sign, and its contract with both sides' details."""
    university, firm = sides
    deal = talks.agreed_deal(university, firm, **over)
    contract = made.opened(university, f"deal:{deal.id}")
    made.fill(university, contract)
    return talks.again(deal), made.fill(firm, contract)


@pytest.mark.parametrize("kind", ["ordinary", "sole", "exclusive", "transfer", "equity"])
def test_signing_concludes_the_deal(sides: Sides, kind: str) -> None:
    university, firm = sides
    deal, contract = contract_on(sides, kind=kind)
    assert contract.kind == kind
    made.draw(university, contract, "乙方每半年提供样品一件。", "Party B supplies a sample every half year.")
    made.agree(firm, contract)
    made.sign(university, contract)
    assert talks.again(deal).state == "signing"
    made.sign(firm, contract)
    deal = talks.again(deal)
    assert made.again(contract).state == "concluded"
    assert deal.contract_reference == contract.reference
    if kind in ("transfer", "equity"):
        assert (deal.state, deal.licence_id) == ("registering", None)
    else:
        licence = db.session.get_one(Licence, deal.licence_id)
        assert (deal.state, licence.kind) == ("concluded", kind)


def test_the_text_holds_the_agreed_terms(sides: Sides) -> None:
    deal, contract = contract_on(sides, kind="exclusive", field="汽车轮毂", sublicense=True)
    contract = made.draw(sides[0], contract)
    assert contract.text is not None
    text = document.plain_text(document.read(contract.text.content))
    for part in (
        "汽车轮毂",
        "独占实施许可",
        deal.reference,
        str(deal.terms and deal.terms["offer"]["term_end"]),
        "分许可",
    ):
        assert part in text
    assert [it.text() for it in gaps_of(contract)] == []


def gaps_of(contract: Contract) -> list[Finding]:
    text = contract.text
    if text is None:
        raise LookupError(contract.id)
    return findings(queries.read_agreement(text), document.read(text.content))


@pytest.mark.rule("R24")
def test_a_sublicence_beyond_the_terms_is_blocked(sides: Sides) -> None:
    _deal, contract = contract_on(sides)
    with pytest.raises(Blocked), transaction():
        service.draw(sides[0].actor, contract.id, 0, "乙方有权进行分许可。")
    assert made.again(contract).current == 0
    made.draw(sides[0], contract, "乙方不得分许可。")


@pytest.mark.rule("R24")
def test_a_sublicence_within_the_terms_passes(sides: Sides) -> None:
    _deal, contract = contract_on(sides, sublicense=True)
    assert made.draw(sides[0], contract, "乙方有权进行分许可。").current == 1


@pytest.mark.rule("R25")
def test_a_licence_for_ever_is_blocked(sides: Sides) -> None:
    _deal, contract = contract_on(sides)
    for clause in ("本许可永久有效。", "The licence is perpetual."):
        with pytest.raises(Blocked), transaction():
            service.draw(sides[1].actor, contract.id, 0, clause)
    assert made.draw(sides[1], contract, "许可期限按合同约定。").current == 1


@pytest.mark.rule("R26")
def test_a_restrictive_clause_is_warned_of_and_may_stand(sides: Sides) -> None:
    university, firm = sides
    _deal, contract = contract_on(sides)
    contract = made.draw(university, contract, "乙方作出的改进应当无偿归许可方所有。\n乙方不得使用竞争技术。")
    assert [(it.rule, it.tone) for it in gaps_of(contract)] == [("R26", "warn"), ("R26", "warn")]
    assert made.agree(firm, contract).state == "signing"


def test_nothing_is_signed_before_the_public_notice_is_over(app: Flask) -> None:
    university, firm = make.side("university"), make.side("firm")
    deal = talks.agreed_deal(university, firm)
    assert talks.again(deal).state == "agreed"
    contract = made.opened(firm, f"deal:{deal.id}")
    made.fill(firm, contract), made.fill(university, contract), made.draw(firm, contract)
    made.agree(university, contract)
    with pytest.raises(NotSignable), transaction():
        service.sign(firm.actor, contract.id, made.text_hash(contract))
    assert contract.text is not None


def test_a_deal_back_in_talks_sets_its_contract_aside(sides: Sides) -> None:
    deal, contract = contract_on(sides)
    made.draw(sides[0], contract)
    operator = make.side("operator").actor
    with transaction():
        negotiation.force(operator, deal.id, "reopen", "双方要求重新协商")
    assert talks.again(deal).state == "talking"
    assert made.again(contract).state == "void"


def test_a_deal_signed_on_paper_sets_its_contract_aside(sides: Sides) -> None:
    deal, contract = contract_on(sides)
    made.draw(sides[0], contract)
    deal = talks.confirmed(deal, *sides)
    assert deal.state == "concluded"
    assert made.again(contract).state == "void"


@pytest.mark.parametrize("written", ["deal:0{}", "deal:00{}", "deal:{}\n", "deal: {}"])
def test_a_deal_has_one_key_and_so_one_contract(sides: Sides, written: str) -> None:
    university, _firm = sides
    deal, contract = contract_on(sides)
    with pytest.raises(NoContractNow), transaction():
        service.open_contract(university.actor, written.format(deal.id))
    assert queries.all_of_subject(f"deal:{deal.id}") == [made.again(contract)]
