"""What people on the floor send: as a form, or as a page's script does and may do again after a lost connection."""

from collections.abc import Callable
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core.db import transaction
from market.core.errors import Invalid, Refusal
from market.core.web import access, current_actor, wants_json
from market.live import queries, service
from market.live.forms import AskForm, IntentForm
from market.live.views.mount import blueprint
from market.live.views.own import plain_of


def done(roadshow_id: int, deed: Callable[[], Any], said: str, anchor: str) -> Response:
    """Do it in one transaction and answer: one's own things as JSON for a script, the live page for a form.

    Who works without a script is sent to a whole page, so the board is made anew for it at once.
    """
    try:
        with transaction():
            deed()
            if not wants_json():
                service.show_at_once(roadshow_id)
    except Refusal as refusal:
        if wants_json():
            raise
        flash(str(refusal), "warn")
        return back(roadshow_id, anchor)
    if wants_json():
        return jsonify(plain_of(queries.mine(current_actor(), roadshow_id)))
    flash(said, "ok")
    return back(roadshow_id, anchor)


def back(roadshow_id: int, anchor: str) -> Response:
    """To the place on the live page where the form stood."""
    return redirect(url_for("live.stage", roadshow_id=roadshow_id, _anchor=anchor))


def refused(form: Any) -> Invalid:
    """A form's errors as a refusal, with its first sentence."""
    first = next((str(error) for errors in form.errors.values() for error in errors), "")
    return Invalid(first.replace("%", "%%") if first else "")


def key() -> str:
    """The key that the page gave this deed."""
    return request.form.get("key", "")[:40]


@blueprint.post("/live/questions")
@access("signed_in")
def ask(roadshow_id: int) -> Response:
    """Ask a question."""
    form = AskForm()

    def deed() -> None:
        if not form.validate():
            raise refused(form)
        service.ask(current_actor(), roadshow_id, form.text.data or "", form.pitch.data, key())

    return done(roadshow_id, deed, _("Your question is asked."), "questions")


@blueprint.post("/live/questions/<int:question_id>/withdraw")
@access("signed_in")
def withdraw(roadshow_id: int, question_id: int) -> Response:
    """Withdraw one's own question."""
    actor = current_actor()
    return done(
        roadshow_id,
        lambda: service.take_back(actor, roadshow_id, question_id, key()),
        _("Your question is withdrawn."),
        "questions",
    )


@blueprint.post("/live/questions/<int:question_id>/vote")
@access("signed_in")
def vote(roadshow_id: int, question_id: int) -> Response:
    """Vote for a question (`up` is 1) or take the vote back (0)."""
    actor, up = current_actor(), request.form.get("up", "1") == "1"
    return done(
        roadshow_id,
        lambda: service.vote(actor, roadshow_id, question_id, up),
        _("Your vote counts.") if up else _("Your vote is taken back."),
        "questions",
    )


@blueprint.post("/live/polls/<int:poll_id>/answer")
@access("signed_in")
def answer(roadshow_id: int, poll_id: int) -> Response:
    """Answer a poll with the number of an option."""
    text = request.form.get("option", "")
    option = int(text) if text.isdecimal() and len(text) < 3 else -1
    return done(
        roadshow_id,
        lambda: service.answer_poll(current_actor(), roadshow_id, poll_id, option),
        _("Your answer counts."),
        "polls",
    )


@blueprint.post("/live/pitches/<int:pitch_id>/intent")
@access("firm", "service", "university")
def declare(roadshow_id: int, pitch_id: int) -> Response:
    """Declare an intent on the pitch that is on."""
    form = IntentForm()

    def deed() -> None:
        if not form.validate():
            raise refused(form)
        service.wish(current_actor(), roadshow_id, pitch_id, form.value(), key())

    return done(roadshow_id, deed, _("Your intent is declared."), "intent")


@blueprint.post("/live/intents/<int:intent_id>/withdraw")
@access("firm", "service", "university")
def undeclare(roadshow_id: int, intent_id: int) -> Response:
    """Withdraw an intent."""
    return done(
        roadshow_id,
        lambda: service.unwish(current_actor(), roadshow_id, intent_id, key()),
        _("Your intent is withdrawn."),
        "intent",
    )
