"""Where the pages of this feature hang, and the words their templates share."""

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.accounts.models import Organisation
from market.core import clock
from market.core.i18n import current_language, translate
from market.core.web import current_actor
from market.intents import models
from market.intents.rules.closing import REASONS
from market.intents.rules.entering import HOW_NAMES
from market.intents.rules.outside import CONTRACT_NAMES
from market.intents.rules.processes import NEXT, SAID
from market.intents.rules.states import SOURCE_NAMES, STAGE_NAMES, STAGE_TONES
from market.intents.rules.wishes import names
from market.pitches.models import Pitch

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("intents", __name__)
_KNOWN = models


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of stages, kinds and reasons, and the present day."""
    return shared_words()


def shared_words() -> dict[str, object]:
    """The same for the panels on pages of other features."""
    return {
        "STAGES": STAGE_NAMES,
        "TONES": STAGE_TONES,
        "REASONS": REASONS,
        "NEXT": NEXT,
        "SAID": SAID,
        "SOURCES": SOURCE_NAMES,
        "HOW": HOW_NAMES,
        "CONTRACTS": CONTRACT_NAMES,
        "kind_name": kind_name,
        "presenter_name": presenter_name,
        "organisation_name": organisation_name,
        "today": clock.today(),
    }


def kind_name(intent: models.Intent) -> str:
    """What is wanted, in the words that fit a patent or a need."""
    return translate(names(subject(intent.pitch))[intent.kind])


def subject(pitch: Pitch) -> str:
    """What a pitch shows: "listing" or "need"."""
    return "need" if pitch.need_id is not None else "listing"


def organisation_name(organisation: Organisation) -> str:
    """An organisation in the reader's language."""
    return organisation.name_en if current_language() == "en" and organisation.name_en else organisation.name


def presenter_name(pitch: Pitch) -> str:
    """Who pitched; a firm that does not want to be named with its need is not."""
    actor = current_actor()
    if pitch.need is not None and not pitch.need.show_name and not (actor.operator or actor.of(pitch.organisation_id)):
        return str(_("A firm"))
    return organisation_name(pitch.organisation)
