"""Coming in: the code on the ticket, check-in at the door, presence online."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.i18n import current_language, translate
from market.core.settings import settings
from market.guests import queries
from market.guests.errors import NoPlaceLeft, NotAdmitted, NotRegisteredNow, OtherRoadshow, SuspendedGuest, UnknownCode
from market.guests.events import ArrivalUndone, GuestArrived
from market.guests.models import Registration
from market.guests.rules import codes
from market.guests.rules.states import STATE_NAMES, State, Way
from market.guests.service import places
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State as Stage

EARLY = timedelta(hours=1)
"""So long before it begins opening the live page counts as coming."""


@dataclass(frozen=True)
class Arrival:
    """Somebody at the door. `first`: this check-in was the first; `at`: when the first one was."""

    registration: Registration
    first: bool
    at: datetime


def ticket_code(found: Registration) -> str:
    """The code on a ticket."""
    return codes.code(found.id, settings().secret_key)


def registration_of(actor: Actor, roadshow_id: int, text: str) -> Registration:
    """Whose ticket a code is, at this roadshow; raises UnknownCode, or OtherRoadshow with where it belongs."""
    if not actor.operator:
        raise NotFound
    site = settings()
    number = codes.number(text, (site.secret_key, *site.secret_key_fallbacks))
    found = db.session.get(Registration, number) if number is not None else None
    if found is None:
        raise UnknownCode
    if found.roadshow_id != roadshow_id:
        begins = found.roadshow.starts_at.astimezone(clock.SHANGHAI)
        raise OtherRoadshow(title=found.roadshow.name(current_language()), day=begins.strftime("%Y-%m-%d %H:%M"))
    return found


def check_in(actor: Actor, roadshow_id: int, registration_id: int, admit: bool = False) -> Arrival:
    """Let somebody in on site, inside a transaction; a second time nothing changes and the first time is told.

    `admit`: let in who has no place yet, if one is free (NoPlaceLeft). Raises NotFound, NotAdmitted.
    """
    row = _at_the_door(actor, roadshow_id, registration_id)
    if admit and row.state in (State.APPLIED, State.WAITING, State.OFFERED, State.EXPIRED, State.CANCELLED):
        _admit(row)
    if row.state != State.CONFIRMED:
        raise NotAdmitted(name=row.user.name, state=translate(STATE_NAMES[row.state]))
    if not row.admitted:
        raise SuspendedGuest(name=row.user.name)
    _into_the_hall(row)
    first = _arrive(row, Way.SITE)
    if row.checked_in_how != Way.SITE:
        row.checked_in_how = Way.SITE
    if row.checked_in_at is None:
        raise NotAdmitted(name=row.user.name, state=translate(STATE_NAMES[row.state]))
    return Arrival(row, first, row.checked_in_at)


def undo_check_in(actor: Actor, roadshow_id: int, registration_id: int) -> Registration:
    """A check-in was a slip: take it back, inside a transaction. Raises NotFound, NotRegisteredNow."""
    row = _at_the_door(actor, roadshow_id, registration_id)
    if row.checked_in_at is None:
        raise NotRegisteredNow
    row.checked_in_at, row.checked_in_how = None, ""
    outbox.emit(ArrivalUndone(row.id, roadshow_id), actor)
    return row


def mark_present(actor: Actor, roadshow_id: int, how: str = "online") -> bool:
    """Note that a guest is there, inside a transaction; True the first time, afterwards nothing changes.

    Counts for those with a place, from an hour before the beginning to the end. Called when somebody opens the live
    page.
    """
    row = queries.of_person(actor, roadshow_id) if actor.user_id is not None else None
    if row is None or not row.admitted or row.checked_in_at is not None or not _on(row.roadshow):
        return False
    return _arrive(row, Way(how))


def _on(roadshow: Roadshow) -> bool:
    now = clock.now()
    return roadshow.state == Stage.LIVE or (roadshow.coming and roadshow.starts_at - EARLY <= now <= roadshow.ends_at)


def _at_the_door(actor: Actor, roadshow_id: int, registration_id: int) -> Registration:
    if not actor.operator:
        raise NotFound
    row = db.session.get(Registration, registration_id)
    if row is None or row.roadshow_id != roadshow_id:
        raise NotFound
    places.hold(roadshows.get(actor, roadshow_id))
    db.session.refresh(row)
    return row


def _admit(row: Registration) -> None:
    """Give who stands at the door a free place on site, past the waiting list: who is not there cannot take it."""
    state = State(row.state)
    if state == State.OFFERED and row.way == Way.SITE:
        places.confirm(row, state)
        return
    if not places.take(row.roadshow_id, Way.SITE):
        raise NoPlaceLeft
    if state == State.OFFERED:
        places.give_back(row.roadshow_id, row.way)
    row.way = Way.SITE
    db.session.flush()
    places.confirm(row, state)
    places.settle(row.roadshow)


def _into_the_hall(row: Registration) -> None:
    """Who registered for online and comes in person takes a place in the hall and gives the one online back."""
    if row.way == Way.SITE:
        return
    if not places.take(row.roadshow_id, Way.SITE):
        raise NoPlaceLeft
    places.give_back(row.roadshow_id, row.way)
    row.way = Way.SITE
    db.session.flush()
    places.settle(row.roadshow)


def _arrive(row: Registration, how: Way) -> bool:
    """Compare and swap: of two who note it at once one is first."""
    table = Registration
    statement = (
        update(table)
        .where(table.id == row.id, table.checked_in_at.is_(None), table.state == State.CONFIRMED)
        .values(checked_in_at=clock.now(), checked_in_how=str(how), version=table.version + 1)
        .execution_options(synchronize_session=False)
    )
    first = bool(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]
    db.session.refresh(row)
    if first:
        outbox.emit(GuestArrived(row.id, row.roadshow_id, str(how)))
    return first
