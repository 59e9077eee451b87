"""What the organiser does with registrations: admit, decline, set the rules."""

from collections.abc import Collection

from sqlalchemy import select

from market.core import outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Invalid, NotFound
from market.guests.errors import NothingChosen, ReasonNeeded, TooLate
from market.guests.events import GuestTermsChanged, RegistrationDeclined
from market.guests.models import Registration, RegistrationTerms
from market.guests.rules import terms as rules
from market.guests.rules.states import STANDING, State
from market.guests.rules.terms import Terms
from market.guests.service import places
from market.roadshows import queries as roadshows
from market.roadshows.events import RoadshowCopied
from market.roadshows.models import Roadshow

ADMITTED_FROM = frozenset({State.APPLIED, State.DECLINED})


def approve(actor: Actor, roadshow_id: int, numbers: Collection[int]) -> int:
    """Admit those chosen who applied or were declined, in the order in which they registered; returns how many.

    Inside a transaction. Where every place is taken they go on the waiting list.
    """
    roadshow = _held(actor, roadshow_id)
    places.expire(roadshow)
    chosen = [row for row in _chosen(roadshow, numbers) if row.state in ADMITTED_FROM]
    for row in chosen:
        row.message = ""
        db.session.flush()
        places.place_or_line(row, State(row.state))
    return len(chosen)


def decline(actor: Actor, roadshow_id: int, numbers: Collection[int], reason: str) -> int:
    """Do not admit those chosen, or no longer, with a reason that they read; returns how many. Inside a transaction."""
    if not reason.strip():
        raise ReasonNeeded
    roadshow = _held(actor, roadshow_id)
    chosen = [row for row in _chosen(roadshow, numbers) if row.state in STANDING]
    for row in chosen:
        confirmed = row.state == State.CONFIRMED
        moved = {"message": reason.strip(), "calendar_sequence": Registration.calendar_sequence + 1}
        if places.leave(row, State.DECLINED, **moved):
            outbox.emit(RegistrationDeclined(row.id, roadshow_id, confirmed), actor)
    return len(chosen)


def set_terms(actor: Actor, roadshow_id: int, terms: Terms) -> None:
    """Set how people register for a roadshow, inside a transaction; raises Invalid."""
    roadshow = _held(actor, roadshow_id, coming=False)
    if wrong := rules.problems(terms):
        raise Invalid(fields=wrong)
    row = db.session.get(RegistrationTerms, roadshow_id) or RegistrationTerms(roadshow_id=roadshow_id)
    row.automatic, row.per_organisation, row.offer_hours = terms.automatic, terms.per_organisation, terms.offer_hours
    row.online, row.remind_hours = terms.online, sorted(set(terms.remind_hours), reverse=True)
    db.session.add(row)
    db.session.flush()
    outbox.emit(GuestTermsChanged(roadshow_id), actor)
    places.expire(roadshow)


def on_copied(event: RoadshowCopied) -> None:
    """How people registered for an earlier roadshow holds for its copy too, where its organiser had set something."""
    source = db.session.get(RegistrationTerms, event.source_id)
    if source is None or db.session.get(RegistrationTerms, event.roadshow_id) is not None:
        return
    terms = source.terms
    row = RegistrationTerms(roadshow_id=event.roadshow_id, automatic=terms.automatic, online=terms.online)
    row.per_organisation, row.offer_hours = terms.per_organisation, terms.offer_hours
    row.remind_hours = list(terms.remind_hours)
    db.session.add(row)
    db.session.flush()


def _held(actor: Actor, roadshow_id: int, coming: bool = True) -> Roadshow:
    if not actor.operator:
        raise NotFound
    roadshow = roadshows.get(actor, roadshow_id)
    places.hold(roadshow)
    if coming and not roadshow.coming:
        raise TooLate
    return roadshow


def _chosen(roadshow: Roadshow, numbers: Collection[int]) -> list[Registration]:
    if not numbers:
        raise NothingChosen
    statement = select(Registration).where(
        Registration.roadshow_id == roadshow.id, Registration.id.in_(list(numbers))
    )
    ordered = statement.order_by(Registration.id).execution_options(populate_existing=True)
    return list(db.session.scalars(ordered))
