"""The blueprint that the pages of payments hang on."""

from flask import Blueprint
from werkzeug.wrappers import Response

from market.core import clock
from market.payments.rules import capital_words, spaced

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("payments", __name__)
blueprint.add_app_template_filter(spaced, "spaced")
blueprint.add_app_template_filter(capital_words, "capital_words")


@blueprint.context_processor
def day() -> dict[str, object]:
    """The present day, for what is overdue."""
    return {"today": clock.today()}
