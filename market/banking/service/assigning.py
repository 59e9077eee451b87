"""Assigning money of a row to amounts due, taking it back, ignoring rows. Each deed holds the row until it ends.

The amounts due are held before the row, as when a receipt is taken back elsewhere: so no two deeds wait for each other.
"""

from collections.abc import Sequence

from sqlalchemy import select

from market.banking import queries
from market.banking.errors import (
    AlreadyAssigned,
    BookedOtherwise,
    MoreThanTheRow,
    NoParts,
    OtherCurrency,
    ReasonMissing,
    RowClosed,
    StillAssigned,
)
from market.banking.events import RowAssigned, RowDecided, RowTakenBack
from market.banking.models import BankPart, BankRow
from market.banking.rules.matching import Part, state_of
from market.banking.service import suspense
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Conflict, NotFound
from market.core.money import Money
from market.core.outbox import emit
from market.payments import queries as payments_queries
from market.payments import rules as payments_rules
from market.payments import service as payments
from market.payments.events import ReceiptReversed
from market.payments.models import Receipt, Receivable

LONGEST_REFERENCE = 50
CHECKSUM_SHOWN = 24


def assign(actor: Actor, row_id: int, shares: Sequence[tuple[int, Money]], version: int | None = None) -> BankRow:
    """Book money of a row on amounts due, (receivable, amount) each, as bank receipts of the row's day.

    `version`: the state of the row a person has seen. Raises NotFound, RowClosed, NoParts, MoreThanTheRow,
    OtherCurrency, AlreadyAssigned, Conflict.
    """
    wanted = [(number, money) for number, money in sorted(shares) if money]
    seen = queries.row(actor, row_id)
    for number, _money in wanted:
        _hold(seen, number)
    row = _locked(actor, row_id, version)
    if not row.incoming or row.state in ("ignored", "duplicate"):
        raise RowClosed
    if not wanted or any(money.minor < 0 for _number, money in wanted):
        raise NoParts
    if any(money.currency != row.currency for _number, money in wanted):
        raise OtherCurrency
    if sum(money.minor for _number, money in wanted) > row.rest.minor:
        raise MoreThanTheRow(rest=row.rest.format(actor.language))
    taken = {part.receivable_id for part in row.live_parts}
    if taken & {number for number, _money in wanted} or len({number for number, _money in wanted}) < len(wanted):
        raise AlreadyAssigned
    for number, money in wanted:
        _book(actor, row, number, money)
    _decided(row, actor)
    return row


def _hold(row: BankRow, receivable_id: int) -> Receivable:
    """An amount due that the row may pay, held until the transaction ends; raises NotFound."""
    found = db.session.scalar(select(Receivable).where(Receivable.id == receivable_id, queries.in_scope(row.account)))
    if found is None:
        raise NotFound
    lock_row(found)
    return found


def _locked(actor: Actor, row_id: int, version: int | None = None) -> BankRow:
    """A row the actor handles, held until the transaction ends; Conflict when it is not as the actor saw it."""
    row = queries.row(actor, row_id)
    lock_row(row)
    if version is not None and version != row.version:
        raise Conflict
    return row


def _book(actor: Actor, row: BankRow, receivable_id: int, money: Money) -> None:
    """One receipt for one part."""
    receivable = _hold(row, receivable_id)
    before = payments_queries.open_amount(receivable)
    key = _free_key(row, receivable.creditor_id)
    note = " ".join(each for each in (row.text, row.number) if each)[:1000]
    receipt = payments.book_receipt(
        actor,
        receivable_id,
        "bank",
        key,
        money,
        row.booked_on,
        row.name[:120],
        note,
        account_id=row.account_id,
    )
    left = before - receipt.applied if before.currency == money.currency else Money.zero(money.currency)
    _add_part(actor, row, receipt, max(left, Money.zero(left.currency)), adopted=False)


def _add_part(actor: Actor, row: BankRow, receipt: Receipt, left: Money, adopted: bool) -> None:
    part = BankPart(
        row_id=row.id,
        receivable_id=receipt.receivable_id,
        receipt_id=receipt.id,
        amount_minor=receipt.amount_minor,
        currency=receipt.currency,
        left_minor=left.minor,
        adopted=adopted,
        booked_by=actor.user_id,
    )
    row.assigned_minor += receipt.amount_minor
    suspense.settle(row)
    db.session.add(part)
    db.session.flush()
    emit(RowAssigned(row.id, receipt.receivable_id, receipt.id), actor)


def _free_key(row: BankRow, creditor_id: int) -> str:
    """Under which bank number the next receipt of a row is booked: the bank's own, or the row's; /2, /3 for more."""
    base = row.reference if 0 < len(row.reference) <= LONGEST_REFERENCE else f"{row.checksum[:CHECKSUM_SHOWN]}"
    if base != row.reference and row.ordinal > 1:
        base = f"{base}-{row.ordinal}"
    number = 1
    while True:
        key = base if number == 1 else f"{base}/{number}"
        if payments_queries.receipt_by_key("bank", payments_rules.bank_key(creditor_id, key)) is None:
            return key
        number += 1


