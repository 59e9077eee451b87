"""The blueprint that the pages of licensing hang on, and the words their templates share."""

from flask import Blueprint
from werkzeug.wrappers import Response

from market.core import clock
from market.licensing.rules import recordal
from market.licensing.rules.states import NEXT, STAGE_TONES, STAGES
from market.licensing.rules.terms import KIND_NAMES, KIND_SENTENCES
from market.listings.rules.law import LAW
from market.listings.rules.offer import BASE_NAMES, FEE_KIND_NAMES

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("licensing", __name__)


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of stages, fees and laws, the lights, and the present day."""
    return {
        "STAGES": STAGES,
        "STAGE_TONES": STAGE_TONES,
        "NEXT": NEXT,
        "LAW": LAW,
        "FEE_KIND_NAMES": FEE_KIND_NAMES,
        "BASE_NAMES": BASE_NAMES,
        "KIND_NAMES": KIND_NAMES,
        "KIND_SENTENCES": KIND_SENTENCES,
        "light_of": recordal.light,
        "today": clock.today(),
    }
