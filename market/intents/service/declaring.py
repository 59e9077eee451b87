"""Declaring an intent, changing and withdrawing it, and whether the other side sees the contact."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from market.accounts.models import User
from market.accounts.queries import members_of
from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Invalid, NotFound, Refusal, SignInNeeded
from market.guests import queries as guests
from market.intents import queries
from market.intents.errors import NotForThisPitch, NotRegistered, NotVetted, NotYourKind, OwnPitch
from market.intents.events import ContactShared, ContactTakenBack, IntentChanged, IntentDeclared, IntentWithdrawn
from market.intents.models import Intent
from market.intents.rules import Wish
from market.intents.rules.processes import Facts, Who
from market.intents.rules.reminding import first_date
from market.intents.rules.states import Stage
from market.intents.rules.wishes import Bar, Position, bar
from market.intents.service import moving
from market.pitches import queries as pitches
from market.pitches.models import Pitch
from market.pitches.rules.states import State
from market.roadshows.models import Roadshow

BARS: Mapping[Bar, type[Refusal]] = {
    Bar.STAGE: NotForThisPitch,
    Bar.STATE: NotForThisPitch,
    Bar.OWN: OwnPitch,
    Bar.KIND: NotYourKind,
    Bar.VETTING: NotVetted,
    Bar.REGISTER: NotRegistered,
}


def position(actor: Actor, pitch: Pitch) -> Position:
    """Where somebody stands before a pitch, for the rule who may declare."""
    return Position(
        kind=actor.kind,
        vetted=actor.vetted,
        own=actor.of(pitch.organisation_id),
        subject="need" if pitch.need_id is not None else "listing",
        selected=pitch.state == State.SELECTED,
        roadshow=pitch.roadshow.state,
        let_in=guests.let_in(actor, pitch.roadshow),
    )


def declare(actor: Actor, pitch_id: int, wish: Wish) -> Intent:
    """Declare an intent on a pitch, inside a transaction; declared again, the standing one of that kind is changed.

    Raises SignInNeeded, NotFound, Invalid, or the refusal that `rules.wishes.bar` names.
    """
    if actor.user_id is None or actor.organisation_id is None:
        raise SignInNeeded
    pitch = pitches.get(actor, pitch_id)
    if wrong := wish.problems():
        raise Invalid(fields=wrong)
    if (found := bar(position(actor, pitch))) is not None:
        raise BARS[found]
    before = queries.standing(pitch.id, actor.organisation_id, wish.kind)
    if before is None and (made := store(actor, pitch, wish)) is not None:
        moving.log(made, "declare", actor, wish.note)
        outbox.emit(IntentDeclared(made.id, pitch.id, pitch.roadshow_id), actor)
        if made.consent_at is not None:
            outbox.emit(ContactShared(made.id, Who.DECLARER), actor)
        return made
    return _change(actor, before or _just_made(pitch.id, actor.organisation_id, wish.kind), wish)


def _just_made(pitch_id: int, organisation_id: int, kind: str) -> Intent:
    """The one that a colleague declared at the same moment."""
    found = queries.standing(pitch_id, organisation_id, kind)
    if found is None:
        raise NotFound
    return found


def store(actor: Actor, pitch: Pitch, wish: Wish) -> Intent | None:
    """A new row for whoever declares, inside a transaction; None when the unique index says somebody was faster."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    now, mark = clock.now(), f"~{secrets.token_hex(9)}"
    values: dict[str, Any] = {
        "reference": mark,
        "roadshow_id": pitch.roadshow_id,
        "pitch_id": pitch.id,
        "organisation_id": actor.organisation_id,
        "user_id": actor.user_id,
        "kind": wish.kind,
        "stage": Stage.INTENT,
        "owner_id": default_owner(pitch.roadshow),
        "next_on": first_date(clock.local_date(pitch.roadshow.ends_at), clock.today()),
        "next_step": "",
        "closed_reason": "",
        "closed_note": "",
        "declared_at": now,
        "stage_at": now,
        "version": 1,
        **columns(wish),
    }
    number = db.session.scalar(insert(Intent).values(**values).on_conflict_do_nothing().returning(Intent.id))
    if number is None:
        return None
    made = db.session.get_one(Intent, number)
    made.reference = f"IN-{clock.today().year}-{made.id:06d}"
    db.session.flush()
    return made


