"""What a guest does: register, change, cancel, answer an offered place."""

from sqlalchemy import select

from market.accounts.models import Organisation
from market.core import clock, outbox, seals
from market.core.actor import Actor
from market.core.db import db, swap_state
from market.core.errors import Invalid, NotFound, SignInNeeded
from market.guests import queries
from market.guests.errors import (
    Barred,
    NoOrganisation,
    NotRegisteredNow,
    OfferOver,
    OrganisationFull,
    RegistrationClosed,
    TooLate,
    WayFull,
)
from market.guests.events import RegistrationAsked, RegistrationCancelled, RegistrationChanged
from market.guests.models import Registration
from market.guests.rules import applications
from market.guests.rules.applications import CONSENT, Application
from market.guests.rules.states import BARRED, SEATED, STANDING, State
from market.guests.service import places
from market.pitches import queries as pitches
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow


def register(actor: Actor, roadshow_id: int, form: Application) -> Registration:
    """Register the acting person, or change the registration that stands; inside a transaction.

    What comes of it, its state says: applied, waiting or confirmed. Raises SignInNeeded, NoOrganisation, NotFound,
    RegistrationClosed, OrganisationFull, or Invalid with what is wrong.
    """
    roadshow = _held(actor, roadshow_id)
    row = _own(actor, roadshow_id)
    if row is not None and row.state in STANDING:
        return change(actor, roadshow_id, form)
    if not roadshow.registers():
        raise RegistrationClosed
    if db.session.get_one(Organisation, actor.organisation_id).state in BARRED:
        raise Barred
    _check(actor, roadshow, form)
    _check_cap(actor, roadshow)
    places.expire(roadshow)
    again_after_refusal = row is not None and row.state == State.DECLINED
    row = _written(actor, roadshow, form, row)
    trusted = actor.operator or (queries.terms_of(roadshow_id).automatic and actor.vetted)
    if trusted and not again_after_refusal:
        places.place_or_line(row, State.APPLIED)
    else:
        outbox.emit(RegistrationAsked(row.id, roadshow_id), actor)
    return row


def change(actor: Actor, roadshow_id: int, form: Application) -> Registration:
    """Change role, interests, question or way of a registration that stands; inside a transaction.

    Who has a place keeps it unless the other way has a free one (WayFull); who waits goes to the end of the other line.
    Raises NotRegisteredNow, TooLate, WayFull, or Invalid with what is wrong.
    """
    roadshow = _held(actor, roadshow_id)
    row = _own(actor, roadshow_id)
    if row is None or row.state not in STANDING:
        raise NotRegisteredNow
    _check_time(roadshow)
    _check(actor, roadshow, form, agreed=True)
    before = (row.way, row.role, row.question, [pitch.id for pitch in row.interests])
    _fill(row, form, roadshow_id)
    db.session.flush()
    if form.way != before[0]:
        _switch(row, form.way)
    if before != (row.way, row.role, row.question, [pitch.id for pitch in row.interests]):
        outbox.emit(RegistrationChanged(row.id, roadshow_id, row.way != before[0]), actor)
    return row


def cancel(actor: Actor, roadshow_id: int) -> Registration:
    """The acting person does not come; a place goes on to the next in line. Raises NotRegisteredNow, TooLate."""
    roadshow = _held(actor, roadshow_id)
    row = _own(actor, roadshow_id)
    if row is None or row.state not in STANDING:
        raise NotRegisteredNow
    _check_time(roadshow)
    _cancel(row, actor)
    return row


def offer_of(token: str) -> Registration:
    """The registration whose offer a mailed address opens; NotFound for anything else."""
    found = queries.by_nonce(seals.opened("guests.offer", token))
    if found is None:
        raise NotFound
    return found


def accept_offer(registration_id: int) -> Registration:
    """The offered place is taken, inside a transaction; raises OfferOver. The caller knows that it is theirs."""
    row = _offered(registration_id)
    if row.state != State.OFFERED or row.offer_ends_at is None or row.offer_ends_at <= clock.now():
        raise OfferOver
    places.confirm(row, State.OFFERED)
    return row


