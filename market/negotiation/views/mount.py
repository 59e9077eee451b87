"""The blueprint that the pages of negotiation hang on, the words their templates share, and their uploads."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core import clock, files
from market.core.files import StoredFile
from market.core.i18n import current_language, translate
from market.core.web import current_actor
from market.licensing.rules.fees import FeePlan
from market.licensing.rules.recordal import light
from market.listings.rules.law import LAW
from market.negotiation import queries
from market.negotiation.forms.fields import ACCEPT, FILE_LIMIT
from market.negotiation.models import Deal
from market.negotiation.rules.checklists import items
from market.negotiation.rules.law import NEGOTIATION_LAW
from market.negotiation.rules.offers import FIELD_NAMES
from market.negotiation.rules.owners import DOCUMENT_KINDS, RESULTS
from market.negotiation.rules.processes import KIND_HINTS, KIND_NAMES, NEXT, STATE_NAMES, STATE_TONES

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("negotiation", __name__)


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of kinds and states, laws, and how values of an offer are shown."""
    return {
        "KIND_NAMES": KIND_NAMES,
        "KIND_HINTS": KIND_HINTS,
        "STATE_NAMES": STATE_NAMES,
        "STATE_TONES": STATE_TONES,
        "NEXT": NEXT,
        "LAW": LAW | NEGOTIATION_LAW,
        "FIELD_NAMES": FIELD_NAMES,
        "DOCUMENT_KINDS": DOCUMENT_KINDS,
        "RESULTS": RESULTS,
        "ACCEPT": ACCEPT,
        "steps_of": items,
        "light_of": light,
        "side_of": side_of,
        "firm_name": firm_name,
        "offer_value": offer_value,
        "price_of": price_of,
        "today": clock.today(),
    }


def set_up(app: Flask) -> None:
    """Public pages of organisations tell how fast they answer: a lower page asks by name, without an import."""
    app.jinja_env.globals["answer_time"] = queries.responses


def side_of(deal: Deal) -> str:
    """As whom the acting person sees a deal."""
    return queries.side_of(current_actor(), deal)


def firm_name(deal: Deal) -> str:
    """The firm's name, unless it has not made itself known to this reader yet."""
    actor = current_actor()
    if deal.disclosed or actor.operator or actor.of(deal.firm_id):
        return deal.firm.name_en if current_language() == "en" and deal.firm.name_en else deal.firm.name
    return str(_("A firm that will be named when it takes up the answer"))


def price_of(plain: dict[str, Any]) -> str:
    """A fee plan in one line of the reader's language."""
    return FeePlan.read(plain).sentence(current_language())


def offer_value(deal: Deal, name: str, value: Any) -> str:
    """One value of an offer as people read it."""
    if value in ("", None):
        return "–"
    if name == "kind":
        return translate(KIND_NAMES[value])
    if name == "fee":
        return price_of(value)
    if name == "patent_ids":
        numbers = {link.patent_id: link.patent.display_number for link in deal.patents}
        return ", ".join(numbers[one] for one in value if one in numbers)
    if name == "sublicense":
        return str(_("allowed") if value else _("not allowed"))
    if name == "territory" and value == "CN":
        return str(_("China"))
    return f"{value} %" if name == "share" else str(value)


def kept(uploads: Any) -> list[StoredFile]:
    """The uploads on disk, to be stored with the deed."""
    chosen: Sequence[Any] = uploads if isinstance(uploads, list) else [uploads]
    owner = current_actor().organisation_id
    return [
        files.keep(upload.stream, upload.filename, owner, limit=FILE_LIMIT)
        for upload in chosen
        if upload and getattr(upload, "filename", "")
    ]


def kept_one(upload: Any) -> StoredFile | None:
    """One upload on disk, None without one."""
    found = kept(upload)
    return found[0] if found else None