def _decided(row: BankRow, actor: Actor, state: str = "") -> None:
    """Give a row the state its parts make, and suspense what it waits for."""
    db.session.flush()
    db.session.refresh(row, ["parts"])
    parts = [Part(part.money, part.receipt.surplus, part.left) for part in row.live_parts]
    row.state = state or state_of(row.money, parts)
    if parts and all(part.adopted for part in row.live_parts) and row.assigned_minor == row.amount_minor:
        row.state = "duplicate"
    row.decided_by, row.decided_at = actor.user_id, clock.now()
    suspense.settle(row)
    db.session.flush()


def adopt(actor: Actor, row_id: int, receipt_id: int, version: int | None = None) -> BankRow:
    """Say that a receipt booked by hand is this transfer: nothing is booked again. Harmless to repeat.

    Raises BookedOtherwise when the receipt belongs to another row, was taken back, or is more than is left of the row.
    """
    of = db.session.get(Receipt, receipt_id)
    if of is None:
        raise NotFound
    receivable = _hold(queries.row(actor, row_id), of.receivable_id)
    row = _locked(actor, row_id, version)
    if any(part.receipt_id == receipt_id for part in row.live_parts):
        return row
    receipt = _adoptable(row, receipt_id)
    _add_part(actor, row, receipt, payments_queries.open_amount(receivable), adopted=True)
    payments.place(receipt.id, row.account_id)
    _decided(row, actor)
    return row


def _adoptable(row: BankRow, receipt_id: int) -> Receipt:
    if not row.incoming or row.state in ("ignored", "duplicate"):
        raise RowClosed
    receipt = db.session.scalar(
        select(Receipt)
        .join(Receivable, Receivable.id == Receipt.receivable_id)
        .where(Receipt.id == receipt_id, queries.in_scope(row.account))
    )
    if receipt is None:
        raise NotFound
    used = select(BankPart.id).where(BankPart.receipt_id == receipt_id, BankPart.taken_back_at.is_(None))
    fits = receipt.currency == row.currency and receipt.amount_minor <= row.rest.minor
    if receipt.way != "bank" or receipt.reversed_at is not None or not fits or db.session.scalar(used) is not None:
        raise BookedOtherwise(number=receipt.number)
    if any(part.receivable_id == receipt.receivable_id for part in row.live_parts):
        raise AlreadyAssigned
    return receipt


def take_back(actor: Actor, part_id: int, reason: str) -> BankRow:
    """Undo a part: its receipt is reversed in the book, the money waits again. Harmless to repeat.

    A receipt that was booked by hand before stays; only the bond with the row is undone.
    """
    if not reason.strip():
        raise ReasonMissing
    part = queries.part(actor, part_id)
    lock_row(part.receivable)
    row = _locked(actor, part.row_id)
    db.session.refresh(part)
    if part.taken_back_at is not None:
        return row
    _undo(part, actor, reason.strip())
    if part.adopted:
        payments.place(part.receipt_id, None)
    else:
        payments.reverse_receipt(actor, part.receipt_id, reason.strip())
    return row


def _undo(part: BankPart, actor: Actor, reason: str) -> None:
    if part.taken_back_at is not None:
        return
    row = part.row
    part.taken_back_at, part.reason = clock.now(), reason
    row.assigned_minor -= part.amount_minor
    _decided(row, actor)
    emit(RowTakenBack(row.id, part.receivable_id, reason), actor)


def on_reversed(event: ReceiptReversed) -> None:
    """A receipt was taken back, here or elsewhere: the money of its row waits again. In the same transaction."""
    part = db.session.scalar(
        select(BankPart).where(BankPart.receipt_id == event.receipt_id, BankPart.taken_back_at.is_(None))
    )
    if part is None:
        return
    lock_row(part.row)
    _undo(part, Actor(), event.reason)


def ignore(actor: Actor, row_id: int, reason: str, version: int | None = None) -> BankRow:
    """Say that a row is none of the market's business, and why; raises StillAssigned, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    row = _locked(actor, row_id, version)
    if row.assigned_minor:
        raise StillAssigned
    return _set(actor, row, "ignored", reason.strip())


def wait_again(actor: Actor, row_id: int) -> BankRow:
    """Let a row that was ignored, or taken for a duplicate of another row, wait again; harmless to repeat."""
    row = _locked(actor, row_id)
    if row.state not in ("ignored", "duplicate") or row.assigned_minor:
        return row
    return _set(actor, row, "unmatched", "")


def _set(actor: Actor, row: BankRow, state: str, reason: str) -> BankRow:
    if row.state == state:
        return row
    row.reason = reason
    _decided(row, actor, state)
    emit(RowDecided(row.id, state, reason), actor)
    return row
