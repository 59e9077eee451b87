"""Any sequence of asking, paying, cancelling and giving back keeps the book balanced and loses no money."""

from collections import defaultdict
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
from market.core.money import Money
from market.ledger import queries as ledger
from market.ledger import service as book
from market.payments import queries, service
from market.payments.errors import BookedElsewhere, NoSurplus
from market.payments.models import Receipt, Receivable
from tests.factories import payments as make

DAY = date(2026, 11, 20)
AMOUNTS = st.integers(1, 400)


class Payments(RuleBasedStateMachine):
    """The deeds on a few amounts due between two organisations, beside a model that only adds up."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[int, int] = {}
        self.cancelled: set[int] = set()
        self.received: dict[int, dict[str, int]] = defaultdict(dict)
        self.given_back = 0

    @initialize()
    def organisations(self) -> None:
        self.firm, self.university = make.organisation("firm"), make.organisation("university")

    @precondition(lambda self: len(self.asked) < 3)
    @rule(amount=AMOUNTS)
    def ask(self, amount: int) -> None:
        self.asked[make.receivable(Money(amount), self.firm, self.university)] = amount

    @precondition(lambda self: self.asked)
    @rule(
        data=st.data(), amount=AMOUNTS, key=st.integers(0, 9), way=st.sampled_from(["bank", "sandbox_card"])
    )
    def receive(self, data: st.DataObject, amount: int, key: int, way: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.asked)))
        name = f"{way}{key}"
        elsewhere = any(name in facts for other, facts in self.received.items() if other != number)
        other_amount = self.received[number].get(name, amount) != amount
        try:
            with transaction():
                service.book_receipt(make.OPERATOR, number, way, f"{self.firm}{name}", Money(amount), DAY)
        except BookedElsewhere:
            assert elsewhere or other_amount
        else:
            assert not elsewhere
            assert not other_amount
            self.received[number][name] = amount

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.asked)))
        with transaction() as session:
            service.cancel(session.get_one(Receivable, number))
        self.cancelled.add(number)

    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        numbers = [row.id for row in self.receipts()]
        if not numbers:
            return
        try:
            with transaction():
                given = service.give_back(make.OPERATOR, data.draw(st.sampled_from(numbers)), DAY, "OUT")
                self.given_back += given.amount_minor
        except NoSurplus:
            pass

    def receipts(self) -> list[Receipt]:
        db.session.rollback()
        rows = db.session.query(Receipt).join(Receivable).filter(Receivable.debtor_id == self.firm)
        return list(rows.order_by(Receipt.id))

    @invariant()
    def what_is_paid_is_what_came_up_to_what_was_asked(self) -> None:
        for number, amount in self.asked.items():
            row = make.find(number)
            came = sum(self.received[number].values())
            expected = 0 if number in self.cancelled else min(came, amount)
            assert queries.paid(row).minor == expected
            assert queries.open_amount(row).minor == (0 if number in self.cancelled else amount - expected)

    @invariant()
    def no_money_is_lost(self) -> None:
        if not self.asked:
            return
        came = sum(sum(facts.values()) for facts in self.received.values())
        held = ledger.balance("bank", self.university) + ledger.balance("card_clearing", self.university)
        assert held.minor == came - self.given_back
        paid = sum(queries.paid(make.find(number)).minor for number in self.asked)
        assert -ledger.balance("surplus", self.firm).minor == came - paid - self.given_back

    @invariant()
    def the_book_is_sound(self) -> None:
        assert book.self_check() == []
        assert service.self_check() == []
        numbers = [int(row.number[-6:]) for row in db.session.query(Receipt).order_by(Receipt.id)]
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.usefixtures("app")
def test_any_sequence_keeps_the_book(app: Flask) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Payments,
        settings=settings(
            max_examples=5,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
