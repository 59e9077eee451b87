"""Inviting experts, and taking their answers."""

from dataclasses import dataclass

from market.accounts import queries as accounts
from market.core import clock, seals
from market.core.actor import NOBODY, Actor
from market.core.db import db
from market.core.errors import Invalid, NotFound
from market.core.outbox import emit
from market.pitches import queries
from market.pitches.errors import InvitedAlready
from market.pitches.events import ExpertDismissed, ExpertInvited, ExpertReminded, ReviewFinished
from market.pitches.models import PitchReview, PitchReviewer
from market.pitches.queries.reviews import PURPOSE
from market.pitches.rules.review import Verdict, problems
from market.pitches.rules.states import State
from market.pitches.service.holding import hold_roadshow


@dataclass(frozen=True)
class Invited:
    """An expert as the operator enters it."""

    name: str
    email: str
    body: str = ""
    language: str = "zh"


def invite(actor: Actor, roadshow_id: int, who: Invited) -> PitchReviewer:
    """Ask an expert, with or without an account here; the secret link goes out by mail. Raises InvitedAlready."""
    hold_roadshow(actor, roadshow_id)
    email = who.email.strip().lower()
    known = next((one for one in queries.reviewers(roadshow_id) if one.email == email), None)
    if known is not None and known.dismissed_at is None:
        raise InvitedAlready
    person = accounts.by_email(email)
    body = person.actor.organisation_id if person is not None else None
    found = known or PitchReviewer(roadshow_id=roadshow_id, email=email)
    found.name, found.body, found.language = who.name, who.body, who.language
    found.organisation_id, found.user_id = body, person.id if person is not None else None
    found.nonce, found.dismissed_at = seals.nonce(), None
    found.invited_by, found.invited_at = actor.user_id, clock.now()
    db.session.add(found)
    db.session.flush()
    emit(ExpertInvited(roadshow_id, found.id), actor)
    return found


def remind(actor: Actor, roadshow_id: int, reviewer_id: int) -> PitchReviewer:
    """Send the link again to an expert who has not finished."""
    hold_roadshow(actor, roadshow_id)
    found = queries.reviewer(roadshow_id, reviewer_id)
    if found.dismissed_at is None:
        found.reminded_at = clock.now()
        emit(ExpertReminded(roadshow_id, found.id), actor)
    return found


def dismiss(actor: Actor, roadshow_id: int, reviewer_id: int) -> PitchReviewer:
    """Close an expert's link; answers given stay."""
    hold_roadshow(actor, roadshow_id)
    found = queries.reviewer(roadshow_id, reviewer_id)
    if found.dismissed_at is None:
        found.dismissed_at = clock.now()
        emit(ExpertDismissed(roadshow_id, found.id), actor)
    return found


def link(reviewer: PitchReviewer) -> str:
    """The secret part of an expert's address."""
    return seals.sealed(PURPOSE, reviewer.nonce)


def opened(secret: str) -> PitchReviewer:
    """Note that an expert has opened the link for the first time."""
    found = queries.by_secret(secret)
    if found.opened_at is None:
        found.opened_at = clock.now()
    return found


def answer(secret: str, pitch_id: int, verdict: Verdict) -> PitchReview:
    """Take an expert's answer about one pitch, or its change; raises Invalid by field.

    An expert of the applicant's own organisation abstains, whatever is sent. Scores are taken while the pitch waits
    for its decision.
    """
    reviewer = queries.by_secret(secret)
    pitch = next((one for one in queries.to_review(reviewer) if one.id == pitch_id), None)
    if pitch is None or pitch.state != State.SUBMITTED:
        raise NotFound
    own = queries.conflicts(reviewer, pitch)
    found = {} if own else problems(verdict, queries.terms(pitch.roadshow).criteria)
    if found:
        raise Invalid(fields=found)
    row = queries.answer(reviewer.id, pitch_id) or PitchReview(reviewer=reviewer, pitch=pitch)
    row.conflict = own or verdict.conflict
    row.scores = {} if row.conflict else dict(verdict.scores)
    row.comment = "" if row.conflict else verdict.comment
    row.conflict_reason = verdict.conflict_reason if row.conflict else ""
    row.saved_at = clock.now()
    db.session.add(row)
    db.session.flush()
    _note_finish(reviewer)
    return row


def progress(reviewer: PitchReviewer) -> tuple[int, int]:
    """How many of the pitches that wait for a decision an expert has answered, and how many there are."""
    asked = {pitch.id for pitch in queries.to_review(reviewer)}
    answered = {one.pitch_id for one in reviewer.reviews if one.pitch_id in asked}
    return len(answered), len(asked)


def _note_finish(reviewer: PitchReviewer) -> None:
    db.session.refresh(reviewer, ["reviews"])
    done, asked = progress(reviewer)
    if done == asked and reviewer.finished_at is None:
        reviewer.finished_at = clock.now()
        emit(ReviewFinished(reviewer.roadshow_id, reviewer.id), NOBODY)
