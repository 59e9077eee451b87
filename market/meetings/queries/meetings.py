"""Reading meetings: one by whom it concerns, a person's day, an organisation's, a whole roadshow's."""

from collections.abc import Collection, Sequence
from hashlib import sha256

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.meetings.models import Meeting, MeetingBooking, MeetingEntry, MeetingSeat, MeetingSlot, MeetingTable
from market.meetings.rules.appointments import Appointment
from market.meetings.rules.states import SEATED, TOOK_PLACE, State

_LOADED = (
    joinedload(Meeting.asker),
    joinedload(Meeting.asked),
    joinedload(Meeting.proposed_slot),
    joinedload(Meeting.booking).joinedload(MeetingBooking.slot),
    joinedload(Meeting.booking).joinedload(MeetingBooking.table),
    joinedload(Meeting.booking).selectinload(MeetingBooking.seats).joinedload(MeetingSeat.user),
    selectinload(Meeting.results),
)
ON_THE_DAY = frozenset({*TOOK_PLACE, *SEATED})


def get(actor: Actor, meeting_id: int) -> Meeting:
    """One of the actor's own organisation, any for the operator; raises NotFound."""
    found = db.session.scalar(select(Meeting).where(Meeting.id == meeting_id).options(*_LOADED))
    if found is None or not (actor.operator or actor.of(found.asker_id) or actor.of(found.asked_id)):
        raise NotFound
    return found


def of_organisation(roadshow_id: int, organisation_id: int | None, states: Collection[str] = ()) -> list[Meeting]:
    """An organisation's meetings at a roadshow in these states (all without), oldest first."""
    statement = _statement(roadshow_id, states)
    mine = or_(Meeting.asker_id == organisation_id, Meeting.asked_id == organisation_id)
    return list(db.session.scalars(statement.where(mine)).unique())


def of_roadshow(roadshow_id: int, states: Collection[str] = ()) -> list[Meeting]:
    """All meetings of a roadshow in these states (all without), oldest first."""
    return list(db.session.scalars(_statement(roadshow_id, states)).unique())


def _statement(roadshow_id: int, states: Collection[str]) -> Select[Meeting]:
    statement = select(Meeting).where(Meeting.roadshow_id == roadshow_id).options(*_LOADED).order_by(Meeting.id)
    return statement.where(Meeting.state.in_(states)) if states else statement


def of_person(actor: Actor, roadshow_id: int) -> list[Appointment]:
    """The meetings a person sits in at a roadshow, with time and table, by time."""
    return [one for one in appointments(actor, roadshow_id) if one.mine]


def appointments(actor: Actor, roadshow_id: int) -> list[Appointment]:
    """The meetings of a person's organisation with time and table, by time; `mine` tells who goes."""
    found = of_organisation(roadshow_id, actor.organisation_id, ON_THE_DAY)
    made = [_appointment(actor, meeting) for meeting in found if meeting.booking is not None]
    return sorted(made, key=lambda one: (one.starts_at, one.meeting_id))


def _appointment(actor: Actor, meeting: Meeting) -> Appointment:
    booking, other = meeting.booking, meeting.other(actor.organisation_id)
    if booking is None:
        raise NotFound
    people = {seat.organisation_id: seat.user for seat in booking.seats}
    own = people.get(actor.organisation_id or 0)
    return Appointment(
        meeting_id=meeting.id,
        starts_at=booking.slot.starts_at,
        ends_at=booking.slot.ends_at,
        state=meeting.state,
        table=booking.table.number,
        table_name=booking.table.name,
        room=booking.table.room,
        link=booking.table.link if meeting.state != State.INVITED else "",
        with_id=other.id,
        with_name=other.name,
        with_name_en=other.name_en,
        person=people[other.id].name if other.id in people else "",
        mine=own is not None and own.id == actor.user_id,
    )


def open_requests(roadshow_id: int, organisation_id: int | None) -> int:
    """How many requests of an organisation are still without an answer: they count against its cap."""
    statement = select(func.count(Meeting.id)).where(
        Meeting.roadshow_id == roadshow_id, Meeting.asker_id == organisation_id, Meeting.state == State.ASKED
    )
    return int(db.session.scalar(statement) or 0)


def seats(roadshow_id: int) -> list[tuple[MeetingBooking, MeetingSlot, Sequence[MeetingSeat]]]:
    """Every booking of a roadshow with its slot and seats, by time and table."""
    slot = aliased(MeetingSlot)
    statement = (
        select(MeetingBooking, slot)
        .join(slot, slot.id == MeetingBooking.slot_id)
        .where(slot.roadshow_id == roadshow_id)
        .options(selectinload(MeetingBooking.seats))
        .order_by(slot.starts_at, MeetingBooking.table_id)
    )
    return [(booking, found, booking.seats) for booking, found in db.session.execute(statement).all()]


def entries_of(actor: Actor, roadshow_id: int) -> list[MeetingEntry]:
    """What stands in a person's calendar about meetings of a roadshow, cancelled ones too, by time."""
    statement = (
        select(MeetingEntry)
        .join(Meeting)
        .where(Meeting.roadshow_id == roadshow_id, MeetingEntry.user_id == actor.user_id)
        .options(
            joinedload(MeetingEntry.meeting).joinedload(Meeting.asker),
            joinedload(MeetingEntry.meeting).joinedload(Meeting.asked),
            joinedload(MeetingEntry.table),
        )
        .order_by(MeetingEntry.starts_at, MeetingEntry.meeting_id)
    )
    return list(db.session.scalars(statement))


def board_tag(roadshow_id: int) -> str:
    """Another word whenever the board of a roadshow shows something else; two counts and the slot that is on."""
    now = clock.now()
    meetings = db.session.execute(
        select(
            func.count(Meeting.id),
            func.coalesce(func.sum(Meeting.version), 0),
            func.coalesce(func.sum(Meeting.calendar_sequence), 0),
            func.max(Meeting.changed_at),
        ).where(Meeting.roadshow_id == roadshow_id)
    ).one()
    tables = select(func.count(MeetingTable.id)).where(
        MeetingTable.roadshow_id == roadshow_id, MeetingTable.closed.is_(False)
    )
    begun = select(func.count(MeetingSlot.id), func.max(MeetingSlot.ends_at)).where(
        MeetingSlot.roadshow_id == roadshow_id
    )
    over = begun.where(MeetingSlot.ends_at <= now)
    slots = [tuple(db.session.execute(one).one()) for one in (begun, begun.where(MeetingSlot.starts_at <= now), over)]
    facts = (tuple(meetings), db.session.scalar(tables), slots)
    return sha256(repr(facts).encode()).hexdigest()[:24]
