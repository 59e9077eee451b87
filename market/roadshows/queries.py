"""Who sees which roadshows, and finding one."""

from sqlalchemy import ColumnElement, or_, select, true

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import PUBLIC, State

FOR_THE_BUREAU = frozenset({State.SUBMITTED, State.RETURNED, State.APPROVED})


def visible(actor: Actor) -> ColumnElement[bool]:
    """Announced ones for everybody; all of them for the operator; what awaits or has its approval for the bureau."""
    if actor.operator:
        return true()
    announced = Roadshow.state.in_(PUBLIC)
    if actor.kind == "authority" and actor.vetted:
        return or_(announced, Roadshow.state.in_(FOR_THE_BUREAU))
    return announced


def get(actor: Actor, roadshow_id: int) -> Roadshow:
    """One that this person may see; raises NotFound."""
    found = db.session.scalar(select(Roadshow).where(Roadshow.id == roadshow_id, visible(actor)))
    if found is None:
        raise NotFound
    return found
