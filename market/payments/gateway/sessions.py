"""Paying online: from the click to the outcome."""

from datetime import timedelta

from market.core.actor import Actor
from market.core.db import forget, transaction
from market.core.money import Money
from market.payments import queries, service
from market.payments.errors import DoorRefused, Frozen, WrongMethod
from market.payments.gateway.doors import door, methods
from market.payments.models import CardPayment
from market.payments.rules import SessionAsk

LIFETIME = timedelta(minutes=60)
"""How long a page to pay on may be used; the card service takes 30 minutes to 24 hours."""


def start(actor: Actor, receivable_id: int, part: Money | None = None, method: str = "") -> str:
    """The address of the page to pay on, for what is open or a part of it; clicking twice leads to the same page.

    A try that was decided meanwhile, or is over another amount or by another method than is wanted now, is concluded
    first. Empty when the payer has done his part and the bank has not answered yet.
    """
    way, offered = door().WAY, methods()
    if method and method not in offered:
        raise WrongMethod
    while True:
        with transaction():
            attempt = service.begin_attempt(actor, receivable_id, part, method or offered[0], way)
            receivable = attempt.receivable
            wanted = part or queries.open_amount(receivable)
            frozen = receivable.frozen_reason if receivable.state == "frozen" else ""
            fits = not frozen and attempt.money == wanted and attempt.method == (method or attempt.method)
        session_id = open_session(attempt)
        if not fits:
            door().close_session(session_id)
        outcome = fulfil(session_id)
        if frozen:
            raise Frozen(reason=frozen)
        if outcome.undecided:
            return str(door().address(session_id))


def open_session(attempt: CardPayment) -> str:
    """The door's session for a try; the same key always gets the same session."""
    number = attempt.id
    if attempt.session_id:
        return attempt.session_id
    ask = SessionAsk(
        key=attempt.idempotency_key,
        money=attempt.money,
        title=attempt.receivable.title,
        method=attempt.method,
        expires_at=attempt.created_at + LIFETIME,
    )
    forget()
    try:
        session_id: str = door().open_session(ask)
    except DoorRefused:
        with transaction():
            service.attempt_refused(number)
        raise
    with transaction():
        service.attempt_opened(number, session_id)
    return session_id


def fulfil(session_id: str) -> CardPayment:
    """Ask the door for the outcome of a session and book it. Safe to run twice, in parallel, and late."""
    forget()
    outcome = door().outcome(session_id)
    with transaction():
        return service.conclude(outcome)