def decline_offer(registration_id: int) -> Registration:
    """The offered place is not wanted and goes to the next in line, inside a transaction; raises OfferOver."""
    row = _offered(registration_id)
    if row.state != State.OFFERED:
        raise OfferOver
    _cancel(row, None)
    return row


def _cancel(row: Registration, actor: Actor | None) -> None:
    confirmed = row.state == State.CONFIRMED
    if not places.leave(row, State.CANCELLED, calendar_sequence=Registration.calendar_sequence + 1):
        raise NotRegisteredNow
    outbox.emit(RegistrationCancelled(row.id, row.roadshow_id, confirmed), actor)


def _offered(registration_id: int) -> Registration:
    """A registration with its roadshow's places held, if the roadshow still comes."""
    row = db.session.get(Registration, registration_id)
    if row is None:
        raise NotFound
    places.hold(row.roadshow)
    db.session.refresh(row)
    if not row.roadshow.coming:
        raise OfferOver
    return row


def _held(actor: Actor, roadshow_id: int) -> Roadshow:
    if actor.user_id is None:
        raise SignInNeeded
    if actor.organisation_id is None:
        raise NoOrganisation
    roadshow = roadshows.get(actor, roadshow_id)
    places.hold(roadshow)
    return roadshow


def _own(actor: Actor, roadshow_id: int) -> Registration | None:
    """The person's registration, read afresh now that the places are held."""
    statement = select(Registration).where(
        Registration.roadshow_id == roadshow_id, Registration.user_id == actor.user_id
    )
    return db.session.scalar(statement.execution_options(populate_existing=True))


def _check(actor: Actor, roadshow: Roadshow, form: Application, agreed: bool = False) -> None:
    shown = {pitch.id for pitch in pitches.of_roadshow(roadshow.id)}
    if wrong := applications.problems(form, actor.kind, queries.ways_of(roadshow), shown, agreed):
        raise Invalid(fields=wrong)


def _check_time(roadshow: Roadshow) -> None:
    if not roadshow.coming or clock.now() > roadshow.ends_at:
        raise TooLate


def _check_cap(actor: Actor, roadshow: Roadshow) -> None:
    most = queries.terms_of(roadshow.id).per_organisation
    if most and not actor.operator and queries.standing_of(roadshow.id, actor.organisation_id) >= most:
        raise OrganisationFull(count=most)


def _written(actor: Actor, roadshow: Roadshow, form: Application, row: Registration | None) -> Registration:
    """A new registration, or one that comes back; applied for, without a place yet."""
    organisation = db.session.get_one(Organisation, actor.organisation_id)
    row = row or Registration(roadshow_id=roadshow.id, user_id=actor.user_id)
    row.organisation_id = organisation.id
    row.way, row.state, row.message = form.way, State.APPLIED, ""
    row.consent_at, row.consent_version = clock.now(), CONSENT
    row.offer_ends_at = row.waiting_since = row.confirmed_at = None
    _fill(row, form, roadshow.id)
    db.session.add(row)
    db.session.flush()
    return row


def _fill(row: Registration, form: Application, roadshow_id: int) -> None:
    """What the person may change at any time; the way is another matter."""
    chosen = [pitch for pitch in pitches.of_roadshow(roadshow_id) if pitch.id in form.interests]
    row.role, row.question, row.updated_at, row.interests = form.role, form.question.strip(), clock.now(), chosen


def _switch(row: Registration, way: str) -> None:
    """Take part the other way; a place of the way before goes on to the next in line."""
    before, state = row.way, State(row.state)
    if state in SEATED:
        if queries.line(row.roadshow_id, way) or not places.take(row.roadshow_id, way):
            raise WayFull
        if not swap_state(row, [state], state, way=way):
            raise NotRegisteredNow
        places.give_back(row.roadshow_id, before)
        if state == State.OFFERED:
            places.confirm(row, State.OFFERED)
        else:
            row.calendar_sequence += 1
    else:
        row.way = way
        db.session.flush()
        if state == State.WAITING:
            places.place_or_line(row, State.WAITING)
    places.settle(row.roadshow)
