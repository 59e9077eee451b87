"""Every way in which book, payments, bank and card service can disagree becomes one item, and goes by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import event, func, select, text

from market.core import clock
from market.core.db import db, transaction
from market.core.money import Money
from market.core.outbox import EventRow
from market.payments import gateway as door
from market.payments import service as payments
from market.payments.gateway import sandbox
from market.payments.models import Receipt, Receivable, SandboxSession
from market.reconciliation import gateway, queries, service
from market.reconciliation.errors import NotOpen, OperatorOnly, ReasonMissing
from market.reconciliation.models import Check, Difference
from market.reconciliation.rules import Finding
from tests.factories import accounts
from tests.factories import payments as make


def found() -> dict[str, str]:
    """Check now; the known differences by kind, with their state."""
    db.session.rollback()
    gateway.check()
    db.session.rollback()
    return {row.kind: row.state for row in db.session.scalars(select(Difference))}


@contextmanager
def behind_the_triggers() -> Iterator[Any]:
    """A connection on which the book can be spoilt, as a mistaken hand in the database could."""
    db.session.rollback()
    with db.engines[None].begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set local session_replication_role = replica"))
            yield connection
            return
        kept = connection.execute(
            text(
                "select name, sql from sqlite_master where type = 'trigger' and tbl_name in ('posting','journal_entry')"
            )
        ).all()
        for name, _sql in kept:
            connection.execute(text(f"drop trigger {name}"))
        yield connection
        for _name, sql in kept:
            connection.execute(text(sql))


def spoil(*statements: str) -> None:
    with behind_the_triggers() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_a_sound_market_has_none(app: Flask) -> None:
    make.receipt(make.receivable(), Money.of(5000))
    assert found() == {}
    check = queries.last_check()
    assert check is not None
    assert (check.found, check.opened, check.gone, check.skipped) == (0, 0, 0, "")


def test_a_state_that_the_ledger_denies(app: Flask) -> None:
    number = make.receivable()
    spoil(f"update receivable set settled_at = '2026-11-20 08:00:00' where id = {number}")
    assert found() == {"state": "open"}
    row = db.session.scalars(select(Difference)).one()
    assert (row.about, row.money) == (f"receivable:{number}", Money.of(3000))
    first = row.first_seen
    with clock.as_of(clock.now() + timedelta(days=1)):
        assert found() == {"state": "open"}
    row = db.session.scalars(select(Difference)).one()
    assert row.first_seen == first < row.last_seen
    spoil(f"update receivable set settled_at = null where id = {number}")
    assert found() == {"state": "gone"}
    assert db.session.scalars(select(Difference)).one().gone_at is not None
    spoil(f"update receivable set cancelled_at = '2026-11-20 08:00:00' where id = {number}")
    assert found() == {"state": "open"}
    names = db.session.scalars(
        select(EventRow.name).where(EventRow.name.startswith("reconciliation.")).order_by(EventRow.id)
    )
    assert [name.rpartition(".")[2] for name in names] == ["DifferenceOpened", "DifferenceGone", "DifferenceOpened"]


def test_a_receipt_that_does_not_stand_in_the_book(app: Flask) -> None:
    number = make.receivable()
    receipt = make.receipt(number).id
    entry = f"business_key = 'receipt:{receipt}'"
    spoil(
        f"delete from posting where entry_id in (select id from journal_entry where {entry})",
        f"delete from journal_entry where {entry}",
    )
    assert found() == {"unposted": "open", "state": "open"}


def test_an_entry_for_a_receipt_that_is_not_there(app: Flask) -> None:
    receipt = make.receipt(make.receivable()).id
    spoil(f"update receipt set id = id + 1000 where id = {receipt}")
    assert {"orphan", "unposted"} <= found().keys()


def test_a_receipt_of_another_amount_than_its_entry(app: Flask) -> None:
    receipt = make.receipt(make.receivable()).id
    spoil(f"update receipt set amount_minor = amount_minor + 1 where id = {receipt}")
    assert found()["amount"] == "open"


def test_a_mistake_in_the_book(app: Flask) -> None:
    make.receivable()
    spoil("update posting set amount_minor = amount_minor + 1 where amount_minor > 0")
    assert found()["book"] == "open"


def test_a_payment_without_an_outcome(app: Flask) -> None:
    number = make.receivable()
    debtor = make.people(number)["debtor"].actor
    with transaction():
        payments.begin_attempt(debtor, number)
    assert found() == {}
    assert queries.stuck_payments() == []
    with clock.as_of(clock.now() + timedelta(hours=26)):
        assert found() == {"stuck": "open"}
        assert len(queries.stuck_payments()) == 1
        door.ask_again()
        with clock.as_of(clock.now() + timedelta(hours=1)):
            door.ask_again()
            assert found() == {"stuck": "gone"}


def test_surplus_that_stays_too_long(app: Flask) -> None:
    receipt = make.receipt(make.receivable(), Money.of(3500), on=clock.today() - timedelta(days=13)).id
    assert found() == {}
    with clock.as_of(clock.now() + timedelta(days=2)):
        assert found() == {"surplus": "open"}
        assert db.session.scalars(select(Difference)).one().money == Money.of(500)
        with transaction():
            payments.give_back(make.OPERATOR, receipt, clock.today(), "OUT1")
        assert found() == {"surplus": "gone"}


def test_surplus_that_the_ledger_does_not_have(app: Flask) -> None:
    receipt = make.receipt(make.receivable(), Money.of(3500)).id
    spoil(f"update receipt set surplus_minor = surplus_minor - 100 where id = {receipt}")
    assert found() == {"surplus": "open"}
    assert db.session.scalars(select(Difference)).one().money == Money.of(1)


def paid_session(number: int) -> str:
    """A card session of the amount due, paid at the door; nobody here was told."""
    debtor = make.people(number)["debtor"].actor
    with app_request():
        door.start(debtor, number)
    session_id = db.session.scalars(select(SandboxSession.id).order_by(SandboxSession.created_at.desc())).first() or ""
    sandbox.pay(session_id)
    return session_id


@contextmanager
def app_request() -> Iterator[None]:
    with current_app.test_request_context():
        yield


def test_what_the_card_service_moved_stands_in_the_book(app: Flask) -> None:
    number = make.receivable()
    session_id = paid_session(number)
    assert found() == {}, "what has just moved may still be on its way"
    with clock.as_of(clock.now() + timedelta(hours=1)):
        assert found() == {"door": "open"}
        door.fulfil(session_id)
        assert found() == {"door": "gone"}


def test_a_booked_card_payment_that_the_card_service_does_not_know(app: Flask) -> None:
    number = make.receivable()
    with clock.as_of(clock.now() - timedelta(days=3)), transaction():
        payments.book_receipt(make.OPERATOR, number, "sandbox_card", "sandbox:none", Money.of(3000), clock.today())
    assert found() == {"door": "open"}
    assert queries.open_differences()[0].facts["says"] == "book_only"


def test_what_could_not_be_asked_stays_as_it_is(app: Flask) -> None:
    one = Finding("door", "door:x", facts={"says": "book_only", "number": "1", "amount": "1", "fact": "x"})
    with transaction():
        service.keep([one])
    with transaction():
        service.keep([], ["door: unreachable"])
    assert db.session.scalars(select(Difference.state)).all() == ["open"]
    with transaction():
        check = service.keep([])
        assert check.gone == 1


def test_a_person_explains_with_name_and_time(app: Flask) -> None:
    number = make.receivable()
    spoil(f"update receivable set settled_at = '2026-11-20 08:00:00' where id = {number}")
    found()
    row = queries.open_differences()[0].id
    operator = accounts.user(accounts.organisation("operator")).actor
    for actor, note, refusal in (
        (accounts.actor("firm"), "mine", OperatorOnly),
        (operator, "  ", ReasonMissing),
    ):
        with pytest.raises(refusal), transaction():
            service.explain(actor, row, note)
    with transaction():
        service.explain(operator, row, "settled by hand, see file 7")
    assert found() == {"state": "explained"}
    kept = queries.difference(row)
    assert (kept.note, kept.explained_by) == ("settled by hand, see file 7", operator.user_id)
    assert kept.explained_at is not None
    make.receipt(number, Money.of(1000))
    assert found()["state"] == "open", "what was explained has changed"
    spoil(f"update receivable set settled_at = null where id = {number}")
    assert found() == {"state": "gone"}
    with pytest.raises(NotOpen), transaction():
        service.explain(operator, row, "late")


def test_the_same_difference_is_never_doubled(app: Flask) -> None:
    spoil(f"update receivable set settled_at = '2026-11-20 08:00:00' where id = {make.receivable()}")
    for _time in range(3):
        found()
    assert db.session.scalar(select(func.count()).select_from(Difference)) == 1
    assert db.session.scalar(select(func.count()).select_from(Check)) == 3


def test_many_amounts_are_compared_in_one_pass(app: Flask) -> None:
    firm, university = make.organisation("firm"), make.organisation("university")
    for _time in range(5):
        make.receipt(make.receivable(Money.of(10), firm, university))
    statements: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    engine = db.engines.get("reading", db.engines[None])
    event.listen(engine, "before_cursor_execute", count)
    list(queries.row_findings())
    event.remove(engine, "before_cursor_execute", count)
    assert len(statements) < 25
    assert db.session.scalar(select(func.count()).select_from(Receivable)) == 5
    assert db.session.scalar(select(func.count()).select_from(Receipt)) == 5
