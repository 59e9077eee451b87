"""Holding a pitch for a deed: who acts, the row locked, the process asked."""

from typing import Any

from sqlalchemy import select

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, lock_row, swap_state
from market.core.errors import NotFound
from market.core.i18n import translate
from market.core.process import may, open_moves
from market.pitches import queries
from market.pitches.errors import DecidedMeanwhile, NotVetted, NotYourPart, Stopped, WrongMove
from market.pitches.models import Pitch
from market.pitches.rules.checks import stopping
from market.pitches.rules.processes import DECISIONS, MOVES, Situation, Who
from market.pitches.rules.states import STATE_NAMES, State
from market.roadshows.models import Roadshow

APPLICANTS = ("owner", "manager", "member")


def need_applicant(actor: Actor) -> None:
    """Raise NotYourPart unless this person's role includes applications."""
    if actor.role not in APPLICANTS:
        raise NotYourPart


def hold_own(actor: Actor, pitch_id: int) -> Pitch:
    """A pitch of the actor's own organisation, held; NotFound for any other."""
    pitch = queries.own(actor, pitch_id)
    need_applicant(actor)
    lock_row(pitch)
    return pitch


def hold_to_change(actor: Actor, pitch_id: int) -> Pitch:
    """The same, to change what it says: beyond a draft only a vetted organisation may."""
    pitch = hold_own(actor, pitch_id)
    if pitch.state != State.DRAFT and not actor.vetted:
        raise NotVetted
    return pitch


def hold_for_decision(actor: Actor, pitch_id: int) -> Pitch:
    """Any pitch that was handed in, held, for the operator."""
    pitch = db.session.get(Pitch, pitch_id)
    if not actor.operator or pitch is None or pitch.state == State.DRAFT:
        raise NotFound
    lock_row(pitch.roadshow)
    lock_row(pitch)
    return pitch


def hold_roadshow(actor: Actor, roadshow_id: int) -> Roadshow:
    """A roadshow whose order or call the operator changes, held."""
    found = db.session.scalar(select(Roadshow).where(Roadshow.id == roadshow_id))
    if not actor.operator or found is None:
        raise NotFound
    lock_row(found)
    return found


def situation(actor: Actor, pitch: Pitch, checked: bool = True) -> Situation:
    """What the guards of the process look at; `checked`: look at the checks too, which costs a few queries."""
    roadshow = pitch.roadshow
    return Situation(
        call_open=roadshow.calls(),
        coming=roadshow.coming,
        begun=clock.now() >= roadshow.starts_at,
        blocked=checked and actor.operator and bool(stopping(queries.checklist(pitch))),
        members=actor.vetted and actor.role in APPLICANTS,
    )


def who(actor: Actor, pitch: Pitch) -> str:
    """In which part this person meets a pitch; empty for a reader."""
    if actor.operator:
        return Who.OPERATOR
    return Who.APPLICANT if actor.of(pitch.organisation_id) else ""


def deeds(actor: Actor, pitch: Pitch) -> list[str]:
    """The moves this person may make now: the page's buttons."""
    return open_moves(MOVES, pitch.state, who(actor, pitch), situation(actor, pitch))


def move(actor: Actor, pitch: Pitch, name: str, version: int | None = None, **values: Any) -> None:
    """Make a move of the process; raises WrongMove, Stopped, or DecidedMeanwhile when it is not as it was read."""
    if version is not None and pitch.version != version:
        raise DecidedMeanwhile(title=pitch.title)
    it, made = situation(actor, pitch, checked=name in DECISIONS[:1]), MOVES[name]
    if name == "select" and it.blocked:
        raise Stopped(title=pitch.title, check=stopping(queries.checklist(pitch))[0].text)
    if not may(MOVES, name, pitch.state, who(actor, pitch), it):
        raise WrongMove(state=translate(STATE_NAMES[pitch.state]))
    if not swap_state(pitch, made.come_from, made.to, Pitch.version == pitch.version, **values):
        raise DecidedMeanwhile(title=pitch.title)
