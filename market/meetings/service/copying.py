"""What a copy of an earlier roadshow takes over of its meetings: rules, sessions and tables; nobody sits there yet."""

from datetime import timedelta

from market.core.db import db
from market.meetings import queries
from market.meetings.models import MeetingPlan, MeetingSession, MeetingSlot, MeetingTable
from market.roadshows.events import RoadshowCopied
from market.roadshows.models import Roadshow


def on_copied(event: RoadshowCopied) -> None:
    """The rules of the earlier roadshow's meetings, its sessions at the same distance to the beginning, its tables."""
    source = queries.plan_of(event.source_id)
    if source is None or queries.plan_of(event.roadshow_id) is not None:
        return
    plan = MeetingPlan(roadshow_id=event.roadshow_id, pairs=list(source.pairs))
    plan.most_open, plan.most_meetings = source.most_open, source.most_meetings
    plan.rest_slots, plan.answer_hours, plan.threshold = source.rest_slots, source.answer_hours, source.threshold
    db.session.add(plan)
    db.session.flush()
    before = db.session.get_one(Roadshow, event.source_id)
    after = db.session.get_one(Roadshow, event.roadshow_id)
    _tables(event, _sessions(event, after.starts_at - before.starts_at))


def _sessions(event: RoadshowCopied, shift: timedelta) -> dict[int, int]:
    """The sessions with their slots, shifted; by the id of the earlier one that of the new one."""
    made: dict[int, MeetingSession] = {}
    for one in queries.sessions(event.source_id):
        copy = MeetingSession(roadshow_id=event.roadshow_id, name=one.name)
        copy.starts_at, copy.ends_at = one.starts_at + shift, one.ends_at + shift
        copy.slot_minutes, copy.pause_minutes = one.slot_minutes, one.pause_minutes
        copy.slots = [
            MeetingSlot(roadshow_id=event.roadshow_id, starts_at=slot.starts_at + shift, ends_at=slot.ends_at + shift)
            for slot in one.slots
        ]
        db.session.add(copy)
        made[one.id] = copy
    db.session.flush()
    return {number: copy.id for number, copy in made.items()}


def _tables(event: RoadshowCopied, sessions: dict[int, int]) -> None:
    """The tables with number, name, room and link, also those not in use."""
    for one in queries.tables(event.source_id, closed=True):
        copy = MeetingTable(roadshow_id=event.roadshow_id, number=one.number, name=one.name, room=one.room)
        copy.link, copy.closed = one.link, one.closed
        copy.session_id = sessions.get(one.session_id) if one.session_id is not None else None
        db.session.add(copy)
    db.session.flush()
