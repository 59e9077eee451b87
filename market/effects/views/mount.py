"""The blueprint that the pages of effects hang on, and the words their templates share."""

from flask import Blueprint
from werkzeug.wrappers import Response

from market.core import clock
from market.effects.rules import ranking, reporting
from market.licensing.models import Licence
from market.licensing.rules.terms import Terms

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("effects", __name__, url_prefix="/effects")


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of states, figures and weights, and the present day."""
    return {
        "STATES": reporting.NAMES,
        "TONES": reporting.TONES,
        "FIGURES": reporting.FIGURES,
        "SCOPES": ranking.SCOPES,
        "WEIGHT_NAMES": ranking.WEIGHT_NAMES,
        "terms_of": terms_of,
        "today": clock.today(),
    }


def terms_of(licence: Licence) -> Terms:
    """The frozen terms of a licence: its title is read from them."""
    return Terms.read(licence.request.terms)
