"""By the clock: requests that expire, tables of people who no longer come, reminders every two to three days."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import SYSTEM
from market.core.db import db, forget, transaction
from market.guests.models import Registration
from market.guests.rules.states import State as Place
from market.meetings import queries
from market.meetings.events import MeetingCancelled, MeetingExpired, MeetingMoved, MeetingsReminded
from market.meetings.models import Meeting, MeetingEntry, MeetingPlan, MeetingSeat, MeetingSlot, Participant
from market.meetings.queries.days import Day
from market.meetings.rules.planning import REMIND_EVERY
from market.meetings.rules.states import MOVES, OPEN, SEATED, State
from market.meetings.service.booking import seat, seats_for, situation, step, touch_entries, unseat
from market.meetings.service.planning import held_plan
from market.roadshows.events import RoadshowMoved
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import COMING


def expire_due() -> None:
    """Let unanswered requests and invitations expire, and free the seats of people without a place any more."""
    forget()
    late = select(Meeting.id).where(Meeting.state.in_(OPEN), Meeting.expires_at <= clock.now())
    for meeting_id in list(db.session.scalars(late)):
        with transaction():
            expire(meeting_id)
    for meeting_id in _with_lost_people():
        with transaction():
            seat_anew(meeting_id)


def expire(meeting_id: int) -> bool:
    """Let one expire if it still is due, inside a transaction."""
    meeting = db.session.get_one(Meeting, meeting_id)
    held_plan(meeting.roadshow_id)
    db.session.refresh(meeting)
    if meeting.state not in OPEN or not MOVES["expire"].guard(situation(meeting)):
        return False
    unseat(meeting)
    step(meeting, "expire", waits_for_id=None, expires_at=None)
    outbox.emit(MeetingExpired(meeting.id, meeting.roadshow_id), SYSTEM)
    return True


def _with_lost_people() -> list[int]:
    """Coming meetings in which somebody sits whose place at the roadshow is not confirmed any more."""
    statement = (
        select(Meeting.id)
        .join(MeetingSeat, MeetingSeat.meeting_id == Meeting.id)
        .join(MeetingSlot, MeetingSlot.id == MeetingSeat.slot_id)
        .join(
            Registration,
            (Registration.user_id == MeetingSeat.user_id) & (Registration.roadshow_id == Meeting.roadshow_id),
        )
        .where(
            Meeting.state.in_(SEATED),
            MeetingSlot.starts_at > clock.now(),
            Registration.state != Place.CONFIRMED,
        )
        .distinct()
    )
    return list(db.session.scalars(statement))


def seat_anew(meeting_id: int) -> None:
    """A colleague takes the seat if one is free at that time; else the meeting is called off. Inside a transaction."""
    meeting = db.session.get_one(Meeting, meeting_id)
    held_plan(meeting.roadshow_id)
    db.session.refresh(meeting)
    booking = meeting.booking
    if booking is None:
        return
    slot, table = booking.slot, booking.table
    day = Day(meeting.roadshow_id, without=meeting.id)
    able = all(day.free(side, slot) and not day.full(side) for side in (meeting.asker_id, meeting.asked_id))
    unseat(meeting)
    if able:
        seat(meeting, slot, table, seats_for(day, meeting, slot))
        outbox.emit(MeetingMoved(meeting.id, meeting.roadshow_id), SYSTEM)
        return
    step(meeting, "cancel", waits_for_id=None, expires_at=None)
    outbox.emit(MeetingCancelled(meeting.id, meeting.roadshow_id), SYSTEM)


def remind_due() -> None:
    """Remind organisations with something to answer or without a meeting, every two to three days until the day."""
    forget()
    now = clock.now()
    statement = (
        select(MeetingPlan.roadshow_id)
        .join(Roadshow, Roadshow.id == MeetingPlan.roadshow_id)
        .where(Roadshow.state.in_(COMING), Roadshow.starts_at > now)
    )
    for roadshow_id in list(db.session.scalars(statement)):
        waiting = waiting_for(roadshow_id)
        booked = {number for meeting in queries.of_roadshow(roadshow_id, SEATED) for number in pair_of(meeting)}
        parts = queries.participants(roadshow_id)
        for organisation_id in sorted({one.organisation_id for one in parts}):
            own = [one.id for one in parts if one.organisation_id == organisation_id]
            if waiting.get(organisation_id) or organisation_id not in booked:
                with transaction():
                    remind(roadshow_id, organisation_id, own, waiting.get(organisation_id, 0))


def pair_of(meeting: Meeting) -> tuple[int, int]:
    """Both sides."""
    return meeting.asker_id, meeting.asked_id


def waiting_for(roadshow_id: int) -> dict[int, int]:
    """How many answers each organisation owes."""
    found: dict[int, int] = {}
    for meeting in queries.of_roadshow(roadshow_id, OPEN):
        for number in meeting.waits():
            found[number] = found.get(number, 0) + 1
    return found


def remind(roadshow_id: int, organisation_id: int, participants: Iterable[int], waiting: int) -> bool:
    """Remind one organisation unless that happened lately, inside a transaction; True when it was done."""
    held_plan(roadshow_id)
    now = clock.now()
    parts = [db.session.get_one(Participant, number) for number in participants]
    first = min(part.created_at for part in parts)
    if max((part.reminded_at or first for part in parts), default=now) > now - REMIND_EVERY:
        return False
    for part in parts:
        part.reminded_at = now
    booked = len(queries.of_organisation(roadshow_id, organisation_id, {State.BOOKED}))
    outbox.emit(MeetingsReminded(roadshow_id, organisation_id, waiting, booked), SYSTEM)
    return True


def on_moved(event: RoadshowMoved) -> None:
    """A roadshow that begins at another time takes its sessions, slots and calendar entries along."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        if queries.plan_of(roadshow.id) is None:
            return
        held_plan(roadshow.id)
        shift = roadshow.starts_at - datetime.fromisoformat(event.was_from)
        plan = queries.plan_of(roadshow.id)
        if not shift or plan is None or plan.moved_by == event.number:
            return
        plan.moved_by = event.number
        for part in queries.sessions(roadshow.id):
            part.starts_at, part.ends_at = part.starts_at + shift, part.ends_at + shift
        for slot in sorted(queries.slots(roadshow.id), key=lambda one: one.starts_at, reverse=shift > timedelta(0)):
            slot.starts_at, slot.ends_at = slot.starts_at + shift, slot.ends_at + shift
            session.flush()
        for meeting in queries.of_roadshow(roadshow.id, SEATED):
            _shift(meeting, shift)


def _shift(meeting: Meeting, shift: timedelta) -> None:
    """The entries of a meeting's people at its new time, and its last day for an answer with it."""
    touch_entries(meeting)
    if meeting.expires_at is not None:
        meeting.expires_at += max(shift, timedelta(0))
    for entry in db.session.scalars(select(MeetingEntry).where(MeetingEntry.meeting_id == meeting.id)):
        if not entry.cancelled:
            entry.starts_at, entry.ends_at = entry.starts_at + shift, entry.ends_at + shift
