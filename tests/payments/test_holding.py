"""Amounts on hold, and receipts that were a slip of the pen."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.core.outbox import EventRow
from market.ledger import queries as ledger
from market.ledger import service as book
from market.payments import queries, service
from market.payments.errors import (
    BookedElsewhere,
    MoneyMovedOn,
    NotYoursToBook,
    OnlyBankReceipts,
    OperatorOnly,
    ReasonNeeded,
    SettledAlready,
)
from market.payments.models import Receipt
from tests.factories import accounts
from tests.factories import payments as make

DAY = date(2026, 11, 20)


def heard(name: str) -> int:
    db.session.rollback()
    return len(db.session.scalars(select(EventRow.id).where(EventRow.name == f"payments.{name}")).all())


def reverse(receipt_id: int, actor: Actor = make.OPERATOR, reason: str = "a slip") -> Receipt:
    with transaction():
        return service.reverse_receipt(actor, receipt_id, reason)


def finance(receivable_id: int) -> Actor:
    """The finance person of the university that is paid."""
    return accounts.user(make.find(receivable_id).creditor, role="finance").actor


def booked_by(actor: Actor, number: int, money: Money, key: str = "K1") -> int:
    with transaction():
        return service.book_receipt(actor, number, "bank", key, money, DAY).id


def test_a_frozen_amount_is_on_hold_until_it_is_let_go(app: Flask) -> None:
    number = make.receivable()
    for _ in range(2):
        with transaction():
            service.freeze(make.find(number), "patent lapsed")
    row = make.find(number)
    assert (row.state, row.frozen_reason) == ("frozen", "patent lapsed")
    assert queries.open_amount(row) == Money.of(3000)
    assert not queries.open_items()
    for _ in range(2):
        with transaction():
            service.unfreeze(make.find(number))
    assert make.find(number).state == "open"
    assert len(queries.open_items()) == 1
    assert (heard("ReceivableFrozen"), heard("ReceivableUnfrozen")) == (1, 1)
    assert service.self_check() == []


def test_freezing_needs_a_reason_and_leaves_what_is_paid_alone(app: Flask) -> None:
    number = make.receivable()
    with pytest.raises(ReasonNeeded), transaction():
        service.freeze(make.find(number), " ")
    make.receipt(number)
    with transaction():
        service.freeze(make.find(number), "too late")
    assert (make.find(number).state, heard("ReceivableFrozen")) == ("settled", 0)


def test_money_for_a_frozen_amount_is_booked_all_the_same(app: Flask) -> None:
    number = make.receivable()
    with transaction():
        service.freeze(make.find(number), "x")
    make.receipt(number, Money.of(1000))
    assert (make.find(number).state, queries.paid(make.find(number))) == ("frozen", Money.of(1000))
    make.receipt(number, Money.of(2000))
    assert make.find(number).state == "settled"
    assert service.self_check() == []


def test_a_mistyped_receipt_is_taken_back_and_booked_again(app: Flask) -> None:
    number = make.receivable()
    actor = finance(number)
    first = booked_by(actor, number, Money.of(300))
    wrong = db.session.get_one(Receipt, first).number
    for _ in range(2):
        reverse(first, actor)
    row = make.find(number)
    assert queries.open_amount(row) == Money.of(3000)
    assert not ledger.balance("bank", row.creditor_id)
    second = booked_by(actor, number, Money.of(3000))
    found = db.session.get_one(Receipt, second)
    assert found.number != wrong
    assert db.session.get_one(Receipt, first).reversed_reason == "a slip"
    assert make.find(number).state == "settled"
    assert heard("ReceiptReversed") == 1
    assert book.self_check() == service.self_check() == []


def test_the_reference_of_a_receipt_that_stands_is_still_taken(app: Flask) -> None:
    number = make.receivable()
    first = booked_by(make.OPERATOR, number, Money.of(300))
    with pytest.raises(BookedElsewhere):
        booked_by(make.OPERATOR, number, Money.of(301))
    reverse(first)
    other = make.receivable(creditor_id=make.find(number).creditor_id)
    assert booked_by(make.OPERATOR, other, Money.of(301))


def test_a_receipt_that_paid_in_full_is_taken_back_only_by_the_operator(app: Flask) -> None:
    number = make.receivable()
    actor = finance(number)
    receipt = booked_by(actor, number, Money.of(3000))
    with pytest.raises(SettledAlready):
        reverse(receipt, actor)
    assert make.find(number).state == "settled"
    assert heard("ReceiptReversed") == 0
    reverse(receipt)
    assert (make.find(number).state, heard("ReceivableReopened")) == ("open", 1)
    (matter,) = queries.open_matters()
    assert (matter.kind, matter.receivable_id) == ("reopened", number)
    with pytest.raises(OperatorOnly), transaction():
        service.close_matter(actor, matter.id, "seen")
    for _ in range(2):
        with transaction():
            service.close_matter(make.OPERATOR, matter.id, "the licence was ended")
    assert not queries.open_matters()
    make.receipt(number)
    assert make.find(number).state == "settled"


def test_surplus_takes_the_place_of_a_receipt_taken_back(app: Flask) -> None:
    number = make.receivable()
    actor = finance(number)
    first = booked_by(actor, number, Money.of(3000))
    second = booked_by(actor, number, Money.of(3500), "K2")
    reverse(first, actor)
    row = make.find(number)
    assert (row.state, queries.paid(row)) == ("settled", Money.of(3000))
    assert db.session.get_one(Receipt, second).surplus == Money.of(500)
    assert not queries.open_matters()
    with transaction():
        service.cancel(make.find(number))
    assert ledger.balance("surplus", row.debtor_id) == -Money.of(3500)
    assert book.self_check() == service.self_check() == []


def test_a_receipt_of_a_cancelled_amount_is_taken_back_whole(app: Flask) -> None:
    number = make.receivable()
    receipt = make.receipt(number).id
    with transaction():
        service.cancel(make.find(number))
    reverse(receipt)
    row = make.find(number)
    assert not ledger.balance("surplus", row.debtor_id)
    assert not ledger.balance("bank", row.creditor_id)
    assert list(db.session.scalars(queries.surpluses())) == []
    assert book.self_check() == service.self_check() == []


def test_money_that_has_moved_on_is_not_taken_back(app: Flask) -> None:
    number = make.receivable()
    receipt = make.receipt(number, Money.of(3100)).id
    with transaction():
        service.give_back(make.OPERATOR, receipt, DAY, "OUT")
    with pytest.raises(MoneyMovedOn):
        reverse(receipt)


def test_only_who_booked_it_or_the_operator_takes_it_back(app: Flask) -> None:
    number = make.receivable()
    receipt = make.receipt(number, Money.of(100)).id
    for name, person in make.people(number).items():
        if name != "operator":
            with pytest.raises(NotYoursToBook):
                reverse(receipt, person.actor)
    with pytest.raises(ReasonNeeded):
        reverse(receipt, reason=" ")


def test_a_card_payment_is_no_slip(app: Flask) -> None:
    number = make.receivable()
    with transaction():
        receipt = service.book_receipt(make.OPERATOR, number, "sandbox_card", "f1", Money.of(5), DAY).id
    with pytest.raises(OnlyBankReceipts):
        reverse(receipt)


def test_a_number_stays_used(app: Flask) -> None:
    number = make.receivable()
    reverse(make.receipt(number, Money.of(1)).id)
    make.receipt(number, Money.of(2))
    db.session.rollback()
    numbers = [row.number[-6:] for row in db.session.query(Receipt).order_by(Receipt.id)]
    assert numbers == ["000001", "000002"]


def test_what_was_taken_back_counts_in_no_figure(app: Flask) -> None:
    number = make.receivable()
    reverse(make.receipt(number, Money.of(1000)).id)
    make.receipt(number, Money.of(20))
    assert queries.paid_totals(DAY, DAY) == {"CNY": Money.of(20)}
