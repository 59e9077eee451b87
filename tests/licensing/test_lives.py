"""Any order of deeds on one listing: never two licences for a request, money and licence always in step."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from market.accounts.models import Organisation
from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.ledger import service as book
from market.licensing import service
from market.licensing.models import Licence, LicenceRequest
from market.licensing.rules import states
from market.licensing.service import money, timers
from market.patents.models import Patent
from market.payments import service as payments
from market.payments.events import ReceivableSettled
from market.payments.models import Receipt
from tests.factories import licensing as make

START = datetime(2026, 10, 13, 4, 0, tzinfo=UTC)
AMOUNTS = st.sampled_from([1, 10_000, 20_000, 30_000, 31_000])


class Deals(RuleBasedStateMachine):
    """One listing, two firms, an operator, money and time."""

    @initialize()
    def begin(self) -> None:
        self.clock = time_machine.travel(START, tick=False)
        self.traveller = self.clock.start()
        self.now = START
        self.listing_id = make.offer().id
        self.firms = [make.side(), make.side()]
        self.firm_ids = [firm.actor.organisation_id for firm in self.firms]
        self.operator = make.side("operator").actor
        self.payments = 0

    def teardown(self) -> None:
        if hasattr(self, "clock"):
            self.clock.stop()

    def requests(self) -> list[LicenceRequest]:
        db.session.rollback()
        mine = select(LicenceRequest).where(LicenceRequest.listing_id == self.listing_id)
        return list(db.session.scalars(mine.order_by(LicenceRequest.id)))

    def pick(self, number: int) -> LicenceRequest | None:
        rows = self.requests()
        return rows[number % len(rows)] if rows else None

    @rule(who=st.integers(0, 1), form=st.integers(0, 2))
    def notice(self, who: int, form: int) -> None:
        try:
            with transaction():
                service.send_notice(self.firms[who].actor, self.listing_id, f"form-{self.listing_id}-{who}-{form}-x")
        except Refusal:
            db.session.rollback()

    @rule(number=st.integers(0, 9), amount=AMOUNTS, again=st.booleans())
    def pay(self, number: int, amount: int, again: bool) -> None:
        request = self.pick(number)
        if request is None:
            return
        self.payments += 0 if again else 1
        key, due = f"K{self.listing_id}-{self.payments}", make.receivable(request)
        try:
            with transaction():
                payments.book_receipt(self.operator, due.id, "bank", key, Money.of(amount), clock.today())
        except Refusal:
            db.session.rollback()

    @rule(number=st.integers(0, 9))
    def tell_again(self, number: int) -> None:
        request = self.pick(number)
        due = make.receivable(request) if request else None
        if due is not None and due.settled_at is not None:
            with transaction():
                service.on_settled(ReceivableSettled(due.id, due.subject, clock.today().isoformat()))

    @rule(number=st.integers(0, 9), deed=st.sampled_from(["cancel", "release", "close"]))
    def decide(self, number: int, deed: str) -> None:
        request = self.pick(number)
        if request is None:
            return
        firm = self.firms[self.firm_ids.index(request.licensee_id)].actor
        try:
            with transaction():
                if deed == "cancel":
                    service.cancel(firm, request.id)
                elif deed == "release":
                    service.release(self.operator, request.id)
                else:
                    service.close(self.operator, request.id, "reason")
        except Refusal:
            db.session.rollback()

    @rule(disputed=st.booleans())
    def obstacle(self, disputed: bool) -> None:
        db.session.rollback()
        listing = db.session.get_one(make.Listing, self.listing_id)
        patent_id = listing.patents[0].patent_id
        with transaction():
            db.session.get_one(Patent, patent_id).disputed = disputed

    @rule(who=st.integers(0, 1), state=st.sampled_from(["approved", "suspended"]))
    def vetting(self, who: int, state: str) -> None:
        with transaction():
            db.session.get_one(Organisation, self.firm_ids[who]).state = state

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.traveller.move_to(self.now)
        timers.lapse_unpaid()
        timers.remind_of_recordal()

    @invariant()
    def licence_and_money_are_in_step(self) -> None:
        if not hasattr(self, "listing_id"):
            return
        rows = self.requests()
        held = Counter(
            db.session.scalars(select(Licence.request_id).where(Licence.listing_id == self.listing_id)).all()
        )
        assert all(count == 1 for count in held.values())
        for request in rows:
            due = money.start_receivable(request)
            assert due is not None
            assert (request.id in held) == (request.state == "granted")
            if request.state == "granted":
                assert due.state == "settled"
                assert request.licence is not None
                assert request.licence.effective_on >= max(clock.local_date(request.noticed_at), request.paid_on)
            if request.state in ("cancelled", "lapsed", "closed"):
                assert due.state == "cancelled"
            self.money_adds_up(due.id, due.state)
        open_ones = Counter(request.licensee_id for request in rows if request.state in states.OPEN)
        assert all(count == 1 for count in open_ones.values())
        assert book.self_check() == []

    def money_adds_up(self, receivable_id: int, state: str) -> None:
        receipts = db.session.scalars(select(Receipt).where(Receipt.receivable_id == receivable_id)).all()
        applied = sum(receipt.amount_minor - receipt.surplus_minor for receipt in receipts)
        assert applied <= Money.of(30_000).minor
        assert (applied == Money.of(30_000).minor) == (state == "settled")
        if state == "cancelled":
            assert applied == 0


def test_any_order_of_deeds(app: Flask) -> None:
    run_state_machine_as_test(
        Deals,
        settings=settings(
            max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
