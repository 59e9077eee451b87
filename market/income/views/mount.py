"""The blueprint that the pages of income hang on, and the words their templates share."""

from flask import Blueprint
from werkzeug.wrappers import Response

from market.core import clock, files
from market.core.files import StoredFile
from market.core.web import current_actor
from market.income.rules import policy, shares, states
from market.payments.rules import VOUCHER_LIMIT

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("income", __name__, url_prefix="/income")


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of kinds, states and flags, and the present day."""
    return {
        "KINDS": shares.KINDS,
        "COST_KINDS": policy.COST_KINDS,
        "STATES": states.NAMES,
        "TONES": states.TONES,
        "FLAGS": states.FLAGS,
        "PLEDGE_ANSWERS": states.PLEDGE_ANSWERS,
        "NOTICE_RESULTS": states.NOTICE_RESULTS,
        "NOTICE_RULES": policy.NOTICE_RULES,
        "NOTICE_PLACES": policy.NOTICE_PLACES,
        "percent": shares.percent,
        "hundredths": shares.hundredths,
        "today": clock.today(),
    }


def kept(upload: object, name: str) -> StoredFile | None:
    """An uploaded paper, written to disk; None when there is none."""
    stream = getattr(upload, "stream", None)
    if not upload or stream is None:
        return None
    filename = getattr(upload, "filename", "") or name
    return files.keep(stream, filename, current_actor().organisation_id, limit=VOUCHER_LIMIT)
