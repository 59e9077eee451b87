"""Giving a meeting its slot and table, moving it, letting it go. The database holds against every double booking."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, swap_state
from market.core.errors import Forbidden, NotFound
from market.meetings import queries
from market.meetings.errors import MeetingsFull, NotNow, SlotTaken, TableTaken
from market.meetings.events import MeetingArranged, MeetingMoved
from market.meetings.models import Meeting, MeetingBooking, MeetingEntry, MeetingSeat, MeetingSlot, MeetingTable
from market.meetings.queries.days import Day
from market.meetings.rules.states import MOVES, Situation, Who
from market.meetings.service.planning import held_plan

STEPS_BACK = ("decline", "cancel")


def situation(meeting: Meeting) -> Situation:
    """What the guards of the moves look at."""
    now, booking = clock.now(), meeting.booking
    waits = meeting.waits()
    names = {meeting.asker_id: Who.ASKER, meeting.asked_id: Who.ASKED}
    return Situation(
        waits_for=frozenset(names[number] for number in waits if number in names),
        timed=meeting.proposed_slot_id is not None,
        begun=booking is not None and booking.slot.starts_at <= now,
        over=booking is not None and booking.slot.ends_at <= now,
        due=meeting.expires_at is not None and meeting.expires_at <= now,
    )


def side_of(actor: Actor, meeting: Meeting) -> Who:
    """As whom somebody acts in a meeting; raises NotFound for strangers."""
    if actor.of(meeting.asker_id):
        return Who.ASKER
    if actor.of(meeting.asked_id):
        return Who.ASKED
    if actor.operator:
        return Who.ORGANISER
    raise NotFound


def may(actor: Actor, meeting: Meeting, move: str) -> bool:
    """Whether this person may make this move now; of moves that need an answer, only the side whose word is missing."""
    found, who, it = MOVES[move], side_of(actor, meeting), situation(meeting)
    if meeting.state not in found.come_from or who not in found.who or not found.guard(it):
        return False
    return who in it.waits_for if move in ("accept", "agree", "propose", "confirm", "decline") else True


def held(actor: Actor, meeting_id: int, move: str) -> Meeting:
    """A meeting whose roadshow's plan is held, when the move is open to this person; raises NotNow.

    The suspended may still step back, so that the other side and the table are not held up; Forbidden for all else.
    """
    roadshow_id = queries.get(actor, meeting_id).roadshow_id
    if not actor.vetted and move not in STEPS_BACK:
        raise Forbidden
    held_plan(roadshow_id)
    db.session.expire_all()
    meeting = queries.get(actor, meeting_id)
    if not may(actor, meeting, move):
        raise NotNow
    return meeting


def step(meeting: Meeting, move: str, **values: Any) -> None:
    """Make a move of the declared process, by compare and swap; raises NotNow when somebody was faster."""
    found = MOVES[move]
    to = found.to or meeting.state
    if not swap_state(meeting, found.come_from, to, changed_at=clock.now(), **values):
        raise NotNow


def book(meeting: Meeting, slot_id: int, table_id: int | None = None) -> MeetingBooking:
    """Seat both sides in a slot, inside a transaction that holds the plan. The meeting must not be seated.

    Raises SlotTaken, TableTaken or MeetingsFull; when all of it were right and somebody wrote in between, the unique
    keys of slot and table, slot and organisation, slot and person refuse with Conflict.
    """
    day = Day(meeting.roadshow_id, without=meeting.id)
    slot = day.slot(slot_id)
    if slot is None:
        raise NotFound
    people = seats_for(day, meeting, slot)
    left = day.tables_left(slot)
    table = next((one for one in left if table_id in (None, one.id)), None)
    if table is None:
        raise TableTaken if table_id is not None and left else SlotTaken
    return seat(meeting, slot, table, people)


def seats_for(day: Day, meeting: Meeting, slot: MeetingSlot) -> dict[int, int]:
    """Who of each side sits in a slot; raises SlotTaken or MeetingsFull."""
    people: dict[int, int] = {}
    for side, first in ((meeting.asker_id, meeting.asker_user_id), (meeting.asked_id, meeting.asked_user_id)):
        if day.full(side):
            raise MeetingsFull(most=day.plan.most_meetings if day.plan else 0)
        person = day.person(side, slot.id, first)
        if person is None or not day.free(side, slot):
            raise SlotTaken
        people[side] = person
    return people


def seat(meeting: Meeting, slot: MeetingSlot, table: MeetingTable, people: Mapping[int, int]) -> MeetingBooking:
    """Store booking, seats and calendar entries; every rule but the unique keys has been looked at before."""
    booking = MeetingBooking(meeting_id=meeting.id, slot_id=slot.id, table_id=table.id)
    db.session.add(booking)
    db.session.flush()
    for organisation_id, user_id in people.items():
        db.session.add(
            MeetingSeat(
                meeting_id=meeting.id, organisation_id=organisation_id, slot_id=slot.id, user_id=user_id
            )
        )
    db.session.flush()
    meeting.calendar_sequence += 1
    _write_entries(meeting, slot, table, set(people.values()))
    db.session.flush()
    db.session.expire(meeting, ["booking"])
    return booking


def _write_entries(meeting: Meeting, slot: MeetingSlot, table: MeetingTable, people: set[int]) -> None:
    """What the calendars of those who sit there hold; who sits there no more has it cancelled."""
    there = {
        entry.user_id: entry
        for entry in db.session.scalars(select(MeetingEntry).where(MeetingEntry.meeting_id == meeting.id))
    }
    for user_id in people - there.keys():
        there[user_id] = MeetingEntry(meeting_id=meeting.id, user_id=user_id)
        db.session.add(there[user_id])
    for user_id, entry in there.items():
        if user_id in people:
            entry.starts_at, entry.ends_at, entry.table_id = slot.starts_at, slot.ends_at, table.id
        elif entry.cancelled:
            continue
        entry.cancelled = user_id not in people
        entry.sequence, entry.changed_at = meeting.calendar_sequence, clock.now()


def unseat(meeting: Meeting) -> None:
    """Give slot and table back; calendars keep the entry as cancelled."""
    booking = db.session.get(MeetingBooking, meeting.id)
    if booking is None:
        return
    db.session.execute(delete(MeetingSeat).where(MeetingSeat.meeting_id == meeting.id))
    db.session.execute(delete(MeetingBooking).where(MeetingBooking.meeting_id == meeting.id))
    db.session.expire_all()
    meeting.calendar_sequence += 1
    for entry in db.session.scalars(select(MeetingEntry).where(MeetingEntry.meeting_id == meeting.id)):
        if not entry.cancelled:
            entry.cancelled, entry.sequence, entry.changed_at = True, meeting.calendar_sequence, clock.now()
    db.session.flush()


def touch_entries(meeting: Meeting) -> None:
    """Let calendars read a meeting again: its status changed."""
    meeting.calendar_sequence += 1
    for entry in db.session.scalars(select(MeetingEntry).where(MeetingEntry.meeting_id == meeting.id)):
        if not entry.cancelled:
            entry.sequence, entry.changed_at = meeting.calendar_sequence, clock.now()
    db.session.flush()


def set_time(actor: Actor, meeting_id: int, slot_id: int, table_id: int | None = None) -> Meeting:
    """Give an agreed meeting its slot, inside a transaction: either side or the organiser."""
    meeting = held(actor, meeting_id, "set_time")
    book(meeting, slot_id, table_id)
    step(meeting, "set_time", expires_at=None)
    outbox.emit(MeetingArranged(meeting.id, meeting.roadshow_id, by_whom(actor, meeting)), actor)
    return meeting


def move(actor: Actor, meeting_id: int, slot_id: int, table_id: int | None = None) -> Meeting:
    """The organiser moves a meeting to another slot or table, inside a transaction; all or nothing."""
    meeting = held(actor, meeting_id, "move")
    unseat(meeting)
    book(meeting, slot_id, table_id)
    step(meeting, "move")
    outbox.emit(MeetingMoved(meeting.id, meeting.roadshow_id, by_whom(actor, meeting)), actor)
    return meeting


def by_whom(actor: Actor, meeting: Meeting) -> int:
    """The organisation that acts, 0 for the organiser."""
    own = actor.organisation_id or 0
    return own if own in (meeting.asker_id, meeting.asked_id) else 0
