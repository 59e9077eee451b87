"""Registering technology contracts: once, by the seller, with amounts that fit; one reminder; the figures."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Conflict, NotFound
from market.core.money import Money
from market.core.outbox import EventRow
from market.filings import queries, service
from market.filings.errors import OnlyTheSeller, RegisteredAlready, RegistrationNotRight
from market.filings.models import ContractRegistration
from tests.factories import filings as file
from tests.factories import licensing as make


def register(found: file.Deal, actor: object = None, correcting: bool = False, **over: object) -> ContractRegistration:
    """The seller enters a registration."""
    with transaction():
        who = actor or found.university.actor
        return service.registrations.register(who, found.licence_id, file.entry(**over), correcting)  # type: ignore[arg-type]


@pytest.mark.rule("R31")
def test_the_seller_registers_once(app: Flask) -> None:
    deal = file.deal()
    row = register(deal)
    assert (row.amount, row.technology, row.seller_id) == (
        Money.of(30_000),
        Money.of(30_000),
        deal.university.organisation.id,
    )
    with pytest.raises(RegisteredAlready):
        register(deal, number="2026370301000999")
    corrected = register(deal, correcting=True, number="2026370301000999", technology=20_000)
    assert (corrected.id, corrected.number, corrected.technology) == (row.id, "2026370301000999", Money.of(20_000))


@pytest.mark.rule("R31")
def test_the_buyer_and_strangers_do_not_register(app: Flask) -> None:
    deal = file.deal()
    with pytest.raises(OnlyTheSeller):
        register(deal, deal.firm.actor)
    with pytest.raises(NotFound):
        register(deal, make.side("university").actor)
    assert register(deal, deal.operator.actor).state == "registered"


@pytest.mark.rule("R31")
def test_the_database_knows_one_registration_per_contract(app: Flask) -> None:
    deal, other = file.deal(), file.deal()
    register(deal)
    row = {"seller_id": deal.university.organisation.id, "registered_on": clock.today(), "number": "1"}
    with pytest.raises(Conflict), transaction() as session:
        session.add(ContractRegistration(licence_id=deal.licence_id, **row))
    with pytest.raises(Conflict), transaction() as session:
        session.add(ContractRegistration(licence_id=other.licence_id, amount_minor=1, technology_minor=2, **row))
    with pytest.raises(Conflict):
        register(other)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"amount": 100, "technology": 101}, "technology"),
        ({"number": "x"}, "number"),
        ({"office": "  "}, "office"),
        ({"on": clock.today() + timedelta(days=1)}, "on"),
        ({"on": clock.today() - timedelta(days=500)}, "on"),
    ],
)
def test_what_cannot_be_is_refused(app: Flask, over: dict[str, object], field: str) -> None:
    with pytest.raises(RegistrationNotRight) as wrong:
        register(file.deal(), **over)
    assert set(wrong.value.fields) == {field}


@pytest.mark.rule("R31")
def test_one_reminder_and_none_once_it_is_registered_or_waived(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 4, tzinfo=UTC), tick=False):
        deals = [file.deal() for _ in range(3)]
        register(deals[0])
        with transaction():
            service.registrations.waive(deals[1].university.actor, deals[1].licence_id, "金额小")
        service.timers.remind_of_registration()
    assert reminded() == []
    with time_machine.travel(datetime(2026, 4, 2, 4, tzinfo=UTC), tick=False):
        service.timers.remind_of_registration()
        service.timers.remind_of_registration()
    assert reminded() == [deals[2].licence_id]
    with time_machine.travel(datetime(2026, 4, 3, 4, tzinfo=UTC), tick=False):
        assert register(deals[1], number="2026370301000777").state == "registered"


def reminded() -> list[int]:
    """The licences whose sellers were reminded."""
    db.session.rollback()
    rows = db.session.scalars(select(EventRow).where(EventRow.name == "filings.RegistrationDue"))
    return [row.payload["licence_id"] for row in rows]


def test_the_figures_add_what_was_registered_in_the_period(app: Flask) -> None:
    one, two = file.deal(), file.deal()
    register(one)
    register(two, number="2026370301000456", amount=50_000, technology=10_000)
    today = clock.today()
    found = queries.registered(today, today)
    assert (found.contracts, found.amounts, found.technology) == (
        2,
        {"CNY": Money.of(80_000)},
        {"CNY": Money.of(40_000)},
    )
    assert queries.registered(today, today, two.university.organisation.id).contracts == 1
    assert queries.registered(today + timedelta(days=1), today + timedelta(days=9)).contracts == 0
