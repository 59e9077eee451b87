"""The search page, its downloads, and the suggestions while typing."""

from typing import Any

from flask import render_template, request

from market.core import sheets
from market.core.settings import settings
from market.core.web import Page, access, page_number
from market.search import forms
from market.search.index.store import IndexUnavailable
from market.search.index.suggesting import suggest as completions
from market.search.views.exporting import exported
from market.search.views.facets import chips, facets
from market.search.views.finding import Finding, find
from market.search.views.hits import shown
from market.search.views.mount import blueprint

__all__ = ["blueprint"]

PER_PAGE = 20


@blueprint.get("/search")
@access("public")
def search() -> Any:
    """Answer a question with hits, near matches and filters, or hand the whole answer out as a file."""
    asked = forms.asked(request.args)
    found = find(asked)
    if request.args.get("format") in sheets.FORMATS:
        return exported(found, request.args["format"])
    page = _page(found)
    return render_template(
        "search/search.html",
        asked=asked,
        found=found,
        page=page,
        facets=facets(found),
        chips=chips(asked),
        sorts=forms.SORT_NAMES,
    )


def _page(found: Finding) -> Page:
    """The hits of the page asked for, ready to be shown."""
    pages = max(1, -(-found.total // PER_PAGE))
    number = min(page_number(), pages)
    start = (number - 1) * PER_PAGE
    return Page(shown(found, start, PER_PAGE), number, PER_PAGE, found.total)


@blueprint.get("/search/suggest")
@access("public")
def suggest() -> list[str]:
    """Completions of what is typed, as a JSON list; an empty one while there is no index."""
    try:
        return completions(settings().index, request.args.get("q", ""))
    except IndexUnavailable:
        return []
