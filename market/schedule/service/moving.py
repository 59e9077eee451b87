"""The roadshow moves to another day, and the draft of its programme goes along, to the same clock times.

Fixed starts too: 14:00 stays 14:00 on the new day. What else the new times ask for (another hour to begin at) is left
to the editor: the check says what lies outside, and one button moves the whole draft to the beginning.
"""

from datetime import datetime, timedelta

from market.core import clock
from market.core.context import acting
from market.core.db import db, lock_row
from market.roadshows.events import RoadshowChanged, RoadshowMoved
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State
from market.schedule import queries
from market.schedule.rules import sequence
from market.schedule.rules.clashes import left_behind
from market.schedule.service.holding import put, touch


def on_moved(event: RoadshowMoved) -> None:
    """By as many days as the announced roadshow moved."""
    found = db.session.get_one(Roadshow, event.roadshow_id)
    _move(found, _days(datetime.fromisoformat(event.was_from), found.starts_at))


def on_changed(event: RoadshowChanged) -> None:
    """A plan that nobody has announced yet: to its new day, once its items would lie outside it."""
    found = db.session.get_one(Roadshow, event.roadshow_id)
    items = [row.item for row in queries.draft_items(found.id)]
    if found.state == State.ANNOUNCED or "starts_at" not in event.fields.split(",") or not items:
        return
    if left_behind(items, found.starts_at, found.ends_at):
        _move(found, _days(min(item.starts_at for item in items), found.starts_at))


def _days(was: datetime, now: datetime) -> timedelta:
    """From the one day in Shanghai to the other."""
    return clock.local_date(now) - clock.local_date(was)


def _move(roadshow: Roadshow, by: timedelta) -> None:
    draft, rows = queries.draft(roadshow.id), queries.draft_items(roadshow.id)
    if draft is None or not rows or not by:
        return
    lock_row(draft)
    put(rows, sequence.moved([row.slot for row in rows], by))
    touch(draft, acting())
