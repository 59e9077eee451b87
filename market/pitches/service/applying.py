"""Applying: begun from a listing or a need, edited, handed in, withdrawn."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Invalid, NotFound
from market.core.outbox import emit
from market.listings.models import Listing
from market.needs.models import Need
from market.pitches import queries
from market.pitches.errors import AppliedAlready, CallNotOpen, NotTaken, NotVetted
from market.pitches.events import PitchSubmitted, PitchWithdrawn
from market.pitches.models import Pitch
from market.pitches.rules.application import LONGEST_SUMMARY, Application, editable, gaps, refusals
from market.pitches.rules.checks import Subject
from market.pitches.rules.states import State
from market.pitches.service.holding import hold_own, hold_to_change, move, need_applicant
from market.pitches.service.ordering import close_gaps
from market.roadshows.models import Roadshow
from market.roadshows.queries import get as roadshow_for


@dataclass(frozen=True)
class About:
    """What somebody wants to pitch: one listing or one need of the own organisation."""

    subject: Subject
    row: Listing | Need

    @property
    def id(self) -> int:
        """Its number."""
        return self.row.id


def about(actor: Actor, listing_id: int | None = None, need_id: int | None = None) -> About:
    """The own listing or need to be pitched; NotFound for anybody else's and for none."""
    row: Listing | Need | None = None
    if listing_id is not None:
        row = db.session.get(Listing, listing_id)
    elif need_id is not None:
        row = db.session.get(Need, need_id)
    if row is None or not actor.of(row.organisation_id):
        raise NotFound
    return About(Subject.LISTING if isinstance(row, Listing) else Subject.NEED, row)


def prefilled(roadshow: Roadshow, what: About, actor: Actor) -> Application:
    """The form as it opens: what the listing or need says already, the person who fills it in as speaker."""
    call = queries.terms(roadshow)
    common = {"speaker": actor.name[:60], "minutes": call.minutes, "answer_minutes": call.answer_minutes}
    if isinstance(what.row, Listing):
        listing = what.row
        return Application(
            title=listing.title,
            title_en=listing.title_en[:240],
            summary=listing.summary[:LONGEST_SUMMARY],
            summary_en=listing.summary_en[:LONGEST_SUMMARY],
            **common,  # type: ignore[arg-type]
        )
    need = what.row
    parts = dict.fromkeys(part.strip() for part in (need.background, need.problem, need.indicators))
    summary = "\n".join(part for part in parts if part)[:LONGEST_SUMMARY]
    phone = {"speaker": need.contact_name or actor.name[:60]}
    return Application(title=need.title, summary=summary, **{**common, **phone})  # type: ignore[arg-type]


def begin(actor: Actor, roadshow_id: int, what: About, application: Application) -> Pitch:
    """Start a draft at an open call; raises CallNotOpen, NotTaken, AppliedAlready, Invalid."""
    need_applicant(actor)
    roadshow = roadshow_for(actor, roadshow_id)
    if not roadshow.calls() or clock.now() >= roadshow.starts_at:
        raise CallNotOpen
    if what.subject not in queries.terms(roadshow).takes:
        raise NotTaken
    if queries.standing(roadshow_id, what.subject, what.id) is not None:
        raise AppliedAlready
    _refuse(refusals(application))
    pitch = Pitch(
        reference=secrets.token_hex(10),
        roadshow_id=roadshow_id,
        organisation_id=actor.organisation_id,
        applicant_id=actor.user_id,
        state=State.DRAFT,
        **{f"{what.subject}_id": what.id},
        **vars(application),
    )
    db.session.add(pitch)
    db.session.flush()
    pitch.reference = f"PT-{clock.today().year}-{pitch.id:04d}"
    db.session.flush()
    return pitch


def edit(actor: Actor, pitch_id: int, application: Application) -> Pitch:
    """Change what may be changed in this state; anything else stays as it is."""
    pitch = hold_to_change(actor, pitch_id)
    roadshow = pitch.roadshow
    names = editable(pitch.state, clock.now(), roadshow.files_due_at, roadshow.starts_at)
    if not names:
        raise CallNotOpen
    found = refusals(application) if pitch.state == State.DRAFT else gaps(application)
    _refuse({name: text for name, text in found.items() if name in names})
    for name in names:
        setattr(pitch, name, getattr(application, name))
    return pitch


def application_of(pitch: Pitch) -> Application:
    """What an application says, as one value."""
    return Application(**{name: getattr(pitch, name) for name in Application.__dataclass_fields__})


def submit(actor: Actor, pitch_id: int) -> Pitch:
    """Hand it in, or in again after a revision; raises Invalid by field while something is missing."""
    pitch = hold_own(actor, pitch_id)
    if not actor.vetted:
        raise NotVetted
    again = pitch.state == State.RETURNED
    if not again and not pitch.roadshow.calls():
        raise CallNotOpen
    _refuse(gaps(application_of(pitch)))
    move(actor, pitch, "resubmit" if again else "submit", submitted_at=clock.now())
    emit(PitchSubmitted(pitch.id, pitch.roadshow_id, again), actor)
    return pitch


def withdraw(actor: Actor, pitch_id: int) -> Pitch:
    """Take it back; one that stood on the programme leaves no hole in the order."""
    lock_row(queries.own(actor, pitch_id).roadshow)
    pitch = hold_own(actor, pitch_id)
    was = pitch.state
    move(actor, pitch, "withdraw", position=None, doubt="")
    close_gaps(pitch.roadshow_id)
    if was != State.DRAFT:
        emit(PitchWithdrawn(pitch.id, pitch.roadshow_id, selected=was == State.SELECTED), actor)
    return pitch


def _refuse(found: Mapping[str, str]) -> None:
    if found:
        raise Invalid(fields=found)
