"""Where the pages of this feature hang, and the words their templates share."""

from flask import Blueprint
from werkzeug.wrappers import Response

from market.core import clock
from market.meetings import models
from market.meetings.rules import circles, fitting, states
from market.meetings.rules.timetable.values import REASONS

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("meetings", __name__)
_KNOWN = models


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of states, circles, reasons and results, and the present instant."""
    return {
        "STATES": states.STATE_NAMES,
        "TONES": states.STATE_TONES,
        "SOURCES": states.SOURCE_NAMES,
        "DECLINES": states.DECLINE_NAMES,
        "OUTCOMES": states.OUTCOME_NAMES,
        "OUTCOME_TONES": states.OUTCOME_TONES,
        "CIRCLES": circles.CIRCLE_NAMES,
        "FACTS": fitting.FACT_NAMES,
        "LEFT_OUT": REASONS,
        "now": clock.now(),
    }
