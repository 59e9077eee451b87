"""The one door for card payments. What stands behind it is set by MARKET_PAYMENT_DOOR: the sandbox twin, or nothing.

A door is a module with `open_session`, `outcome`, `close_session` and `signed_session`; another service (Stripe) takes
its place beside the sandbox in DOORS. The network lies outside our transactions: our key is stored before the door is
called, and what the door says is booked by `fulfil`, the one function that callback, return page and timed job share.
"""

import logging
from datetime import timedelta
from types import ModuleType

from market.core import clock
from market.core.actor import Actor
from market.core.db import forget, transaction
from market.core.settings import settings
from market.payments import queries, service
from market.payments.errors import NoCardDoor
from market.payments.gateway import sandbox
from market.payments.models import CardPayment

log = logging.getLogger(__name__)

DOORS: dict[str, ModuleType] = {"sandbox": sandbox}
PATIENCE = timedelta(minutes=1)
"""How long an outcome may stay unknown before the timed job asks for it."""


def available() -> bool:
    """Whether this installation takes card payments."""
    return settings().payment_door in DOORS and not (settings().production and _is_sandbox())


def _is_sandbox() -> bool:
    return settings().payment_door == "sandbox"


def door() -> ModuleType:
    """The door of this installation; raises NoCardDoor."""
    if not available():
        raise NoCardDoor
    return DOORS[settings().payment_door]


def start(actor: Actor, receivable_id: int) -> str:
    """The address of the card page for what is open on an amount due; clicking twice leads to the same page.

    A try that was decided meanwhile, or is over another amount than is open now, is concluded first.
    """
    while True:
        with transaction():
            attempt = service.begin_attempt(actor, receivable_id)
            fits = attempt.money == queries.open_amount(attempt.receivable)
        session_id = _open(attempt)
        if not fits:
            door().close_session(session_id)
        if fulfil(session_id).undecided:
            return str(door().address(session_id))


def _open(attempt: CardPayment) -> str:
    """The door's session for a try; the same key always gets the same session."""
    number, key, money = attempt.id, attempt.idempotency_key, attempt.money
    title = attempt.receivable.title
    forget()
    session_id: str = door().open_session(key, money, title)
    with transaction():
        service.attempt_opened(number, session_id)
    return session_id


def fulfil(session_id: str) -> CardPayment:
    """Ask the door for the outcome of a session and book it. Safe to run twice, in parallel, and late."""
    outcome = door().outcome(session_id)
    with transaction():
        return service.conclude(outcome)


def receive(body: bytes, signature: str) -> CardPayment:
    """Take a callback: a signed hint that a session has changed. Raises BadSignature, NotFound."""
    return fulfil(door().signed_session(body, signature))


def ask_again() -> None:
    """Timed job: ask about card payments whose outcome is still unknown; one that fails does not stop the others."""
    if not available():
        return
    before = clock.now() - PATIENCE
    waiting = [attempt.id for attempt in queries.undecided_attempts() if attempt.created_at < before]
    for number in waiting:
        try:
            attempt = queries.card_payment(number)
            fulfil(attempt.session_id or _open(attempt))
        except Exception:
            log.exception("card payment not decided", extra={"card_payment": number})
