"""Reading the operator's timetables."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from market.core.db import db
from market.core.errors import NotFound
from market.meetings.models import Timetable, TimetableLine

CURRENT = ("running", "draft")
_LOADED = (
    selectinload(Timetable.lines).options(
        joinedload(TimetableLine.host),
        joinedload(TimetableLine.guest),
        joinedload(TimetableLine.slot),
        joinedload(TimetableLine.table),
    ),
)


def current(roadshow_id: int) -> Timetable | None:
    """The run or draft at work; at most one."""
    return db.session.scalar(
        select(Timetable).where(Timetable.roadshow_id == roadshow_id, Timetable.state.in_(CURRENT)).options(*_LOADED)
    )


def newest_published(roadshow_id: int) -> Timetable | None:
    """The timetable published last."""
    statement = select(Timetable).where(Timetable.roadshow_id == roadshow_id, Timetable.state == "published")
    return db.session.scalar(statement.order_by(Timetable.published_at.desc()).limit(1))


def timetable(timetable_id: int) -> Timetable:
    """One run; raises NotFound."""
    found = db.session.scalar(select(Timetable).where(Timetable.id == timetable_id).options(*_LOADED))
    if found is None:
        raise NotFound
    return found
