"""The public board: needs with search, filters, order, paging and export; one need's public page and files."""

from typing import Any

from flask import Response, render_template, request

from market.core import clock, sheets
from market.core.db import counted, db
from market.core.i18n import N_, translate
from market.core.sheets import Cell
from market.core.web import access, current_actor, paginate, send_stored
from market.needs import queries
from market.needs.queries import BUDGETS, Asked, Shown
from market.needs.rules.content import COOPERATION
from market.needs.views.mount import blueprint
from market.needs.views.words import BUDGET_BANDS, bounds, cooperation, industry, place

MOST_EXPORTED = 5000
SORTS = {"newest": N_("Newest"), "ending": N_("Ending soonest"), "budget": N_("Largest budget")}
GROUPS = {
    "industry": N_("Industry"),
    "region": N_("Place"),
    "cooperation": N_("Form of co-operation"),
    "budget": N_("Budget"),
}


def asked() -> Asked:
    """What the address asks for; unknown values are dropped."""
    args = request.args
    sort = args.get("sort", "newest")
    return Asked(
        words=args.get("q", "")[:200].replace("\x00", ""),
        industry=_chosen("industry", 1),
        region=_chosen("region", 4),
        cooperation=tuple(form for form in args.getlist("cooperation") if form in COOPERATION),
        budget=tuple(band for band in args.getlist("budget") if band in BUDGETS),
        sort=sort if sort in SORTS else "newest",
    )


def _chosen(name: str, length: int) -> tuple[str, ...]:
    values = (value for value in request.args.getlist(name) if value.isascii() and value.isalnum())
    return tuple(value for value in dict.fromkeys(values) if len(value) == length)[:20]


def label(group: str, value: str) -> str:
    """What a filter value is called."""
    if group == "industry":
        return industry(value) or value
    if group == "region":
        return place(f"{value}00") or value
    return translate(BUDGET_BANDS[value]) if group == "budget" else cooperation(value)


@blueprint.get("/needs")
@access("public")
def board() -> str | Response:
    """The board, or exactly what it shows as a file."""
    wanted = asked()
    statement = queries.board(wanted)
    if (form := request.args.get("format", "")) in sheets.FORMATS:
        rows = (_cells(queries.shown(need)) for need in db.session.scalars(statement.limit(MOST_EXPORTED)))
        return sheets.send("needs", [translate(head) for head in HEADS], rows, form, counted(statement))
    counts = queries.counts(wanted, list(COOPERATION))
    return render_template(
        "needs/board.html",
        page=paginate(statement),
        shown=queries.shown,
        asked=wanted,
        groups=_groups(wanted, counts),
        chips=_chips(wanted),
        sorts=SORTS,
    )


HEADS = (
    N_("Number"),
    N_("Need"),
    N_("Firm"),
    N_("Industry"),
    N_("Problem"),
    N_("Background"),
    N_("Indicators"),
    N_("Budget"),
    N_("Budget as read"),
    N_("Form of co-operation"),
    N_("Place"),
    N_("Published"),
    N_("Open until"),
)


def _cells(row: Shown) -> list[Cell]:
    return [
        row.reference,
        row.title,
        row.firm,
        row.industry_text or industry(row.industry),
        row.problem,
        row.background,
        row.indicators,
        row.budget_text,
        bounds(row.budget),
        row.cooperation_text or ", ".join(cooperation(form) for form in row.cooperation),
        row.region_text,
        clock.local_date(row.published_at) if row.published_at else None,
        row.valid_until or row.validity_text,
    ]


def _groups(wanted: Asked, counts: dict[str, list[tuple[str, int]]]) -> list[dict[str, Any]]:
    """The filter groups: values with counts; a chosen value stays even when nothing has it."""
    result = []
    for group, heading in GROUPS.items():
        chosen = getattr(wanted, group)
        known = dict(counts[group])
        values = [*known, *(value for value in chosen if value not in known)]
        options = [(value, label(group, value), known.get(value, 0), value in chosen) for value in values]
        if options:
            result.append({"name": group, "heading": heading, "options": options})
    return result


def _chips(wanted: Asked) -> list[tuple[str, str, str]]:
    return [(group, value, label(group, value)) for group in GROUPS for value in getattr(wanted, group)]


@blueprint.get("/needs/<int:need_id>")
@access("public")
def show(need_id: int) -> str:
    """One need as the public sees it."""
    need = queries.on_board(need_id)
    own = current_actor().of(need.organisation_id)
    return render_template("needs/show.html", need=queries.shown(need), own=own)


@blueprint.get("/needs/<int:need_id>/files/<int:document_id>")
@access("signed_in")
def file(need_id: int, document_id: int) -> Response:
    """A file of a need, for those who may open it."""
    return send_stored(queries.document(current_actor(), need_id, document_id).file)
