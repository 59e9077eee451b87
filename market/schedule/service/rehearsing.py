"""The checks of the rehearsal: found ready, or not after all."""

from sqlalchemy import delete

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.pitches import queries as pitches
from market.schedule import queries
from market.schedule.models import RehearsalCheck
from market.schedule.rules.rehearsal import needed
from market.schedule.service.holding import hold


def tick(actor: Actor, roadshow_id: int, pitch_id: int, what: str, done: bool) -> None:
    """Note that one thing of a selected pitch is ready, or is not after all; repeating it is harmless."""
    hold(actor, roadshow_id)
    pitch = next((one for one in pitches.of_roadshow(roadshow_id) if one.id == pitch_id), None)
    if pitch is None or what not in needed(video=True):
        raise NotFound
    there = what in queries.checked(roadshow_id).get(pitch_id, {})
    if done and not there:
        db.session.add(RehearsalCheck(pitch_id=pitch_id, what=what, done_by=actor.user_id))
    if there and not done:
        db.session.execute(
            delete(RehearsalCheck).where(RehearsalCheck.pitch_id == pitch_id, RehearsalCheck.what == what)
        )
    db.session.flush()
