"""Following up by hand: the next stage, a word for the log, the next date, who looks after it, closing."""

from collections.abc import Sequence
from datetime import date

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import lock_row
from market.core.errors import Invalid, NotFound
from market.core.i18n import N_
from market.intents import queries
from market.intents.errors import NotAnOwner, NotThisMoveNow
from market.intents.events import (
    IntentAdvanced,
    IntentClosed,
    IntentHandedOver,
    IntentNoted,
    IntentPlanned,
    IntentReopened,
)
from market.intents.models import Intent, IntentStep
from market.intents.rules import reminding
from market.intents.rules.closing import REASONS, WORDED
from market.intents.rules.processes import BY_HAND, REASONED
from market.intents.service import moving, outside

LONGEST_WORD = 2000
LONGEST_STEP = 200


def advance(actor: Actor, intent_id: int, move: str, text: str = "", private: bool = True) -> Intent:
    """Take the next stage by hand, inside a transaction; raises NotFound, NotThisMoveNow, or Invalid without a word.

    With a request or deal here its own course decides: signed, recorded and paid are then not entered by hand.
    """
    intent = moving.hold(moving.vetted(actor), intent_id)
    if move not in BY_HAND:
        raise NotThisMoveNow
    if move in REASONED and not text.strip():
        raise Invalid(fields={"note": N_("Say which contract, or why: the number, the day, the reason.")})
    values = {"closed_reason": "", "closed_note": ""}
    moving.take(intent, move, moving.side(actor, intent), queries.chain(intent).facts, **values)
    if move == "correct":
        outside.take_back(intent)
    moving.log(intent, move, actor, _cut(text), private)
    if move == "reopen":
        outbox.emit(IntentReopened(intent.id), actor)
    else:
        outbox.emit(IntentAdvanced(intent.id, intent.stage), actor)
    return intent


def close(actor: Actor, intent_id: int, reason: str, text: str = "") -> Intent:
    """End it without a contract, with a reason of the list and a word, inside a transaction."""
    if reason not in REASONS:
        raise Invalid(fields={"reason": N_("Choose a reason.")})
    if reason in WORDED and not text.strip():
        raise Invalid(fields={"text": N_("Say in a few words why.")})
    intent = moving.hold(moving.vetted(actor), intent_id)
    values = {"closed_reason": reason, "closed_note": _cut(text), "next_on": None, "next_step": ""}
    moving.take(intent, "close", moving.side(actor, intent), queries.chain(intent).facts, **values)
    moving.log(intent, "close", actor, _cut(text))
    outbox.emit(IntentClosed(intent.id, reason), actor)
    return intent


def note(actor: Actor, intent_id: int, text: str, private: bool = True) -> IntentStep:
    """Write a word into the log, inside a transaction: for one's own side and the operator, or for both sides."""
    if not text.strip():
        raise Invalid(fields={"note": N_("Write a few words.")})
    intent = moving.hold(moving.vetted(actor), intent_id)
    step = moving.log(intent, "note", actor, _cut(text), private)
    outbox.emit(IntentNoted(intent.id, step.id), actor)
    return step


def plan(actor: Actor, intent_id: int, next_on: date | None, next_step: str = "") -> Intent:
    """Set the next date and step, inside a transaction; for the operator and the side that pitched."""
    _refuse_far(next_on)
    intent = _carer(actor, intent_id)
    if len(next_step) > LONGEST_STEP:
        raise Invalid(fields={"next_step": N_("Use at most 200 characters.")})
    if (intent.next_on, intent.next_step) != (next_on, next_step.strip()):
        intent.next_on, intent.next_step = next_on, next_step.strip()
        outbox.emit(IntentPlanned(intent.id), actor)
    return intent


def assign(actor: Actor, intent_ids: Sequence[int], owner_id: int | None, next_on: date | None = None) -> list[Intent]:
    """Hand intents over to somebody, or set their next date, inside a transaction; all or none.

    The operator may choose its own people and those of the side that pitched, this side its own.
    """
    _refuse_far(next_on)
    done = []
    for intent_id in sorted(set(intent_ids)):
        intent = _carer(actor, intent_id)
        if owner_id is not None and owner_id != intent.owner_id:
            _hand_over(actor, intent, owner_id)
        if next_on is not None and next_on != intent.next_on:
            intent.next_on = next_on
            outbox.emit(IntentPlanned(intent.id), actor)
        done.append(intent)
    return done


def _refuse_far(day: date | None) -> None:
    if day is not None and not reminding.may_plan(day, clock.today()):
        raise Invalid(fields={"next_on": N_("Choose a day within the next two years.")})


def _hand_over(actor: Actor, intent: Intent, owner_id: int) -> None:
    allowed = {person.id: person for person in queries.owners(intent.pitch, intent.roadshow.organisation_id)}
    person = allowed.get(owner_id)
    if person is None or not (actor.operator or actor.of(person.actor.organisation_id)):
        raise NotAnOwner
    intent.owner_id = owner_id
    moving.log(intent, "assign", actor, person.name)
    outbox.emit(IntentHandedOver(intent.id, owner_id), actor)


def _carer(actor: Actor, intent_id: int) -> Intent:
    """An intent held, for the operator or the side that pitched; whoever declared it does not plan for them."""
    intent = queries.get(moving.vetted(actor), intent_id)
    if not (actor.operator or actor.of(intent.pitch.organisation_id)):
        raise NotFound
    lock_row(intent)
    return intent


def _cut(text: str) -> str:
    return text.strip()[:LONGEST_WORD]
