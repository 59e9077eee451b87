"""Changing items: add, edit, longer or shorter, up and down, into another room, swap, take off."""

from dataclasses import replace
from datetime import datetime

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.pitches import queries as pitches
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import Kind as RoadshowKind
from market.schedule import queries
from market.schedule.errors import AlreadyThere
from market.schedule.models import ScheduleDraft, ScheduleItem
from market.schedule.rules import sequence
from market.schedule.rules.items import Kind, Wanted
from market.schedule.rules.sequence import Slot
from market.schedule.rules.template import Project, lasting
from market.schedule.service.holding import hold, in_room, item_as_seen, next_key, place, put, touch


def add(actor: Actor, roadshow_id: int, room_id: int, wanted: Wanted, behind: int | None = None) -> ScheduleItem:
    """One more item in a room, behind the item with the key `behind`, else last; raises NotFound, RunsInto."""
    roadshow, draft = hold(actor, roadshow_id)
    row = _added(roadshow, draft, room_id, wanted, behind, None)
    touch(draft, actor)
    return row


def add_pitch(actor: Actor, roadshow_id: int, room_id: int, pitch_id: int) -> ScheduleItem:
    """A selected pitch with its own minutes, behind the last one of a room; raises NotFound, AlreadyThere, RunsInto."""
    roadshow, draft = hold(actor, roadshow_id)
    row = _pitch_added(roadshow, draft, room_id, _selected(roadshow_id, pitch_id))
    touch(draft, actor)
    return row


def add_missing(actor: Actor, roadshow_id: int, room_id: int) -> int:
    """Put every selected pitch that is not there yet behind the last pitch of a room; returns how many."""
    roadshow, draft = hold(actor, roadshow_id)
    missing = queries.unscheduled(roadshow_id)
    for pitch in missing:
        _pitch_added(roadshow, draft, room_id, pitch)
    if missing:
        touch(draft, actor)
    return len(missing)


def project(pitch: Pitch) -> Project:
    """A pitch as the template sees it."""
    return Project(pitch.id, pitch.minutes, pitch.answer_minutes, need=pitch.need_id is not None)


def _selected(roadshow_id: int, pitch_id: int) -> Pitch:
    """A selected pitch of this event that is not on the draft yet; raises NotFound, AlreadyThere."""
    found = {pitch.id: pitch for pitch in pitches.of_roadshow(roadshow_id)}
    if pitch_id not in found:
        raise NotFound
    if pitch_id not in {pitch.id for pitch in queries.unscheduled(roadshow_id)}:
        raise AlreadyThere
    return found[pitch_id]


def _pitch_added(roadshow: Roadshow, draft: ScheduleDraft, room_id: int, pitch: Pitch) -> ScheduleItem:
    rows = queries.draft_items(roadshow.id)
    last = [row.key for row in rows if row.room_id == room_id and row.kind == Kind.PITCH]
    minutes, answers = lasting(project(pitch), roadshow.kind == RoadshowKind.NEEDS)
    return _added(roadshow, draft, room_id, Wanted(Kind.PITCH, minutes, answers), last[-1] if last else None, pitch)


def _added(
    roadshow: Roadshow, draft: ScheduleDraft, room_id: int, wanted: Wanted, behind: int | None, pitch: Pitch | None
) -> ScheduleItem:
    room = queries.room(roadshow.id, room_id)
    rows = queries.draft_items(roadshow.id)
    before = in_room(rows, room.id)
    row = ScheduleItem(
        roadshow_id=roadshow.id,
        key=key_of(draft, pitch),
        room_id=room.id,
        pitch_id=pitch.id if pitch else None,
        starts_at=wanted.fixed_at or roadshow.starts_at,
        fixed=wanted.fixed_at is not None,
    )
    write(row, wanted)
    db.session.add(row)
    db.session.flush()
    after = sequence.inserted(before, row.slot, sequence.place_behind(before, behind))
    if wanted.fixed_at is None:
        place([*rows, row], before, after)
    else:
        put([*rows, row], after)
    return row


def key_of(draft: ScheduleDraft, pitch: Pitch | None) -> int:
    """A new key; a pitch that was on the released programme gets its old one back."""
    if pitch is not None:
        for item in queries.items(queries.released(draft.roadshow_id)):
            if item.pitch_id == pitch.id:
                return item.key
    return next_key(draft)


def write(row: ScheduleItem, wanted: Wanted) -> None:
    """Everything but the place: what a pitch says itself is not repeated, so that it follows the pitch."""
    row.kind = Kind.PITCH if row.pitch_id is not None else wanted.kind
    row.minutes, row.answer_minutes = wanted.minutes, min(wanted.answer_minutes, wanted.minutes)
    pitch = db.session.get(Pitch, row.pitch_id) if row.pitch_id is not None else None
    row.title = "" if pitch and wanted.title == pitch.title else wanted.title
    row.title_en = "" if pitch and wanted.title_en == pitch.title_en else wanted.title_en
    row.speaker = "" if pitch and wanted.speaker == pitch.speaker else wanted.speaker
    row.backup = "" if pitch and wanted.backup == pitch.backup_speaker else wanted.backup
    row.responsible, row.cue, row.note = wanted.responsible, wanted.cue, wanted.note


