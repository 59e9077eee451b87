"""Where the pages of this feature hang, the words their templates share, and the way of a quick deed on the draft."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from market.core import clock
from market.core.db import transaction
from market.core.errors import Refusal
from market.core.i18n import current_language
from market.roadshows.models import Roadshow
from market.schedule import models, queries
from market.schedule.errors import (
    AlreadyThere,
    ChangedMeanwhile,
    ItemGone,
    NotEditable,
    NotEmpty,
    NothingNew,
    RoomInUse,
    RunsInto,
)
from market.schedule.rules import changes, clashes, items, rehearsal

Answer = str | Response | tuple[str, int]
TOLD: tuple[type[Refusal], ...] = (
    AlreadyThere,
    ChangedMeanwhile,
    ItemGone,
    NotEditable,
    NotEmpty,
    NothingNew,
    RoomInUse,
    RunsInto,
)
"""Refusals that are told on the page of the draft itself, where the editor goes on."""

ELSEWHERE = "schedule_elsewhere"
"""Under this name the wiring says who knows of people wanted elsewhere while they are on stage."""

blueprint = Blueprint("schedule", __name__)
_KNOWN = models


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of kinds, changes and checks, times of day, and links to pages of other rooms."""
    return words_of_programmes()


def words_of_programmes() -> dict[str, object]:
    """The same for panels on pages of other features."""
    return {
        "KINDS": items.KIND_NAMES,
        "WHAT": changes.WHAT_NAMES,
        "CHECKS": rehearsal.CHECK_NAMES,
        "BLOCKING": clashes.BLOCKING,
        "hour": items.hour,
        "pitch_url": pitch_url,
        "local_day": clock.local_date,
    }


def pitch_url(pitch_id: int | None) -> str:
    """The page of a pitch; empty for what is none."""
    if pitch_id is None or "pitches.page" not in current_app.view_functions:
        return ""
    return url_for("pitches.page", pitch_id=pitch_id)


def findings_of(roadshow: Roadshow) -> list[clashes.Clash]:
    """What is wrong with the draft, in the reader's language, with what higher rooms know of its people."""
    elsewhere: queries.Elsewhere | None = current_app.extensions.get(ELSEWHERE)
    return queries.findings(roadshow, current_language(), elsewhere)


def posted(name: str) -> int:
    """A whole number that a form sends along; -1 when it is nonsense, which fits nothing."""
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else -1


def deed(roadshow_id: int, act: Callable[[], object], done: str = "", anchor: str = "") -> Response:
    """One quick deed on the draft, and back to the draft: with a word when it is done, or with the reason why not."""
    try:
        with transaction():
            act()
    except TOLD as refusal:
        flash(str(refusal), "bad")
    else:
        if done:
            flash(done, "ok")
    return redirect(url_for("schedule.draft", roadshow_id=roadshow_id, _anchor=anchor or None))
