"""Where the pages of this feature hang, and the words its templates share."""

from flask import Blueprint, current_app, url_for
from werkzeug.wrappers import Response

from market.core import clock
from market.intents.rules.states import KIND_NAMES
from market.live import models
from market.live.rules.talking import DEED_NAMES, POLL_NAMES, QUESTION_NAMES

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("live", __name__, url_prefix="/roadshows/<int:roadshow_id>")
_KNOWN = models


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of states and deeds, links to pages that other rooms bring, the present."""
    return {
        "INTENT_KINDS": KIND_NAMES,
        "QUESTIONS": QUESTION_NAMES,
        "POLLS": POLL_NAMES,
        "DEEDS": DEED_NAMES,
        "address": address,
        "now": clock.now(),
    }


def address(endpoint: str, **values: object) -> str:
    """The address of a page of another room; empty while there is none."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""  # type: ignore[arg-type]
