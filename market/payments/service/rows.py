"""Holding the row that a deed about money is about."""

from market.core.db import db, lock_row
from market.core.errors import NotFound
from market.payments.models import Receipt, Receivable


def locked(receivable_id: int) -> Receivable:
    """The row of an amount due, held until the transaction ends and read afresh; raises NotFound."""
    receivable = db.session.get(Receivable, receivable_id)
    if receivable is None:
        raise NotFound
    lock_row(receivable)
    return receivable


def locked_receipt(receipt_id: int) -> Receipt:
    """A receipt read afresh while the row of its amount due is held; raises NotFound."""
    receipt = db.session.get(Receipt, receipt_id)
    if receipt is None:
        raise NotFound
    locked(receipt.receivable_id)
    db.session.refresh(receipt)
    for row in (*receipt.refunds, *receipt.given_back):
        db.session.refresh(row)
    return receipt
