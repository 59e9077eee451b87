"""Organisations that owe and are owed, amounts due and receipts for tests."""

from datetime import date
from itertools import count

from market.accounts.models import User
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.payments import service
from market.payments.models import Receipt, Receivable
from tests.factories import accounts

NUMBERS = count(1)
OPERATOR = Actor(user_id=None, organisation_id=None, kind="operator", role="owner", vetted=True, name="Op")


def organisation(kind: str = "firm", name: str = "") -> int:
    """A vetted organisation; returns its id."""
    return accounts.organisation(kind, **({"name": name} if name else {})).id


def receivable(
    amount: Money | None = None, debtor_id: int = 0, creditor_id: int = 0, subject: str = ""
) -> int:
    """An amount due (3,000 yuan unless told) between two organisations; returns its id."""
    debtor_id = debtor_id or organisation("firm")
    creditor_id = creditor_id or organisation("university")
    with transaction():
        return service.ask(
            subject or f"test:{next(NUMBERS)}",
            "Open licence fee",
            debtor_id,
            creditor_id,
            amount or Money.of(3000),
            date(2026, 12, 31),
        ).id


def people(receivable_id: int) -> dict[str, User]:
    """One signed-up person of each side and two outsiders: debtor, finance, member, operator, stranger."""
    row = find(receivable_id)
    debtor, creditor = row.debtor, row.creditor
    return {
        "debtor": accounts.user(debtor),
        "finance": accounts.user(creditor, role="finance"),
        "member": accounts.user(creditor, role="member"),
        "operator": accounts.user(accounts.organisation(kind="operator")),
        "stranger": accounts.user(accounts.organisation(kind="firm")),
        "other university": accounts.user(accounts.organisation(kind="university")),
    }


def find(receivable_id: int) -> Receivable:
    """The row as it stands now."""
    db.session.rollback()
    found = db.session.get(Receivable, receivable_id)
    if found is None:
        raise LookupError(receivable_id)
    return found


def receipt(
    receivable_id: int, amount: Money | None = None, key: str = "", on: date = date(2026, 11, 20)
) -> Receipt:
    """A bank receipt booked by the operator, over the whole amount unless told."""
    with transaction():
        row = db.session.get(Receivable, receivable_id)
        if row is None:
            raise LookupError(receivable_id)
        return service.book_receipt(
            OPERATOR, receivable_id, "bank", key or f"B{next(NUMBERS)}", amount or row.money, on, "Payer"
        )
