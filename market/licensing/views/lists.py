"""Lists of deals: a firm's or a university's own, and for the operator all of them and those that are held."""

from flask import Response, render_template, request
from flask_babel import gettext as _

from market.core import sheets
from market.core.i18n import translate
from market.core.sheets import Cell
from market.core.web import access, current_actor, paginate
from market.licensing import queries
from market.licensing.queries import SORTS, Deal
from market.licensing.rules.states import STAGES
from market.licensing.views.mount import Answer, blueprint

PER_PAGE = 20
MOST_EXPORTED = 5000


@blueprint.get("/licences")
@access("firm", "university", "service")
def mine() -> Answer | Response:
    """The requests and licences of one's own organisation."""
    return _list(request.args.get("stage", ""))


@blueprint.get("/desk/licences", endpoint="all")
@access("operator")
def everything() -> Answer | Response:
    """Every request and licence."""
    return _list(request.args.get("stage", ""))


@blueprint.get("/desk/held")
@access("operator")
def held() -> Answer | Response:
    """What is paid and waits for a decision."""
    return _list("held")


def _list(stage: str) -> Answer | Response:
    actor, sort = current_actor(), request.args.get("sort", "-noticed")
    statement = queries.deals(
        actor,
        stage if stage in STAGES or stage == "open" else "",
        request.args.get("q", "")[:200],
        sort if sort.removeprefix("-") in SORTS else "-noticed",
    )
    if (form := request.args.get("format", "")) in sheets.FORMATS:
        rows = queries.as_deals(paginate(statement, MOST_EXPORTED).items)
        return sheets.send("licences", heads(), map(line, rows), form)
    page = paginate(statement, PER_PAGE)
    counts = queries.stage_counts(actor)
    return render_template(
        "licensing/list.html", page=page, deals=queries.as_deals(page.items), counts=counts, stage=stage, sort=sort
    )


def heads() -> list[str]:
    """The columns of an exported list."""
    return [
        _("Number"),
        _("Notice"),
        _("Listing"),
        _("Patent numbers"),
        _("Licensor"),
        _("Licensee"),
        _("State"),
        _("Due at the start"),
        _("Paid"),
        _("Currency"),
        _("In force since"),
        _("Term ends"),
        _("Recordal due"),
        _("Recorded on"),
        _("Recordal number"),
    ]


def line(deal: Deal) -> list[Cell]:
    """One line of it."""
    row, licence = deal.request, deal.licence
    return [
        licence.reference if licence else row.reference,
        row.noticed_at,
        row.title,
        ", ".join(patent.number for patent in deal.terms.patents),
        row.licensor.name,
        row.licensee.name,
        translate(STAGES[deal.stage]),
        deal.due_at_start,
        deal.paid,
        deal.terms.currency,
        licence.effective_on if licence else None,
        deal.terms.last_day,
        licence.recordal_due if licence else None,
        licence.recorded_on if licence else None,
        licence.recordal_number if licence else "",
    ]
