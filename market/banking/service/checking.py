"""Where rows, parts, receipts and the book disagree."""

from sqlalchemy import func, select

from market.accounts.models import BankAccount
from market.banking.models import BankPart, BankRow
from market.banking.queries import suspense
from market.core.db import db
from market.payments.models import Receipt


def self_check() -> list[str]:
    """One line for each finding; empty when all is well. Reads only."""
    return [*_sums(), *_receipts(), *_suspense()]


def _sums() -> list[str]:
    """Rows whose parts do not add up to what is assigned of them."""
    parts = (
        select(BankPart.row_id, func.sum(BankPart.amount_minor).label("total"))
        .where(BankPart.taken_back_at.is_(None))
        .group_by(BankPart.row_id)
        .subquery()
    )
    total = func.coalesce(parts.c.total, 0)
    wrong = select(BankRow.id).outerjoin(parts, parts.c.row_id == BankRow.id).where(total != BankRow.assigned_minor)
    return [f"the parts of bank row {number} are not what is assigned of it" for number in db.session.scalars(wrong)]


def _receipts() -> list[str]:
    """Parts whose receipt says another amount or was taken back."""
    wrong = (
        select(BankPart.id)
        .join(Receipt, Receipt.id == BankPart.receipt_id)
        .where(
            BankPart.taken_back_at.is_(None),
            (Receipt.amount_minor != BankPart.amount_minor) | Receipt.reversed_at.is_not(None),
        )
    )
    return [f"part {number} of a bank row has no sound receipt" for number in db.session.scalars(wrong)]


def _suspense() -> list[str]:
    """Organisations whose waiting rows are not what stands in suspense for them."""
    sums = db.session.execute(
        select(BankAccount.organisation_id, BankRow.currency, func.sum(BankRow.suspended_minor))
        .join(BankRow, BankRow.account_id == BankAccount.id)
        .group_by(BankAccount.organisation_id, BankRow.currency)
    )
    return [
        f"suspense of organisation {number} is not the sum of its rows, {total} {currency}"
        for number, currency, total in sums
        if suspense(number, currency).minor != int(total)
    ]
