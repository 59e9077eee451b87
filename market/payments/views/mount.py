"""The blueprint that the pages of payments hang on."""

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from market.core import clock
from market.core.web import CONTENT_SECURITY_POLICY
from market.payments import gateway
from market.payments.rules import capital_words, spaced

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("payments", __name__)
blueprint.add_app_template_filter(spaced, "spaced")
blueprint.add_app_template_filter(capital_words, "capital_words")


def leading_out(page: str) -> Response:
    """A page whose forms may lead on to the card service's own pages, and nowhere else outside."""
    response = make_response(page)
    allowed = f"form-action 'self' {gateway.places()}".rstrip()
    policy = CONTENT_SECURITY_POLICY.replace("form-action 'self'", allowed)
    response.headers["Content-Security-Policy"] = policy
    return response


@blueprint.context_processor
def day() -> dict[str, object]:
    """The present day, for what is overdue."""
    return {"today": clock.today()}
