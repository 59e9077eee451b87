"""Timed jobs: ask about what has no outcome yet, and read the movements of the house's balance."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from market.core import clock
from market.core.db import forget, transaction
from market.core.errors import Refusal
from market.payments import queries, service
from market.payments.gateway.doors import available, door
from market.payments.gateway.hints import hear_again
from market.payments.gateway.refunds import send_refund
from market.payments.gateway.sessions import fulfil, open_session

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE = timedelta(minutes=1)
"""How long an outcome may stay unknown before the timed job asks for it."""
EARLY = timedelta(hours=1)
"""How long a message about nothing known here is taken again: its payment is asked for within minutes."""
TOO_LONG = timedelta(days=1)
"""After this an unknown outcome is shown to the operator; the card service forgets our keys then."""
LOOK_BACK = timedelta(days=7)
SETTLING = timedelta(hours=1)
"""Movements younger than this may be told before the payment they belong to."""


def ask_again() -> None:
    """Ask about payments and refunds whose outcome is still unknown, and take messages again that came too early.

    One that fails does not stop the others.
    """
    if not available():
        return
    forget()
    before = clock.now() - PATIENCE
    for attempt in queries.undecided_attempts():
        if attempt.created_at < before:
            _carefully("card payment", attempt.id, _decide)
    for number in queries.refunds_undecided(before):
        _carefully("refund", number, send_refund)
    for hint in queries.heard_early(clock.now() - EARLY):
        _carefully("message", hint, hear_again)


def _carefully(what: str, number: T, deed: Callable[[T], object]) -> None:
    try:
        deed(number)
    except Refusal as refusal:
        log.warning("%s %s not decided: %s", what, number, refusal)
    except Exception:
        log.exception("%s %s not decided", what, number)


def _decide(number: int) -> None:
    """Learn the outcome of one try; close its page when it is over more than is open now, or the amount is on hold."""
    attempt = queries.card_payment(number)
    if attempt.way != door().WAY:
        return
    old = attempt.created_at < clock.now() - TOO_LONG
    receivable = attempt.receivable
    stale = receivable.state != "open" or attempt.money > queries.open_amount(receivable)
    session_id = open_session(attempt)
    if stale:
        door().close_session(session_id)
    if fulfil(session_id).undecided and old:
        with transaction():
            attempt = queries.card_payment(number)
            service.note_matter("stuck", attempt.idempotency_key, attempt.receivable, amount=str(attempt.money))


def read_balance() -> None:
    """Book fees, exchange and payments to the bank from what the card service says of the house's balance."""
    if not available():
        return
    now = clock.now()
    lines = door().balance_lines(now - LOOK_BACK, now - SETTLING)
    for line in lines:
        with transaction():
            service.book_balance(line, door().WAY)
