"""What happens by the clock: offers run out, freed places go on, guests are reminded, old data is forgotten."""

from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from market.core import clock, outbox
from market.core.db import db, forget, transaction
from market.guests import queries
from market.guests.events import GuestsReminded
from market.guests.models import Registration, RegistrationInterest, RegistrationReminder
from market.guests.rules import terms as rules
from market.guests.rules.applications import KEPT_YEARS
from market.guests.rules.states import State
from market.guests.service import places
from market.roadshows.events import RoadshowChanged
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import COMING

YEAR = timedelta(days=365)
PLACES = frozenset({"capacity", "online_capacity"})
"""The fields of a plan that say how many places there are."""


def look_after() -> None:
    """Take back offers that ran out, and offer what is free to the next in line: for every roadshow with a line."""
    forget()
    waits = (Registration.state == State.WAITING) & Roadshow.state.in_(COMING)
    overdue = (Registration.state == State.OFFERED) & (Registration.offer_ends_at <= clock.now())
    restless = select(Roadshow.id).join(Registration).where(waits | overdue).distinct()
    for number in list(db.session.scalars(restless.order_by(Roadshow.id))):
        with transaction() as session:
            roadshow = session.get_one(Roadshow, number)
            places.hold(roadshow)
            places.expire(roadshow)


def on_plan_changed(event: RoadshowChanged) -> None:
    """A plan that has more places offers them to those in line, at once and not only when the clock comes round.

    Not in the transaction of the plan, which holds the roadshow before its places: guests hold them in reverse.
    """
    if not PLACES & set(event.fields.split(",")):
        return
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        if roadshow.coming:
            places.hold(roadshow)
            places.expire(roadshow)


def remind() -> None:
    """Remind the guests of every roadshow whose time for it has come, each number of hours once."""
    forget()
    soon = clock.now() + timedelta(days=61)
    coming = select(Roadshow.id).where(Roadshow.state.in_(COMING), Roadshow.starts_at <= soon)
    for number in list(db.session.scalars(coming.order_by(Roadshow.id))):
        with transaction() as session:
            remind_of(session.get_one(Roadshow, number))


def remind_of(roadshow: Roadshow) -> int | None:
    """Give the reminder that is due for one roadshow, inside a transaction; returns its hours, None for none."""
    places.hold(roadshow)
    hours = rules.reminder_due(queries.terms_of(roadshow.id).remind_hours, roadshow.starts_at, clock.now())
    if hours is None:
        return None
    given = select(RegistrationReminder.id).where(
        RegistrationReminder.roadshow_id == roadshow.id,
        RegistrationReminder.begins_at == roadshow.starts_at,
        RegistrationReminder.hours <= hours,
    )
    if db.session.scalar(given) is not None:
        return None
    db.session.add(RegistrationReminder(roadshow_id=roadshow.id, hours=hours, begins_at=roadshow.starts_at))
    db.session.flush()
    outbox.emit(GuestsReminded(roadshow.id, hours, roadshow.starts_at.isoformat()))
    return hours


def forget_old() -> None:
    """Delete question, interests and the organiser's words two years after a roadshow, as was promised."""
    limit = clock.now() - KEPT_YEARS * YEAR
    old = select(Registration.id).join(Roadshow).where(Roadshow.ends_at < limit)
    with transaction() as session:
        session.execute(delete(RegistrationInterest).where(RegistrationInterest.registration_id.in_(old)))
        session.execute(
            update(Registration)
            .where(Registration.id.in_(old), or_(Registration.question != "", Registration.message != ""))
            .values(question="", message="")
            .execution_options(synchronize_session=False)
        )
