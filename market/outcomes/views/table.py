"""All roadshows that were held beside one another, with sums by year, series and kind."""

from flask import render_template, request
from flask_babel import gettext as _

from market.core import clock, sheets
from market.core.db import db
from market.core.errors import NotFound
from market.core.i18n import current_language, translate
from market.core.sheets import Cell
from market.core.web import access, current_actor
from market.outcomes import queries
from market.outcomes.rules.definitions import DEFINITIONS
from market.outcomes.rules.figures import Values, added
from market.outcomes.service.cells import figure
from market.outcomes.views.mount import Answer, blueprint, sees_names
from market.roadshows.models import Roadshow, RoadshowSeries
from market.roadshows.rules.states import KIND_NAMES

COLUMNS = (
    "pitches",
    "firms",
    "people",
    "viewers",
    "meetings",
    "intents",
    "signed",
    "contracted",
    "signed_outside",
    "contracted_outside",
    "received",
    "recorded",
    "useful",
)


def asked_year() -> int | None:
    """The year the address asks for: this one unless it says another or "all"."""
    text = request.args.get("year", "")
    if text == "all":
        return None
    return int(text) if text.isdecimal() and len(text) == 4 and int(text) in queries.years() else clock.today().year


@blueprint.get("/roadshows/outcomes")
@access("operator", "authority")
def table() -> Answer:
    """Every roadshow that was held in a year, series or kind, with its figures of today and their sums."""
    if not sees_names(current_actor()):
        raise NotFound
    year, kind = asked_year(), request.args.get("kind", "")
    asked = request.args.get("series", "")
    series_id = int(asked) if asked.isdecimal() and len(asked) < 10 else None
    kind = kind if kind in KIND_NAMES else ""
    found = queries.compared(list(db.session.scalars(queries.held(year, series_id, kind))))
    if request.args.get("format") in sheets.FORMATS:
        rows = [cells(roadshow, values) for roadshow, values in found]
        return sheets.send(f"roadshows-{year or 'all'}", heads(), rows, request.args["format"])
    return render_template(
        "outcomes/table.html",
        found=found,
        sums=added(values for _roadshow, values in found),
        columns=COLUMNS,
        year=year or "all",
        year_choices=[*((str(one), str(one)) for one in queries.years()), ("all", _("All years"))],
        kind=kind,
        kind_choices=[("", _("All kinds")), *((key, translate(name)) for key, name in KIND_NAMES.items())],
        series=series_id or "",
        series_choices=[("", _("All series")), *series_names()],
        now=clock.now(),
        KIND_NAMES=KIND_NAMES,
    )


def series_names() -> list[tuple[str, str]]:
    """The series one may choose."""
    rows = db.session.query(RoadshowSeries).order_by(RoadshowSeries.title)
    return [(str(it.id), it.title_en if current_language() == "en" and it.title_en else it.title) for it in rows]


def heads() -> list[str]:
    """The columns of the exported table, each with its unit."""
    units = [f"{translate(DEFINITIONS[key].name)} ({translate(DEFINITIONS[key].unit)})" for key in COLUMNS]
    return [_("Number"), _("Roadshow"), _("Held on"), _("Kind"), _("Series"), *units]


def cells(roadshow: Roadshow, values: Values) -> list[Cell]:
    """One roadshow as a row."""
    return [
        roadshow.reference,
        roadshow.name(current_language()),
        clock.local_date(roadshow.starts_at),
        translate(KIND_NAMES[roadshow.kind]),
        roadshow.series.title if roadshow.series else "",
        *(figure(key, values) for key in COLUMNS),
    ]
