"""Reading tries to pay by card."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.payments.models import CardPayment, Receivable
from market.payments.queries.receivables import owed


def owed_by_session(actor: Actor, session_id: str, key: str = "") -> Receivable:
    """The amount the person's organisation tries to pay in a session (or under our key); raises NotFound."""
    found = attempt(session_id, key)
    if found is None:
        raise NotFound
    return owed(actor, found.receivable_id)


def of_session(session_id: str) -> CardPayment:
    """The try that a session of the door belongs to; raises NotFound."""
    found = attempt(session_id)
    if found is None:
        raise NotFound
    return found


def open_attempt(receivable_id: int) -> CardPayment | None:
    """The card payment under way on an amount due: at most one."""
    return db.session.scalar(
        select(CardPayment).where(
            CardPayment.receivable_id == receivable_id, CardPayment.state.in_(("started", "open"))
        )
    )


def attempt(session_id: str, key: str = "") -> CardPayment | None:
    """A card payment by the door's session or by our own key."""
    by_key = CardPayment.idempotency_key == key
    either = or_(CardPayment.session_id == session_id, by_key) if session_id else by_key
    return db.session.scalar(select(CardPayment).where(either))


def undecided_attempts() -> Sequence[CardPayment]:
    """Card payments of unknown outcome, oldest first."""
    return db.session.scalars(
        select(CardPayment).where(CardPayment.state.in_(("started", "open"))).order_by(CardPayment.id)
    ).all()


def attempts_made(receivable_id: int) -> int:
    """How often card payment was tried on an amount due."""
    last = select(func.max(CardPayment.attempt)).where(CardPayment.receivable_id == receivable_id)
    return db.session.scalar(last) or 0


def card_payment(number: int) -> CardPayment:
    """A card payment by its row; raises NotFound."""
    found = db.session.get(CardPayment, number)
    if found is None:
        raise NotFound
    return found
