"""The programme as meetings look at it: who stands on stage when, and which placed meetings collide with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from market.accounts.models import User
from market.core import clock
from market.core.clock import together
from market.core.db import db
from market.guests.models import Registration
from market.guests.rules.states import Role
from market.guests.rules.states import State as Place
from market.meetings.models import Meeting, MeetingSeat
from market.meetings.queries.meetings import of_roadshow
from market.meetings.rules.busy import Guest, Talk, on_stage
from market.meetings.rules.states import SEATED
from market.pitches import queries as pitches
from market.schedule import queries as schedule
from market.schedule.rules.clashes import Engaged
from market.schedule.rules.items import Item


@dataclass(frozen=True)
class Collision:
    """Somebody sits in a meeting while he is on stage."""

    meeting: Meeting
    seat: MeetingSeat
    talk: Talk


def attending(roadshow_id: int) -> list[Guest]:
    """Everybody with a confirmed place."""
    rows = db.session.execute(
        select(Registration.user_id, User.name, Registration.organisation_id, Registration.role)
        .join(User, User.id == Registration.user_id)
        .where(Registration.roadshow_id == roadshow_id, Registration.state == Place.CONFIRMED)
        .order_by(Registration.id)
    ).all()
    return [Guest(user_id, name, number, role == Role.PITCHER) for user_id, name, number, role in rows]


def stage(roadshow_id: int, items: Iterable[Item] | None = None) -> Mapping[int, Sequence[Talk]]:
    """The talks of each guest, by person: of the released programme, or of these items (a draft)."""
    shown = {pitch.id: pitch for pitch in pitches.of_roadshow(roadshow_id)}
    programme = schedule.items(schedule.released(roadshow_id)) if items is None else items
    found = []
    for item in programme:
        pitch = shown.get(item.pitch_id or 0)
        names = frozenset(name for name in (item.speaker, pitch.speaker if pitch else "") if name)
        found.append(
            Talk(
                item.starts_at,
                item.ends_at,
                names,
                pitch.organisation_id if pitch else None,
                pitch.applicant_id if pitch else None,
                item.key,
                item.title,
                item.title_en,
            )
        )
    return on_stage(found, attending(roadshow_id))


def collisions(roadshow_id: int, items: Iterable[Item] | None = None) -> list[Collision]:
    """Meetings still to come in which somebody sits who is on stage then, by time and table."""
    coming = [
        meeting
        for meeting in of_roadshow(roadshow_id, SEATED)
        if meeting.booking is not None and meeting.booking.slot.starts_at > clock.now()
    ]
    talks = stage(roadshow_id, items) if coming else {}
    found = [
        Collision(meeting, seat, talk)
        for meeting in coming
        if meeting.booking is not None
        for seat in meeting.booking.seats
        for talk in talks.get(seat.user_id, ())
        if together(meeting.booking.slot, talk)
    ]
    return sorted(found, key=lambda one: (one.talk.starts_at, one.meeting.id, one.seat.organisation_id))


def engaged(roadshow_id: int, items: Sequence[Item]) -> list[Engaged]:
    """Who of those on stage in these items sits in a meeting then: for the checks of a programme."""
    return [
        Engaged(one.talk.key, one.seat.user.name, one.seat.booking.slot.starts_at)
        for one in collisions(roadshow_id, items)
    ]
