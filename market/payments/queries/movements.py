"""Reading what goes back and on: refunds, payouts, disputes, messages of the card service, and open matters."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.ledger.models import JournalEntry
from market.payments.models import (
    Dispute,
    Matter,
    Payout,
    PayoutAccount,
    ProviderEvent,
    Receipt,
    Receivable,
    Refund,
)
from market.payments.queries.receivables import visible
from market.payments.rules import UNKNOWN, Hint


def entries_beginning(key: str) -> int:
    """How many bookings have a key that begins like this."""
    keys = JournalEntry.business_key.startswith(key, autoescape=True)
    return int(db.session.scalar(select(func.count(JournalEntry.id)).where(keys)) or 0)


def refund_of(key: str, external_id: str) -> Refund | None:
    """A refund by our key, else by the door's own number."""
    if key and (found := db.session.scalar(select(Refund).where(Refund.key == key))) is not None:
        return found
    return db.session.scalar(select(Refund).where(Refund.external_id == external_id)) if external_id else None


def refund(actor: Actor, refund_id: int) -> Refund:
    """One refund, if this person may see its amount due; raises NotFound."""
    found = db.session.scalar(
        select(Refund).join(Receipt).join(Receivable).where(Refund.id == refund_id, visible(actor))
    )
    if found is None:
        raise NotFound
    return found


def refund_row(refund_id: int) -> Refund:
    """One refund by its row; raises NotFound."""
    found = db.session.get(Refund, refund_id)
    if found is None:
        raise NotFound
    return found


def refunds(state: str = "") -> Select[Any]:
    """Refunds, newest first: those under way, those that failed, or all."""
    statement = select(Refund).order_by(Refund.id.desc())
    states = {"open": ("asked", "listed"), "failed": ("failed",), "done": ("done",)}.get(state)
    return statement.where(Refund.state.in_(states)) if states else statement


def refunds_waiting() -> Sequence[Refund]:
    """Refunds that wait to be put on a list for the bank, oldest first."""
    return db.session.scalars(
        select(Refund).where(Refund.way == "bank", Refund.state == "asked").order_by(Refund.id)
    ).all()


def refunds_undecided(before: datetime) -> Sequence[int]:
    """Refunds by card asked for before an instant and not decided yet."""
    return db.session.scalars(
        select(Refund.id)
        .where(Refund.way != "bank", Refund.state == "asked", Refund.asked_at < before)
        .order_by(Refund.id)
    ).all()


def payouts_of(receipt_id: int) -> Sequence[Payout]:
    """What was or is to be passed on of a receipt."""
    return db.session.scalars(select(Payout).where(Payout.receipt_id == receipt_id).order_by(Payout.id)).all()


def payouts(actor: Actor, state: str = "") -> Select[Any]:
    """Payouts to the person's organisation (to anybody, for the operator), newest first: under way, done, or all."""
    statement = select(Payout).order_by(Payout.id.desc())
    if not actor.operator:
        statement = statement.where(Payout.creditor_id == actor.organisation_id)
    states = {"open": ("asked", "listed"), "done": ("done",), "cancelled": ("cancelled",)}.get(state)
    return statement.where(Payout.state.in_(states)) if states else statement


def payouts_waiting() -> Sequence[Payout]:
    """Payouts that wait to be put on a list for the bank, oldest first; not of amounts on hold, open or contested."""
    return db.session.scalars(_payable("bank").where(Payout.state == "asked")).all()


def transfers_waiting(before: datetime) -> Sequence[int]:
    """Payouts by Connect asked for before an instant and not done; those whose outcome is unknown as well."""
    rows = _payable("connect").where(Payout.state.in_(("asked", "listed")), Payout.asked_at < before)
    return [row.id for row in db.session.scalars(rows)]


def _payable(way: str) -> Select[Any]:
    """Payouts whose amount due is paid in full, not on hold, and whose receipt nobody contests."""
    contested = select(Dispute.id).where(Dispute.receipt_id == Receipt.id, Dispute.state == "open").exists()
    return (
        select(Payout)
        .join(Receipt)
        .join(Receivable)
        .where(Payout.way == way, Receivable.frozen_at.is_(None), Receivable.settled_at.is_not(None), ~contested)
        .order_by(Payout.id)
    )


