"""Card payments from their start to their outcome."""

from sqlalchemy import update

from market.core import clock
from market.core.actor import SYSTEM, Actor
from market.core.db import db
from market.core.errors import NotFound
from market.payments import queries, rules
from market.payments.errors import Frozen, NothingOpen, TooMuchForCard
from market.payments.models import CardPayment
from market.payments.service.receipts import book_receipt
from market.payments.service.rows import locked


def begin_attempt(actor: Actor, receivable_id: int) -> CardPayment:
    """The card payment under way on an amount the actor's organisation owes, or a new one over what is open.

    Its key is stored before the door is called. Raises NothingOpen, TooMuchForCard, NotFound.
    """
    receivable = locked(queries.owed(actor, receivable_id).id)
    found = queries.open_attempt(receivable_id)
    if found is not None:
        return found
    if receivable.state == "frozen":
        raise Frozen(reason=receivable.frozen_reason)
    money = queries.open_amount(receivable)
    if money.minor <= 0:
        raise NothingOpen
    if not rules.card_fits(money):
        raise TooMuchForCard
    number = queries.attempts_made(receivable_id) + 1
    attempt = CardPayment(
        receivable=receivable,
        attempt=number,
        idempotency_key=f"{receivable.reference}-{number}",
        amount_minor=money.minor,
        currency=money.currency,
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def attempt_opened(attempt_id: int, session_id: str) -> None:
    """The door has opened a session for the try; harmless to say again."""
    db.session.execute(
        update(CardPayment)
        .where(CardPayment.id == attempt_id, CardPayment.state == "started")
        .values(state="open", session_id=session_id)
    )


def conclude(outcome: rules.Outcome) -> CardPayment:
    """What the door says becomes fact here, once: a paid try is booked (late or not), a failed one closed.

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
        book_receipt(
            SYSTEM,
            receivable.id,
            "sandbox_card",
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
