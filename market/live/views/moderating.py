"""The host and the floor: questions answered, promised, hidden, joined; polls made, opened, closed."""

from collections.abc import Callable
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core.db import transaction
from market.core.errors import Refusal
from market.core.web import access, current_actor
from market.live import service
from market.live.forms import NewPollForm, ReplyForm
from market.live.views.console import back, console_page, number
from market.live.views.mount import Answer, blueprint


def moved(roadshow_id: int, deed: Callable[[], Any], anchor: str) -> Response:
    """Do it, or say why not, and go back to the console."""
    try:
        with transaction():
            deed()
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        flash(str(refusal), "warn")
    return back(roadshow_id, anchor)


@blueprint.post("/console/questions/<int:question_id>")
@access("operator")
def moderate(roadshow_id: int, question_id: int) -> Response:
    """What a host does with one question: `deed` is answered, later, written, hide, show or join."""
    actor, form, name = current_actor(), ReplyForm(), request.form.get("deed", "")
    text = form.text.data or ""
    if not form.validate() or (name == "written" and not text):
        flash(_("Write the answer first."), "warn")
        return back(roadshow_id, f"question-{question_id}")
    deeds: dict[str, Callable[[], Any]] = {
        "answered": lambda: service.answer_on_stage(actor, roadshow_id, question_id, text),
        "later": lambda: service.promise(actor, roadshow_id, question_id),
        "written": lambda: service.answer_in_writing(actor, roadshow_id, question_id, text),
        "hide": lambda: service.hide(actor, roadshow_id, question_id),
        "show": lambda: service.show(actor, roadshow_id, question_id),
        "join": lambda: service.join(actor, roadshow_id, question_id, number("into", 0)),
    }
    return moved(roadshow_id, deeds.get(name, lambda: None), "questions")


@blueprint.post("/console/polls")
@access("operator")
def make_poll(roadshow_id: int) -> Answer:
    """Prepare a poll."""
    form = NewPollForm()
    if not form.validate():
        return console_page(roadshow_id, form), 422
    with transaction():
        poll = service.make_poll(current_actor(), roadshow_id, form.text.data or "", form.lines())
        if request.form.get("at_once"):
            service.open_poll(current_actor(), roadshow_id, poll.id)
    return back(roadshow_id, "polls")


@blueprint.post("/console/polls/<int:poll_id>")
@access("operator")
def move_poll(roadshow_id: int, poll_id: int) -> Response:
    """Open, close or drop a poll."""
    actor, name = current_actor(), request.form.get("deed", "")
    deeds: dict[str, Callable[[], Any]] = {
        "open": lambda: service.open_poll(actor, roadshow_id, poll_id),
        "close": lambda: service.close_poll(actor, roadshow_id, poll_id),
        "drop": lambda: service.drop_poll(actor, roadshow_id, poll_id),
    }
    return moved(roadshow_id, deeds.get(name, lambda: None), "polls")
