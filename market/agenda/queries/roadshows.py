"""Days of roadshows: applications to send, slides to hand in, offered places to take, and the day itself."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select, true
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from market.agenda.rules.deadlines import Deadline, Kind
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.guests.models import Registration
from market.guests.rules.states import State as Place
from market.pitches.models import Pitch, PitchFile
from market.pitches.rules.states import State
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import COMING

MOST = 2000


def applications(actor: Actor, start: date, end: date) -> list[Deadline]:
    """Pitches being prepared or returned, until their call closes; the applicant must act."""
    unsent = Pitch.state.in_((State.DRAFT, State.RETURNED))
    rows = db.session.scalars(_pitches(actor, Roadshow.call_closes_at, start, end).where(unsent))
    return [_of_pitch(row, Kind.APPLICATION, row.roadshow.call_closes_at) for row in rows]


def slides(actor: Actor, start: date, end: date) -> list[Deadline]:
    """Selected pitches without slides; the applicant must act."""
    handed_in = select(PitchFile.pitch_id).where(PitchFile.slides)
    chosen = (Pitch.state == State.SELECTED) & Pitch.id.not_in(handed_in)
    rows = db.session.scalars(_pitches(actor, Roadshow.files_due_at, start, end).where(chosen))
    return [_of_pitch(row, Kind.SLIDES, row.roadshow.files_due_at) for row in rows]


def _pitches(actor: Actor, due: InstrumentedAttribute[datetime | None], start: date, end: date) -> Select[Pitch]:
    own = true() if actor.operator else Pitch.organisation_id == actor.organisation_id
    return (
        select(Pitch)
        .join(Roadshow)
        .where(own, Roadshow.state.in_(COMING), due.between(*_instants(start, end)))
        .options(joinedload(Pitch.roadshow))
        .limit(MOST)
    )


def _instants(start: date, end: date) -> tuple[datetime, datetime]:
    """The first and the last moment of a range of days in Shanghai."""
    first = datetime.combine(start, time(), clock.SHANGHAI)
    return first, datetime.combine(end + timedelta(days=1), time(), clock.SHANGHAI) - timedelta(microseconds=1)


def _of_pitch(row: Pitch, kind: Kind, due: datetime | None) -> Deadline:
    return Deadline(
        key=f"{kind}:{row.id}",
        kind=kind,
        day=clock.local_date(due or row.roadshow.starts_at),
        reference=row.reference,
        endpoint="pitches.page",
        arguments={"pitch_id": row.id},
        who=frozenset({row.organisation_id}),
        detail=row.title,
    )


def places(actor: Actor, start: date, end: date) -> list[Deadline]:
    """The person's own places: an offer to be taken in time, and the day of the roadshow."""
    statement = (
        select(Registration)
        .join(Roadshow)
        .where(
            Registration.user_id == actor.user_id,
            Registration.state.in_((Place.OFFERED, Place.CONFIRMED)),
            Roadshow.state.in_(COMING),
        )
        .options(joinedload(Registration.roadshow))
        .limit(MOST)
    )
    found = [_of_place(row) for row in db.session.scalars(statement)]
    return [entry for entry in found if start <= entry.day <= end]


def _of_place(row: Registration) -> Deadline:
    offered = row.state == Place.OFFERED and row.offer_ends_at is not None
    kind = Kind.PLACE if offered else Kind.ROADSHOW
    return Deadline(
        key=f"{kind}:{row.id}",
        kind=kind,
        day=clock.local_date(row.offer_ends_at if offered and row.offer_ends_at else row.roadshow.starts_at),
        reference=row.roadshow.reference,
        endpoint="guests.ticket",
        arguments={"roadshow_id": row.roadshow_id},
        who=frozenset({row.organisation_id}),
        detail=row.roadshow.title,
    )
