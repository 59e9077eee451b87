"""The host's console: the steps of each room, messages, questions, polls, who watches, which intents come in."""

import json
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core import clock
from market.core.db import transaction
from market.core.errors import Refusal
from market.core.i18n import current_language
from market.core.web import access, current_actor
from market.live import queries, service
from market.live.forms import MessageForm, NewPollForm
from market.live.rules import course as rules
from market.live.rules.talking import SHOWN, QuestionState, outcome
from market.live.views.checks import checklist
from market.live.views.mount import Answer, blueprint
from market.live.views.stage import View
from market.live.views.state import fresh_tag
from market.roadshows import queries as roadshows
from market.roadshows.errors import TooEarly
from market.roadshows.rules.processes import opens_from

STEPS = ("next", "back", "extend", "skip", "return", "pause", "go_on")
MINUTES = (1, 2, 5)


@blueprint.get("/console")
@access("operator")
def console(roadshow_id: int) -> Answer:
    """The console."""
    return console_page(roadshow_id, NewPollForm(formdata=None))


def console_page(roadshow_id: int, new_poll: NewPollForm) -> str:
    """The console with the form for a new poll."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    tag = fresh_tag(roadshow_id)
    board, now = json.loads(queries.board_text(roadshow_id)[1]), clock.now()
    courses, rows = queries.courses(roadshow_id), queries.rooms_of(roadshow_id)
    asked = queries.questions_of(roadshow_id)
    return render_template(
        "live/console.html",
        roadshow=roadshow,
        opens_from=opens_from(roadshow.starts_at),
        board=board,
        tag=tag,
        rooms=[
            {
                "name": name,
                "course": course,
                "revision": rows[name].revision if name in rows else 0,
                "view": View(board, name, current_language()),
                "shift": rules.shift(course, now),
            }
            for name, course in courses.items()
        ],
        minutes=MINUTES,
        message=MessageForm(formdata=None, text=board["message"]["text"] if board["message"] else ""),
        waiting=[one for one in asked if one.state in (QuestionState.OPEN, QuestionState.LATER)],
        settled=[one for one in asked if one.state not in (QuestionState.OPEN, QuestionState.LATER)],
        shown=SHOWN,
        polls=poll_lines(roadshow_id),
        new_poll=new_poll,
        intents=queries.intents_of(roadshow_id)[:30],
        figures=queries.figures(roadshow_id),
        log=queries.log_of(roadshow_id, 20),
        checks=checklist(roadshow),
    )


def poll_lines(roadshow_id: int) -> list[dict[str, Any]]:
    """Every poll with its outcome."""
    counts, found = queries.poll_counts(roadshow_id), []
    for poll in queries.polls_of(roadshow_id):
        sums = outcome(counts.get(poll.id, {}), len(poll.options))
        found.append({"poll": poll, "lines": list(zip(poll.options, sums, strict=True))})
    return found


def back(roadshow_id: int, anchor: str = "") -> Response:
    """To the console, where the host was."""
    return redirect(url_for("live.console", roadshow_id=roadshow_id, _anchor=anchor or None))


@blueprint.post("/console/step")
@access("operator")
def step(roadshow_id: int) -> Response:
    """One step of a room; `seen` is the revision that the host's console showed."""
    actor, name = current_actor(), request.form.get("step", "")
    room, seen = request.form.get("room", "")[:60], number("seen", -1)
    deeds = {
        "next": lambda: service.step_next(actor, roadshow_id, room, seen),
        "back": lambda: service.step_back(actor, roadshow_id, room, seen),
        "extend": lambda: service.extend(actor, roadshow_id, room, seen, min(number("minutes", 0), max(MINUTES))),
        "skip": lambda: service.leave_out(actor, roadshow_id, room, seen, number("item", 0)),
        "return": lambda: service.take_in(actor, roadshow_id, room, seen, number("item", 0)),
        "pause": lambda: service.halt(actor, roadshow_id, room, seen),
        "go_on": lambda: service.go_on(actor, roadshow_id, room, seen),
    }
    try:
        with transaction():
            if name in deeds:
                deeds[name]()
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        flash(str(refusal), "warn")
    return back(roadshow_id)


def number(name: str, default: int) -> int:
    """A number of the form; the default for anything else."""
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else default


@blueprint.post("/console/open")
@access("operator")
def open_(roadshow_id: int) -> Response:
    """The roadshow begins."""
    try:
        with transaction():
            service.open_(current_actor(), roadshow_id)
    except TooEarly as refusal:
        flash(str(refusal), "warn")
        return back(roadshow_id)
    flash(_("The roadshow is open. Press “Next item” when the first item begins."), "ok")
    return back(roadshow_id)


@blueprint.post("/console/close")
@access("operator")
def close(roadshow_id: int) -> Response:
    """The roadshow is over."""
    with transaction():
        service.close(current_actor(), roadshow_id)
    flash(_("The roadshow is closed. Questions can still be answered in writing here."), "ok")
    return back(roadshow_id)


@blueprint.post("/console/message")
@access("operator")
def message(roadshow_id: int) -> Response:
    """A message to all, or taking it down."""
    form = MessageForm()
    if form.validate():
        with transaction():
            service.tell_all(current_actor(), roadshow_id, form.text.data or "")
        flash(_("Everybody on the live page sees it now.") if form.text.data else _("The message is gone."), "ok")
    return back(roadshow_id, "message")
