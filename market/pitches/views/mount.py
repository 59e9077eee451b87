"""Where the pages of this feature hang, the words their templates share, and who a reader is to a pitch."""

from collections.abc import Callable

from flask import Blueprint, current_app
from werkzeug.wrappers import Response

from market.core import clock
from market.core.actor import Actor
from market.core.web import current_actor
from market.pitches import models
from market.pitches.models import Pitch, PitchFile
from market.pitches.rules.checks import SUBJECT_NAMES
from market.pitches.rules.processes import MOVES
from market.pitches.rules.states import DOUBTS, STATE_NAMES, STATE_TONES, TIER_NAMES
from market.pitches.rules.tiers import may_open
from market.roadshows.rules.states import KIND_NAMES

Answer = str | Response | tuple[str, int]
Reader = Callable[[Actor, Pitch], bool]

blueprint = Blueprint("pitches", __name__)
_KNOWN = models


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of states, moves, tiers and subjects, and the present moment."""
    return {
        "STATES": STATE_NAMES,
        "TONES": STATE_TONES,
        "MOVES": MOVES,
        "TIERS": TIER_NAMES,
        "SUBJECTS": SUBJECT_NAMES,
        "KINDS": KIND_NAMES,
        "DOUBTS": DOUBTS,
        "now": clock.now(),
    }


def readers(registered: Reader, intent: Reader) -> dict[str, Reader]:
    """How rooms above say who a reader is: let in to the roadshow, of a firm with an intent. Kept by the wiring."""
    return {"registered": registered, "intent": intent}


def opens(pitch: Pitch, file: PitchFile) -> bool:
    """Whether the reader of this page may open a file of a pitch."""
    actor = current_actor()
    known: dict[str, Reader] = current_app.extensions.get("pitch_readers", {})
    signed_in = actor.user_id is not None
    return may_open(
        file.tier,
        registered=signed_in and "registered" in known and known["registered"](actor, pitch),
        intent=signed_in and "intent" in known and known["intent"](actor, pitch),
        own=actor.of(pitch.organisation_id),
        operator=actor.operator,
    )
