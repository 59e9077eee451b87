"""Many at once, with real threads on both databases: one side files, and nothing is invoiced that was not paid."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import func, select, text

from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.filings import service
from market.filings.errors import RegisteredAlready, TakenAlready, TooMuchInvoiced
from market.filings.models import ContractRegistration, Filing, Invoice, InvoiceAccount
from tests.factories import filings as file
from tests.factories import licensing as make
from tests.licensing.test_races import at_once

Wrap = Callable[[Callable[[], Any]], Callable[[], Any]]


def begin(actor: Actor, licence_id: int) -> Callable[[], Any]:
    def deed() -> Any:
        with transaction():
            return service.recordals.begin(actor, licence_id).id

    return deed


def ask(actor: Actor, receivable_id: int, amount: int) -> Callable[[], Any]:
    form = make.once()

    def deed() -> Any:
        with transaction():
            return service.invoices.ask(actor, receivable_id, file.wanted(amount=amount, once=form)).id

    return deed


def count(model: type) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)


def test_of_all_who_want_to_file_one_does(app: Flask, in_thread: Wrap) -> None:
    deal = file.deal()
    sides = [deal.firm.actor, deal.university.actor, deal.operator.actor] * 3
    results = at_once([begin(actor, deal.licence_id) for actor in sides], in_thread)
    assert sum(isinstance(result, int) for result in results) == 1, results
    assert all(isinstance(result, int | TakenAlready) for result in results), results
    assert count(Filing) == 1


def test_the_database_alone_keeps_one_open_filing(app: Flask, in_thread: Wrap) -> None:
    deal = file.deal()

    def blind() -> Any:
        with transaction() as session:
            session.add(Filing(licence_id=deal.licence_id, kind="recordal", side="licensee"))
        return True

    results = at_once([blind] * 5, in_thread)
    assert results.count(True) == 1, results
    assert sum(isinstance(result, Refusal) for result in results) == 4


def test_without_the_index_several_would_file(app: Flask, in_thread: Wrap) -> None:
    """The control: it is the index that decides."""
    deal = file.deal()
    with transaction() as session:
        session.execute(text("drop index uq_filing_open"))

    def blind() -> Any:
        with transaction() as session:
            session.add(Filing(licence_id=deal.licence_id, kind="recordal", side="licensee"))
        return True

    assert at_once([blind] * 5, in_thread).count(True) == 5


def test_parallel_requests_never_invoice_more_than_was_paid(app: Flask, in_thread: Wrap) -> None:
    deal = file.deal()
    results = at_once([ask(deal.firm.actor, deal.receivable_id, 9_000) for _ in range(10)], in_thread)
    assert sum(isinstance(result, int) for result in results) == 3, results
    assert all(isinstance(result, int | TooMuchInvoiced) for result in results), results
    db.session.rollback()
    total = db.session.scalar(select(func.sum(Invoice.amount_minor)))
    account = db.session.scalars(select(InvoiceAccount)).one()
    assert total == account.invoiced_minor == Money.of(27_000).minor


def test_one_contract_registered_by_many_is_registered_once(app: Flask, in_thread: Wrap) -> None:
    deal = file.deal()

    def register(number: int) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                entry = file.entry(number=f"20263703010{number:05d}")
                return service.registrations.register(deal.university.actor, deal.licence_id, entry).id

        return deed

    results = at_once([register(number) for number in range(6)], in_thread)
    assert sum(isinstance(result, int) for result in results) == 1, results
    assert all(isinstance(result, int | RegisteredAlready) for result in results), results
    assert count(ContractRegistration) == 1
