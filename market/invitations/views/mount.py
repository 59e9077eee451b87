"""Where the pages of invitations hang, and the words their templates share."""

from flask import Blueprint
from werkzeug.wrappers import Response

from market.invitations.rules import states

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("invitations", __name__)


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of states, answers, reasons and ways."""
    return {
        "STATES": states.SHOWN_NAMES,
        "TONES": states.SHOWN_TONES,
        "ANSWERS": states.ANSWER_NAMES,
        "REASONS": states.REASONS,
        "WAYS": states.WAY_NAMES,
    }
