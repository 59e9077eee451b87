"""The blueprint that the pages of differences hang on, and the words they use."""

from collections.abc import Mapping

from flask import Blueprint, current_app, url_for
from werkzeug.wrappers import Response

from market.core.i18n import N_, translate
from market.reconciliation.models import Difference
from market.reconciliation.rules import KINDS

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("reconciliation", __name__, url_prefix="/differences")

STATES: Mapping[str, str] = {
    "open": N_("To be explained"),
    "explained": N_("Explained"),
    "gone": N_("Gone"),
}
TONES: Mapping[str, str] = {"open": "bad", "explained": "ok", "gone": "idle"}
PLACES: Mapping[str, tuple[str, str]] = {
    "receivable": ("payments.page", "receivable_id"),
    "receipt": ("payments.receipt", "receipt_id"),
    "statement": ("banking.statement", "statement_id"),
}
ABOUT: Mapping[str, str] = {
    "receivable": N_("Open the amount due"),
    "receipt": N_("Open the receipt"),
    "statement": N_("Open the bank statement"),
}


def sentence(row: Difference) -> str:
    """What a difference says, in the reader's language."""
    facts = dict(row.facts)
    if "state" in facts:
        facts["state"] = translate(STATE_WORDS.get(facts["state"], facts["state"]))
    return translate(row.finding.sentence, **facts)


STATE_WORDS: Mapping[str, str] = {"open": N_("open"), "settled": N_("paid"), "cancelled": N_("cancelled")}


def place(row: Difference) -> tuple[str, str] | None:
    """Where the thing lies that a difference is about: address and words for the link."""
    kind, _, number = row.about.partition(":")
    endpoint, parameter = PLACES.get(kind, ("", ""))
    if endpoint not in current_app.view_functions or not number.isdecimal():
        return None
    values: dict[str, int] = {parameter: int(number)}
    return url_for(endpoint, **values), translate(ABOUT[kind])  # type: ignore[arg-type]


@blueprint.context_processor
def words() -> dict[str, object]:
    """What the templates call things."""
    return {
        "states": {state: translate(name) for state, name in STATES.items()},
        "kinds": {kind: translate(name) for kind, name in KINDS.items()},
        "tones": TONES,
        "sentence": sentence,
        "place": place,
    }
