"""The same fact told many times at once is booked once. Real threads, both databases, with a negative control."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from market.core.db import db, transaction
from market.core.errors import Conflict
from market.core.money import Money
from market.ledger import queries as ledger
from market.ledger import service as book
from market.ledger.models import JournalEntry
from market.payments import gateway, queries, service
from market.payments.gateway import sandbox
from market.payments.gateway.sessions import open_session
from market.payments.models import CardPayment, Receipt, Receivable
from tests.factories import payments as make

Wrap = Callable[[Callable[[], Any]], Callable[[], Any]]
DAY = date(2026, 11, 20)


def together(in_thread: Wrap, deeds: list[Callable[[], Any]]) -> list[Any]:
    """Start all deeds at the same moment; a Conflict counts as an answer, anything else raised fails the test."""
    barrier = threading.Barrier(len(deeds))

    def started(deed: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            barrier.wait(30)
            try:
                return deed()
            except Conflict as refusal:
                return refusal

        return in_thread(run)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result() for future in [pool.submit(started(deed)) for deed in deeds]]


def count(model: type) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)


def session_of(number: int) -> str:
    """A card session of the amount due, opened and paid, and nobody told."""
    debtor = make.people(number)["debtor"].actor
    with transaction():
        attempt = service.begin_attempt(debtor, number)
    session_id = open_session(attempt)
    sandbox.pay(session_id)
    return session_id


def test_ten_callbacks_at_once_book_once(app: Flask, in_thread: Wrap) -> None:
    number = make.receivable()
    session_id = session_of(number)
    body, signature = sandbox.callback(session_id)
    answers = together(in_thread, [lambda: gateway.receive(body, signature)] * 10)
    assert sorted(answers) == ["booked", *["repeated"] * 9]
    assert count(Receipt) == 1
    assert count(JournalEntry) == 2
    row = make.find(number)
    assert (row.state, ledger.balance("surplus", row.debtor_id)) == ("settled", Money.zero())
    assert book.self_check() == service.self_check() == []


def test_transfers_and_a_card_at_once_lose_nothing(app: Flask, in_thread: Wrap) -> None:
    number = make.receivable()
    session_id = session_of(number)

    def transfer(key: int) -> Callable[[], Any]:
        def deed() -> None:
            with transaction():
                service.book_receipt(make.OPERATOR, number, "bank", str(key), Money.of(1000), DAY)

        return deed

    answers = together(in_thread, [*map(transfer, range(5)), lambda: gateway.fulfil(session_id).id])
    assert not [answer for answer in answers if isinstance(answer, Conflict)]
    row = make.find(number)
    received = sum(receipt.amount_minor for receipt in row.receipts)
    surplus = sum(receipt.surplus_minor for receipt in row.receipts)
    assert received == Money.of(8000).minor
    assert queries.paid(row).minor == received - surplus == Money.of(3000).minor
    assert -ledger.balance("surplus", row.debtor_id).minor == surplus
    assert sorted(receipt.number[-6:] for receipt in row.receipts) == [f"{n:06d}" for n in range(1, 7)]
    assert service.self_check() == []


def test_payment_and_cancellation_at_once_lose_nothing(app: Flask, in_thread: Wrap) -> None:
    number = make.receivable()
    session_id = session_of(number)

    def cancel() -> None:
        with transaction() as session:
            service.cancel(session.get_one(Receivable, number))

    together(in_thread, [cancel, lambda: gateway.fulfil(session_id).id] * 3)
    row = make.find(number)
    assert row.state == "cancelled"
    assert ledger.balance("surplus", row.debtor_id) == -Money.of(3000)
    assert book.self_check() == service.self_check() == []


def test_clicks_at_once_open_one_try(app: Flask, in_thread: Wrap) -> None:
    number = make.receivable()
    debtor = make.people(number)["debtor"].actor

    def click() -> int:
        with transaction():
            return service.begin_attempt(debtor, number).id

    answers = together(in_thread, [click] * 6)
    assert len(set(answers)) == 1
    assert count(CardPayment) == 1


def test_asking_at_once_makes_one_amount_due(app: Flask, in_thread: Wrap) -> None:
    firm, university = make.organisation("firm"), make.organisation("university")
    deeds: list[Callable[[], Any]] = [lambda: make.receivable(Money.of(5), firm, university, "test:same")] * 6
    answers = together(in_thread, deeds)
    assert count(Receivable) == 1
    assert [answer for answer in answers if not isinstance(answer, Conflict)]


def test_without_the_lock_too_much_is_counted_as_paid(
    app: Flask, in_thread: Wrap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: what is open is read before, outside the lock, as careless code would."""
    number = make.receivable()
    stale = queries.open_amount(make.find(number))
    db.session.rollback()
    monkeypatch.setattr(queries, "open_amount", lambda row: stale)

    def transfer(key: int) -> Callable[[], Any]:
        def deed() -> None:
            with transaction():
                service.book_receipt(make.OPERATOR, number, "bank", f"N{key}", Money.of(3000), DAY)

        return deed

    together(in_thread, [transfer(key) for key in range(4)])
    monkeypatch.undo()
    assert queries.open_amount(make.find(number)).minor < 0
    assert any("beyond" in finding for finding in service.self_check())
