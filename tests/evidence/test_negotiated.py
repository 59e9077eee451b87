"""The evidence file of a negotiated licence with a royalty, an invoice and income shared out."""

import io
from dataclasses import dataclass
from decimal import Decimal

import pytest
import time_machine
from flask import Flask

from market.core.db import db, transaction
from market.core.money import Money
from market.evidence import queries, service
from market.evidence.rules import manifest
from market.evidence.rules.dossier import Dossier
from market.filings.service import invoices
from market.filings.service.invoices import Issued
from market.income.models import Split
from market.income.queries import matters
from market.income.service import deciding, drafting
from market.licensing.models import Licence
from market.licensing.rules.fees import FeePlan, Part
from market.payments import queries as payments
from market.payments.models import Receivable
from tests.factories import accounts, filings, income, listings, royalties
from tests.factories import contracts as made
from tests.factories import licensing as make
from tests.factories import negotiation as talks

START, LATER = "2026-10-19 02:00:00+00:00", "2027-02-15 02:00:00+00:00"
PLAN = FeePlan("entry_royalty", parts=(Part(3_000_000),), royalty=royalties.royalty())
SPLIT, LEDGER = "Income shared out", "Ledger"


@dataclass(frozen=True)
class Told:
    """The deal's two sides and its numbers."""

    university: make.Side
    firm: make.Side
    deal_id: int
    request_id: int


@pytest.fixture
def told(app: Flask) -> Told:
    """Talks, contract, licence, entry fee paid, invoiced and shared out, and the royalty of the first year verified."""
    university, firm = make.side("university"), make.side(sme_class="small")
    with time_machine.travel(START, tick=False):
        talks.no_notice(university)
        patent = listings.granted_patent(university.organisation, inventors=income.INVENTORS)
        deal = talks.agreed_deal(university, firm, patent, fee=PLAN.to_plain())
        contract = made.ready(university, firm, f"deal:{deal.id}")
        made.sign(firm, contract)
        made.sign(university, contract)
        licence = db.session.get_one(Licence, talks.again(deal).licence_id)
        schedule, numbers = royalties.schedule_of(licence), (deal.id, licence.request_id)
        (entry,) = payments.receivables_for(schedule.subject)
        royalties.pay(entry)
        invoiced(firm, university, entry.id)
        shared(university, entry.id)
    with time_machine.travel(LATER, tick=False):
        royalties.report(firm, royalties.lines(schedule, "royalty")[0], 1_000_000)
        royalties.verify(university, royalties.lines(schedule, "royalty")[0])
    return Told(university, firm, *numbers)


def invoiced(firm: make.Side, university: make.Side, receivable_id: int) -> None:
    with transaction():
        number = invoices.ask(firm.actor, receivable_id, filings.wanted(30_000)).id
    with transaction():
        invoices.issue(university.actor, number, Issued("24372000000012345678", talks.clock.today(), filings.paper()))


def shared(university: make.Side, receivable_id: int) -> None:
    finance = accounts.user(university.organisation, role="finance")
    income.policy(university.actor, inventors=Decimal("0.70"))
    receivable = db.session.get_one(Receivable, receivable_id)
    (receipt,) = receivable.receipts
    matter = matters.matter_of(receivable)
    assert matter is not None
    wishes = drafting.proposal(university.actor, receipt, matter)
    with transaction():
        split = drafting.draft(university.actor, receipt.id, wishes)
        number = split.id
    with transaction():
        deciding.approve(finance.actor, number)


def dossier(side: make.Side, kind: str, number: int) -> Dossier:
    db.session.rollback()
    return queries.dossier(queries.case_of(side.actor, kind, number), with_files=False)


def text_of(found: Dossier) -> str:
    return " ".join(str(section) for section in found.sections)


def test_both_keys_of_the_deal_give_the_whole_history(told: Told) -> None:
    for kind, number in (("deal", told.deal_id), ("request", told.request_id)):
        found = dossier(told.university, kind, number)
        headings = {section.heading for section in found.sections}
        assert {
            "Negotiation", "Messages", "Contract", "Schedule of payments", "Royalty reports", "Amounts due", "Receipts",
            "Invoices", LEDGER, SPLIT, "Timeline",
        } <= headings  # fmt: skip
        whole = text_of(found)
        assert Money(2_000_000).format("en").split()[-1] in whole
        assert "24372000000012345678" in whole
        assert all(name in whole for name in income.INVENTORS)
        content = b"".join(service.archive(found, b"%PDF-summary"))
        assert manifest.check(io.BytesIO(content)).sound


def test_the_payer_learns_nothing_of_ledger_and_shares(told: Told) -> None:
    found = dossier(told.firm, "deal", told.deal_id)
    headings = {section.heading for section in found.sections}
    assert {"Royalty reports", "Invoices", "Receipts"} <= headings
    assert not headings & {SPLIT, LEDGER}
    assert not [paper.path for paper in found.papers if paper.path.startswith("income/")]
    whole, split = text_of(found), db.session.query(Split).one()
    amounts = {f"{share.money.major:,.2f}" for share in split.shares}
    assert len(amounts) > 1
    assert all(amount in text_of(dossier(told.university, "deal", told.deal_id)) for amount in amounts)
    assert not [amount for amount in amounts if amount in whole]
    assert len(found.left_out) >= 2
