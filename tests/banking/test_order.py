"""In which order deeds hold what they change, and where adopted money lies."""

from typing import Any

import pytest
from flask import Flask

from market.banking import service
from market.banking.service import assigning
from market.core import db as core_db
from market.core.db import transaction
from market.core.money import Money
from market.payments import queries
from tests.factories import banking as bank
from tests.factories import payments as make


def row_of(kept: bank.Kept, amount: str) -> int:
    bank.imported(kept, bank.csv([bank.Line(amount, "nobody", "nothing", "REF1")]))
    return bank.rows(kept)[0].id


def test_amounts_due_are_held_before_rows(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, due = bank.account(), bank.due()
    row, held = row_of(kept, "3000"), []

    def lock_row(found: Any) -> None:
        held.append(type(found).__name__)
        core_db.lock_row(found)

    monkeypatch.setattr(assigning, "lock_row", lock_row)

    def first() -> str:
        one = held[0]
        held.clear()
        return one

    with transaction():
        part = service.assign(kept.person, row, [(due.id, Money.of(3000))]).live_parts[0].id
    assert first() == "Receivable"
    with transaction():
        service.take_back(kept.person, part, "wrong")
    assert first() == "Receivable"
    by_hand = make.receipt(due.id, key="other").id
    with transaction():
        service.adopt(kept.person, row, by_hand)
    assert first() == "Receivable"


def test_what_a_statement_shows_at_the_house_is_passed_on_and_elsewhere_is_not(app: Flask) -> None:
    house, own = bank.account(), bank.account(kind="university")
    due = bank.due(creditor_id=own.organisation_id)
    by_hand = make.receipt(due.id, key="booked by hand").id
    at_house, elsewhere = row_of(house, "3000"), row_of(own, "3000")
    assert not queries.payouts_waiting()
    with transaction():
        part = service.adopt(house.person, at_house, by_hand).live_parts[0].id
    assert [row.money for row in queries.payouts_waiting()] == [Money.of(3000)]
    with transaction():
        service.take_back(house.person, part, "another transfer")
    with transaction():
        service.adopt(own.person, elsewhere, by_hand)
    assert not queries.payouts_waiting()
