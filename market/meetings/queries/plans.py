"""The rules of a roadshow's meetings, its sessions with their slots, its tables."""

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from market.core.db import db
from market.meetings.models import MeetingPlan, MeetingSession, MeetingSlot, MeetingTable


def plan_of(roadshow_id: int) -> MeetingPlan | None:
    """The rules; None while the organiser has set none, which means that there are no meetings."""
    return db.session.get(MeetingPlan, roadshow_id)


def sessions(roadshow_id: int) -> list[MeetingSession]:
    """The sessions with their slots, by time."""
    statement = select(MeetingSession).where(MeetingSession.roadshow_id == roadshow_id)
    statement = statement.options(selectinload(MeetingSession.slots)).order_by(MeetingSession.starts_at)
    return list(db.session.scalars(statement))


def slots(roadshow_id: int) -> list[MeetingSlot]:
    """All slots by time."""
    statement = select(MeetingSlot).where(MeetingSlot.roadshow_id == roadshow_id)
    return list(db.session.scalars(statement.order_by(MeetingSlot.starts_at)))


def tables(roadshow_id: int, closed: bool = False) -> list[MeetingTable]:
    """The tables in use by number; with `closed` the others too."""
    statement = select(MeetingTable).where(MeetingTable.roadshow_id == roadshow_id)
    if not closed:
        statement = statement.where(MeetingTable.closed.is_(False))
    return list(db.session.scalars(statement.order_by(MeetingTable.number)))


def tables_in(slot: MeetingSlot) -> list[MeetingTable]:
    """The tables in use in a slot, by number."""
    statement = select(MeetingTable).where(
        MeetingTable.roadshow_id == slot.roadshow_id,
        MeetingTable.closed.is_(False),
        or_(MeetingTable.session_id.is_(None), MeetingTable.session_id == slot.session_id),
    )
    return list(db.session.scalars(statement.order_by(MeetingTable.number)))
