"""The operator's decisions: select, put in reserve, decline, return; one by one or many at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from market.core import clock
from market.core.actor import Actor
from market.core.errors import Invalid, NotFound, Refusal
from market.core.i18n import N_
from market.core.outbox import emit
from market.pitches.events import PitchDeclined, PitchEvent, PitchReserved, PitchReturned, PitchSelected
from market.pitches.models import Pitch
from market.pitches.rules.processes import DECISIONS, MOVES
from market.pitches.rules.states import State
from market.pitches.service.holding import hold_for_decision, move
from market.pitches.service.ordering import close_gaps, last_position

LEAST_REASON = 4


@dataclass(frozen=True)
class Outcome:
    """What came of a decision about many: how many were decided, and why the others were not."""

    done: int
    refused: tuple[str, ...]


def decide(actor: Actor, pitch_id: int, decision: str, reason: str = "", version: int | None = None) -> Pitch:
    """Decide about one pitch as it stood at `version`; all but a selection need a reason, which the applicant reads."""
    if decision not in DECISIONS:
        raise NotFound
    said = reason.strip()
    if MOVES[decision].needs == "reason" and len(said) < LEAST_REASON:
        raise Invalid(fields={"reason": N_("Give the reason; the applicant reads it.")})
    pitch = hold_for_decision(actor, pitch_id)
    was = pitch.state
    place = last_position(pitch.roadshow_id) + 1 if decision == "select" else None
    move(
        actor,
        pitch,
        decision,
        version,
        position=place,
        decision=said,
        decided_by=actor.user_id,
        decided_at=clock.now(),
        doubt="",
        doubted_at=None,
    )
    if was == State.SELECTED:
        close_gaps(pitch.roadshow_id)
    emit(_said(decision, pitch), actor)
    return pitch


def _said(decision: str, pitch: Pitch) -> PitchEvent:
    if decision == "select":
        return PitchSelected(pitch.id, pitch.roadshow_id)
    if decision == "reserve":
        return PitchReserved(pitch.id, pitch.roadshow_id)
    if decision == "decline":
        return PitchDeclined(pitch.id, pitch.roadshow_id)
    return PitchReturned(pitch.id, pitch.roadshow_id)


def decide_all(actor: Actor, roadshow_id: int, chosen: Mapping[int, int], decision: str, reason: str = "") -> Outcome:
    """Decide about many alike, given as pitch id and the version seen; what cannot be decided is told, not lost."""
    refused: list[str] = []
    done = 0
    for pitch_id, version in chosen.items():
        try:
            pitch = hold_for_decision(actor, pitch_id)
            if pitch.roadshow_id != roadshow_id:
                raise NotFound
            decide(actor, pitch_id, decision, reason, version)
            done += 1
        except Invalid:
            raise
        except Refusal as refusal:
            refused.append(str(refusal))
    return Outcome(done, tuple(refused))
