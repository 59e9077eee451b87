"""The audit trail: who did what, when. Rows are never changed."""

from datetime import date

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core import sheets
from market.core.i18n import translate
from market.core.outbox import wired
from market.core.sheets import Cell
from market.core.web import access, paginate
from market.operations import queries
from market.operations.queries import TrailLine
from market.operations.views.mount import blueprint, export_format, words

MOST_EXPORTED = 10_000


@blueprint.get("/desk/trail")
@access("operator")
def trail() -> str | Response:
    """Events, newest first, by feature, words and day."""
    features = sorted({name.split(".")[0] for name in wired().events})
    feature = request.args.get("feature", "")
    statement = queries.events(feature if feature in features else "", words(), day(request.args.get("since", "")))
    if form := export_format():
        page = paginate(statement, MOST_EXPORTED)
        return sheets.send("audit-trail", heads(), map(line, queries.trail(page.items)), form, page.total)
    page = paginate(statement, 50)
    return render_template("operations/trail.html", page=page, lines=queries.trail(page.items), features=features)


def day(text: str) -> date | None:
    """A day typed into the address; nonsense means none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def heads() -> list[str]:
    """The columns of an exported trail."""
    event = [_("Number"), _("Time"), _("Event"), _("Stored as"), _("Object")]
    return [*event, _("Person"), _("Organisation"), _("Details"), _("Request")]


def line(found: TrailLine) -> list[Cell]:
    """One line of it."""
    event = found.event
    details = ", ".join(f"{name}={value}" for name, value in event.payload.items())
    what: list[Cell] = [event.id, event.at, translate(event.said), event.name, event.subject]
    return [*what, found.person, found.organisation, details, event.request_id]
