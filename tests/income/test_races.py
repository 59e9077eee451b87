"""One receipt is divided once, and a split approved and paid once, however many try at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.income.models import Share, SharePayment, Split
from market.income.queries import splits
from market.income.service import deciding, drafting, paying
from market.income.service.keeping import CostData, enter_cost
from market.ledger import service as book
from market.payments import service as payments
from tests.factories import accounts
from tests.factories import income as make

Wrap = Callable[[Callable[[], Any]], Callable[[], Any]]
MANY = 5


def together(in_thread: Wrap, deeds: list[Callable[[], Any]]) -> list[Any]:
    """Start all deeds at the same moment; a refusal counts as an answer, anything else raised fails the test."""
    barrier = threading.Barrier(len(deeds))

    def started(deed: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            barrier.wait(30)
            try:
                return deed()
            except Refusal as refusal:
                return type(refusal).__name__

        return in_thread(run)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result() for future in [pool.submit(started(deed)) for deed in deeds]]


def count(model: type) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)


def test_a_receipt_is_divided_once_by_many(app: Flask, in_thread: Wrap) -> None:
    one = make.case()
    drafter, wishes = one.drafter, make.proposal(one)
    db.session.rollback()

    def draft() -> str:
        with transaction():
            return drafting.draft(drafter, one.receipt_id, wishes).state

    answers = together(in_thread, [draft] * MANY)
    assert answers.count("draft") == 1
    assert count(Split) == 1


def test_without_the_key_two_would_be_stored(app: Flask) -> None:
    """The negative control: rows that are not live do not block one another, so it is the live key that does."""
    one = make.case()
    first = make.draft(one)
    with transaction():
        drafting.drop(one.drafter, first.id)
    make.draft(one)
    assert count(Split) == 2


def test_a_split_is_approved_and_booked_once(app: Flask, in_thread: Wrap) -> None:
    one = make.case()
    approver, number = one.approver, make.draft(one).id
    db.session.rollback()

    def approve() -> str:
        with transaction():
            return deciding.approve(approver, number).state

    answers = together(in_thread, [approve] * MANY)
    assert answers.count("approved") == 1
    db.session.rollback()
    assert splits.owed_in_all(one.licence.licensor_id) == Money.of(24_000)


def test_shares_are_paid_once(app: Flask, in_thread: Wrap) -> None:
    one = make.case()
    split = make.approved(one)
    approver, shares = one.approver, [share.id for share in split.shares]
    db.session.rollback()

    def pay() -> int:
        with transaction():
            return len(paying.pay(approver, shares, paying.Paid(clock.today())))

    answers = together(in_thread, [pay] * MANY)
    assert [answer for answer in answers if isinstance(answer, int)] == [4]
    assert count(SharePayment) == 4
    assert splits.owed_in_all(one.licence.licensor_id) == Money(0)


def test_approval_and_reversal_at_once_leave_nothing_owed(app: Flask, in_thread: Wrap) -> None:
    one = make.case()
    approver, number, operator = one.approver, make.draft(one).id, accounts.actor("operator")
    db.session.rollback()

    def approve() -> str:
        with transaction():
            return deciding.approve(approver, number).state

    def reverse() -> str:
        with transaction():
            payments.reverse_receipt(operator, one.receipt_id, "银行退汇")
        return "reversed"

    answers = together(in_thread, [approve, reverse])
    assert "reversed" in answers
    db.session.rollback()
    assert db.session.get_one(Split, number).state in ("reversed", "dropped")
    assert splits.owed_in_all(one.licence.licensor_id) == Money(0)
    assert book.self_check() == []


def test_a_cost_is_not_deducted_by_two_receipts_at_once(app: Flask, in_thread: Wrap) -> None:
    one = make.case()
    drafter, wishes = one.drafter, make.proposal(one)
    operator = accounts.actor("operator")
    with transaction():
        due = payments.ask(
            f"licence:{one.licence_id}",
            "二期",
            one.licence.licensee_id,
            one.licence.licensor_id,
            Money.of(5_000),
            None,
            2,
        )
        second = payments.book_receipt(operator, due.id, "bank", "ZWEI", Money.of(5_000), clock.today()).id
        enter_cost(drafter, one.receipt_id, CostData("tax", Money.of(1_000), clock.today()))

    def draft(receipt_id: int) -> Callable[[], str]:
        def deed() -> str:
            with transaction():
                return drafting.draft(drafter, receipt_id, wishes).state

        return deed

    answers = together(in_thread, [draft(one.receipt_id), draft(second)])
    assert answers == ["draft", "draft"]
    db.session.rollback()
    taken = db.session.scalar(select(func.sum(Share.amount_minor)).where(Share.kind == "cost"))
    assert taken == 100_000
