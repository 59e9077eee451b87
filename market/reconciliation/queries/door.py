"""The card service's own movements against what is booked here."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from market.core.db import db
from market.payments.models import Receipt
from market.payments.queries import booked_gross
from market.payments.rules import BalanceLine
from market.reconciliation.rules import Finding

ABOUT_PAYERS = ("charge", "payment", "refund", "payment_refund")
"""Kinds of movements that come from payers: each must stand in the book. Fees and payouts are booked from the
movements themselves."""


def door_findings(lines: Sequence[BalanceLine], way: str, start: date, end: date) -> Iterator[Finding]:
    """Differences between movements of a period and the book: there alone, here alone, or with another amount.

    `way` is how receipts of this service are booked; receipts of the days from `start` to `end` (both included) must
    have a movement.
    """
    for line in lines:
        if line.kind in ABOUT_PAYERS:
            yield from _compared(line)
    known = {line.fact for line in lines} | {line.source for line in lines}
    rows = select(Receipt).where(
        Receipt.way == way, Receipt.reversed_at.is_(None), Receipt.received_on.between(start, end)
    )
    for row in db.session.scalars(rows.order_by(Receipt.id)):
        if row.external_key not in known:
            facts = {"says": "book_only", "number": row.number, "amount": str(row.money), "fact": row.external_key}
            yield Finding("door", f"door:receipt:{row.id}", f"receipt:{row.id}", facts, row.money)


def _compared(line: BalanceLine) -> Iterator[Finding]:
    booked = booked_gross(line.source, line.fact, line.gross.currency)
    facts = {"fact": line.fact or line.source, "day": line.on.isoformat()}
    if booked is None:
        says = {"says": "door_only", "amount": str(line.gross), **facts}
        yield Finding("door", f"door:{line.id}"[:160], facts=says, money=line.gross)
    elif booked != line.gross:
        says = {"says": "door_amount", "moved": str(line.gross), "amount": str(booked), **facts}
        yield Finding("door", f"door:{line.id}"[:160], facts=says, money=line.gross)
