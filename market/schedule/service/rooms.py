"""Rooms of an event: add, change, take away."""

from market.core.actor import Actor
from market.core.db import db
from market.schedule import queries
from market.schedule.errors import RoomInUse, SameName
from market.schedule.models import ScheduleRoom
from market.schedule.rules.items import WantedRoom
from market.schedule.service.holding import hold, told, touch


def add_room(actor: Actor, roadshow_id: int, wanted: WantedRoom) -> ScheduleRoom:
    """One more room, behind the others; raises SameName."""
    _roadshow, draft = hold(actor, roadshow_id)
    others = queries.rooms(roadshow_id)
    _only_name(others, wanted.name)
    room = ScheduleRoom(
        roadshow_id=roadshow_id,
        name=wanted.name,
        name_en=wanted.name_en,
        stream_url=wanted.stream_url,
        position=max([one.position for one in others], default=0) + 1,
    )
    db.session.add(room)
    touch(draft, actor)
    return room


def change_room(actor: Actor, roadshow_id: int, room_id: int, seen: int, wanted: WantedRoom) -> ScheduleRoom:
    """Another name or link for a room; raises SameName, ChangedMeanwhile."""
    _roadshow, draft = hold(actor, roadshow_id)
    room = queries.room(roadshow_id, room_id)
    if room.version != seen:
        raise told(draft)
    _only_name([one for one in queries.rooms(roadshow_id) if one is not room], wanted.name)
    room.name, room.name_en, room.stream_url = wanted.name, wanted.name_en, wanted.stream_url
    touch(draft, actor)
    return room


def drop_room(actor: Actor, roadshow_id: int, room_id: int) -> None:
    """Take an empty room away; raises RoomInUse."""
    _roadshow, draft = hold(actor, roadshow_id)
    room = queries.room(roadshow_id, room_id)
    if any(row.room_id == room.id for row in queries.draft_items(roadshow_id)):
        raise RoomInUse
    db.session.delete(room)
    touch(draft, actor)


def _only_name(others: list[ScheduleRoom], name: str) -> None:
    if any(one.name == name for one in others):
        raise SameName
