"""What fails after the world has moved on, and money that turns out to lie elsewhere."""

from datetime import date

import pytest
from flask import Flask

from market.core.db import db, transaction
from market.core.money import Money
from market.ledger import queries as ledger
from market.payments import queries, service
from market.payments.errors import Contested
from market.payments.models import Payout, Receipt
from market.payments.rules import DisputeOutcome, RefundOutcome
from tests.factories import banking as bank
from tests.factories import payments as make

DAY = date(2026, 11, 21)


def paid_by_card(number: int) -> int:
    with transaction():
        return service.book_receipt(
            make.OPERATOR, number, "sandbox_card", f"fact{number}", make.find(number).money, DAY
        ).id


def test_a_refund_that_fails_after_the_cancellation_is_surplus_not_the_payees(app: Flask) -> None:
    number = make.receivable()
    receipt_id = paid_by_card(number)
    with transaction():
        refund = service.ask_refund(make.OPERATOR, receipt_id, Money.of(1000), "half")
        key, refund_id = refund.key, refund.id
    with transaction():
        service.cancel(make.find(number))
    with transaction():
        service.conclude_refund(
            RefundOutcome(key, "re_1", f"fact{number}", "failed", Money.of(1000), DAY), "sandbox_card"
        )
    row, receipt = make.find(number), db.session.get_one(Receipt, receipt_id)
    assert receipt.left_to_give_back == Money.of(3000)
    assert ledger.balance("surplus", row.debtor_id) == -Money.of(3000)
    assert not ledger.balance("payable", row.creditor_id)
    with transaction():
        service.retry_refund(make.OPERATOR, refund_id)
    with transaction():
        service.conclude_refund(
            RefundOutcome(key, "re_2", f"fact{number}", "done", Money.of(1000), DAY, turn=2), "sandbox_card"
        )
    assert ledger.balance("surplus", row.debtor_id) == -Money.of(2000)
    assert not ledger.balance("payable", row.creditor_id)


def test_nothing_is_passed_on_of_money_that_came_to_the_universitys_own_account(app: Flask) -> None:
    house, own = bank.account(), bank.account(kind="university")
    number = make.receivable(creditor_id=own.organisation_id)
    receipt_id = make.receipt(number).id
    with transaction():
        service.place(receipt_id, house.id)
    assert [row.money for row in queries.payouts_waiting()] == [Money.of(3000)]
    with transaction():
        service.place(receipt_id, own.id)
    assert not queries.payouts_waiting()
    with transaction():
        service.place(receipt_id, house.id)
    assert [row.money for row in queries.payouts_waiting()] == [Money.of(3000)]


def test_a_payout_the_bank_did_not_carry_out_waits_over_what_is_left_by_now(app: Flask) -> None:
    number = make.receivable()
    receipt_id = paid_by_card(number)
    payout = queries.payouts_of(receipt_id)[0].id
    with transaction():
        service.mark_listed(make.OPERATOR, [payout])
    outside = RefundOutcome("", "re_o", f"fact{number}", "done", Money.of(1000), DAY)
    with transaction():
        service.conclude_refund(outside, "sandbox_card")
    with transaction():
        service.mark_undone(make.OPERATOR, [payout], problem="wrong account")
    assert db.session.get_one(Payout, payout).money == Money.of(2000)


def test_nothing_goes_back_by_hand_or_again_while_the_payer_contests_it(app: Flask) -> None:
    number = make.receivable()
    receipt_id = paid_by_card(number)
    with transaction():
        refund = service.ask_refund(make.OPERATOR, receipt_id, Money.of(1000), "half")
        refund_id, key = refund.id, refund.key
    failed = RefundOutcome(key, "re_1", f"fact{number}", "failed", Money.of(1000), DAY)
    with transaction():
        service.conclude_refund(failed, "sandbox_card")
    with transaction():
        service.cancel(make.find(number))
    dispute = DisputeOutcome("dp_1", f"fact{number}", Money.of(3000), "open", True, "fraudulent", None)
    with transaction():
        service.book_dispute(dispute, "sandbox_card")
    with pytest.raises(Contested), transaction():
        service.retry_refund(make.OPERATOR, refund_id)
    with pytest.raises(Contested), transaction():
        service.give_back(make.OPERATOR, receipt_id, DAY, "B1")
