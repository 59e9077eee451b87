"""Booking money that came in, and taking a mistyped booking back."""

from datetime import date

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.files import StoredFile
from market.core.money import Money
from market.core.outbox import emit
from market.ledger import service as book
from market.ledger.rules import Line
from market.payments import queries, rules
from market.payments.errors import (
    BookedElsewhere,
    MoneyMovedOn,
    NotYoursToBook,
    OnlyBankReceipts,
    ReasonNeeded,
    SettledAlready,
)
from market.payments.events import (
    PaymentReceived,
    ReceiptReversed,
    ReceivableReopened,
    ReceivableSettled,
    SurplusReceived,
)
from market.payments.models import Receipt, Receivable
from market.payments.service import matters, payouts
from market.payments.service.rows import locked, locked_receipt


def book_receipt(
    actor: Actor,
    receivable_id: int,
    way: str,
    external_key: str,
    money: Money,
    received_on: date,
    payer_name: str = "",
    note: str = "",
    voucher: StoredFile | None = None,
    account_id: int | None = None,
) -> Receipt:
    """Book money that came in, as it came in: once per fact (`way`, `external_key`), whatever the amount or currency.

    `way` is "bank" (key: the bank's reference; `account_id`: the account it came to, where a statement tells) or that
    of a card door (key: its payment number). What exceeds the open amount is surplus. The same fact again gives the
    same receipt; a bank reference booked for something else raises BookedElsewhere.
    """
    receivable = locked(receivable_id)
    if way == "bank":
        external_key = _bank_key(actor, receivable, external_key)
    if (found := queries.receipt_by_key(way, external_key)) is not None:
        return _same_fact(found, receivable_id, money)
    parts = rules.portions(money, queries.open_amount(receivable))
    receipt = Receipt(
        number=_receipt_number(),
        receivable=receivable,
        way=way,
        external_key=external_key,
        amount_minor=money.minor,
        surplus_minor=parts.surplus.minor,
        currency=money.currency,
        received_on=received_on,
        payer_name=payer_name,
        note=note,
        voucher=voucher,
        booked_by=actor.user_id,
        account_id=account_id,
    )
    return _book(receipt, parts)


def _bank_key(actor: Actor, receivable: Receivable, reference: str) -> str:
    """The key of a bank transfer, for those who may book it."""
    if not rules.may_book(actor, receivable.creditor_id):
        raise NotYoursToBook
    return rules.bank_key(receivable.creditor_id, reference)


def _same_fact(found: Receipt, receivable_id: int, money: Money) -> Receipt:
    """The receipt that is there, if it says the same."""
    if (found.receivable_id, found.money) != (receivable_id, money):
        raise BookedElsewhere(number=found.number)
    return found


def _receipt_number() -> str:
    year = clock.today().year
    return rules.receipt_text(year, book.next_number(rules.RECEIPT_SERIES, year))


def _book(receipt: Receipt, parts: rules.Portions) -> Receipt:
    """Store a receipt with its posting and say what happened."""
    db.session.add(receipt)
    db.session.flush()
    _post_receipt(receipt, parts)
    _tell_received(receipt, parts)
    return receipt


def _post_receipt(receipt: Receipt, parts: rules.Portions) -> None:
    receivable = receipt.receivable
    book.post(
        f"receipt:{receipt.id}",
        "receipt",
        receipt.received_on,
        [
            rules.clearing(receipt.way, receivable.creditor_id, receipt.money),
            Line("receivable", receivable.debtor_id, -parts.applied),
            Line("surplus", receivable.debtor_id, -parts.surplus),
        ],
        {"receipt": receipt.number, "way": receipt.way},
        receivable.ledger_subject,
    )


def _tell_received(receipt: Receipt, parts: rules.Portions) -> None:
    """Say that money came, whether too much, and whether that was the last part."""
    receivable = receipt.receivable
    subject = receivable.subject
    emit(PaymentReceived(receivable.id, receipt.id, subject))
    if parts.surplus:
        emit(SurplusReceived(receivable.id, receipt.id, subject))
    settle(receivable)


