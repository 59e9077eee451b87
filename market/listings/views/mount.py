"""The blueprint that all pages of listings hang on, and the words every page needs."""

from typing import Any

from flask import Blueprint, current_app, url_for
from werkzeug.wrappers import Response

from market.listings.rules import law, states
from market.listings.rules.offer import BASE_NAMES, DOCUMENT_NAMES, FEE_KIND_NAMES, MATURITY_NAMES

blueprint = Blueprint("listings", __name__)

Answer = str | Response | tuple[str, int]
KEEPERS = ("university",)
DRAFTERS = ("owner", "manager", "member")
MANAGERS = ("owner", "manager")

NAMES: dict[str, Any] = {
    "state_names": states.STATE_NAMES,
    "state_tones": states.STATE_TONES,
    "fee_kinds": FEE_KIND_NAMES,
    "bases": BASE_NAMES,
    "maturities": MATURITY_NAMES,
    "document_kinds": DOCUMENT_NAMES,
    "law": law.LAW,
    "end_reasons": states.END_REASONS,
}


def link(endpoint: str, **values: Any) -> str:
    """The address of a page of a higher feature, empty where that feature is not mounted."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""
