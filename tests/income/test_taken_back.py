"""Money that goes back after it was divided: what follows for the split, at once."""

from flask import Flask

from market.core import clock
from market.core.db import db, transaction
from market.core.money import Money
from market.income.models import Split
from market.income.queries import matters, splits
from market.income.service import paying
from market.ledger import queries as ledger
from market.payments import service as payments
from market.payments.models import Receipt
from tests.factories import accounts
from tests.factories import income as make
from tests.factories import payments as money


def refund(one: make.Case, amount: str) -> int:
    with transaction():
        return payments.ask_refund(money.OPERATOR, one.receipt_id, Money.of(amount), "agreed", by_bank=True).id


def test_a_refund_takes_an_approved_split_back_and_leaves_the_rest_to_divide(app: Flask) -> None:
    one = make.case()
    split, university = make.approved(one), one.licence.licensor_id
    refund(one, "10000")
    assert make.again(split).state == "reversed"
    assert not ledger.balance("share", university)
    assert splits.payable_rows(university) == []
    assert [row.money for row in matters.waiting(university)] == [Money.of(20_000)]
    assert make.approved(one).money == Money.of(20_000)


def test_a_refund_withdraws_a_draft(app: Flask) -> None:
    one = make.case()
    split = make.draft(one)
    refund(one, "30000")
    assert make.again(split).state == "dropped"
    assert matters.waiting(one.licence.licensor_id) == []


def test_after_a_cancellation_nothing_of_a_refunded_receipt_counts(app: Flask) -> None:
    one = make.case()
    refund(one, "10000")
    with transaction():
        payments.cancel(one.receipt.receivable)
    assert not matters.divisible_of(db.session.get_one(Receipt, one.receipt_id))


def test_what_was_paid_out_of_a_reversed_split_comes_back_once(app: Flask) -> None:
    one = make.case()
    split_id, university = make.approved(one).id, one.licence.licensor_id
    with transaction():
        shares = [row.id for row in paying.pay(one.approver, all_of(split_id), paying.Paid(clock.today()))]
    refund(one, "30000")
    owed = -ledger.balance("share", university)
    assert owed.minor < 0
    client = app.test_client()
    accounts.sign_in(client, one.finance)
    assert "/recovered" in client.get(f"/income/splits/{split_id}").get_data(as_text=True)
    data = {"share": [str(number) for number in shares], "paid_on": clock.today().isoformat(), "bank_reference": "B1"}
    assert client.post(f"/income/splits/{split_id}/recovered", data=data | {"paid_on": ""}).status_code == 422
    assert client.post(f"/income/splits/{split_id}/recovered", data=data).status_code == 302
    assert not ledger.balance("share", university)
    assert client.post(f"/income/splits/{split_id}/recovered", data=data).status_code == 409
    assert "/recovered" not in client.get(f"/income/splits/{split_id}").get_data(as_text=True)


def all_of(split_id: int) -> list[int]:
    return [row.id for row in db.session.get_one(Split, split_id).shares]