def columns(wish: Wish) -> dict[str, Any]:
    """What a wish says, by column; consent is noted with its moment."""
    return {
        "low_minor": None if wish.low is None else wish.low.minor,
        "high_minor": None if wish.high is None else wish.high.minor,
        "note": wish.note,
        "source": str(wish.source),
        "consent_at": clock.now() if wish.consent else None,
    }


def default_owner(roadshow: Roadshow) -> int | None:
    """Who looks after an intent at first: whoever planned the roadshow, else an owner or manager of its operator."""
    planner = db.session.get(User, roadshow.created_by) if roadshow.created_by is not None else None
    if planner is not None and planner.disabled_at is None and planner.actor.operator:
        return planner.id
    people = members_of(roadshow.organisation_id, ("owner", "manager")) or members_of(roadshow.organisation_id)
    return people[0].id if people else None


def _change(actor: Actor, intent: Intent, wish: Wish) -> Intent:
    lock_row(intent)
    consented = intent.consent_at
    changed = [name for name, value in said(wish).items() if getattr(intent, name) != value]
    for name in changed:
        setattr(intent, name, said(wish)[name])
    if (consented is None) == wish.consent:
        _set_consent(actor, intent, wish.consent)
    db.session.flush()
    if intent.stage == Stage.CLOSED:
        moving.take(intent, "renew", Who.DECLARER, Facts(), closed_reason="", closed_note="")
        changed.append("stage")
    entry = moving.entry_of(intent)
    if entry is not None and entry.confirmed_at is None:
        entry.confirmed_at = clock.now()
    if changed:
        moving.log(intent, "change", actor, wish.note)
        outbox.emit(IntentChanged(intent.id), actor)
    return intent


def said(wish: Wish) -> dict[str, Any]:
    """What a wish says of amounts and in words, by column."""
    whole = columns(wish)
    return {name: whole[name] for name in ("low_minor", "high_minor", "note")}


def _set_consent(actor: Actor, intent: Intent, given: bool) -> None:
    """The contact shown is that of the person who consents."""
    intent.consent_at = clock.now() if given else None
    if given and actor.user_id is not None:
        intent.user_id = actor.user_id
    db.session.flush()
    moving.log(intent, "share" if given else "unshare", actor)
    outbox.emit((ContactShared if given else ContactTakenBack)(intent.id, Who.DECLARER), actor)


def withdraw(actor: Actor, intent_id: int, text: str = "") -> Intent:
    """Whoever declared it takes it back, inside a transaction; its contact is shown no more.

    Raises NotFound for others, NotThisMoveNow once a contract is signed.
    """
    intent = moving.hold(actor, intent_id)
    if not actor.of(intent.organisation_id):
        raise NotFound
    moving.take(intent, "withdraw", Who.DECLARER, Facts(), consent_at=None, reply_consent_at=None, next_on=None)
    moving.log(intent, "withdraw", actor, text)
    outbox.emit(IntentWithdrawn(intent.id, intent.pitch_id), actor)
    return intent


def share_contact(actor: Actor, intent_id: int) -> Intent:
    """One side lets the other see its contact from now on, inside a transaction; each side for itself."""
    intent = _own_side(moving.vetted(actor), intent_id)
    if actor.of(intent.organisation_id):
        if intent.consent_at is None:
            _set_consent(actor, intent, True)
        return intent
    if intent.reply_consent_at is None:
        intent.reply_consent_at, intent.reply_user_id = clock.now(), actor.user_id
        moving.log(intent, "share", actor)
        outbox.emit(ContactShared(intent.id, Who.PRESENTER), actor)
    return intent


def take_contact_back(actor: Actor, intent_id: int) -> Intent:
    """One side shows its contact no more, at once; the operator stands between (PIPL Art. 15)."""
    intent = _own_side(actor, intent_id)
    if actor.of(intent.organisation_id):
        if intent.consent_at is not None:
            _set_consent(actor, intent, False)
        return intent
    if intent.reply_consent_at is not None:
        intent.reply_consent_at = intent.reply_user_id = None
        moving.log(intent, "unshare", actor)
        outbox.emit(ContactTakenBack(intent.id, Who.PRESENTER), actor)
    return intent


def _own_side(actor: Actor, intent_id: int) -> Intent:
    intent = moving.hold(actor, intent_id)
    if actor.operator or intent.stage == Stage.WITHDRAWN:
        raise NotFound
    return intent
