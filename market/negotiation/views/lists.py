"""Lists of deals: one's own, and for the operator all of them and those that wait for an answer too long."""

from flask import Response, render_template, request
from flask_babel import gettext as _

from market.core import sheets
from market.core.i18n import translate
from market.core.sheets import Cell
from market.core.web import access, current_actor, paginate
from market.negotiation import queries
from market.negotiation.models import Deal
from market.negotiation.rules.processes import KIND_NAMES, STATE_NAMES
from market.negotiation.views.mount import Answer, blueprint, firm_name

PER_PAGE = 20
MOST_EXPORTED = 5000


@blueprint.get("/deals")
@access("firm", "university", "service")
def mine() -> Answer | Response:
    """The deals of one's own organisation that are being negotiated, or were."""
    return _list()


@blueprint.get("/desk/deals/board")
@access("operator")
def board() -> Answer | Response:
    """Every deal, with what is overdue."""
    return _list()


def _list() -> Answer | Response:
    actor, sort = current_actor(), request.args.get("sort", "-changed")
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    statement = queries.deals(
        actor,
        state if state in STATE_NAMES or state in ("live", "late") else "",
        kind if kind in KIND_NAMES else "",
        request.args.get("q", "")[:200],
        sort if sort.removeprefix("-") in queries.SORTS else "-changed",
    )
    if (form := request.args.get("format", "")) in sheets.FORMATS:
        return sheets.send("deals", heads(), map(line, paginate(statement, MOST_EXPORTED).items), form)
    page = paginate(statement, PER_PAGE)
    return render_template(
        "negotiation/list.html",
        page=page,
        turns=queries.turns_of([deal.id for deal in page.items]),
        counts=queries.state_counts(actor),
        late=queries.late_count(actor),
        sort=sort,
    )


def heads() -> list[str]:
    """The columns of an exported list."""
    return [
        _("Number"),
        _("Title"),
        _("Kind"),
        _("Owner"),
        _("Firm"),
        _("State"),
        _("Offers"),
        _("Opened"),
        _("Concluded"),
        _("Contract"),
    ]


def line(deal: Deal) -> list[Cell]:
    """One line of it."""
    return [
        deal.reference,
        deal.title,
        translate(KIND_NAMES[deal.kind]),
        deal.owner.name,
        firm_name(deal),
        translate(STATE_NAMES[deal.state]),
        len(deal.offers),
        deal.created_at,
        deal.concluded_on,
        deal.contract_reference,
    ]
