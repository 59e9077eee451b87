"""The organiser's list: filters, decisions one by one or many at once, the rules of registration, files."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from market.core import printing, sheets
from market.core.db import transaction
from market.core.errors import Invalid
from market.core.form import choices, tidy
from market.core.i18n import current_language, translate
from market.core.sheets import Cell
from market.core.web import access, current_actor, download, paginate
from market.guests import queries, service
from market.guests.errors import NothingChosen, ReasonNeeded
from market.guests.forms import TermsForm
from market.guests.models import Registration
from market.guests.queries import Filter
from market.guests.rules import states
from market.guests.views.mount import Answer, blueprint
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow

MOST_ROWS = 10_000
KEPT = ("q", "state", "way", "role", "here", "page")
"""What the list is narrowed to stays after a decision."""


def asked() -> Filter:
    """What the address narrows the list to; unknown words narrow nothing."""
    values = request.args
    return Filter(
        text=tidy(values.get("q"))[:100],
        state=values.get("state", "") if values.get("state") in states.STATE_NAMES else "",
        way=values.get("way", "") if values.get("way") in states.WAY_NAMES else "",
        role=values.get("role", "") if values.get("role") in states.ROLE_NAMES else "",
        here=values.get("here", "") if values.get("here") in ("yes", "no") else "",
    )


def managed(roadshow_id: int) -> Roadshow:
    """The roadshow whose guests are looked at."""
    return roadshows.get(current_actor(), roadshow_id)


@blueprint.get("/roadshows/<int:roadshow_id>/guests")
@access("operator")
def desk(roadshow_id: int) -> Answer:
    """Who registered, with what is to be decided first."""
    roadshow, wanted = managed(roadshow_id), asked()
    statement = queries.listed(roadshow_id, wanted)
    if request.args.get("format") in sheets.FORMATS:
        rows = paginate(statement, MOST_ROWS)
        return sheets.send("guests", heads(), map(cells, rows.items), request.args["format"], rows.total)
    return render_template(
        "guests/desk.html",
        roadshow=roadshow,
        page=paginate(statement, 50),
        wanted=wanted,
        figures=queries.figures(roadshow_id),
        left=queries.left(roadshow),
        terms=queries.terms_of(roadshow_id),
        state_choices=[("", _("All")), *choices(states.STATE_NAMES)],
        way_choices=[("", _("All")), *choices(states.WAY_NAMES)],
        role_choices=[("", _("All")), *choices(states.ROLE_NAMES)],
        here_choices=[("", _("All")), ("yes", _("Here")), ("no", _("Not here yet"))],
    )


def heads() -> list[str]:
    """The columns of the exported list."""
    return [
        _("Name"),
        _("Organisation"),
        _("Unified Social Credit Code"),
        _("E-mail"),
        _("Role"),
        _("Way"),
        _("State"),
        _("Pitches of interest"),
        _("Question beforehand"),
        _("Registered at"),
        _("Checked in at"),
        _("Checked in how"),
    ]


def cells(row: Registration) -> list[Cell]:
    """One registration as a row."""
    language = current_language()
    return [
        row.user.name,
        row.organisation.name,
        row.organisation.uscc,
        row.user.email,
        translate(states.ROLE_NAMES[row.role]),
        translate(states.WAY_NAMES[row.way]),
        translate(states.STATE_NAMES[row.state]),
        "; ".join(pitch.name(language) for pitch in row.interests),
        row.question,
        row.created_at,
        row.checked_in_at,
        translate(states.WAY_NAMES[row.checked_in_how]) if row.checked_in_how else "",
    ]


@blueprint.post("/roadshows/<int:roadshow_id>/guests")
@access("operator")
def decide(roadshow_id: int) -> Answer:
    """Admit or decline those chosen."""
    chosen = [int(text) for text in request.form.getlist("chosen") if text.isdecimal() and len(text) < 10]
    try:
        with transaction():
            if request.form.get("decision") == "approve":
                count = service.approve(current_actor(), roadshow_id, chosen)
                message = ngettext("%(num)s person admitted.", "%(num)s people admitted.", count)
            else:
                count = service.decline(current_actor(), roadshow_id, chosen, tidy(request.form.get("reason"))[:500])
                message = ngettext("%(num)s person declined.", "%(num)s people declined.", count)
    except (NothingChosen, ReasonNeeded) as refusal:
        flash(str(refusal), "warn")
    else:
        flash(message, "ok" if count else "warn")
    kept: dict[str, Any] = {name: value for name in KEPT if (value := request.args.get(name))}
    return redirect(url_for("guests.desk", roadshow_id=roadshow_id, **kept))


@blueprint.get("/roadshows/<int:roadshow_id>/guests/terms")
@access("operator")
def terms(roadshow_id: int) -> Answer:
    """How people register for this roadshow."""
    return terms_page(managed(roadshow_id), TermsForm.of(queries.terms_of(roadshow_id)))


@blueprint.post("/roadshows/<int:roadshow_id>/guests/terms")
@access("operator")
def terms_post(roadshow_id: int) -> Answer:
    """Set it."""
    form = TermsForm()
    if not form.validate():
        return terms_page(managed(roadshow_id), form), 422
    try:
        with transaction():
            service.set_terms(current_actor(), roadshow_id, form.value())
    except Invalid as error:
        form.refuse(error)
        return terms_page(managed(roadshow_id), form), 422
    flash(_("The rules of registration are kept."), "ok")
    return redirect(url_for("guests.desk", roadshow_id=roadshow_id))


def terms_page(roadshow: Roadshow, form: TermsForm) -> str:
    """The page of the rules."""
    return render_template("guests/terms.html", roadshow=roadshow, form=form)


@blueprint.get("/roadshows/<int:roadshow_id>/guests/door.pdf")
@access("operator")
def door_list(roadshow_id: int) -> Answer:
    """The list for the door on paper: who has a place on site, by name, with a box to tick."""
    roadshow = managed(roadshow_id)
    rows = paginate(queries.listed(roadshow_id, Filter(state=states.State.CONFIRMED, way=states.Way.SITE)), MOST_ROWS)
    ordered = sorted(rows.items, key=lambda row: (row.organisation.name, row.user.name))
    html = render_template(
        "guests/door_paper.html", roadshow=roadshow, rows=[(row, service.ticket_code(row)) for row in ordered]
    )
    return download(printing.pdf(html), f"{roadshow.reference}-guests.pdf", "application/pdf")