def payout_by_key(key: str) -> Payout | None:
    """A payout by our key."""
    return db.session.scalar(select(Payout).where(Payout.key == key))


def payout_row(payout_id: int) -> Payout:
    """One payout by its row; raises NotFound."""
    found = db.session.get(Payout, payout_id)
    if found is None:
        raise NotFound
    return found


def payout_account(organisation_id: int | None) -> PayoutAccount | None:
    """A university's account at the card service, if it has one."""
    return db.session.get(PayoutAccount, organisation_id) if organisation_id else None


def payout_account_by(account_id: str) -> PayoutAccount | None:
    """Whose account at the card service this is."""
    return db.session.scalar(select(PayoutAccount).where(PayoutAccount.account_id == account_id))


def disputes_open() -> Sequence[Dispute]:
    """Contested payments that are not decided, the earliest to be answered first."""
    return db.session.scalars(
        select(Dispute).where(Dispute.state == "open").order_by(Dispute.answer_by, Dispute.id)
    ).all()


def open_dispute(receipt_id: int) -> Dispute | None:
    """The dispute about a receipt that is not decided yet."""
    return db.session.scalar(select(Dispute).where(Dispute.receipt_id == receipt_id, Dispute.state == "open"))


def dispute_by_external(external_id: str) -> Dispute | None:
    """A dispute by the door's own number."""
    return db.session.scalar(select(Dispute).where(Dispute.external_id == external_id))


def disputes_of(receivable_id: int) -> Sequence[Dispute]:
    """Every dispute about the receipts of an amount due."""
    return db.session.scalars(
        select(Dispute).join(Receipt).where(Receipt.receivable_id == receivable_id).order_by(Dispute.id)
    ).all()


def matters(open_only: bool = True) -> Select[Any]:
    """What a person must look at, oldest first; or all of it, newest first."""
    if open_only:
        return select(Matter).where(Matter.closed_at.is_(None)).order_by(Matter.id)
    return select(Matter).order_by(Matter.id.desc())


def open_matters() -> Sequence[Matter]:
    """All that waits for the operator's eye."""
    return db.session.scalars(matters()).all()


def heard_before(event_id: str) -> ProviderEvent | None:
    """A message of the card service that was taken before, unless it was about nothing known here and may be again."""
    kept = db.session.get(ProviderEvent, event_id)
    return None if kept is None or kept.effect == UNKNOWN else kept


def heard_early(since: datetime) -> list[Hint]:
    """Messages about nothing known here that came after an instant: what they are about may be booked by now."""
    early = select(ProviderEvent).where(ProviderEvent.effect == UNKNOWN, ProviderEvent.received_at > since)
    return [
        Hint(kept.id, kept.kind, kept.concerns, kept.object_id)
        for kept in db.session.scalars(early.order_by(ProviderEvent.received_at))
    ]


def stuck(before: datetime) -> dict[str, int]:
    """How many card payments, refunds and payouts have been of unknown outcome since before an instant."""
    refund_rows = or_(Refund.listed_at < before, Refund.asked_at < before)
    payout_rows = Payout.state.in_(("asked", "listed"))
    return {
        "refunds": _count(select(Refund.id).where(Refund.state.in_(("asked", "listed")), refund_rows)),
        "payouts": _count(select(Payout.id).where(Payout.way == "connect", payout_rows, Payout.asked_at < before)),
        "matters": _count(select(Matter.id).where(Matter.closed_at.is_(None))),
    }


def _count(statement: Select[Any]) -> int:
    return int(db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0)


def booked_gross(source: str, fact: str, currency: str) -> Money | None:
    """What was booked here for a movement at the card service: of a refund, a dispute or the payment itself; signed."""
    if (refunded := refund_of("", source)) is not None:
        return -refunded.money
    if (contested := dispute_by_external(source)) is not None:
        return -contested.money
    receipt = db.session.scalar(select(Receipt).where(Receipt.external_key == fact, Receipt.currency == currency))
    return receipt.money if receipt is not None else None
