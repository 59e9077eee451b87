"""The deeds about a programme: fill, edit and move items, keep rooms, release versions, rehearse."""

from market.schedule.service.copying import on_copied
from market.schedule.service.editing import (
    add,
    add_missing,
    add_pitch,
    edit,
    move_all,
    remove,
    step,
    stretch,
    swap,
    to_room,
)
from market.schedule.service.filling import clear, fill
from market.schedule.service.moving import on_changed, on_moved
from market.schedule.service.rehearsing import remind_due, tick
from market.schedule.service.releasing import release
from market.schedule.service.restoring import restore
from market.schedule.service.rooms import add_room, change_room, drop_room

__all__ = [
    "add",
    "add_missing",
    "add_pitch",
    "add_room",
    "change_room",
    "clear",
    "drop_room",
    "edit",
    "fill",
    "move_all",
    "on_changed",
    "on_copied",
    "on_moved",
    "release",
    "remind_due",
    "remove",
    "restore",
    "step",
    "stretch",
    "swap",
    "tick",
    "to_room",
]
