"""An older version becomes the draft again; what it would change is shown as for every other release."""

from collections.abc import Sequence
from datetime import datetime

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.pitches.models import Pitch
from market.schedule import queries
from market.schedule.models import ScheduleItem, ScheduleRoom
from market.schedule.rules import sequence
from market.schedule.rules.items import Item
from market.schedule.service.holding import hold, touch


def restore(actor: Actor, roadshow_id: int, number: int, seen: int) -> int:
    """Lay the draft out as a version had it; returns how many items there are. Raises NotFound, ChangedMeanwhile.

    On the roadshow's present day, at the version's clock times. Rooms that are gone come back, without their links.
    What no version holds (who is responsible, backup, cue, note) stays with the items that are on the draft now.
    """
    roadshow, draft = hold(actor, roadshow_id, seen)
    items = _today(queries.items(queries.version(roadshow_id, number)), roadshow.starts_at)
    there = {row.item.identity: row for row in queries.draft_items(roadshow_id)}
    for known in there.keys() - {item.identity for item in items}:
        db.session.delete(there[known])
    db.session.flush()
    rooms = _rooms(roadshow_id, items)
    fixed = sequence.held([_slot(item, rooms[item.room].id) for item in items])
    for item in items:
        row = there.get(item.identity) or ScheduleItem(roadshow_id=roadshow_id, pitch_id=item.pitch_id)
        _write(row, item, rooms[item.room], item.key in fixed)
        db.session.add(row)
    draft.last_key = max([draft.last_key, *(item.key for item in items)])
    touch(draft, actor)
    return len(items)


def _today(items: Sequence[Item], begins_at: datetime) -> list[Item]:
    """The items with their first day on the day of the event, at the same clock times."""
    if not items:
        return []
    days = clock.local_date(begins_at) - clock.local_date(min(item.starts_at for item in items))
    return [item.at(item.starts_at + days) for item in items]


def _rooms(roadshow_id: int, items: Sequence[Item]) -> dict[str, ScheduleRoom]:
    """The room of each name in a version: the same one, one of that name by now, or a new one."""
    every = queries.rooms(roadshow_id)
    found: dict[str, ScheduleRoom] = {}
    for item in items:
        if item.room in found:
            continue
        same = next((room for room in every if room.id == item.room_id), None)
        same = same or next((room for room in every if room.name == item.room), None)
        if same is None:
            position = max([room.position for room in every], default=0) + 1
            same = ScheduleRoom(roadshow_id=roadshow_id, name=item.room, name_en=item.room_en, position=position)
            db.session.add(same)
            db.session.flush()
            every.append(same)
        found[item.room] = same
    return found


def _slot(item: Item, room_id: int) -> sequence.Slot:
    return sequence.Slot(item.key, room_id, item.starts_at, item.minutes)


def _write(row: ScheduleItem, item: Item, room: ScheduleRoom, fixed: bool) -> None:
    """Everything that the version says; what a pitch says itself in the same words goes on following the pitch."""
    pitch = db.session.get(Pitch, item.pitch_id) if item.pitch_id is not None else None
    row.key, row.room_id, row.kind, row.starts_at, row.fixed = item.key, room.id, item.kind, item.starts_at, fixed
    row.minutes, row.answer_minutes = item.minutes, item.answer_minutes
    row.title = "" if pitch and item.title == pitch.title else item.title
    row.title_en = "" if pitch and item.title_en == pitch.title_en else item.title_en
    row.speaker = "" if pitch and item.speaker == pitch.speaker else item.speaker
