"""Where the pages of this feature hang, and the words their templates share."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from market.core import clock
from market.core.settings import settings
from market.guests.models import Registration
from market.guests.rules import states

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("guests", __name__)


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of states, roles and ways, and the present moment."""
    return shared()


def shared() -> dict[str, object]:
    """What pages and panels of this feature can name."""
    return {
        "STATES": states.STATE_NAMES,
        "TONES": states.STATE_TONES,
        "ROLES": states.ROLE_NAMES,
        "WAYS": states.WAY_NAMES,
        "now": clock.now(),
    }


def absolute(path: str) -> str:
    """A path of ours as an address that works from outside."""
    return settings().public_url.rstrip("/") + path


def ticket_url(found: Registration) -> str:
    """The absolute address of a person's ticket."""
    return absolute(url_for("guests.ticket", roadshow_id=found.roadshow_id))
