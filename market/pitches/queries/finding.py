"""Finding pitches."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.pitches.models import Pitch, PitchFile
from market.pitches.rules.states import LIVE, State
from market.roadshows.models import Roadshow
from market.roadshows.queries import visible as roadshow_visible
from market.roadshows.rules.states import COMING

PARTS = (
    joinedload(Pitch.organisation),
    joinedload(Pitch.roadshow),
    joinedload(Pitch.listing),
    joinedload(Pitch.need),
    selectinload(Pitch.files).joinedload(PitchFile.file),
)
"""Load a pitch with what lists show of it."""


def of_roadshow(roadshow_id: int, states: Collection[str] = (State.SELECTED,)) -> list[Pitch]:
    """The pitches of a roadshow in these states, in the order of the programme."""
    statement = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.state.in_(states)).options(*PARTS)
    return list(db.session.scalars(statement.order_by(Pitch.position.is_(None), Pitch.position, Pitch.id)))


def get(actor: Actor, pitch_id: int) -> Pitch:
    """One this person may see: of a visible roadshow a selected one, one's own, all for the operator; NotFound."""
    found = db.session.scalar(select(Pitch).join(Roadshow).where(Pitch.id == pitch_id, roadshow_visible(actor)))
    if found is None or not (actor.operator or actor.of(found.organisation_id) or found.state == State.SELECTED):
        raise NotFound
    if found.state == State.DRAFT and not actor.of(found.organisation_id):
        raise NotFound
    return found


def own(actor: Actor, pitch_id: int) -> Pitch:
    """A pitch of the actor's own organisation; NotFound for any other."""
    found = db.session.get(Pitch, pitch_id)
    if found is None or not actor.of(found.organisation_id):
        raise NotFound
    return found


def mine(actor: Actor, state: str = "") -> Select[Pitch]:
    """The applications of the actor's organisation, those of the next roadshow first, past ones last."""
    statement = select(Pitch).join(Roadshow).where(Pitch.organisation_id == (actor.organisation_id or 0))
    if state:
        statement = statement.where(Pitch.state == state)
    past = Roadshow.starts_at < clock.now()
    return statement.options(*PARTS).order_by(past, Roadshow.starts_at, Pitch.id.desc())


def standing(roadshow_id: int, subject: str, subject_id: int) -> Pitch | None:
    """The application about a listing or need that stands in a roadshow, if there is one."""
    column = Pitch.listing_id if subject == "listing" else Pitch.need_id
    return db.session.scalar(
        select(Pitch).where(Pitch.roadshow_id == roadshow_id, column == subject_id, Pitch.state.in_(LIVE))
    )


def chosen_about(
    *, listing_id: int | None = None, need_id: int | None = None, organisation_id: int | None = None
) -> list[Pitch]:
    """The pitches of coming roadshows about a listing, a need, or of an organisation, for whoever reacts to its end."""
    if listing_id is not None:
        about = Pitch.listing_id == listing_id
    elif need_id is not None:
        about = Pitch.need_id == need_id
    else:
        about = Pitch.organisation_id == (organisation_id or 0)
    statement = select(Pitch).join(Roadshow).where(about, Roadshow.state.in_(COMING), Roadshow.ends_at > clock.now())
    return list(db.session.scalars(statement.order_by(Pitch.id)))


def desk(roadshow_id: int, state: str = "", words: str = "") -> list[Pitch]:
    """What the operator decides about: everything handed in, the selected in their order first."""
    statement = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.state != State.DRAFT)
    if state:
        statement = statement.where(Pitch.state == state)
    for word in words[:100].split()[:6]:
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        statement = statement.where((Pitch.title + Pitch.title_en + Pitch.reference).ilike(pattern, escape="\\"))
    order = (Pitch.position.is_(None), Pitch.position, Pitch.submitted_at, Pitch.id)
    return list(db.session.scalars(statement.options(*PARTS).order_by(*order)))


def counts(roadshow_id: int) -> dict[str, int]:
    """How many applications of a roadshow stand in each state; drafts are nobody's business but the applicant's."""
    rows = db.session.execute(
        select(Pitch.state, func.count())
        .where(Pitch.roadshow_id == roadshow_id, Pitch.state != State.DRAFT)
        .group_by(Pitch.state)
    )
    return {row[0]: row[1] for row in rows}


def doubtful(roadshow_id: int) -> list[Pitch]:
    """The chosen pitches about which something is no longer right."""
    statement = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.doubt != "")
    return list(db.session.scalars(statement.order_by(Pitch.id)))


def file_of(pitch: Pitch, file_id: int) -> PitchFile:
    """One file of a pitch; NotFound for that of another one."""
    found = next((one for one in pitch.files if one.id == file_id), None)
    if found is None:
        raise NotFound
    return found


def without_slides(until_days: int) -> list[int]:
    """Ids of selected pitches without slides that are due within so many days and were not reminded yet."""
    soon = clock.now() + timedelta(days=until_days)
    statement = (
        select(Pitch.id)
        .join(Roadshow)
        .where(
            Pitch.state == State.SELECTED,
            Pitch.reminded_at.is_(None),
            Roadshow.state.in_(COMING),
            Roadshow.files_due_at.is_not(None),
            Roadshow.files_due_at > clock.now(),
            Roadshow.files_due_at <= soon,
            ~Pitch.files.any(PitchFile.slides),
        )
    )
    return list(db.session.scalars(statement.order_by(Pitch.id)))
