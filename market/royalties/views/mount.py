"""The blueprint that the pages of royalties hang on, and the words their templates share."""

from flask import Blueprint
from werkzeug.wrappers import Response

from market.core import clock
from market.core.money import Money
from market.core.web import format_money
from market.licensing.rules.fees import BASES
from market.royalties.rules.freezing import CHOICES, OUTCOMES, REASONS
from market.royalties.rules.reports import STAGES, TONES

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("royalties", __name__)


@blueprint.app_template_filter("minor_money")
def minor_money(minor: int, currency: str) -> str:
    """Jinja filter: so many minor units as an amount for people."""
    return format_money(Money(minor, currency))


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of stages, bases and choices, and the present day."""
    return {
        "BASES": BASES,
        "CHOICES": CHOICES,
        "OUTCOMES": OUTCOMES,
        "REASONS": REASONS,
        "STAGES": STAGES,
        "TONES": TONES,
        "today": clock.today(),
    }
