"""The host's steps: which item is on, for how much longer, what is left out, what everybody is told.

Each step names the revision of the room that its host saw. It is made by compare and swap: of two hosts who press at
once, one steps and the other is told so; no item is ever jumped over.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import update

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.i18n import N_
from market.live import queries
from market.live.errors import NoProgramme, NotOn, NotPossibleNow, SteppedMeanwhile
from market.live.events import AllTold
from market.live.models import LiveDeed, LiveRoom
from market.live.rules import course as rules
from market.live.rules.course import Course
from market.live.rules.talking import Deed
from market.live.service import board as boards
from market.roadshows import queries as roadshows
from market.roadshows import service as shows
from market.roadshows.rules.states import State

Change = Callable[[Course, datetime], Course | None]
LONGEST_MESSAGE = 200
NOT_OPEN = N_("Open the roadshow first; after its close nothing runs any more.")


def step_next(actor: Actor, roadshow_id: int, room: str, seen: int) -> LiveRoom:
    """The next item begins; after the last one the room is over."""

    def change(course: Course, now: datetime) -> Course | None:
        return None if course.over else rules.advanced(course, now)

    return _step(actor, roadshow_id, room, seen, Deed.NEXT, change)


def step_back(actor: Actor, roadshow_id: int, room: str, seen: int) -> LiveRoom:
    """The item before is on again, with its clock as if it had never been left."""
    return _step(actor, roadshow_id, room, seen, Deed.BACK, rules.gone_back)


def extend(actor: Actor, roadshow_id: int, room: str, seen: int, minutes: int) -> LiveRoom:
    """Some minutes more for the item that is on."""

    def change(course: Course, _now: datetime) -> Course | None:
        return rules.extended(course, minutes) if minutes > 0 else None

    return _step(actor, roadshow_id, room, seen, Deed.EXTEND, change, f"+{minutes}")


def leave_out(actor: Actor, roadshow_id: int, room: str, seen: int, key: int) -> LiveRoom:
    """An item is left out; when it is the one that is on, the next begins."""

    def change(course: Course, now: datetime) -> Course | None:
        return rules.left_out(course, key, now)

    return _step(actor, roadshow_id, room, seen, Deed.SKIP, change, key=key)


def take_in(actor: Actor, roadshow_id: int, room: str, seen: int, key: int) -> LiveRoom:
    """An item that was left out comes after all."""

    def change(course: Course, _now: datetime) -> Course | None:
        return rules.taken_in(course, key)

    return _step(actor, roadshow_id, room, seen, Deed.RETURN, change, key=key)


def halt(actor: Actor, roadshow_id: int, room: str, seen: int) -> LiveRoom:
    """The clock of the item that is on stands still."""
    return _step(actor, roadshow_id, room, seen, Deed.PAUSE, rules.halted)


def go_on(actor: Actor, roadshow_id: int, room: str, seen: int) -> LiveRoom:
    """The clock goes on."""
    return _step(actor, roadshow_id, room, seen, Deed.GO_ON, rules.resumed)


def tell_all(actor: Actor, roadshow_id: int, text: str) -> None:
    """Show a message to everybody on the live page; an empty one takes it down."""
    _hosting(actor, roadshow_id)
    board = boards.hold(roadshow_id)
    text = text[:LONGEST_MESSAGE]
    board.message, board.message_at = text, clock.now() if text else None
    _note(actor, roadshow_id, "", Deed.MESSAGE, detail=text)
    if text:
        outbox.emit(AllTold(roadshow_id, text), actor)
    boards.publish(board)


def open_(actor: Actor, roadshow_id: int) -> None:
    """The roadshow begins: announced becomes live."""
    board = boards.hold(roadshow_id)
    shows.open_(actor, roadshow_id)
    _note(actor, roadshow_id, "", Deed.OPEN)
    boards.publish(board)


def close(actor: Actor, roadshow_id: int) -> None:
    """The roadshow is over: live becomes held; questions may still be answered in writing."""
    board = boards.hold(roadshow_id)
    shows.close(actor, roadshow_id)
    _note(actor, roadshow_id, "", Deed.CLOSE)
    boards.publish(board)


def _hosting(actor: Actor, roadshow_id: int) -> None:
    if not actor.operator:
        raise NotFound
    roadshow = roadshows.get(actor, roadshow_id)
    if roadshow.state != State.LIVE:
        raise NotOn(NOT_OPEN)


def _step(
    actor: Actor,
    roadshow_id: int,
    room: str,
    seen: int,
    deed: Deed,
    change: Change,
    detail: str = "",
    key: int | None = None,
) -> LiveRoom:
    """One step of a room, on the state its host saw."""
    _hosting(actor, roadshow_id)
    board = boards.hold(roadshow_id)
    course = queries.courses(roadshow_id).get(room)
    if course is None:
        raise NoProgramme
    row = _room(roadshow_id, room)
    if row.revision != seen:
        raise SteppedMeanwhile
    after = change(course, clock.now())
    if after is None:
        raise NotPossibleNow
    _swap(row, seen, after)
    _note(actor, roadshow_id, room, deed, key or after.current or course.current, detail)
    boards.publish(board)
    return row


def _room(roadshow_id: int, room: str) -> LiveRoom:
    """The row of a room, made on its first step."""
    found = queries.rooms_of(roadshow_id).get(room)
    if found is None:
        boards.put_if_new(LiveRoom, roadshow_id=roadshow_id, room=room, revision=0, over=False, skipped=[], ran={})
        found = queries.rooms_of(roadshow_id)[room]
    return found


def _swap(row: LiveRoom, seen: int, after: Course) -> None:
    """Compare and swap: the new state, if the room is still as it was seen; raises SteppedMeanwhile."""
    values = {
        "current": after.current,
        "over": after.over,
        "skipped": sorted(after.skipped),
        "ran": {str(key): run.to_plain() for key, run in after.ran.items()},
    }
    statement = (
        update(LiveRoom)
        .where(LiveRoom.id == row.id, LiveRoom.revision == seen)
        .values(revision=seen + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise SteppedMeanwhile
    db.session.refresh(row)


def _note(
    actor: Actor, roadshow_id: int, room: str, deed: Deed, item_key: int | None = None, detail: str = ""
) -> None:
    db.session.add(
        LiveDeed(
            roadshow_id=roadshow_id,
            room=room,
            deed=deed,
            item_key=item_key,
            detail=detail,
            user_id=actor.user_id,
            at=clock.now(),
        )
    )
