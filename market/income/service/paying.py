"""Marking shares as paid, and what follows when the receipt behind a split is taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import SYSTEM, Actor
from market.core.db import db, forget, lock_row, transaction
from market.core.errors import Forbidden
from market.core.i18n import N_
from market.income.errors import NothingOwed
from market.income.events import SplitPaid, SplitReversed
from market.income.models import LIVE_SPLIT, Share, SharePayment, Split
from market.income.queries import matters, splits
from market.income.rules import states
from market.income.rules.shares import PAID_OUT
from market.income.rules.states import BOOKED, State
from market.income.service import moves
from market.income.service.deciding import owe
from market.income.service.drafting import SERIES, dropped
from market.income.service.keeping import university_of
from market.ledger import queries as ledger
from market.ledger import service as book
from market.ledger.rules import Line
from market.payments.events import (
    DisputeClosed,
    ReceiptReversed,
    ReceivableCancelled,
    RefundAsked,
    RefundDone,
    RefundFailed,
)
from market.payments.models import Receipt, Receivable

RECEIPT_TAKEN_BACK = N_("The receipt was taken back or given back in part.")


@dataclass(frozen=True)
class Paid:
    """How shares were paid."""

    on: date
    bank_reference: str = ""


def pay(actor: Actor, share_ids: Collection[int], paid: Paid) -> list[Share]:
    """Mark shares of approved splits as paid, inside a transaction; those paid already are left out.

    A split whose shares are all paid is paid. Raises NothingOwed when none of them is still owed.
    """
    own = university_of(actor)
    if not states.approves(actor, own.id):
        raise Forbidden
    rows = splits.payable_rows(own.id, share_ids) if share_ids else []
    for split in sorted({row.split for row in rows}, key=lambda split: split.id):
        lock_row(split)
    rows = splits.payable_rows(own.id, share_ids) if share_ids else []
    if not rows:
        raise NothingOwed
    for share in rows:
        _book_payment(actor, share, paid)
    db.session.flush()
    for split in {share.split for share in rows}:
        _finish(actor, split)
    return rows


def _book_payment(actor: Actor, share: Share, paid: Paid) -> None:
    organisation_id = share.split.organisation_id
    db.session.add(
        SharePayment(share=share, paid_on=paid.on, bank_reference=paid.bank_reference, booked_by=actor.user_id)
    )
    book.post(
        f"share_paid:{share.id}",
        "share_paid",
        paid.on,
        [Line("share", organisation_id, share.money), Line("bank", organisation_id, -share.money)],
        {"split": share.split.number, "bank_reference": paid.bank_reference},
        share.ledger_subject,
    )


def recover(actor: Actor, split_id: int, share_ids: Collection[int], paid: Paid) -> list[Share]:
    """Note that paid shares of a reversed split came back, inside a transaction: their payment is taken back, once.

    Raises NotFound, Forbidden, and NothingOwed when none of them is still to come back.
    """
    split = splits.split_for(actor, split_id)
    if not states.approves(actor, split.organisation_id):
        raise Forbidden
    lock_row(split)
    rows = [row.share for row in splits.to_recover(split) if row.share.id in set(share_ids)]
    for share in rows:
        if (entry := ledger.entry(f"share_paid:{share.id}")) is not None:
            book.reverse(entry, f"recovered {paid.bank_reference}".strip(), paid.on)
    if not rows:
        raise NothingOwed
    return rows


def _finish(actor: Actor, split: Split) -> None:
    left = [share for share in split.shares if share.kind in PAID_OUT and share.payment is None]
    if not left:
        moves.take(split, State.APPROVED, State.PAID, ended_at=clock.now())
        outbox.emit(SplitPaid(split.id), actor)


TakenBack = ReceiptReversed | ReceivableCancelled | RefundAsked | RefundDone | RefundFailed | DisputeClosed


def on_money_taken_back(event: TakenBack) -> None:
    """Money of an amount due went back, was lost, or stays after all: look at the splits of that amount."""
    receipts_changed(event.receivable_id)


def check() -> None:
    """Hold every live split against the ledger: what a deed elsewhere has changed without a word is found here."""
    forget()
    receivables = select(Receipt.receivable_id).join(Split, Split.receipt_id == Receipt.id).where(LIVE_SPLIT).distinct()
    for receivable_id in list(db.session.scalars(receivables)):
        with transaction():
            receipts_changed(receivable_id)


def receipts_changed(receivable_id: int) -> None:
    """Hold the splits of an amount due against what the ledger now says came in; safe to call again.

    A split of more or less than counts is withdrawn while it is on paper, and mirrored once it was approved.
    """
    receivable = db.session.get(Receivable, receivable_id)
    if receivable is None:
        return
    for receipt in receivable.receipts:
        split = splits.live_split(receipt.id)
        if split is not None and matters.divisible_of(receipt) != split.money:
            take_back(split, receipt)


def take_back(split: Split, receipt: Receipt) -> None:
    """Undo a split whose receipt has changed."""
    if split.state not in BOOKED:
        dropped(split, RECEIPT_TAKEN_BACK, SYSTEM)
        return
    lock_row(split)
    mirror = _mirror(split)
    moves.take(split, State(split.state), State.REVERSED, ended_at=clock.now(), reason=RECEIPT_TAKEN_BACK)
    for share in mirror.shares:
        owe(share)
    outbox.emit(SplitReversed(split.id, mirror.id), SYSTEM)


SAME_OF_SPLIT = (
    "organisation_id", "receipt_id", "matter", "title", "title_en", "currency", "policy_number", "policy", "inputs",
    "drafted_by",
)  # fmt: skip
SAME_OF_SHARE = ("position", "kind", "name", "person_id", "cost_id", "currency", "weight")


def _mirror(split: Split) -> Split:
    """The counter-image of a split: every line negative, each pointing at the one it takes back."""
    year = clock.today().year
    mirror = Split(
        **{name: getattr(split, name) for name in SAME_OF_SPLIT},
        number=f"FP-{year}-{book.next_number(SERIES, year):06d}",
        state=State.MIRROR,
        amount_minor=-split.amount_minor,
        flags=[],
        approved_at=clock.now(),
        reason=RECEIPT_TAKEN_BACK,
        mirrors_id=split.id,
    )
    mirror.shares = [
        Share(
            **{name: getattr(share, name) for name in SAME_OF_SHARE},
            amount_minor=-share.amount_minor,
            base_minor=-share.base_minor,
            rounding=-share.rounding,
            mirrors_id=share.id,
        )
        for share in split.shares
    ]
    db.session.add(mirror)
    db.session.flush()
    return mirror
