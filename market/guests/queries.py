"""Who is registered."""

from collections.abc import Collection

from sqlalchemy import select

from market.core.actor import Actor
from market.core.db import db
from market.guests.models import Registration
from market.guests.rules.states import State
from market.roadshows.models import Roadshow


def of_person(actor: Actor, roadshow_id: int) -> Registration | None:
    """A person's own registration."""
    return db.session.scalar(
        select(Registration).where(Registration.roadshow_id == roadshow_id, Registration.user_id == actor.user_id)
    )


def of_roadshow(roadshow_id: int, states: Collection[str] = (State.CONFIRMED,)) -> list[Registration]:
    """The registrations of a roadshow in these states, oldest first."""
    statement = select(Registration).where(Registration.roadshow_id == roadshow_id, Registration.state.in_(states))
    return list(db.session.scalars(statement.order_by(Registration.id)))


def let_in(actor: Actor, roadshow: Roadshow) -> bool:
    """Whether links, live page and materials for registered people are open to this person."""
    if actor.operator:
        return True
    own = of_person(actor, roadshow.id)
    return own is not None and own.admitted
