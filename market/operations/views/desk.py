"""The work list and the board of deals."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core import clock, sheets
from market.core.i18n import translate
from market.core.sheets import Cell
from market.core.web import Page, access, current_actor, page_number, paginate
from market.licensing import queries as licensing
from market.licensing.queries import Deal
from market.licensing.rules.states import STAGE_TONES, STAGES
from market.operations import queries
from market.operations.rules import KINDS, LIGHT_WORDS, SORTS, WorkItem, arranged, counts
from market.operations.views.mount import blueprint, export_format, words

PER_PAGE = 50
DEAL_SORTS = ("-noticed", "noticed", "due", "-due", "title", "-title")
MOST_EXPORTED = 10_000


@blueprint.get("/desk")
@access("operator")
def desk() -> str | Response:
    """Everything that waits, the most urgent first."""
    today, everything = clock.today(), queries.work_items()
    kind = request.args.get("kind", "")
    items = arranged(everything, today, kind, words(), request.args.get("light", ""), request.args.get("sort", "due"))
    if form := export_format():
        return sheets.send("work-list", [translate(head) for head in item_heads()], map(item_line, items), form)
    number = min(page_number(), max(1, -(-len(items) // PER_PAGE)))
    page = Page(items[(number - 1) * PER_PAGE : number * PER_PAGE], number, PER_PAGE, len(items))
    return render_template(
        "operations/desk.html",
        page=page,
        tabs=desk_tabs(kind, counts(everything)),
        today=today,
        now=clock.now(),
        light_words=LIGHT_WORDS,
        sorts=SORTS,
        kinds=KINDS,
    )


def desk_tabs(current: str, found: dict[str, int]) -> list[tuple[str, str, bool, int | None]]:
    """The tabs above every list of the desk: kinds that are empty are left out, unless one stands on them."""
    tabs: list[tuple[str, str, bool, int | None]] = [
        (_("All"), url_for("operations.desk"), current == "", sum(found.values()))
    ]
    for kind, name in KINDS.items():
        if found[kind] or kind == current:
            tabs.append((translate(name), url_for("operations.desk", kind=kind), kind == current, found[kind]))
    return tabs


def item_heads() -> list[str]:
    """The columns of an exported work list."""
    return [
        _("Light"),
        _("Matter"),
        _("Object"),
        _("Organisation"),
        _("Waits for"),
        _("Due"),
        _("Days left"),
        _("Days waiting"),
    ]


def item_line(item: WorkItem) -> list[Cell]:
    """One line of it."""
    today = clock.today()
    return [
        translate(LIGHT_WORDS[item.light(today)]),
        translate(item.matter),
        item.subject,
        item.organisation,
        translate(item.waits_for),
        item.due,
        item.days_left(today),
        item.age(today),
    ]


@blueprint.get("/desk/deals")
@access("operator")
def deals() -> str | Response:
    """Every notice and licence with its fee, what is paid, and the light of its next term."""
    actor, stage, sort = current_actor(), request.args.get("stage", ""), request.args.get("sort", "-noticed")
    statement = licensing.deals(
        actor, stage if stage in STAGES or stage == "open" else "", words(), sort if sort in DEAL_SORTS else "-noticed"
    )
    if form := export_format():
        page = paginate(statement, MOST_EXPORTED)
        return sheets.send("deals", deal_heads(), map(deal_line, licensing.as_deals(page.items)), form, page.total)
    page = paginate(statement, PER_PAGE)
    return render_template(
        "operations/deals.html",
        page=page,
        rows=licensing.as_deals(page.items),
        stages=STAGES,
        tones=STAGE_TONES,
        light_words=LIGHT_WORDS,
        stage_counts=licensing.stage_counts(actor),
        sort=sort,
        today=clock.today(),
    )


def deal_heads() -> list[str]:
    """The columns of exported deals."""
    return [
        _("Number"),
        _("Listing"),
        _("Licensor"),
        _("Licensee"),
        _("State"),
        _("Notice"),
        _("Due at the start"),
        _("Paid"),
        _("Currency"),
        _("Effective"),
        _("Recordal due"),
        _("Recorded"),
        _("Recordal number"),
    ]


def deal_line(deal: Deal) -> list[Cell]:
    """One line of them."""
    request_, licence = deal.request, deal.licence
    return [
        licence.reference if licence else request_.reference,
        request_.title,
        request_.licensor.name,
        request_.licensee.name,
        translate(STAGES[deal.stage]),
        clock.local_date(request_.noticed_at),
        deal.due_at_start,
        deal.paid,
        deal.due_at_start.currency,
        licence.effective_on if licence else None,
        licence.recordal_due if licence else None,
        licence.recorded_on if licence else None,
        licence.recordal_number if licence else "",
    ]
