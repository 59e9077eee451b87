"""Where the recordals of all one's licences stand, and the batch sheet for many of them."""

from flask import Response, render_template, request
from flask_babel import gettext as _

from market.core import clock, sheets
from market.core.i18n import translate
from market.core.sheets import Cell
from market.core.web import access, current_actor, download, paginate
from market.filings import queries, service
from market.filings.models import Filing
from market.filings.queries import GROUPS
from market.filings.rules.states import STATE_NAMES
from market.filings.views.mount import Answer, blueprint
from market.licensing.models import Licence

PER_PAGE = 25
MOST_EXPORTED = 5000
LARGEST_ID = 2**31


@blueprint.get("/filings")
@access("firm", "university", "operator")
def overview() -> Answer | Response:
    """One's licences by where their recordal stands, the earliest due first."""
    group = request.args.get("group", "todo")
    statement = queries.licences(current_actor(), group if group in GROUPS else "")
    exporting = request.args.get("format", "") in sheets.FORMATS
    page = paginate(statement, MOST_EXPORTED if exporting else PER_PAGE)
    filings = queries.latest_filings([licence.id for licence in page.items])
    if exporting:
        rows = [line(licence, filings.get(licence.id)) for licence in page.items]
        return sheets.send("filings", heads(), rows, request.args["format"])
    return render_template(
        "filings/list.html", page=page, filings=filings, group=group, counts=queries.counts(current_actor())
    )


def heads() -> list[str]:
    """The columns of an exported list."""
    return [
        _("Number"),
        _("Title"),
        _("Licensor"),
        _("Licensee"),
        _("In force since"),
        _("File by"),
        _("State"),
        _("Filed on"),
        _("Number of the receipt"),
        _("Recordal number"),
        _("Recorded on"),
    ]


def line(licence: Licence, filing: Filing | None) -> list[Cell]:
    """One line of it."""
    return [
        licence.reference,
        licence.title,
        licence.licensor.name,
        licence.licensee.name,
        licence.effective_on,
        licence.recordal_due,
        translate(STATE_NAMES[filing.state]) if filing else "",
        filing.submitted_on if filing else None,
        filing.receipt_number if filing else "",
        licence.recordal_number,
        licence.recorded_on,
    ]


@blueprint.get("/filings/batch.xlsx")
@access("university", "operator")
def batch() -> Response:
    """The batch sheet: a row per licence and patent, of the licences ticked, else of all that are to be recorded."""
    wanted = [int(text) for text in request.args.getlist("licence") if text.isdecimal() and len(text) < 10]
    licences = queries.chosen(current_actor(), wanted)
    rows = [row for licence in licences for row in service.application.sheet_rows(licence)]
    content = sheets.workbook(service.application.sheet_heads(), rows, _("Recordals"))
    return download(content, f"recordals-{clock.today().isoformat()}.xlsx", sheets.XLSX)
