"""The order of the selected pitches: positions 1, 2, 3 ... without holes, unique by the database."""

from collections.abc import Sequence

from sqlalchemy import func, select, update

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.outbox import emit
from market.pitches import queries
from market.pitches.errors import BegunAlready, DrawOpen
from market.pitches.events import OrderChanged
from market.pitches.models import Pitch
from market.pitches.service.holding import hold_roadshow


def last_position(roadshow_id: int) -> int:
    """The position of the last one, 0 when there is none; ask while the roadshow is held."""
    return int(db.session.scalar(select(func.max(Pitch.position)).where(Pitch.roadshow_id == roadshow_id)) or 0)


def place(roadshow_id: int, pitch_ids: Sequence[int]) -> None:
    """Number these from 1 and nobody else; ask while the roadshow is held."""
    db.session.flush()
    emptied = update(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.position.is_not(None)).values(position=None)
    db.session.execute(emptied.execution_options(synchronize_session=False))
    for number, pitch_id in enumerate(pitch_ids, 1):
        numbered = update(Pitch).where(Pitch.id == pitch_id).values(position=number)
        db.session.execute(numbered.execution_options(synchronize_session=False))
    for row in db.session.identity_map.values():
        if isinstance(row, Pitch):
            db.session.expire(row, ["position"])


def close_gaps(roadshow_id: int) -> None:
    """Let the ones behind move up after one has left."""
    place(roadshow_id, [pitch.id for pitch in queries.of_roadshow(roadshow_id)])


def shift(actor: Actor, roadshow_id: int, pitch_id: int, up: bool) -> None:
    """Let one selected pitch change places with its neighbour; at the end of the list nothing happens."""
    _changeable(actor, roadshow_id)
    order = [pitch.id for pitch in queries.of_roadshow(roadshow_id)]
    if pitch_id not in order:
        raise NotFound
    here = order.index(pitch_id)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    place(roadshow_id, order)
    emit(OrderChanged(roadshow_id), actor)


def arrange(actor: Actor, roadshow_id: int, pitch_ids: Sequence[int]) -> None:
    """Put all selected pitches into a new order; ones that are not named follow in the order they had."""
    _changeable(actor, roadshow_id)
    standing = [pitch.id for pitch in queries.of_roadshow(roadshow_id)]
    wanted = [pitch_id for pitch_id in dict.fromkeys(pitch_ids) if pitch_id in standing]
    place(roadshow_id, wanted + [pitch_id for pitch_id in standing if pitch_id not in wanted])
    emit(OrderChanged(roadshow_id), actor)


def _changeable(actor: Actor, roadshow_id: int) -> None:
    roadshow = hold_roadshow(actor, roadshow_id)
    if clock.now() >= roadshow.starts_at or not roadshow.coming:
        raise BegunAlready
    if queries.open_draw(roadshow_id) is not None:
        raise DrawOpen
