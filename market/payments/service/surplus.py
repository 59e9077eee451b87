"""Surplus that was given back by hand."""

from datetime import date

from market.core.actor import Actor
from market.core.db import db
from market.core.files import StoredFile
from market.core.outbox import emit
from market.ledger import service as book
from market.ledger.rules import Line
from market.payments import queries
from market.payments.errors import Contested, NoSurplus, OperatorOnly
from market.payments.events import SurplusGivenBack
from market.payments.models import GivenBack, Receivable
from market.payments.service.rows import locked_receipt


def give_back(
    actor: Actor,
    receipt_id: int,
    given_on: date,
    bank_reference: str,
    note: str = "",
    voucher: StoredFile | None = None,
) -> GivenBack:
    """Book that the surplus of a receipt went back to who paid it; raises NoSurplus when nothing is left, Contested."""
    if not actor.operator:
        raise OperatorOnly
    receipt = locked_receipt(receipt_id)
    receivable = receipt.receivable
    if queries.open_dispute(receipt_id) is not None:
        raise Contested
    left = receipt.left_to_give_back
    if left.minor <= 0:
        raise NoSurplus
    given = GivenBack(
        receipt=receipt,
        amount_minor=left.minor,
        currency=left.currency,
        given_on=given_on,
        bank_reference=bank_reference,
        note=note,
        voucher=voucher,
        booked_by=actor.user_id,
    )
    db.session.add(given)
    db.session.flush()
    _post_given_back(given, receivable)
    emit(SurplusGivenBack(receivable.id, receipt.id, receivable.subject))
    return given


def _post_given_back(given: GivenBack, receivable: Receivable) -> None:
    book.post(
        f"given_back:{given.id}",
        "given_back",
        given.given_on,
        [
            Line("surplus", receivable.debtor_id, given.money),
            Line("bank", receivable.creditor_id, -given.money),
        ],
        {"receipt": given.receipt.number, "bank_reference": given.bank_reference},
        receivable.ledger_subject,
    )
