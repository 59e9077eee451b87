"""The work lists: a university's own listings and the operator's view of all, as page or file."""

from collections.abc import Iterable

from flask import Response, render_template, request
from flask_babel import gettext as _

from market.core import sheets
from market.core.db import db
from market.core.i18n import translate
from market.core.sheets import Cell
from market.core.web import access, current_actor, paginate
from market.listings import queries
from market.listings.models import Listing
from market.listings.rules.patents import display_number
from market.listings.rules.states import State
from market.listings.views.mount import NAMES, Answer, blueprint
from market.listings.views.price import price_of

EXPORT_LIMIT = 20_000


@blueprint.get("/listings/mine")
@access("university")
def mine() -> Answer:
    """A university's own listings."""
    return work_list("listings/mine.html")


@blueprint.get("/desk/listings")
@access("operator")
def desk() -> Answer:
    """All listings from their declaration on, for the operator."""
    return work_list("listings/desk.html")


def work_list(template: str) -> Answer:
    """The list asked for by the address, as a page or as a file of exactly what is shown."""
    actor = current_actor()
    state = request.args.get("state", "")
    state = state if state in list(State) else ""
    sort = request.args.get("sort", "-changed")
    statement = queries.own(actor, state, request.args.get("q", "")[:200], sort)
    wanted = request.args.get("format", "")
    if wanted in sheets.FORMATS:
        return exported(db.session.scalars(statement.limit(EXPORT_LIMIT)).unique(), wanted)
    counts = queries.counts(actor)
    page = paginate(statement, 25)
    return render_template(
        template,
        page=page,
        state=state,
        sort=sort,
        counts=counts,
        price_of=price_of,
        total=sum(counts.values()),
        **NAMES,
    )


def exported(listings: Iterable[Listing], wanted: str) -> Response:
    """The list as a file in the reader's language."""
    headers = [
        _("Reference"),
        _("Title"),
        _("Patent owner"),
        _("State"),
        _("Patents"),
        _("Fee"),
        _("Amount in yuan"),
        _("Due at the start in yuan"),
        _("Royalty in per cent"),
        _("Term ends"),
        _("Announced on"),
        _("Announcement number"),
    ]
    return sheets.send("listings", headers, map(line, listings), wanted)


def line(listing: Listing) -> list[Cell]:
    """One listing as a row of the file."""
    fee = queries.fee_of(listing)
    numbers = [display_number(row.patent.application_number, row.patent.status) for row in listing.patents]
    return [
        listing.reference,
        listing.title,
        listing.organisation.name,
        translate(NAMES["state_names"][listing.state]),
        " ".join(numbers),
        translate(NAMES["fee_kinds"][listing.fee_kind]) if listing.fee_kind else "",
        fee.amount,
        fee.due_at_start,
        f"{(fee.rate * 100).normalize():f}" if fee.rate else "",
        listing.term_end,
        listing.announced_at,
        listing.announcement_number,
    ]
