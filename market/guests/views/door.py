"""The check-in desk on a telephone: a scanned or typed code, or the name; one press lets in."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.form import tidy
from market.core.web import access, current_actor
from market.guests import queries, service
from market.guests.models import Registration
from market.guests.queries import Filter
from market.guests.service import arriving
from market.guests.views.mount import Answer, blueprint
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow

MOST_FOUND = 20


@blueprint.get("/roadshows/<int:roadshow_id>/check-in")
@access("operator")
def check_in(roadshow_id: int) -> Answer:
    """The desk; with a code, whose ticket it is; with a name, who is meant."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    code, name = tidy(request.args.get("code"))[:40], tidy(request.args.get("q"))[:100]
    if not code:
        return desk_page(roadshow, name=name)
    try:
        found = arriving.registration_of(current_actor(), roadshow_id, code)
    except Refusal as refusal:
        return desk_page(roadshow, wrong=str(refusal)), refusal.status
    return desk_page(roadshow, found=found)


def desk_page(
    roadshow: Roadshow, found: Registration | None = None, name: str = "", wrong: str = "", came: bool = False
) -> str:
    """The page of the desk: somebody found, a list to choose from, or what is wrong."""
    hits = list(db.session.scalars(queries.listed(roadshow.id, Filter(text=name)).limit(MOST_FOUND))) if name else []
    return render_template(
        "guests/check_in.html",
        roadshow=roadshow,
        found=found,
        name=name,
        hits=hits,
        wrong=wrong,
        came=came,
        figures=queries.figures(roadshow.id),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/check-in")
@access("operator")
def check_in_post(roadshow_id: int) -> Answer:
    """Let somebody in; a second time says when the first was."""
    text = request.form.get("registration_id", "")
    number = int(text) if text.isdecimal() and len(text) < 10 else 0
    roadshow = roadshows.get(current_actor(), roadshow_id)
    try:
        with transaction():
            arrival = service.check_in(current_actor(), roadshow_id, number, request.form.get("admit") == "yes")
            first, number = arrival.first, arrival.registration.id
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        found = queries.get(current_actor(), number)
        return desk_page(roadshow, found=found, wrong=str(refusal)), refusal.status
    found = queries.get(current_actor(), number)
    return desk_page(roadshows.get(current_actor(), roadshow_id), found=found, came=first)


@blueprint.post("/roadshows/<int:roadshow_id>/check-in/undo")
@access("operator")
def undo(roadshow_id: int) -> Answer:
    """A check-in was a slip."""
    text = request.form.get("registration_id", "")
    with transaction():
        service.undo_check_in(current_actor(), roadshow_id, int(text) if text.isdecimal() and len(text) < 10 else 0)
    flash(_("The check-in is taken back."), "ok")
    return redirect(url_for("guests.check_in", roadshow_id=roadshow_id))
