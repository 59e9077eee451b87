"""The blueprint that the pages of filings hang on, and the words their templates share."""

from flask import Blueprint
from werkzeug.wrappers import Response

from market.core import clock
from market.filings.rules import invoices, states
from market.filings.rules.papers import PAPER_NAMES
from market.filings.rules.precheck import GROUNDS
from market.licensing.rules.recordal import light
from market.listings.rules.law import LAW

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("filings", __name__)


@blueprint.app_context_processor
def filing_words() -> dict[str, object]:
    """Names and tones of filings, for the deal page too."""
    return {
        "FILING_KINDS": states.KIND_NAMES,
        "FILING_STATES": states.STATE_NAMES,
        "FILING_TONES": states.STATE_TONES,
        "FILING_GROUNDS": GROUNDS,
    }


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names and tones of papers and invoices, laws, and the present day."""
    return {
        "LAW": LAW,
        "PAPER_NAMES": PAPER_NAMES,
        "INVOICE_KINDS": invoices.KIND_NAMES,
        "INVOICE_STATES": invoices.STATE_NAMES,
        "INVOICE_TONES": invoices.STATE_TONES,
        "light_of": light,
        "today": clock.today(),
    }
