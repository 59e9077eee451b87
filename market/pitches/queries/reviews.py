"""Experts, their answers, and what these come to."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from market.core import clock, seals
from market.core.db import db
from market.core.errors import NotFound
from market.pitches.errors import LinkOver
from market.pitches.models import Pitch, PitchReview, PitchReviewer
from market.pitches.queries.calls import terms
from market.pitches.queries.finding import PARTS
from market.pitches.rules.review import Result, link_open, result
from market.pitches.rules.states import State
from market.roadshows.models import Roadshow

PURPOSE = "review"
"""What the seal of an expert's address is for."""
READ = (State.SUBMITTED, State.RETURNED)
"""What an expert sees: everything that waits for a decision."""


def reviewers(roadshow_id: int) -> list[PitchReviewer]:
    """The experts of a roadshow in the order of their invitation."""
    statement = select(PitchReviewer).where(PitchReviewer.roadshow_id == roadshow_id)
    return list(db.session.scalars(statement.options(selectinload(PitchReviewer.reviews)).order_by(PitchReviewer.id)))


def reviewer(roadshow_id: int, reviewer_id: int) -> PitchReviewer:
    """One expert of a roadshow; NotFound for that of another."""
    found = db.session.get(PitchReviewer, reviewer_id)
    if found is None or found.roadshow_id != roadshow_id:
        raise NotFound
    return found


def by_secret(secret: str) -> PitchReviewer:
    """The expert whom a secret address belongs to; NotFound for a wrong one, LinkOver (410) for one that is over."""
    found = db.session.scalar(select(PitchReviewer).where(PitchReviewer.nonce == seals.opened(PURPOSE, secret)))
    if found is None:
        raise NotFound
    states = db.session.scalars(select(Pitch.state).where(Pitch.roadshow_id == found.roadshow_id)).all()
    if not link_open(found.dismissed_at is not None, clock.now(), found.roadshow.starts_at, states):
        raise LinkOver
    return found


def to_review(reviewer: PitchReviewer) -> list[Pitch]:
    """What an expert is asked about, in the order of applications."""
    statement = select(Pitch).where(Pitch.roadshow_id == reviewer.roadshow_id, Pitch.state.in_(READ))
    return list(db.session.scalars(statement.options(*PARTS).order_by(Pitch.id)))


def answer(reviewer_id: int, pitch_id: int) -> PitchReview | None:
    """What an expert said about a pitch, if anything yet."""
    return db.session.scalar(
        select(PitchReview).where(PitchReview.reviewer_id == reviewer_id, PitchReview.pitch_id == pitch_id)
    )


def answers(roadshow_id: int) -> list[PitchReview]:
    """Every answer of a roadshow's experts."""
    statement = select(PitchReview).join(PitchReviewer).where(PitchReviewer.roadshow_id == roadshow_id)
    return list(db.session.scalars(statement.options(joinedload(PitchReview.reviewer)).order_by(PitchReview.id)))


def answers_about(pitch_id: int) -> list[PitchReview]:
    """Every expert's answer about one pitch."""
    statement = select(PitchReview).where(PitchReview.pitch_id == pitch_id)
    return list(db.session.scalars(statement.options(joinedload(PitchReview.reviewer)).order_by(PitchReview.id)))


def results(roadshow: Roadshow, pitch_ids: Collection[int]) -> dict[int, Result]:
    """What the experts say of each pitch together."""
    criteria = terms(roadshow).criteria
    given: dict[int, list[PitchReview]] = {pitch_id: [] for pitch_id in pitch_ids}
    for one in answers(roadshow.id):
        if one.pitch_id in given:
            given[one.pitch_id].append(one)
    return {pitch_id: result((one.verdict() for one in found), criteria) for pitch_id, found in given.items()}


def conflicts(reviewer: PitchReviewer, pitch: Pitch) -> bool:
    """Whether an expert belongs to the applicant's own organisation: then it abstains, whatever it says."""
    if reviewer.organisation_id is not None and reviewer.organisation_id == pitch.organisation_id:
        return True
    body = reviewer.body.strip().casefold()
    names = (pitch.organisation.name, pitch.organisation.name_en)
    return bool(body) and any(body == name.strip().casefold() for name in names if name)
