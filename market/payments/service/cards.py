"""Card payments from their start to their outcome."""

from sqlalchemy import update

from market.core import clock
from market.core.actor import SYSTEM, Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.payments import queries, rules
from market.payments.errors import Frozen, NothingOpen, TooMuchForCard, WrongPart
from market.payments.models import CardPayment
from market.payments.service import matters
from market.payments.service.receipts import book_receipt
from market.payments.service.rows import locked


def begin_attempt(
    actor: Actor, receivable_id: int, part: Money | None = None, method: str = "", way: str = "sandbox_card"
) -> CardPayment:
    """The card payment under way on an amount the actor's organisation owes, or a new one.

    Over what is open, or a `part` of it (the rest may come by another way), by one of rules.METHODS ("" is a card). Its
    key is stored before the door is called. Raises NothingOpen, Frozen, WrongPart, TooMuchForCard, NotFound.
    """
    receivable = locked(queries.owed(actor, receivable_id).id)
    found = queries.open_attempt(receivable_id)
    if found is not None:
        return found
    if receivable.state == "frozen":
        raise Frozen(reason=receivable.frozen_reason)
    money = _to_pay(queries.open_amount(receivable), part)
    number = queries.attempts_made(receivable_id) + 1
    attempt = CardPayment(
        receivable=receivable,
        attempt=number,
        idempotency_key=f"{receivable.reference}-{number}",
        amount_minor=money.minor,
        currency=money.currency,
        method=method or "card",
        way=way,
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def _to_pay(left: Money, part: Money | None) -> Money:
    """What one card payment is over, within what is open and what a card can carry."""
    if left.minor <= 0:
        raise NothingOpen
    money = left if part is None else part
    if money.currency != left.currency or not 0 < money.minor <= left.minor:
        raise WrongPart
    if not rules.card_fits(money):
        raise TooMuchForCard
    return money


def attempt_opened(attempt_id: int, session_id: str) -> None:
    """The door has opened a session for the try; harmless to say again."""
    db.session.execute(
        update(CardPayment)
        .where(CardPayment.id == attempt_id, CardPayment.state == "started")
        .values(state="open", session_id=session_id)
    )


def attempt_refused(attempt_id: int) -> None:
    """The door has refused to open a session for the try, and none was ever made."""
    db.session.execute(
        update(CardPayment)
        .where(CardPayment.id == attempt_id, CardPayment.state == "started")
        .values(state="failed", finished_at=clock.now())
    )


def conclude(outcome: rules.Outcome) -> CardPayment:
    """What the door says becomes fact here, once: a paid try is booked (late or not), a failed one closed.

    What was paid is booked as it was paid; another amount or currency than was asked for is noted for the operator.

    Called by callback, return page and timed job alike; safe to run twice and in parallel. Raises NotFound for a
    session that was never ours.
    """
    attempt = queries.attempt(outcome.session_id, outcome.key)
    if attempt is None:
        raise NotFound
    receivable = locked(attempt.receivable_id)
    db.session.refresh(attempt)
    attempt.session_id = outcome.session_id
    if outcome.state == "paid":
        if outcome.money != attempt.money:
            told, asked = str(outcome.money), str(attempt.money)
            matters.note("amount", attempt.idempotency_key, receivable, told=told, asked=asked)
        book_receipt(
            SYSTEM,
            receivable.id,
            attempt.way,
            outcome.fact,
            outcome.money,
            outcome.on,
            payer_name=receivable.debtor.name,
        )
        _finish(attempt, "paid")
    elif outcome.state in ("failed", "expired") and attempt.undecided:
        _finish(attempt, outcome.state)
    db.session.flush()
    return attempt


def _finish(attempt: CardPayment, state: str) -> None:
    attempt.state = state
    attempt.finished_at = attempt.finished_at or clock.now()
