"""Holding a draft while it is changed: one editor at a time, and whoever looked at an older state is told."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import NotFound
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State
from market.schedule import queries
from market.schedule.errors import ChangedMeanwhile, ItemGone, NotEditable, RunsInto
from market.schedule.models import ScheduleDraft, ScheduleItem, ScheduleRelease
from market.schedule.rules.items import hour
from market.schedule.rules.sequence import Slot, obstacle

OVER = frozenset({State.HELD, State.CANCELLED})


def hold(actor: Actor, roadshow_id: int, seen: int | None = None) -> tuple[Roadshow, ScheduleDraft]:
    """The event and its draft, held until the transaction ends; `seen` is the draft's version the editor looked at.

    Raises NotFound for others than the operator, NotEditable when it is over, ChangedMeanwhile.
    """
    roadshow = queries.for_desk(actor, roadshow_id)
    if roadshow.state in OVER:
        raise NotEditable
    draft = queries.draft(roadshow_id)
    if draft is None:
        draft = ScheduleDraft(roadshow_id=roadshow_id, version=0, last_key=_last_key(roadshow_id))
        db.session.add(draft)
        db.session.flush()
    lock_row(draft)
    if seen is not None and seen != draft.version:
        raise told(draft)
    return roadshow, draft


def _last_key(roadshow_id: int) -> int:
    """The largest key given so far, in releases made without a draft or in the draft."""
    kept = db.session.scalar(select(func.max(ScheduleItem.key)).where(ScheduleItem.roadshow_id == roadshow_id)) or 0
    releases = db.session.scalars(select(ScheduleRelease.items).where(ScheduleRelease.roadshow_id == roadshow_id))
    return max([kept, *(int(row["key"]) for rows in releases for row in rows)])


def told(draft: ScheduleDraft) -> ChangedMeanwhile:
    """The refusal that says who changed the draft, and when."""
    return ChangedMeanwhile(name=draft.editor.name if draft.editor else "", time=hour(draft.edited_at))


def item_as_seen(draft: ScheduleDraft, item_id: int, seen: int) -> ScheduleItem:
    """An item of a held draft that is still as the editor saw it; raises ItemGone, ChangedMeanwhile."""
    try:
        row = queries.draft_item(draft.roadshow_id, item_id)
    except NotFound:
        if draft.editor is None:
            raise
        raise ItemGone(name=draft.editor.name, time=hour(draft.edited_at)) from None
    if row.version != seen:
        raise told(draft)
    return row


def next_key(draft: ScheduleDraft) -> int:
    """A key that no item of this event ever had."""
    draft.last_key += 1
    return draft.last_key


def touch(draft: ScheduleDraft, actor: Actor) -> None:
    """Note who changed the draft just now."""
    draft.version += 1
    draft.edited_by, draft.edited_at = actor.user_id, clock.now()
    db.session.flush()


def in_room(rows: Iterable[ScheduleItem], *room_ids: int) -> list[Slot]:
    """Where the items of some rooms stand."""
    return [row.slot for row in rows if row.room_id in room_ids]


def place(rows: Sequence[ScheduleItem], before: Sequence[Slot], after: Sequence[Slot]) -> None:
    """Put items where a rule says they stand now; raises RunsInto when that is worse than before."""
    met = obstacle(before, after)
    if met is not None:
        fixed, minutes = met
        title = next(row.item.title for row in rows if row.key == fixed.key)
        raise RunsInto(one=title, time=hour(fixed.starts_at), minutes=minutes)
    put(rows, after)


def put(rows: Sequence[ScheduleItem], after: Sequence[Slot]) -> None:
    """Put items where an editor wants them, whatever is in the way."""
    found = {row.key: row for row in rows}
    for slot in after:
        row = found[slot.key]
        row.room_id, row.starts_at, row.minutes, row.fixed = slot.room, slot.starts_at, slot.minutes, slot.fixed
        row.answer_minutes = min(row.answer_minutes, slot.minutes)
    db.session.flush()
