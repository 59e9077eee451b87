"""Releasing a numbered version of the programme."""

from market.core import outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.i18n import current_language, translate
from market.roadshows.rules.states import COMING
from market.schedule import queries
from market.schedule.errors import NotAnnounced, NothingNew, NotReleasable
from market.schedule.events import ProgrammeReleased
from market.schedule.models import ScheduleRelease
from market.schedule.rules.clashes import blocking
from market.schedule.service.holding import hold


def release(actor: Actor, roadshow_id: int, seen: int, note: str = "") -> ScheduleRelease:
    """Freeze the draft as the next version, with what changed since the one before.

    `seen` is the version of the draft that the releaser looked at. Raises NotAnnounced, ChangedMeanwhile,
    NotReleasable with the first blocking finding, NothingNew.
    """
    roadshow, _draft = hold(actor, roadshow_id, seen)
    if roadshow.state not in COMING:
        raise NotAnnounced
    blocked = blocking(queries.findings(roadshow, current_language()))
    if blocked:
        raise NotReleasable(what=translate(blocked[0].sentence, **blocked[0].values))
    newest, changed = queries.released(roadshow_id), queries.pending(roadshow_id)
    if newest is not None and not changed:
        raise NothingNew(number=newest.number)
    row = ScheduleRelease(
        roadshow_id=roadshow_id,
        number=newest.number + 1 if newest is not None else 1,
        items=[one.item.to_plain() for one in queries.draft_items(roadshow_id)],
        changes=[change.to_plain() for change in changed],
        note=note,
        released_by=actor.user_id,
    )
    db.session.add(row)
    db.session.flush()
    outbox.emit(ProgrammeReleased(roadshow_id, row.number), actor)
    return row
