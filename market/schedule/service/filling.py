"""The draft in one click from the half-day template, and taking everything off again."""

from market.core import outbox
from market.core.actor import Actor
from market.core.db import db
from market.pitches import queries as pitches
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import Kind as RoadshowKind
from market.schedule import queries
from market.schedule.errors import NotEmpty
from market.schedule.events import ProgrammeDrafted
from market.schedule.models import ScheduleDraft, ScheduleItem, ScheduleRoom
from market.schedule.rules.template import WORDS, Planned, half_day
from market.schedule.service.editing import key_of, project
from market.schedule.service.holding import hold, touch

MAIN_ROOM = ("主会场", "Main room")
"""What the room is called that is made when there is none, in Chinese and in English."""


def fill(actor: Actor, roadshow_id: int, pause: bool = True, spread: bool = False) -> int:
    """Lay the selected pitches out in their order with everything around them; returns how many items there are.

    `spread` shares the pitches out over all rooms. Raises NotEmpty when there are items already.
    """
    roadshow, draft = hold(actor, roadshow_id)
    if queries.draft_items(roadshow_id):
        raise NotEmpty
    rooms = queries.rooms(roadshow_id) or [_main_room(roadshow)]
    selected = pitches.of_roadshow(roadshow_id)
    planned = half_day(
        roadshow.starts_at,
        roadshow.ends_at,
        [project(pitch) for pitch in selected],
        rooms=len(rooms) if spread else 1,
        pause=pause,
        needs_show=roadshow.kind == RoadshowKind.NEEDS,
    )
    found = {pitch.id: pitch for pitch in selected}
    for item in planned:
        _store(draft, rooms[item.room], item, found.get(item.pitch_id or 0))
    touch(draft, actor)
    outbox.emit(ProgrammeDrafted(roadshow_id, len(planned)), actor)
    return len(planned)


def _main_room(roadshow: Roadshow) -> ScheduleRoom:
    room = ScheduleRoom(roadshow_id=roadshow.id, name=MAIN_ROOM[0], name_en=MAIN_ROOM[1], position=1)
    db.session.add(room)
    db.session.flush()
    return room


def _store(draft: ScheduleDraft, room: ScheduleRoom, item: Planned, pitch: Pitch | None) -> None:
    title, title_en = ("", "") if pitch else WORDS[item.kind]
    db.session.add(
        ScheduleItem(
            roadshow_id=draft.roadshow_id,
            key=key_of(draft, pitch),
            room_id=room.id,
            kind=item.kind,
            title=title,
            title_en=title_en,
            pitch_id=item.pitch_id,
            starts_at=item.starts_at,
            minutes=item.minutes,
            answer_minutes=item.answer_minutes,
            fixed=item.fixed,
        )
    )
    db.session.flush()


def clear(actor: Actor, roadshow_id: int, seen: int) -> None:
    """Take every item off the draft; released versions stay. Raises ChangedMeanwhile."""
    _roadshow, draft = hold(actor, roadshow_id, seen)
    for row in queries.draft_items(roadshow_id):
        db.session.delete(row)
    touch(draft, actor)
