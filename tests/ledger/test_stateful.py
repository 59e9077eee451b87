"""Any sequence of deeds about money, beside a model in plain numbers: sums zero, no receipt lost, no refund twice.

The deeds: ask, pay by bank and online, book again, take a slip back, hold and let go, cancel, refund, give back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.ledger import queries as ledger
from market.ledger import service as book
from market.payments import gateway, queries, service
from market.payments.gateway import sandbox
from market.payments.models import Receipt, Receivable, Refund, SandboxRefund
from market.reconciliation import service as reconciliation
from tests.factories import payments as make
from tests.payments.doors import try_to_pay

AMOUNTS = st.integers(1, 500)


@dataclass
class Came:
    """One receipt in the model: how much, and what of it went back or was a slip."""

    money: int
    way: str
    back: int = 0
    slip: bool = False


@dataclass
class Asked:
    """One amount due in the model, and what came for it."""

    money: int
    cancelled: bool = False
    frozen: bool = False
    receipts: dict[int, Came] = field(default_factory=dict)

    @property
    def held(self) -> int:
        """What came and is still here."""
        return sum(one.money - one.back for one in self.receipts.values() if not one.slip)


class Deeds(RuleBasedStateMachine):
    """Deeds through the services on a few amounts due between one firm and one university."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[int, Asked] = {}
        self.keys = 0

    @initialize()
    def parties(self) -> None:
        self.firm, self.university = make.organisation("firm"), make.organisation("university")

    def some(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.asked)), label="amount due")

    def some_receipt(self, data: st.DataObject) -> tuple[Came, int] | None:
        every = [(number, one) for asked in self.asked.values() for number, one in asked.receipts.items()]
        if not every:
            return None
        number, one = data.draw(st.sampled_from(sorted(every, key=lambda it: it[0])), label="receipt")
        return one, number

    @precondition(lambda self: len(self.asked) < 3)
    @rule(money=AMOUNTS)
    def ask(self, money: int) -> None:
        self.asked[make.receivable(Money(money), self.firm, self.university)] = Asked(money)

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), money=AMOUNTS, times=st.integers(1, 2))
    def pay_by_bank(self, data: st.DataObject, money: int, times: int) -> None:
        number, self.keys = self.some(data), self.keys + 1
        for _time in range(times):
            with transaction():
                receipt = service.book_receipt(
                    make.OPERATOR, number, "bank", f"K{self.firm}-{self.keys}", Money(money), clock.today()
                ).id
        self.asked[number].receipts[receipt] = Came(money, "bank")

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), told=st.integers(0, 3), pays=st.booleans())
    def pay_online(self, data: st.DataObject, told: int, pays: bool) -> None:
        number = self.some(data)
        asked = self.asked[number]
        left = queries.open_amount(make.find(number))
        try:
            session_id = try_to_pay(number)
        except Refusal:
            assert asked.frozen or asked.cancelled or not left
            return
        assert left.minor > 0
        sandbox.pay(session_id) if pays else sandbox.decline(session_id)
        for _time in range(told):
            gateway.receive(*sandbox.callback(session_id))
        gateway.fulfil(session_id)
        if pays:
            key = sandbox.fact_of(session_id)
            receipt = db.session.scalars(select(Receipt.id).where(Receipt.external_key == key)).one()
            asked.receipts[receipt] = Came(left.minor, "sandbox_card")

    @rule(data=st.data())
    def take_a_slip_back(self, data: st.DataObject) -> None:
        if (found := self.some_receipt(data)) is None:
            return
        came, receipt = found
        try:
            with transaction():
                service.reverse_receipt(make.OPERATOR, receipt, "typed twice")
        except Refusal:
            assert came.way != "bank" or came.back
        else:
            assert came.way == "bank"
            came.slip = True

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), hold=st.booleans())
    def hold_or_let_go(self, data: st.DataObject, hold: bool) -> None:
        number = self.some(data)
        with transaction() as session:
            row = session.get_one(Receivable, number)
            if row.unpaid:
                service.freeze(row, "patent lapsed") if hold else service.unfreeze(row)
                self.asked[number].frozen = hold

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        number = self.some(data)
        with transaction() as session:
            service.cancel(session.get_one(Receivable, number))
        self.asked[number].cancelled = True

    @rule(data=st.data(), money=AMOUNTS)
    def refund_online(self, data: st.DataObject, money: int) -> None:
        if (found := self.some_receipt(data)) is None:
            return
        came, receipt = found
        if came.way == "bank":
            return
        try:
            with transaction():
                number = service.ask_refund(make.OPERATOR, receipt, Money(money), "agreed").id
        except Refusal:
            assert money > came.money - came.back
            return
        for _time in range(2):
            assert gateway.send_refund(number).state == "done"
        came.back += money
        assert came.back <= came.money

    @rule(data=st.data())
    def give_surplus_back(self, data: st.DataObject) -> None:
        if (found := self.some_receipt(data)) is None:
            return
        came, receipt = found
        try:
            with transaction():
                came.back += service.give_back(make.OPERATOR, receipt, clock.today(), "OUT").amount_minor
        except Refusal:
            return
        assert came.back <= came.money
        assert not came.slip

    @invariant()
    def every_receipt_is_there_once(self) -> None:
        db.session.rollback()
        wanted = {number: one.money for asked in self.asked.values() for number, one in asked.receipts.items()}
        rows = db.session.scalars(select(Receipt).join(Receivable).where(Receivable.debtor_id == self.firm)).all()
        assert {row.id: row.amount_minor for row in rows} == wanted
        numbers = sorted(int(number[-6:]) for number in db.session.scalars(select(Receipt.number)))
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def nothing_goes_back_twice(self) -> None:
        back = sum(one.back for asked in self.asked.values() for one in asked.receipts.values() if one.way != "bank")
        mine = select(Refund).join(Receipt).join(Receivable).where(Receivable.debtor_id == self.firm)
        rows = db.session.scalars(mine.where(Refund.state == "done")).all()
        refunded = sum(row.amount_minor for row in rows)
        at_the_door = select(func.sum(SandboxRefund.amount_minor)).where(
            SandboxRefund.id.in_([row.external_id for row in rows])
        )
        assert refunded == (db.session.scalar(at_the_door) or 0)
        assert refunded <= back

    @invariant()
    def balances_equal_the_model(self) -> None:
        if not self.asked:
            return
        every = ("bank", "card_clearing")
        kept = sum(ledger.balance(purpose, self.university).minor for purpose in every)
        assert kept == sum(asked.held for asked in self.asked.values())
        owed = ledger.balance("receivable", self.firm).minor
        rows = [make.find(number) for number in self.asked]
        assert owed == sum(queries.open_amount(row).minor for row in rows)
        for number, asked in self.asked.items():
            left = queries.open_amount(make.find(number)).minor
            assert 0 <= left <= asked.money
            if asked.cancelled:
                assert left == 0
            elif not any(one.back for one in asked.receipts.values()):
                assert left == max(0, asked.money - asked.held)

    @invariant()
    def the_books_agree(self) -> None:
        assert sum(row.money.minor for row in ledger.trial_balance()) == 0
        assert book.self_check() == service.self_check() == []
        assert reconciliation.findings() == []


@pytest.mark.usefixtures("app")
def test_any_sequence_of_deeds_keeps_the_books(app: Flask) -> None:
    run: Callable[..., None] = run_state_machine_as_test
    run(
        Deeds,
        settings=settings(
            max_examples=6, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
