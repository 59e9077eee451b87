"""The replay, and what was fetched from the page of materials."""

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import NotFound
from market.outcomes import queries
from market.outcomes.errors import NotHeldYet
from market.outcomes.events import ReplaySet
from market.outcomes.models import MaterialFetch, RoadshowAfter
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State


def after_row(roadshow: Roadshow) -> RoadshowAfter:
    """The row kept about a roadshow after its day, made when it is first needed; inside a transaction."""
    lock_row(roadshow)
    found = queries.after_of(roadshow.id)
    if found is None:
        found = RoadshowAfter(roadshow_id=roadshow.id)
        db.session.add(found)
        db.session.flush()
    return found


def operated(actor: Actor, roadshow_id: int) -> Roadshow:
    """A roadshow that was held, for its operator; NotFound for others, NotHeldYet before."""
    if not actor.operator:
        raise NotFound
    roadshow = roadshows.get(actor, roadshow_id)
    if roadshow.state != State.HELD:
        raise NotHeldYet
    return roadshow


def set_replay(actor: Actor, roadshow_id: int, link: str, replay_for: str) -> None:
    """Say where the replay is and who may watch it, inside a transaction; an empty link takes it away."""
    roadshow = operated(actor, roadshow_id)
    after = after_row(roadshow)
    if (roadshow.replay_url, after.replay_for) == (link, replay_for):
        return
    roadshow.replay_url, after.replay_for = link, replay_for
    outbox.emit(ReplaySet(roadshow.id, link, replay_for), actor)


def count_fetch(actor: Actor, roadshow_id: int, what: str, name: str = "", pitch_id: int | None = None) -> None:
    """Count that something was fetched, inside a transaction: the organisation is kept, the person is not."""
    row = MaterialFetch(
        roadshow_id=roadshow_id,
        pitch_id=pitch_id,
        what=what,
        name=name,
        organisation_id=actor.organisation_id,
        on=clock.today(),
    )
    db.session.add(row)