def place(receipt_id: int, account_id: int | None) -> None:
    """Note to which bank account a receipt came, as a statement shows; what is passed on of it follows."""
    receipt = locked_receipt(receipt_id)
    receipt.account_id = account_id
    db.session.flush()
    db.session.refresh(receipt, ["account"])
    payouts.adjust(receipt.receivable)


def settle(receivable: Receivable) -> None:
    """Say it once when nothing is open any more; what came for it may then be passed on."""
    if receivable.unpaid and not queries.open_amount(receivable):
        receivable.settled_at = clock.now()
        db.session.flush()
        days = [row.received_on for row in receivable.receipts if row.applied]
        emit(ReceivableSettled(receivable.id, receivable.subject, max(days).isoformat()))
    payouts.adjust(receivable)


def reopen(receivable: Receivable, why: str, key: str) -> None:
    """After money turned out not to be there: what is open is asked for again, and the operator must look."""
    if receivable.settled_at is None or not queries.open_amount(receivable):
        return
    receivable.settled_at = None
    db.session.flush()
    emit(ReceivableReopened(receivable.id, receivable.subject))
    matters.note("reopened", key, receivable, why=why, open=str(queries.open_amount(receivable)))


def reverse_receipt(actor: Actor, receipt_id: int, reason: str) -> Receipt:
    """Take back a bank receipt that was a slip: by a reversal in the book; the row and its number stay.

    For the operator or whoever booked it. Surplus of other receipts pays what is open again. When the amount was paid
    in full before and is not any more, only the operator may do it, and it is noted for him to look at what followed.
    Asking again changes nothing. Raises ReasonNeeded, OnlyBankReceipts, NotYoursToBook, MoneyMovedOn, SettledAlready.
    """
    if not reason.strip():
        raise ReasonNeeded
    receipt = locked_receipt(receipt_id)
    if receipt.reversed_at is not None:
        return receipt
    _may_reverse(actor, receipt)
    receivable = receipt.receivable
    for entry in queries.entries_of(receipt.id):
        book.reverse(entry, reason.strip())
    receipt.reversed_at, receipt.reversed_by = clock.now(), actor.user_id
    receipt.reversed_reason = reason.strip()
    db.session.flush()
    emit(ReceiptReversed(receivable.id, receipt.id, receivable.subject, reason.strip()), actor)
    reapply(receivable)
    if receivable.settled_at is not None and queries.open_amount(receivable) and not actor.operator:
        raise SettledAlready
    reopen(receivable, reason.strip(), f"receipt:{receipt.id}")
    payouts.adjust(receivable)
    return receipt


def _may_reverse(actor: Actor, receipt: Receipt) -> None:
    if receipt.way != "bank":
        raise OnlyBankReceipts
    booked_it = actor.user_id is not None and actor.user_id == receipt.booked_by
    if not (actor.operator or (booked_it and rules.may_book(actor, receipt.receivable.creditor_id))):
        raise NotYoursToBook
    if receipt.given_back or receipt.refunded or payouts.under_way(receipt):
        raise MoneyMovedOn


def reapply(receivable: Receivable) -> None:
    """Let surplus of the same amount due pay what is open again, oldest receipt first."""
    if receivable.cancelled_at is not None:
        return
    for receipt in receivable.receipts:
        left = queries.open_amount(receivable)
        if receipt.currency != left.currency or (part := min(left, receipt.left_to_give_back)).minor <= 0:
            continue
        book.post(
            rules.apply_key(receipt.id, queries.applications(receipt.id) + 1),
            "apply",
            clock.today(),
            [Line("surplus", receivable.debtor_id, part), Line("receivable", receivable.debtor_id, -part)],
            {"receipt": receipt.number},
            receivable.ledger_subject,
        )
        receipt.surplus_minor -= part.minor
        db.session.flush()
