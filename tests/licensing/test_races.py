"""Many at once, with real threads on both databases: one licence each, one posting each, no money lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.core.outbox import EventRow
from market.ledger import service as book
from market.ledger.models import JournalEntry
from market.licensing import service
from market.licensing.models import Licence, LicenceRequest
from market.licensing.service import moves, timers
from market.payments import service as payments
from market.payments.models import Receipt
from tests.factories import licensing as make
from tests.factories.licensing import Side

Wrap = Callable[[Callable[[], Any]], Callable[[], Any]]


def at_once(deeds: list[Callable[[], Any]], in_thread: Wrap) -> list[Any]:
    """Run every deed in a thread of its own, all starting together; a refusal is a result like any other."""
    gate = Barrier(len(deeds))
    db.session.remove()

    def started(deed: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            gate.wait(30)
            try:
                return deed()
            except Refusal as refusal:
                return refusal

        return in_thread(run)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [job.result(120) for job in [pool.submit(started(deed)) for deed in deeds]]


def send(firm: Side, listing_id: int, once: str) -> Callable[[], Any]:
    def deed() -> Any:
        with transaction():
            return service.send_notice(firm.actor, listing_id, once).id

    return deed


def book_money(operator: Side, receivable_id: int, key: str, amount: Money) -> Callable[[], Any]:
    def deed() -> Any:
        with transaction():
            return payments.book_receipt(operator.actor, receivable_id, "bank", key, amount, clock.today()).id

    return deed


def count(model: type, *where: Any) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0)


def receipts_booked() -> int:
    return count(JournalEntry, JournalEntry.kind == "receipt")


def test_twenty_firms_take_one_listing_at_once(app: Flask, in_thread: Wrap) -> None:
    listing, operator = make.offer(), make.side("operator")
    listing_id, firms = listing.id, [make.side() for _ in range(20)]
    sent = at_once([send(firm, listing_id, make.once()) for firm in firms], in_thread)
    assert all(isinstance(result, int) for result in sent), sent
    requests = [db.session.get_one(LicenceRequest, request_id) for request_id in sent]
    dues = [make.receivable(request).id for request in requests]
    paid = at_once([book_money(operator, due, f"K{due}", Money.of(30_000)) for due in dues], in_thread)
    assert all(isinstance(result, int) for result in paid), paid
    assert count(Licence) == 20
    assert receipts_booked() == 20
    holders = db.session.scalars(select(Licence.licensee_id)).all()
    assert sorted(holders) == sorted(firm.actor.organisation_id for firm in firms)
    assert book.self_check() == []


@pytest.mark.parametrize("same_form", [True, False], ids=["double click", "tabs"])
def test_one_firm_sending_many_times_makes_one_request(app: Flask, in_thread: Wrap, same_form: bool) -> None:
    listing_id, firm, form = make.offer().id, make.side(), make.once()
    results = at_once([send(firm, listing_id, form if same_form else make.once()) for _ in range(8)], in_thread)
    ids = {result for result in results if isinstance(result, int)}
    assert len(ids) == 1
    refusals = [result for result in results if isinstance(result, Refusal)]
    assert len(refusals) == (0 if same_form else 7)
    assert {getattr(refusal, "request_id", None) for refusal in refusals} <= ids
    assert count(LicenceRequest) == 1


def test_the_same_payment_told_many_times_is_one_licence_and_one_posting(app: Flask, in_thread: Wrap) -> None:
    request, operator = make.notice(make.offer(), make.side()), make.side("operator")
    due = make.receivable(request).id
    results = at_once([book_money(operator, due, "SAME", Money.of(30_000)) for _ in range(8)], in_thread)
    assert len(set(results)) == 1, results
    assert (count(Licence), receipts_booked(), count(Receipt)) == (1, 1, 1)


def test_two_payments_at_once_are_one_licence_and_a_surplus(app: Flask, in_thread: Wrap) -> None:
    request, operator = make.notice(make.offer(), make.side()), make.side("operator")
    due = make.receivable(request).id
    at_once([book_money(operator, due, f"P{number}", Money.of(30_000)) for number in range(6)], in_thread)
    assert (count(Licence), count(Receipt)) == (1, 6)
    surplus = sum(receipt.surplus_minor for receipt in db.session.scalars(select(Receipt)))
    assert surplus == 5 * Money.of(30_000).minor
    assert book.self_check() == []


def test_parts_paid_at_once_add_up_to_one_licence(app: Flask, in_thread: Wrap) -> None:
    request, operator = make.notice(make.offer(), make.side()), make.side("operator")
    due = make.receivable(request).id
    at_once([book_money(operator, due, f"T{number}", Money.of(3_000)) for number in range(10)], in_thread)
    assert count(Licence) == 1
    assert count(Receipt, Receipt.surplus_minor > 0) == 0


def test_payment_against_cancellation_loses_nothing(app: Flask, in_thread: Wrap) -> None:
    for round_ in range(4):
        firm, operator = make.side(), make.side("operator")
        request = make.notice(make.offer(), firm)
        due, request_id = make.receivable(request).id, request.id

        def cancel(firm: Side = firm, request_id: int = request_id) -> Any:
            with transaction():
                service.cancel(firm.actor, request_id)

        at_once([cancel, book_money(operator, due, f"C{round_}", Money.of(30_000))], in_thread)
        found = make.again(request)
        receipt = db.session.scalars(select(Receipt).where(Receipt.receivable_id == due)).one()
        assert (found.state, receipt.surplus_minor) in {("granted", 0), ("cancelled", receipt.amount_minor)}
        assert (found.licence is not None) == (found.state == "granted")
    assert book.self_check() == []


def test_operators_deciding_at_once_decide_once(app: Flask, in_thread: Wrap) -> None:
    firm = make.side()
    request = make.notice(make.offer(), firm)
    with transaction():
        db.session.merge(firm.organisation).state = "suspended"
    make.pay(request)
    with transaction():
        db.session.merge(firm.organisation).state = "approved"
    operators, request_id = [make.side("operator") for _ in range(6)], request.id

    def release(operator: Side) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                return service.release(operator.actor, request_id).id

        return deed

    def close(operator: Side) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                service.close(operator.actor, request_id, "x")

        return deed

    deeds = [release(it) for it in operators[:3]] + [close(it) for it in operators[3:]]
    results = at_once(deeds, in_thread)
    assert sum(not isinstance(result, Refusal) for result in results) == 1, results
    found = make.again(request)
    assert (found.state, count(Licence)) in {("granted", 1), ("closed", 0)}


def test_timers_running_twice_at_once_do_everything_once(app: Flask, in_thread: Wrap) -> None:
    licence = make.licence()
    with transaction():
        db.session.get_one(Licence, licence.id).recordal_due = clock.today()
    results = at_once([timers.remind_of_recordal] * 4, in_thread)
    assert not [result for result in results if isinstance(result, Refusal)]
    assert count(make.Licence) == 1
    assert count_events("licensing.RecordalDueSoon") == 1


def count_events(name: str) -> int:

    return count(EventRow, EventRow.name == name)


def test_negative_control_without_compare_and_swap_both_go_through(app: Flask, in_thread: Wrap) -> None:
    """The races above mean something: look first, write later without looking again, and both believe they did it."""
    request_id, gate = make.notice(make.offer(), make.side()).id, Barrier(2)

    def careless(new: str) -> Callable[[], Any]:
        def deed() -> Any:
            if db.session.get_one(LicenceRequest, request_id).state != "noticed":
                return "too late"
            gate.wait(30)
            with transaction():
                db.session.execute(update(LicenceRequest).where(LicenceRequest.id == request_id).values(state=new))
            return new

        return deed

    assert at_once([careless("cancelled"), careless("lapsed")], in_thread) == ["cancelled", "lapsed"]


def test_with_compare_and_swap_only_one_of_the_same_two_goes_through(app: Flask, in_thread: Wrap) -> None:
    request_id = make.notice(make.offer(), make.side()).id

    def swap(new: str) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                found = db.session.get_one(LicenceRequest, request_id)
                moves.take(found, "noticed", new)
                return new

        return deed

    results = at_once([swap("cancelled"), swap("lapsed")], in_thread)
    assert sum(isinstance(result, str) for result in results) == 1
