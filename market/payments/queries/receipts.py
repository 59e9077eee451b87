"""Reading receipts and what went back of them by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.ledger.models import JournalEntry
from market.payments import rules
from market.payments.models import GivenBack, Receipt, Receivable, Refund
from market.payments.models.refunds import ALIVE
from market.payments.queries.receivables import visible


def receipt(actor: Actor, receipt_id: int) -> Receipt:
    """One receipt, if this person may see the amount due it belongs to; raises NotFound."""
    found = db.session.scalar(
        select(Receipt).join(Receivable).where(Receipt.id == receipt_id, visible(actor))
    )
    if found is None:
        raise NotFound
    return found


def receipts(actor: Actor, start: date | None = None, end: date | None = None) -> Select[Any]:
    """The receipts a person may see, newest first, of a period when given (days of receipt, both included)."""
    statement = select(Receipt).join(Receivable).where(visible(actor)).order_by(Receipt.id.desc())
    if start is not None:
        statement = statement.where(Receipt.received_on >= start)
    if end is not None:
        statement = statement.where(Receipt.received_on <= end)
    return statement


def surpluses(left: bool = True) -> Select[Any]:
    """Receipts with a surplus, oldest first: what is still to be given back, or what went back."""
    by_hand = select(func.coalesce(func.sum(GivenBack.amount_minor), 0)).where(GivenBack.receipt_id == Receipt.id)
    refunded = select(func.coalesce(func.sum(Refund.surplus_minor), 0)).where(
        Refund.receipt_id == Receipt.id, Refund.state.in_(ALIVE)
    )
    gone = by_hand.scalar_subquery() + refunded.scalar_subquery()
    some = select(Receipt).where(Receipt.surplus_minor > 0, Receipt.reversed_at.is_(None)).order_by(Receipt.id)
    return some.where(Receipt.surplus_minor > gone if left else Receipt.surplus_minor <= gone)


def receipt_by_key(way: str, external_key: str) -> Receipt | None:
    """The receipt of one fact from outside; one that was taken back counts as none."""
    return db.session.scalar(
        select(Receipt).where(
            Receipt.way == way, Receipt.external_key == external_key, Receipt.reversed_at.is_(None)
        )
    )


def unposted_receipts() -> Sequence[str]:
    """Numbers of receipts without their entry in the ledger; there should be none."""
    key = literal("receipt:") + cast(Receipt.id, String)
    entry = select(JournalEntry.id).where(JournalEntry.business_key == key).exists()
    return db.session.scalars(select(Receipt.number).where(~entry).order_by(Receipt.id)).all()


def paid_totals(start: date, end: date, creditor_id: int | None = None) -> dict[str, Money]:
    """What came in between two days (both included) and was not surplus, by currency; for reports."""
    statement = (
        select(Receipt.currency, func.sum(Receipt.amount_minor - Receipt.surplus_minor - Receipt.lost_minor))
        .join(Receivable)
        .where(Receipt.received_on.between(start, end), Receipt.reversed_at.is_(None))
        .group_by(Receipt.currency)
    )
    if creditor_id is not None:
        statement = statement.where(Receivable.creditor_id == creditor_id)
    return {currency: Money(int(total), currency) for currency, total in db.session.execute(statement)}


def receipt_rows(statement: Select[Any]) -> Sequence[Receipt]:
    """All rows of a list of receipts, for an export."""
    return db.session.scalars(statement).all()


def given_back(given_id: int) -> GivenBack | None:
    """One surplus that went back."""
    return db.session.get(GivenBack, given_id)


def applications(receipt_id: int) -> int:
    """How often surplus of a receipt was used to pay what was open again."""
    keys = JournalEntry.business_key.startswith(rules.apply_key(receipt_id, 0)[:-1])
    return int(db.session.scalar(select(func.count(JournalEntry.id)).where(keys)) or 0)


def entries_of(receipt_id: int) -> Sequence[JournalEntry]:
    """The bookings of one receipt that still stand, oldest first."""
    taken_back = select(JournalEntry.reverses_id).where(JournalEntry.reverses_id.is_not(None))
    keys = JournalEntry.business_key.in_((f"receipt:{receipt_id}", f"release:{receipt_id}"))
    applied = JournalEntry.business_key.startswith(rules.apply_key(receipt_id, 0)[:-1])
    return db.session.scalars(
        select(JournalEntry).where(keys | applied, JournalEntry.id.not_in(taken_back)).order_by(JournalEntry.id)
    ).all()
