"""The checks of the rehearsal: found ready, or not after all; and the reminder two days before."""

from datetime import timedelta

from sqlalchemy import delete, select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, forget, lock_row, transaction
from market.core.errors import NotFound
from market.pitches import queries as pitches
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State
from market.schedule import queries
from market.schedule.events import RehearsalDue
from market.schedule.models import RehearsalCheck, ScheduleDraft
from market.schedule.rules.rehearsal import DAYS_BEFORE, needed
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


def remind_due() -> None:
    """Tell the organiser of every announced event in two days whose pitches are not all ready; each once."""
    forget()
    soon = (
        select(ScheduleDraft.roadshow_id)
        .join(Roadshow)
        .where(
            ScheduleDraft.rehearsal_told_at.is_(None),
            Roadshow.state == State.ANNOUNCED,
            Roadshow.starts_at > clock.now(),
            Roadshow.starts_at <= clock.now() + timedelta(days=DAYS_BEFORE),
        )
    )
    for roadshow_id in list(db.session.scalars(soon)):
        with transaction():
            remind(roadshow_id)


def remind(roadshow_id: int) -> int:
    """Say how many pitches of an event are not ready, inside a transaction; nothing when all are, or it was said."""
    draft = queries.draft(roadshow_id)
    if draft is None:
        return 0
    lock_row(draft)
    missing = sum(1 for _pitch, state, _rows in queries.readiness(roadshow_id) if not state.ready)
    if draft.rehearsal_told_at is not None or not missing:
        return 0
    draft.rehearsal_told_at = clock.now()
    db.session.flush()
    outbox.emit(RehearsalDue(roadshow_id, missing))
    return missing
