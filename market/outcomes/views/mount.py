"""Where the pages of this feature hang, and what they share."""

from flask import Blueprint
from werkzeug.wrappers import Response

from market.core.actor import Actor
from market.core.errors import NotFound
from market.core.web import current_actor
from market.outcomes import models
from market.outcomes.rules import funnel, survey, versions
from market.outcomes.rules.definitions import DEFINITIONS
from market.outcomes.rules.figures import VERDICTS
from market.outcomes.service.cells import figure, text, unit, value
from market.pitches.rules.states import TIER_NAMES
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("outcomes", __name__)
_KNOWN = models


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names and the ways to write figures that the templates share."""
    return {
        "DEFINITIONS": DEFINITIONS,
        "OCCASIONS": versions.OCCASION_NAMES,
        "REPORT_STATES": versions.STATE_NAMES,
        "VERDICTS": VERDICTS,
        "FUNNEL": {"bar": funnel.BAR, "row": funnel.ROW, "width": funnel.WIDTH},
        "FEWEST": survey.FEWEST,
        "TIERS": TIER_NAMES,
        "cell_text": text,
        "figure_value": value,
        "figure_cell": figure,
        "figure_unit": unit,
    }


def sees_names(actor: Actor) -> bool:
    """Whether somebody reads reports with the organisations in them: the operator and the bureau."""
    return actor.operator or (actor.kind == "authority" and actor.vetted)


def held_roadshow(roadshow_id: int) -> Roadshow:
    """A roadshow this reader may see and that is over; NotFound for any other."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    if roadshow.state != State.HELD:
        raise NotFound
    return roadshow
