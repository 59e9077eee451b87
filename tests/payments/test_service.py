"""Money is booked once, as it came, and nothing of it is lost."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.core.outbox import EventRow
from market.ledger import queries as ledger
from market.ledger import service as book
from market.payments import queries, service
from market.payments.errors import AskedDifferently, BookedElsewhere, NoSurplus, NotYoursToBook
from market.payments.models import Receipt
from tests.factories import payments as make


def heard() -> list[str]:
    """The names of the events so far, without the asking."""
    names = db.session.scalars(select(EventRow.name).order_by(EventRow.id)).all()
    return [name.removeprefix("payments.") for name in names if name.startswith("payments.")][1:]


def test_asking_twice_makes_one_amount_due(app: Flask) -> None:
    firm, university = make.organisation("firm"), make.organisation("university")
    first = make.receivable(Money.of(3000), firm, university, "test:0")
    assert make.receivable(Money.of(3000), firm, university, "test:0") == first
    assert queries.open_amount(make.find(first)) == Money.of(3000)
    assert ledger.balance("payable", university) == -Money.of(3000)
    with pytest.raises(AskedDifferently):
        make.receivable(Money.of(2999), firm, university, "test:0")


def test_full_payment_settles(app: Flask) -> None:
    number = make.receivable()
    receipt = make.receipt(number, on=date(2026, 11, 18))
    row = make.find(number)
    assert row.state == "settled"
    assert queries.open_amount(row) == Money.zero()
    assert queries.paid(row) == Money.of(3000)
    assert receipt.number == f"SJ-{receipt.booked_at.year}-000001"
    assert ledger.balance("bank", row.creditor_id) == Money.of(3000)
    assert heard() == ["PaymentReceived", "ReceivableSettled"]
    payload = db.session.scalar(select(EventRow.payload).where(EventRow.name == "payments.ReceivableSettled"))
    assert payload["paid_on"] == "2026-11-18"


def test_the_day_of_settlement_is_the_latest_day_money_came(app: Flask) -> None:
    number = make.receivable()
    make.receipt(number, Money.of(1000), on=date(2026, 11, 19))
    assert make.find(number).state == "open"
    assert queries.open_amount(make.find(number)) == Money.of(2000)
    make.receipt(number, Money.of(2000), on=date(2026, 11, 5))
    payload = db.session.scalar(select(EventRow.payload).where(EventRow.name == "payments.ReceivableSettled"))
    assert payload["paid_on"] == "2026-11-19"


def test_the_same_bank_reference_is_booked_once(app: Flask) -> None:
    number = make.receivable()
    first = make.receipt(number, Money.of(1000), key="2026 1120-7").id
    assert make.receipt(number, Money.of(1000), key="２０２６1120-7").id == first
    assert db.session.scalar(select(func.count()).select_from(Receipt)) == 1
    assert queries.paid(make.find(number)) == Money.of(1000)
    with pytest.raises(BookedElsewhere):
        make.receipt(number, Money.of(999), key="20261120-7")
    other = make.receivable(creditor_id=make.find(number).creditor_id)
    with pytest.raises(BookedElsewhere):
        make.receipt(other, Money.of(1000), key="20261120-7")


def test_another_university_may_have_the_same_bank_reference(app: Flask) -> None:
    make.receipt(make.receivable(), key="1")
    make.receipt(make.receivable(), key="1")
    assert db.session.scalar(select(func.count()).select_from(Receipt)) == 2


def test_too_much_is_surplus_until_given_back(app: Flask) -> None:
    number = make.receivable()
    receipt_id = make.receipt(number, Money.of("3000.01")).id
    row = make.find(number)
    assert (row.state, queries.paid(row)) == ("settled", Money.of(3000))
    assert ledger.balance("surplus", row.debtor_id) == -Money(1)
    assert heard() == ["PaymentReceived", "SurplusReceived", "ReceivableSettled"]
    assert [found.id for found in db.session.scalars(queries.surpluses())] == [receipt_id]
    with transaction():
        service.give_back(make.OPERATOR, receipt_id, date(2026, 11, 21), "OUT-1")
    assert ledger.balance("surplus", row.debtor_id) == Money.zero()
    assert ledger.balance("bank", row.creditor_id) == Money.of(3000)
    assert not db.session.scalars(queries.surpluses()).all()
    with pytest.raises(NoSurplus), transaction():
        service.give_back(make.OPERATOR, receipt_id, date(2026, 11, 21), "OUT-1")


def test_money_after_settlement_is_surplus(app: Flask) -> None:
    number = make.receivable()
    make.receipt(number)
    late = make.receipt(number, Money.of(500))
    assert late.surplus == Money.of(500)
    assert heard().count("ReceivableSettled") == 1


def test_cancelling_turns_what_was_paid_and_what_comes_into_surplus(app: Flask) -> None:
    number = make.receivable()
    make.receipt(number, Money.of(1000))
    for _ in range(2):
        with transaction():
            service.cancel(make.find(number))
    make.receipt(number, Money.of(2000))
    row = make.find(number)
    assert row.state == "cancelled"
    assert queries.open_amount(row) == queries.paid(row) == Money.zero()
    assert ledger.balance("surplus", row.debtor_id) == -Money.of(3000)
    assert ledger.balance("payable", row.creditor_id) == Money.zero()
    assert heard() == [
        "PaymentReceived",
        "ReceivableCancelled",
        "SurplusReceived",
        "PaymentReceived",
        "SurplusReceived",
    ]
    assert book.self_check() == []


def test_another_currency_at_the_door_is_kept_as_surplus(app: Flask) -> None:
    number = make.receivable()
    receipt = make.receipt(number, Money.of(3000, "USD"))
    row = make.find(number)
    assert receipt.surplus == Money.of(3000, "USD")
    assert queries.open_amount(row) == Money.of(3000)
    assert ledger.balance("surplus", row.debtor_id, "USD") == -Money.of(3000, "USD")


@pytest.mark.parametrize("role", ["manager", "member"])
def test_only_money_people_of_the_creditor_book(app: Flask, role: str) -> None:
    number = make.receivable()
    row = make.find(number)
    insiders = Actor(1, row.creditor_id, "university", role, True)
    firm = Actor(1, row.debtor_id, "firm", "owner", True)
    for actor in (insiders, firm):
        with pytest.raises(NotYoursToBook), transaction():
            service.book_receipt(actor, number, "bank", "1", Money.of(1), date(2026, 11, 20))
    with transaction():
        finance = Actor(1, row.creditor_id, "university", "finance", True)
        service.book_receipt(finance, number, "bank", "1", Money.of(1), date(2026, 11, 20))


def test_a_receipt_number_is_not_lost_by_a_deed_undone(app: Flask) -> None:
    number = make.receivable()

    def undone() -> None:
        with transaction():
            service.book_receipt(make.OPERATOR, number, "bank", "1", Money.of(1), date(2026, 11, 20))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert make.receipt(number).number.endswith("-000001")


def test_the_reference_finds_its_amount(app: Flask) -> None:
    first, second = make.find(make.receivable()).reference, make.find(make.receivable()).reference
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in first)
    for text in (first, f"专利许可费 {first[:4]} {first[4:8]}-{first[8:]}", f"{wide}号", first.lower()):
        found = service.find_by_reference(text)
        assert found is not None
        assert found.reference == first
    assert service.find_by_reference(f"{first} {second}") is None
    assert service.find_by_reference("FK2600009999") is None
