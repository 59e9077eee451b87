"""Finding pitches."""

from collections.abc import Collection

from sqlalchemy import select

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.pitches.models import Pitch
from market.pitches.rules.states import State
from market.roadshows.models import Roadshow
from market.roadshows.queries import visible as roadshow_visible


def of_roadshow(roadshow_id: int, states: Collection[str] = (State.SELECTED,)) -> list[Pitch]:
    """The pitches of a roadshow in these states, in the order of the programme."""
    statement = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.state.in_(states))
    return list(db.session.scalars(statement.order_by(Pitch.position.is_(None), Pitch.position, Pitch.id)))


def get(actor: Actor, pitch_id: int) -> Pitch:
    """One this person may see: of a visible roadshow a selected one, one's own, all for the operator; NotFound."""
    found = db.session.scalar(
        select(Pitch).join(Roadshow).where(Pitch.id == pitch_id, roadshow_visible(actor))
    )
    if found is None or not (actor.operator or actor.of(found.organisation_id) or found.state == State.SELECTED):
        raise NotFound
    return found
