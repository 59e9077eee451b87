"""Entering an intent for a firm that wrote it on paper or said it aloud, and the firm's word that it is right."""

from dataclasses import replace
from datetime import date

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Invalid, NotFound
from market.core.settings import settings
from market.guests import queries as guests
from market.guests.models import Registration
from market.intents import queries
from market.intents.errors import AlreadyDeclared, EntryOver, NotAGuest, NothingToConfirm
from market.intents.events import ContactShared, IntentChanged, IntentConfirmed, IntentDeclared, IntentEntered
from market.intents.models import Intent, IntentEntry
from market.intents.rules import Wish
from market.intents.rules.entering import Said, last_day
from market.intents.rules.processes import Who
from market.intents.rules.states import Source
from market.intents.rules.wishes import bar
from market.intents.service import moving
from market.intents.service.declaring import BARS, position, said, store
from market.pitches import queries as pitches
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State


def enter(actor: Actor, registration_id: int, pitch_id: int, wish: Wish, words: Said) -> Intent:
    """Enter what a registered guest wishes of a pitch, inside a transaction; the guest is told and may take it back.

    Entered again, an entry nobody confirmed yet is corrected; what the firm declared itself is never touched. For the
    operator. Raises NotFound, Invalid, NotAGuest, EntryOver, AlreadyDeclared, or what keeps the guest from declaring.
    """
    if not actor.operator:
        raise NotFound
    guest, pitch = guests.get(actor, registration_id), pitches.get(actor, pitch_id)
    if wrong := wish.problems() | words.problems():
        raise Invalid(fields=wrong)
    _refuse(guest, pitch)
    wish = replace(wish, source=Source.OPERATOR)
    before = queries.standing(pitch.id, guest.organisation_id, wish.kind)
    if before is None and (made := store(guest.user.actor, pitch, wish)) is not None:
        _note_entry(actor, made, words)
        outbox.emit(IntentDeclared(made.id, pitch.id, pitch.roadshow_id), actor)
        _tell(actor, made, words)
        return made
    found = before or queries.standing(pitch.id, guest.organisation_id, wish.kind)
    if found is None:
        raise NotFound
    return _amend(actor, found, guest, wish, words)


def last_entry_day(roadshow: Roadshow) -> date | None:
    """The last day to enter intents for guests of a roadshow; None while it is not over."""
    if roadshow.state != State.HELD:
        return None
    return last_day(clock.local_date(roadshow.ends_at), settings().intent_entry_days)


def _refuse(guest: Registration, pitch: Pitch) -> None:
    person = guest.user.actor
    if guest.roadshow_id != pitch.roadshow_id or not guest.admitted or not person.of(guest.organisation_id):
        raise NotAGuest
    if (found := bar(position(person, pitch))) is not None:
        raise BARS[found]
    last = last_entry_day(pitch.roadshow)
    if last is not None and clock.today() > last:
        raise EntryOver(day=last.isoformat())


def _note_entry(actor: Actor, intent: Intent, words: Said) -> None:
    entry = intent.entry or IntentEntry(intent_id=intent.id, user_id=actor.user_id)
    entry.how, entry.said_by, entry.note = words.how, words.by.strip(), words.note.strip()
    entry.user_id = actor.user_id or entry.user_id
    db.session.add(entry)
    db.session.flush()
    db.session.expire(intent, ["entry"])
    moving.log(intent, "enter", actor, intent.note)


def _amend(actor: Actor, intent: Intent, guest: Registration, wish: Wish, words: Said) -> Intent:
    """Correct an entry of the operator's own as long as nobody has confirmed it."""
    lock_row(intent)
    entry = moving.entry_of(intent)
    if entry is None or entry.confirmed_at is not None or not intent.open:
        raise AlreadyDeclared(reference=intent.reference)
    for name, value in said(wish).items():
        setattr(intent, name, value)
    intent.user_id = guest.user_id
    if (intent.consent_at is None) == wish.consent:
        intent.consent_at = clock.now() if wish.consent else None
    db.session.flush()
    _note_entry(actor, intent, words)
    outbox.emit(IntentChanged(intent.id), actor)
    _tell(actor, intent, words)
    return intent


def _tell(actor: Actor, intent: Intent, words: Said) -> None:
    outbox.emit(IntentEntered(intent.id, words.how), actor)
    if intent.consent_at is not None:
        outbox.emit(ContactShared(intent.id, Who.DECLARER), actor)


def confirm(actor: Actor, intent_id: int) -> Intent:
    """Say that what the operator entered is right, inside a transaction; for whoever it was entered for.

    Raises NotFound for others and NothingToConfirm.
    """
    intent = moving.hold(actor, intent_id)
    if not actor.of(intent.organisation_id):
        raise NotFound
    entry = moving.entry_of(intent)
    if entry is None or entry.confirmed_at is not None or not intent.open:
        raise NothingToConfirm
    entry.confirmed_at = clock.now()
    db.session.flush()
    moving.log(intent, "confirm", actor)
    outbox.emit(IntentConfirmed(intent.id), actor)
    return intent
