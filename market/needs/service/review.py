"""What the operator does with needs: publish, return, note, end; and the clock that lets them expire."""

from collections.abc import Sequence

from market.core import clock
from market.core.actor import SYSTEM, Actor
from market.core.db import db, lock_row, transaction
from market.core.errors import NotFound
from market.core.outbox import emit
from market.needs import queries
from market.needs.errors import MessageMissing
from market.needs.events import NeedPublished, NeedReturned
from market.needs.models import Need
from market.needs.rules.states import ON_BOARD, State
from market.needs.service import posting

MOST_AT_ONCE = 200


def publish(actor: Actor, need: Need) -> None:
    """Put a need on the board; matching begins."""
    posting.move(actor, need, State.PUBLISHED)
    need.published_at = clock.now()
    need.review_message = ""
    need.flags = []
    if need.valid_until is None and need.source == "posted":
        need.valid_until = posting.a_year_on(clock.today())
    emit(NeedPublished(need_id=need.id), actor)


def publish_many(actor: Actor, ids: Sequence[int]) -> int:
    """Publish those of the chosen needs that wait for review; returns how many."""
    done = 0
    for number in dict.fromkeys(ids[:MOST_AT_ONCE]):
        need = queries.for_review(actor, number)
        if need.state == State.SUBMITTED:
            publish(actor, need)
            done += 1
    return done


def send_back(actor: Actor, need: Need, message: str) -> None:
    """Ask the firm for changes; a message is mandatory. A need on the board leaves it."""
    if not message.strip():
        raise MessageMissing(fields={"message": MessageMissing.sentence})
    posting.move(actor, need, State.RETURNED)
    need.review_message = message.strip()
    emit(NeedReturned(need_id=need.id), actor)


def resubmit(actor: Actor, need: Need) -> None:
    """Take a returned or expired need back into the queue."""
    _operator(actor)
    posting.move(actor, need, State.SUBMITTED)
    need.submitted_at = clock.now()
    need.closed_how, need.closed_at = "", None


def note(actor: Actor, need: Need, text: str) -> None:
    """Keep the operator's private note; the firm never sees it."""
    _operator(actor)
    lock_row(need)
    need.private_note = text.strip()


def unflag(actor: Actor, need: Need) -> None:
    """The operator has looked: nothing is odd any more."""
    _operator(actor)
    lock_row(need)
    need.flags = []
    need.repeats_id = None


def _operator(actor: Actor) -> None:
    if not actor.operator:
        raise NotFound


def expire_due() -> None:
    """Timed: let needs whose last day has passed leave the board, each in its own transaction."""
    for number in queries.over():
        with transaction():
            need = db.session.get(Need, number)
            if need is not None and need.state in ON_BOARD and (need.valid_until or clock.today()) < clock.today():
                posting.close(SYSTEM, need, "expired")
