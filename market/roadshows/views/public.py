"""What everybody may read: the list, the page of a roadshow, of a series, the calendar file, the site map."""

from datetime import datetime

from flask import Response, render_template, request
from flask_babel import gettext as _

from market.core import clock, panels
from market.core.db import db
from market.core.i18n import current_language, translate
from market.core.web import access, current_actor, paginate
from market.roadshows import queries
from market.roadshows.models import Roadshow
from market.roadshows.rules import calendar as ics
from market.roadshows.rules.states import KIND_NAMES, State
from market.roadshows.views.mount import Answer, blueprint, host, place_of
from market.roadshows.views.structured import addresses, online, structured_data

CALENDAR = "text/calendar; charset=utf-8"
MOST_COMING = 60


def asked_number(name: str) -> int | None:
    """A number of the address; None when it is none."""
    found = request.args.get(name, "")
    return int(found) if found.isdecimal() and len(found) < 10 else None


@blueprint.get("/roadshows")
@access("public")
def index() -> Answer:
    """What comes and what was, narrowed by kind, industry chain and series."""
    kind, chain, series_id = request.args.get("kind", ""), request.args.get("chain", ""), asked_number("series")
    kind = kind if kind in KIND_NAMES else ""
    return render_template(
        "roadshows/index.html",
        coming=list(db.session.scalars(queries.coming(kind, chain, series_id).limit(MOST_COMING))),
        page=paginate(queries.past(kind, chain, series_id), 12),
        narrowed=bool(kind or chain or series_id),
        kinds=[("", _("All")), *((key, translate(name)) for key, name in KIND_NAMES.items())],
        chains=[("", _("All")), *((name, name) for name in queries.chains())],
        series=[("", _("All")), *((one.id, one.name(current_language())) for one in queries.all_series())],
        addresses=addresses("roadshows.index"),
        online=online,
    )


@blueprint.get("/roadshows/<int:roadshow_id>")
@access("public")
def show(roadshow_id: int) -> Answer:
    """One roadshow: what, when, where, by whom, and how to take part."""
    found = queries.get(current_actor(), roadshow_id)
    return render_template(
        "roadshows/show.html",
        roadshow=found,
        panels=panels.of("roadshow", found),
        addresses=addresses("roadshows.show", roadshow_id=found.id),
        structured=structured_data(found),
        online=online(found),
    )


@blueprint.get("/roadshows/<int:roadshow_id>/calendar.ics")
@access("public")
def calendar(roadshow_id: int) -> Response:
    """The calendar file of a roadshow; asked for again it brings the change or the call-off."""
    found = queries.get(current_actor(), roadshow_id)
    response = Response(
        ics.calendar(found.name(current_language()), [entry_of(found)], clock.now()), content_type=CALENDAR
    )
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.reference}.ics")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def entry_of(roadshow: Roadshow) -> ics.Entry:
    """A roadshow as the calendar entry that everybody may have: no link that is for those let in."""
    language = current_language()
    address = addresses("roadshows.show", roadshow_id=roadshow.id)[language]
    words = (language == "en" and roadshow.summary_en) or roadshow.summary
    return ics.Entry(
        uid=ics.uid(roadshow.id, host()),
        title=roadshow.name(language),
        starts_at=roadshow.starts_at,
        ends_at=roadshow.ends_at,
        place=", ".join(text for text in (place_of(roadshow), roadshow.address) if text),
        text=f"{words}\n\n{address}".strip(),
        url=address,
        sequence=roadshow.calendar_sequence,
        changed_at=roadshow.updated_at,
        cancelled=roadshow.state == State.CANCELLED,
        alarms=(24, 1),
    )


@blueprint.get("/roadshows/series/<int:series_id>")
@access("public")
def series(series_id: int) -> Answer:
    """A series: what it is, what comes, what was."""
    found = queries.series(series_id)
    return render_template(
        "roadshows/series.html",
        series=found,
        coming=list(db.session.scalars(queries.coming(series_id=series_id).limit(MOST_COMING))),
        page=paginate(queries.past(series_id=series_id), 20),
        addresses=addresses("roadshows.series", series_id=series_id),
        online=online,
    )


@blueprint.get("/roadshows/sitemap.xml")
@access("public")
def sitemap() -> Response:
    """The list, every series and every announced roadshow, with both languages."""
    entries: list[tuple[dict[str, str], datetime | None]] = [(addresses("roadshows.index"), None)]
    entries += [(addresses("roadshows.series", series_id=one.id), None) for one in queries.all_series()]
    entries += [
        (addresses("roadshows.show", roadshow_id=one.id), one.updated_at) for one in queries.everything_public()
    ]
    body = render_template("roadshows/sitemap.xml", entries=entries)
    return Response(body, mimetype="application/xml")
