"""Any sequence of asking, paying, holding, reversing, refunding, contesting, passing on and cancelling keeps the books.

A model beside it only adds up what came and what went; nothing may be lost, and nothing may go back twice.
"""

from dataclasses import dataclass, field
from datetime import date

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

from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.ledger import queries as ledger
from market.ledger import service as book
from market.payments import queries, service
from market.payments.errors import BookedElsewhere, NoSurplus
from market.payments.models import Dispute, Payout, Receipt, Receivable, Refund
from market.payments.rules import DisputeOutcome, RefundOutcome
from tests.factories import payments as make

DAY = date(2026, 11, 20)
AMOUNTS = st.integers(1, 400)
WAYS = ("bank", "sandbox_card", "stripe")


@dataclass
class Fact:
    """Money that came, as the model knows it."""

    way: str
    amount: int
    receivable: int
    receipt: int
    taken_back: bool = False
    gone: int = 0
    lost: int = 0
    disputes: dict[str, str] = field(default_factory=dict)

    @property
    def here(self) -> int:
        return 0 if self.taken_back else self.amount - self.gone - self.lost


class Payments(RuleBasedStateMachine):
    """The deeds on a few amounts due between two organisations."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[int, int] = {}
        self.cancelled: set[int] = set()
        self.facts: dict[tuple[str, str], Fact] = {}
        self.told: dict[int, str] = {}

    @initialize()
    def organisations(self) -> None:
        self.firm, self.university = make.organisation("firm"), make.organisation("university")
        db.session.rollback()
        self.clearing_before = ledger.balance("stripe_clearing", None).minor

    def some(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.asked)))

    def some_fact(self, data: st.DataObject) -> Fact:
        return self.facts[data.draw(st.sampled_from(sorted(self.facts)))]

    @precondition(lambda self: len(self.asked) < 3)
    @rule(amount=AMOUNTS)
    def ask(self, amount: int) -> None:
        self.asked[make.receivable(Money(amount), self.firm, self.university)] = amount

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), amount=AMOUNTS, key=st.integers(0, 9), way=st.sampled_from(WAYS))
    def receive(self, data: st.DataObject, amount: int, key: int, way: str) -> None:
        number = self.some(data)
        name = f"{self.firm}{way}{key}"
        before = self.facts.get((way, name))
        fits = before is None or before.taken_back or (before.receivable, before.amount) == (number, amount)
        try:
            with transaction():
                receipt = service.book_receipt(make.OPERATOR, number, way, name, Money(amount), DAY).id
        except BookedElsewhere:
            assert not fits
        else:
            assert fits
            if before is None or before.taken_back:
                if before is not None:
                    self.facts[way, f"{name}/{before.receipt}"] = before
                self.facts[way, name] = Fact(way, amount, number, receipt)

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), hold=st.booleans())
    def hold(self, data: st.DataObject, hold: bool) -> None:
        number = self.some(data)
        with transaction() as session:
            row = session.get_one(Receivable, number)
            service.freeze(row, "held") if hold else service.unfreeze(row)

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        number = self.some(data)
        with transaction() as session:
            service.cancel(session.get_one(Receivable, number))
        self.cancelled.add(number)

    @precondition(lambda self: self.facts)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        fact = self.some_fact(data)
        try:
            with transaction():
                service.reverse_receipt(make.OPERATOR, fact.receipt, "slip")
        except Refusal:
            assert not fact.taken_back
        else:
            assert fact.way == "bank"
            assert not fact.gone
            fact.taken_back = True

    @precondition(lambda self: self.facts)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        fact = self.some_fact(data)
        try:
            with transaction():
                fact.gone += service.give_back(make.OPERATOR, fact.receipt, DAY, "OUT").amount_minor
        except NoSurplus:
            pass

    @precondition(lambda self: self.facts)
    @rule(data=st.data(), amount=AMOUNTS, outcome=st.sampled_from(["done", "failed", "asked"]), times=st.integers(1, 2))
    def refund(self, data: st.DataObject, amount: int, outcome: str, times: int) -> None:
        fact = self.some_fact(data)
        try:
            with transaction():
                asked = service.ask_refund(make.OPERATOR, fact.receipt, Money(amount), "agreed")
                key, way, number = asked.key, asked.way, asked.id
        except Refusal:
            return
        assert amount <= fact.here
        fact.gone += amount
        if way == "bank":
            return
        for _ in range(times):
            with transaction():
                told = RefundOutcome(key, f"re{number}", "", outcome, Money(amount), DAY)
                service.conclude_refund(told, way)
        if outcome == "failed":
            fact.gone -= amount

    @precondition(lambda self: self.facts)
    @rule(data=st.data(), fails=st.booleans())
    def tell_late(self, data: st.DataObject, fails: bool) -> None:
        """News of a card refund that was asked for, or done: it failed after all, or worked."""
        fact = self.some_fact(data)
        rows = [(row.key, row.external_id, row.state, row.amount_minor, row.turn) for row in self.refunds(fact)]
        for key, external, state, minor, turn in rows:
            state_now = "failed" if fails else "done"
            outcome = RefundOutcome(key, external or f"x{key}", "", state_now, Money(minor), DAY, "", turn)
            with transaction():
                service.conclude_refund(outcome, fact.way)
            if fails and state != "failed":
                fact.gone -= minor
            elif not fails and state == "failed":
                fact.gone += minor

    def refunds(self, fact: Fact) -> list[Refund]:
        db.session.rollback()
        rows = db.session.query(Refund).filter(Refund.receipt_id == fact.receipt, Refund.way != "bank")
        here = [row for row in rows.order_by(Refund.id) if row.state != "failed" or row.amount_minor <= fact.here]
        return here[:1]

    @precondition(lambda self: self.facts)
    @rule(data=st.data(), state=st.sampled_from(["open", "won", "lost"]), withdrawn=st.booleans())
    def contest(self, data: st.DataObject, state: str, withdrawn: bool) -> None:
        """A payer's bank tells something of a dispute over all that is left; what it decided it does not take back."""
        fact = self.some_fact(data)
        if fact.way != "stripe":
            return
        name = f"du{fact.receipt}"
        minor = self.disputed(name) or fact.here
        if minor <= 0 or (self.disputed(name) is None and fact.here != minor):
            return
        external = db.session.get_one(Receipt, fact.receipt).external_key
        with transaction():
            outcome = DisputeOutcome(name, external, Money(minor), state, withdrawn, "x", None)
            service.book_dispute(outcome, "stripe")
        if fact.disputes.get(name, "open") == "open":
            fact.disputes[name] = state
            fact.lost += minor if state == "lost" else 0

    def disputed(self, name: str) -> int | None:
        db.session.rollback()
        row = queries.dispute_by_external(name)
        return row.amount_minor if row is not None else None

    @rule(done=st.booleans())
    def pass_on(self, done: bool) -> None:
        """What waits is put on a list for the bank, which carries it out or not."""
        db.session.rollback()
        numbers = [row.id for row in queries.payouts_waiting() if row.creditor_id == self.university]
        with transaction():
            service.mark_listed(make.OPERATOR, payout_ids=numbers)
        with transaction():
            (service.mark_done if done else service.mark_undone)(make.OPERATOR, payout_ids=numbers)

    @invariant()
    def what_is_paid_never_exceeds_what_was_asked(self) -> None:
        db.session.rollback()
        for number, amount in self.asked.items():
            row = make.find(number)
            here = sum(fact.here + fact.gone for fact in self.facts.values() if fact.receivable == number)
            here -= sum(fact.gone for fact in self.facts.values() if fact.receivable == number and fact.taken_back)
            paid, left = queries.paid(row).minor, queries.open_amount(row).minor
            if number in self.cancelled:
                assert (paid, left) == (0, 0)
            else:
                assert paid + left == amount
                assert 0 <= paid <= min(amount, max(here, 0))

    @invariant()
    def no_money_is_lost(self) -> None:
        """What stands on the accounts that money comes in by is what came, less what went back, on, or is contested."""
        if not self.asked:
            return
        db.session.rollback()
        held = sum(
            ledger.balance(purpose, owner).minor
            for purpose, owner in (
                ("bank", self.university),
                ("card_clearing", self.university),
                ("stripe_clearing", None),
                ("disputed", self.firm),
            )
        )
        held += ledger.balance("refund_clearing", self.firm).minor - self.clearing_before
        mine = db.session.query(Payout).filter(Payout.state == "done", Payout.creditor_id == self.university)
        passed_on = sum(row.amount_minor for row in mine)
        assert held == sum(fact.here for fact in self.facts.values()) - passed_on

    @invariant()
    def nothing_goes_back_twice(self) -> None:
        for fact in self.facts.values():
            assert 0 <= fact.gone + fact.lost <= fact.amount
            row = db.session.get_one(Receipt, fact.receipt)
            assert row.left_to_refund.minor == fact.here

    @invariant()
    def the_book_is_sound(self) -> None:
        db.session.rollback()
        assert book.self_check() == []
        assert service.self_check() == []
        numbers = [int(row.number[-6:]) for row in db.session.query(Receipt).order_by(Receipt.id)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert not any(both[0] != both[1] for both in ledger.sums(ledger.trial_balance()))
        assert all(row.state in ("won", "lost", "open") for row in db.session.query(Dispute))


@pytest.mark.usefixtures("app")
def test_any_sequence_keeps_the_book(app: Flask) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Payments,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
