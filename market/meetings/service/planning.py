"""The operator plans: rules, sessions, tables."""

from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Invalid, NotFound
from market.core.i18n import N_
from market.meetings import queries
from market.meetings.errors import NoMeetings, SessionInUse, SessionsOverlap
from market.meetings.events import MeetingsPlanned
from market.meetings.models import MeetingBooking, MeetingPlan, MeetingSession, MeetingSlot, MeetingTable, TimetableLine
from market.meetings.rules.circles import DEFAULT
from market.meetings.rules.planning import MOST_TABLES, Rules, SessionTimes, TableFacts
from market.roadshows import queries as roadshows


def set_rules(actor: Actor, roadshow_id: int, rules: Rules) -> MeetingPlan:
    """Set or change the rules, inside a transaction; standing meetings stay as they are."""
    plan = _plan(actor, roadshow_id)
    plan.pairs = list(rules.pairs)
    plan.most_open, plan.most_meetings = rules.most_open, rules.most_meetings
    plan.rest_slots, plan.answer_hours = rules.rest_slots, rules.answer_hours
    plan.threshold, plan.open = rules.threshold, rules.open
    plan.updated_at = clock.now()
    outbox.emit(MeetingsPlanned(roadshow_id, "rules"), actor)
    return plan


def _plan(actor: Actor, roadshow_id: int) -> MeetingPlan:
    """The plan, held; made with the usual rules at the first deed."""
    if not actor.operator:
        raise NotFound
    roadshow = roadshows.get(actor, roadshow_id)
    lock_row(roadshow)
    plan = queries.plan_of(roadshow_id)
    if plan is None:
        plan = MeetingPlan(roadshow_id=roadshow_id, pairs=list(DEFAULT))
        db.session.add(plan)
        db.session.flush()
    lock_row(plan)
    return plan


def held_plan(roadshow_id: int) -> MeetingPlan:
    """The plan, held until the transaction ends: who counts or books does it one after another."""
    plan = queries.plan_of(roadshow_id)
    if plan is None:
        raise NoMeetings
    lock_row(plan)
    return plan


def add_session(actor: Actor, roadshow_id: int, times: SessionTimes) -> MeetingSession:
    """A further session with its slots, inside a transaction; raises SessionsOverlap."""
    _plan(actor, roadshow_id)
    slots = times.slots()
    if not slots or times.overlaps((one.starts_at, one.ends_at) for one in queries.sessions(roadshow_id)):
        raise SessionsOverlap
    made = MeetingSession(
        roadshow_id=roadshow_id,
        name=times.name,
        starts_at=times.starts_at,
        ends_at=times.ends_at,
        slot_minutes=times.slot_minutes,
        pause_minutes=times.pause_minutes,
    )
    made.slots = [MeetingSlot(roadshow_id=roadshow_id, starts_at=begin, ends_at=end) for begin, end in slots]
    db.session.add(made)
    db.session.flush()
    outbox.emit(MeetingsPlanned(roadshow_id, "session"), actor)
    return made


def drop_session(actor: Actor, roadshow_id: int, session_id: int) -> None:
    """Take a session away that nobody sits in, inside a transaction; raises SessionInUse."""
    _plan(actor, roadshow_id)
    found = db.session.get(MeetingSession, session_id)
    if found is None or found.roadshow_id != roadshow_id:
        raise NotFound
    own = [slot.id for slot in found.slots]
    booked = db.session.scalar(select(MeetingBooking.meeting_id).where(MeetingBooking.slot_id.in_(own)).limit(1))
    drafted = db.session.scalar(select(TimetableLine.id).where(TimetableLine.slot_id.in_(own)).limit(1))
    bound = db.session.scalar(select(MeetingTable.id).where(MeetingTable.session_id == session_id).limit(1))
    if booked is not None or drafted is not None or bound is not None:
        raise SessionInUse
    db.session.delete(found)
    outbox.emit(MeetingsPlanned(roadshow_id, "session"), actor)


def add_tables(actor: Actor, roadshow_id: int, count: int, room: str = "") -> int:
    """So many further tables with the next numbers, inside a transaction; returns how many there are now."""
    _plan(actor, roadshow_id)
    there = queries.tables(roadshow_id, closed=True)
    if not 0 < count <= MOST_TABLES - len(there):
        raise Invalid(fields={"count": N_("There can be 200 tables at most.")})
    first = max((table.number for table in there), default=0) + 1
    for number in range(first, first + count):
        db.session.add(MeetingTable(roadshow_id=roadshow_id, number=number, room=room))
    db.session.flush()
    outbox.emit(MeetingsPlanned(roadshow_id, "tables"), actor)
    return len(there) + count


def set_table(actor: Actor, roadshow_id: int, table_id: int, facts: TableFacts) -> MeetingTable:
    """Change a table, inside a transaction. Closing it leaves what is booked there; nothing new comes to it."""
    _plan(actor, roadshow_id)
    table = db.session.get(MeetingTable, table_id)
    if table is None or table.roadshow_id != roadshow_id:
        raise NotFound
    taken = select(MeetingTable.id).where(
        MeetingTable.roadshow_id == roadshow_id, MeetingTable.number == facts.number, MeetingTable.id != table_id
    )
    if db.session.scalar(taken) is not None:
        raise Invalid(fields={"number": N_("Another table has this number.")})
    if facts.session_id is not None and facts.session_id not in {one.id for one in queries.sessions(roadshow_id)}:
        raise NotFound
    table.number, table.name, table.room, table.link = facts.number, facts.name, facts.room, facts.link
    table.session_id, table.closed = facts.session_id, facts.closed
    outbox.emit(MeetingsPlanned(roadshow_id, "tables"), actor)
    return table
