"""Schedules of deals: made once, asking for what is certain, and no more."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from flask import Flask

from market.core import clock
from market.core.db import db, transaction
from market.core.money import Money
from market.licensing.rules.fees import FeePlan, Milestone, Part
from market.listings.rules.offer import Fee, FeeKind
from market.negotiation import service as negotiating
from market.payments import queries as payments
from market.royalties import queries, service
from market.royalties.errors import PlanNotAcceptable
from tests.factories import licensing, listings, negotiation, royalties

pytestmark = pytest.mark.usefixtures("app")
INSTALMENTS = Fee(
    kind=FeeKind.INSTALMENTS,
    amount=Money.of(30_000),
    due_at_start=Money.of(10_000),
    due_days=15,
    instalments=((Money.of(10_000), 0), (Money.of(12_000), 6), (Money.of(8_000), 12)),
)
DAY = "2026-10-19 02:00:00+00:00"


@time_machine.travel(DAY, tick=False)
def test_an_open_licence_brings_its_instalments(app: Flask) -> None:
    licence = licensing.licence(licensing.offer(fee=INSTALMENTS))
    lines = royalties.lines(royalties.schedule_of(licence))
    assert [line.position for line in lines][:1] == [1]
    assert lines[0].receivable is not None
    assert lines[0].receivable.subject == f"request:{licence.request_id}"
    assert all(line.state == "asked" for line in lines)
    assert [row.position for row in payments.receivables_for(f"licence:{licence.id}")] == [
        line.position for line in lines[1:]
    ]


def test_a_free_licence_has_no_schedule(app: Flask) -> None:
    licence = licensing.licence(licensing.offer(fee=listings.FREE))
    assert queries.schedule_of(f"licence:{licence.id}") is None


@time_machine.travel(DAY, tick=False)
def test_beginning_twice_gives_one_schedule(app: Flask) -> None:
    plan = FeePlan("instalments", parts=(Part(100_00), Part(200_00, 6)))
    made = royalties.schedule(plan)
    bargain = service.Bargain(
        made.subject, made.reference, made.title, made.debtor_id, made.creditor_id, plan, made.effective_on
    )
    with transaction():
        assert service.begin(bargain).id == made.id
    assert [row.money for row in payments.receivables_for(made.subject)] == [Money(100_00), Money(200_00)]


@pytest.mark.rule("R27")
def test_pay_later_waits_a_year(app: Flask) -> None:
    plan = FeePlan("pay_later", parts=(Part(500_00, 12),), milestones=(Milestone("首件", 300_00),))
    made = royalties.schedule(plan, licensing.side(sme_class="micro"), effective=date(2026, 10, 19))
    deferred, milestone = royalties.lines(made)
    assert (deferred.kind, deferred.due_on, deferred.state) == ("deferred", date(2027, 10, 19), "asked")
    assert (milestone.due_on, milestone.not_before, milestone.state) == (None, date(2027, 10, 19), "planned")


@pytest.mark.rule("R27")
@pytest.mark.parametrize(
    ("size", "months"), [("large", 12), ("", 12), ("small", 11)], ids=["large firm", "size unknown", "too early"]
)
def test_pay_later_is_refused(app: Flask, size: str, months: int) -> None:
    plan = FeePlan("pay_later", parts=(Part(500_00, months),))
    with pytest.raises(PlanNotAcceptable):
        royalties.schedule(plan, licensing.side(sme_class=size))
    db.session.rollback()
    assert queries.schedule_of("deal:1") is None


@time_machine.travel(DAY, tick=False)
def test_late_payment_with_agreed_interest_brings_it_once(app: Flask) -> None:
    plan = FeePlan("one_off", parts=(Part(10_000_00),), due_days=0, late_rate=Decimal("0.0365"))
    made = royalties.schedule(plan)
    first = royalties.lines(made)[0]
    assert first.receivable is not None
    with time_machine.travel("2026-10-29 02:00:00+00:00", tick=False):
        royalties.pay(first.receivable, Money(4_000_00))
    with time_machine.travel("2026-11-08 02:00:00+00:00", tick=False):
        db.session.rollback()
        royalties.pay(payments.receivables_for(made.subject)[0])
        (interest,) = royalties.lines(made, "interest")
    # 10 days on 10,000 and 10 days on 6,000 at 0.01 % a day
    assert interest.money == Money(16_00)
    assert interest.state == "asked"


def test_no_interest_unless_agreed(app: Flask) -> None:
    with time_machine.travel(DAY, tick=False):
        made = royalties.schedule(FeePlan("one_off", parts=(Part(10_000_00),), due_days=0))
    with time_machine.travel("2027-03-08 02:00:00+00:00", tick=False):
        royalties.pay(payments.receivables_for(made.subject)[0])
        assert not royalties.lines(made, "interest")


def test_a_negotiated_licence_brings_its_schedule(app: Flask) -> None:
    firm, university = licensing.side(sme_class="small"), licensing.side("university")
    plan = FeePlan("entry_royalty", parts=(Part(20_000_00),), royalty=royalties.royalty(), currency="USD")
    patent = listings.granted_patent(university.organisation)
    made = royalties.schedule_of(negotiation.licence(university, firm, patent, fee=plan.to_plain()))
    entry, *rest = royalties.lines(made)
    assert (entry.state, entry.money) == ("asked", Money(20_000_00, "USD"))
    assert {line.kind for line in rest} == {"royalty"}
    assert [row.subject for row in payments.receivables_for(made.subject)] == [f"licence:{made.licence_id}"]


def test_a_completed_transfer_asks_for_its_price_once(app: Flask) -> None:
    firm, university = licensing.side(), licensing.side("university")
    negotiation.no_notice(university)
    patent = listings.granted_patent(university.organisation)
    deal = negotiation.agreed_deal(university, firm, patent, kind="transfer")
    deal = negotiation.confirmed(deal, university, firm)
    assert queries.schedule_of(f"deal:{deal.id}") is None
    for key in ("papers", "filing", "registered"):
        with transaction():
            negotiating.do_step(firm.actor, deal.id, key, "N-1", clock.today())
    made = queries.schedule_of(f"deal:{deal.id}")
    assert made is not None
    assert [row.money for row in payments.receivables_for(made.subject)] == [Money.of(50_000)]
    assert (made.debtor_id, made.creditor_id) == (firm.organisation.id, university.organisation.id)
