"""The records behind a figure, so that it can be checked line by line."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy import Select
from werkzeug.wrappers import Response

from market.core import clock, sheets
from market.core.errors import NotFound
from market.core.sheets import FORMATS, Cell
from market.core.web import access, paginate
from market.reports import queries
from market.reports.rules import DEFINITIONS, Period
from market.reports.views.mount import asked_period, asked_year, blueprint

MOST_EXPORTED = 10_000


def patent_line(row: Any) -> list[Cell]:
    """A patent of an announced listing."""
    listing = row.listing
    return [
        row.patent.application_number,
        row.patent.title,
        listing.reference,
        listing.organisation.name,
        listing.announced_at,
    ]


def licence_line(row: Any) -> list[Cell]:
    """A licence."""
    return [row.reference, row.title, row.licensor.name, row.licensee.name, row.effective_on, row.recorded_on]


def need_line(row: Any) -> list[Cell]:
    """A need as the board shows it: without the name of a firm that does not want to be named."""
    day = clock.local_date(row.published_at) if row.published_at else None
    return [row.reference, row.title, row.firm, day]


def licences(period: Period) -> Select[Any]:
    """By day of effect."""
    return queries.licence_records(period)


def recorded(period: Period) -> Select[Any]:
    """By day of recordal."""
    return queries.licence_records(period, recorded=True)


Reading = tuple[Callable[[Period], Select[Any]], Callable[[Any], list[Cell]], str]
KINDS: Mapping[str, Reading] = {
    "open_patents": (queries.open_patent_records, patent_line, "patents"),
    "licences": (licences, licence_line, "licences"),
    "recorded": (recorded, licence_line, "licences"),
    "needs_published": (queries.need_records, need_line, "needs"),
}


def heads(kind: str) -> list[str]:
    """The columns of each kind of record."""
    return {
        "patents": [_("Application number"), _("Title"), _("Listing"), _("University"), _("Announced on")],
        "licences": [_("Licence"), _("Listing"), _("Licensor"), _("Licensee"), _("Effective"), _("Recorded")],
        "needs": [_("Need"), _("Title"), _("Firm"), _("Published on")],
    }[kind]


@blueprint.get("/dashboard/<figure>")
@access("authority", "operator")
def records(figure: str) -> str | Response:
    """The records that a figure counts."""
    if figure not in KINDS:
        raise NotFound
    reading, line, kind = KINDS[figure]
    period = asked_period()
    if request.args.get("format") in FORMATS:
        rows = map(line, paginate(reading(period), MOST_EXPORTED).items)
        return sheets.send(f"{figure}-{period.end.year}", heads(kind), rows, request.args["format"])
    page = paginate(reading(period), 50)
    return render_template(
        "reports/records.html",
        page=page,
        rows=[line(row) for row in page.items],
        heads=heads(kind),
        definition=DEFINITIONS[figure],
        period=period,
        year=asked_year(),
    )
