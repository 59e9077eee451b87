"""Asking for money: ask, freeze, take back."""

from datetime import date

from market.core import clock
from market.core.db import db
from market.core.money import Money
from market.core.outbox import emit
from market.ledger import queries as ledger
from market.ledger import service as book
from market.ledger.rules import Line
from market.payments import queries, rules
from market.payments.errors import AskedDifferently, ReasonNeeded
from market.payments.events import (
    PaymentAsked,
    ReceivableCancelled,
    ReceivableFrozen,
    ReceivableUnfrozen,
    SurplusReceived,
)
from market.payments.models import Receipt, Receivable
from market.payments.service import payouts
from market.payments.service.rows import locked


def ask(
    subject: str,
    title: str,
    debtor_id: int,
    creditor_id: int,
    money: Money,
    due_on: date | None,
    position: int = 1,
) -> Receivable:
    """Ask one organisation to pay another; once per subject and position, asking again gives the same row.

    Raises AskedDifferently when it was asked before with another amount or other parties.
    """
    found = queries.receivable_for(subject, position)
    if found is not None:
        if (found.debtor_id, found.creditor_id, found.money) != (debtor_id, creditor_id, money):
            raise AskedDifferently
        return found
    today = clock.today()
    receivable = Receivable(
        reference=rules.reference_text(today.year, book.next_number(rules.REFERENCE_SERIES, today.year)),
        subject=subject,
        position=position,
        title=title,
        debtor_id=debtor_id,
        creditor_id=creditor_id,
        amount_minor=money.minor,
        currency=money.currency,
        due_on=due_on,
    )
    db.session.add(receivable)
    db.session.flush()
    _post_asked(receivable)
    emit(PaymentAsked(receivable_id=receivable.id, subject_key=subject))
    return receivable


def _post_asked(receivable: Receivable) -> None:
    book.post(
        f"ask:{receivable.id}",
        "ask",
        clock.today(),
        [
            Line("receivable", receivable.debtor_id, receivable.money),
            Line("payable", receivable.creditor_id, -receivable.money),
        ],
        {"reference": receivable.reference, "for": receivable.subject},
        receivable.ledger_subject,
    )


def freeze(receivable: Receivable, reason: str) -> None:
    """Stop asking for an amount: no card payment begins, no reminder goes out; money that comes is booked all the same.

    The ledger is not touched. Harmless on an amount that is paid, cancelled or frozen already.
    """
    if not reason.strip():
        raise ReasonNeeded
    receivable = locked(receivable.id)
    if receivable.state != "open":
        return
    receivable.frozen_at, receivable.frozen_reason = clock.now(), reason.strip()
    db.session.flush()
    emit(ReceivableFrozen(receivable.id, receivable.subject, reason.strip()))


def unfreeze(receivable: Receivable) -> None:
    """Ask for a frozen amount again; harmless on any other."""
    receivable = locked(receivable.id)
    if receivable.frozen_at is None:
        return
    receivable.frozen_at, receivable.frozen_reason = None, ""
    db.session.flush()
    emit(ReceivableUnfrozen(receivable.id, receivable.subject))


def cancel(receivable: Receivable) -> None:
    """An amount is no longer due: what is open is taken back, what was paid becomes surplus, as later money will.

    What was refunded of it before needs no surplus: it went back already.
    """
    receivable = locked(receivable.id)
    if receivable.cancelled_at is not None:
        return
    released = [receipt for receipt in receivable.receipts if receipt.applied]
    for receipt in released:
        _release(receipt)
    asked = ledger.entry(f"ask:{receivable.id}")
    if asked is not None:
        book.reverse(asked, "cancelled")
    receivable.cancelled_at = clock.now()
    db.session.flush()
    payouts.adjust(receivable)
    emit(ReceivableCancelled(receivable.id, receivable.subject))
    for receipt in released:
        if receipt.left_to_give_back:
            emit(SurplusReceived(receivable.id, receipt.id, receivable.subject))


def _release(receipt: Receipt) -> None:
    """Turn what a receipt has paid into surplus."""
    receivable = receipt.receivable
    book.post(
        f"release:{receipt.id}",
        "release",
        clock.today(),
        [
            Line("receivable", receivable.debtor_id, receipt.applied),
            Line("surplus", receivable.debtor_id, receipt.refunded_due - receipt.applied),
            Line("payable", receivable.creditor_id, -receipt.refunded_due),
        ],
        {"receipt": receipt.number},
        receivable.ledger_subject,
    )
    receipt.surplus_minor = receipt.amount_minor - receipt.lost_minor
    for refund in receipt.refunds:
        refund.surplus_minor = refund.amount_minor if refund.alive else refund.surplus_minor
