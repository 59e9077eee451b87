"""Bank statements against receipts and the book: balances that follow, rows that found their amount due."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import exists, select

from market.accounts.models import BankAccount
from market.banking.models import BankPart, BankRow, BankStatement
from market.banking.service import self_check
from market.core import clock
from market.core.db import db
from market.payments.models import Receipt, Receivable
from market.reconciliation.rules import UNMATCHED_DAYS, Finding


def bank_findings() -> Iterator[Finding]:
    """Every difference between statements, receipts and book."""
    for line in self_check():
        yield Finding("bank", f"bank:{line}"[:160], facts={"says": "bank", "finding": line})
    yield from _breaks()
    yield from _not_shown()
    yield from _unmatched()


def _breaks() -> Iterator[Finding]:
    """Balances that do not follow from one another, inside a statement or from one to the next."""
    done = select(BankStatement).where(BankStatement.state == "done", BankStatement.first_day.is_not(None))
    order = (BankStatement.account_id, BankStatement.currency, BankStatement.first_day, BankStatement.id)
    rows = list(db.session.scalars(done.order_by(*order)))
    for row in rows:
        if row.breaks:
            facts = {"says": "bank_break", "day": str(row.first_day), "lines": ", ".join(map(str, row.breaks))}
            yield Finding("bank", f"bank:break:{row.id}", f"statement:{row.id}", facts)
    for one, after in pairwise(rows):
        same = (one.account_id, one.currency) == (after.account_id, after.currency)
        follows = same and one.last_day is not None and after.first_day == one.last_day + timedelta(days=1)
        if follows and one.closing and after.opening and one.closing != after.opening:
            facts = {
                "says": "bank_gap",
                "closing": str(one.closing),
                "day": str(one.last_day),
                "opening": str(after.opening),
                "next": str(after.first_day),
            }
            key = f"bank:gap:{one.id}:{after.id}"
            yield Finding("bank", key, f"statement:{after.id}", facts, after.opening - one.closing)


def _not_shown() -> Iterator[Finding]:
    """Transfers booked by hand for a day whose statement of the payee's account is there and does not have them."""
    shown = exists().where(BankPart.receipt_id == Receipt.id, BankPart.taken_back_at.is_(None))
    covered = exists().where(
        BankStatement.account_id == BankAccount.id,
        BankAccount.organisation_id == Receivable.creditor_id,
        BankStatement.state == "done",
        BankStatement.first_day <= Receipt.received_on,
        BankStatement.last_day >= Receipt.received_on,
    )
    rows = (
        select(Receipt)
        .join(Receivable, Receivable.id == Receipt.receivable_id)
        .where(Receipt.way == "bank", Receipt.reversed_at.is_(None), ~shown, covered)
    )
    for row in db.session.scalars(rows.order_by(Receipt.id)):
        facts = {"says": "not_shown", "number": row.number, "amount": str(row.money)}
        yield Finding("bank", f"bank:not_shown:receipt:{row.id}", f"receipt:{row.id}", facts, row.money)


def _unmatched() -> Iterator[Finding]:
    """Transfers that came in and were neither assigned nor set aside as none of ours, after UNMATCHED_DAYS."""
    rows = select(BankRow).where(
        BankRow.incoming,
        BankRow.state.in_(("unmatched", "partial")),
        BankRow.assigned_minor < BankRow.amount_minor,
        BankRow.booked_on < clock.today() - timedelta(days=UNMATCHED_DAYS),
    )
    for row in db.session.scalars(rows.order_by(BankRow.id)):
        facts = {"amount": str(row.rest), "payer": row.name, "day": row.booked_on.isoformat()}
        yield Finding("unmatched", f"unmatched:{row.id}", f"statement:{row.statement_id}", facts, row.rest)
