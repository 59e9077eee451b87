"""The blueprint of operations, and what several of its pages need."""

from collections.abc import Mapping

from flask import Blueprint, request

from market.core.i18n import translate
from market.core.sheets import FORMATS

blueprint = Blueprint("operations", __name__)


def words() -> str:
    """What the search field of a list holds."""
    return request.args.get("q", "").strip()[:200]


def export_format() -> str:
    """The file form asked for; empty for the page itself."""
    form = request.args.get("format", "")
    return form if form in FORMATS else ""


@blueprint.app_context_processor
def choices() -> dict[str, object]:
    """What lists of the desk need to fill their filters."""
    return {"translated": translated, "counted": counted, "pairs": lambda values: [(value, value) for value in values]}


def translated(table: Mapping[str, str]) -> list[tuple[str, str]]:
    """A table of words as choices in the reader's language."""
    return [(key, translate(word)) for key, word in table.items()]


def counted(table: Mapping[str, str], counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """The same with counts; what there is none of is left out."""
    return [(key, f"{word} ({counts[key]})") for key, word in translated(table) if counts.get(key)]