def edit(actor: Actor, roadshow_id: int, item_id: int, seen: int, wanted: Wanted) -> ScheduleItem:
    """Change an item; what follows in its room moves along. Raises ChangedMeanwhile, ItemGone, RunsInto."""
    _roadshow, draft = hold(actor, roadshow_id)
    row = item_as_seen(draft, item_id, seen)
    rows = queries.draft_items(roadshow_id)
    before = in_room(rows, row.room_id)
    after = sequence.stretched(before, row.key, wanted.minutes)
    write(row, wanted)
    if wanted.fixed_at is None:
        place(rows, before, sequence.pinned(after, row.key, None))
    elif row.fixed and row.starts_at == wanted.fixed_at:
        place(rows, before, after)
    else:
        put(rows, sequence.pinned(after, row.key, wanted.fixed_at))
    touch(draft, actor)
    return row


def stretch(actor: Actor, roadshow_id: int, item_id: int, seen: int, minutes: int) -> ScheduleItem:
    """Make an item longer or shorter, one minute at least; raises as `edit` does."""
    _roadshow, draft = hold(actor, roadshow_id)
    row = item_as_seen(draft, item_id, seen)
    rows = queries.draft_items(roadshow_id)
    before = in_room(rows, row.room_id)
    place(rows, before, sequence.stretched(before, row.key, max(1, minutes)))
    touch(draft, actor)
    return row


def step(actor: Actor, roadshow_id: int, item_id: int, seen: int, by: int) -> ScheduleItem:
    """One place up (-1) or down (1) in its room; raises as `edit` does."""
    _roadshow, draft = hold(actor, roadshow_id)
    row = item_as_seen(draft, item_id, seen)
    rows = queries.draft_items(roadshow_id)
    before = in_room(rows, row.room_id)
    place(rows, before, sequence.stepped(before, row.key, by))
    touch(draft, actor)
    return row


def to_room(actor: Actor, roadshow_id: int, item_id: int, seen: int, room_id: int) -> ScheduleItem:
    """Into another room, where its time puts it; both rooms close up around it. Raises as `edit` does."""
    _roadshow, draft = hold(actor, roadshow_id)
    row = item_as_seen(draft, item_id, seen)
    target = queries.room(roadshow_id, room_id)
    if target.id != row.room_id:
        rows = queries.draft_items(roadshow_id)
        there, here = in_room(rows, target.id), in_room(rows, row.room_id)
        guest = replace(row.slot, room=target.id)
        arrived = sequence.inserted(there, guest, sequence.place_at(there, guest.starts_at))
        left = sequence.without(here, row.key)
        place(rows, [*here, *there], [*left, *arrived])
        touch(draft, actor)
    return row


def swap(actor: Actor, roadshow_id: int, seen: int, one: int, other: int) -> None:
    """Two items take each other's place; `seen` is the draft's version. Raises ChangedMeanwhile, NotFound, RunsInto."""
    _roadshow, draft = hold(actor, roadshow_id, seen)
    first, second = queries.draft_item(roadshow_id, one), queries.draft_item(roadshow_id, other)
    if first is second:
        return
    rows = queries.draft_items(roadshow_id)
    before = in_room(rows, first.room_id, second.room_id)
    place(rows, before, sequence.swapped(before, first.key, second.key))
    touch(draft, actor)


def remove(actor: Actor, roadshow_id: int, item_id: int, seen: int) -> None:
    """Take an item off; what follows closes up. Raises ChangedMeanwhile, ItemGone."""
    _roadshow, draft = hold(actor, roadshow_id)
    row = item_as_seen(draft, item_id, seen)
    rows = queries.draft_items(roadshow_id)
    before: list[Slot] = in_room(rows, row.room_id)
    after = sequence.without(before, row.key)
    db.session.delete(row)
    put([one for one in rows if one is not row], after)
    touch(draft, actor)


def move_all(actor: Actor, roadshow_id: int, seen: int, begins_at: datetime | None = None) -> None:
    """Move the whole draft so that its first item after sign-in begins then, or when the event does."""
    roadshow, draft = hold(actor, roadshow_id, seen)
    rows = queries.draft_items(roadshow_id)
    starts = [row.starts_at for row in rows if row.kind != Kind.SIGN_IN] or [row.starts_at for row in rows]
    if starts:
        put(rows, sequence.moved([row.slot for row in rows], (begins_at or roadshow.starts_at) - min(starts)))
        touch(draft, actor)
