"""Questions and attendance as files: what the authorities count, and what is answered afterwards."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core import sheets
from market.core.i18n import current_language, translate
from market.core.sheets import Cell
from market.core.web import access, current_actor
from market.live import queries
from market.live.models import LiveAttendance, LiveQuestion
from market.live.rules.talking import QUESTION_NAMES
from market.live.service.snapshot import asker, called
from market.live.views.mount import blueprint
from market.roadshows import queries as roadshows


@blueprint.get("/console/questions.list")
@access("operator")
def questions(roadshow_id: int) -> Response:
    """Every question with its votes, state and answer."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    heads = [_("Question"), _("Pitch"), _("Asked as"), _("Organisation"), _("Votes"), _("State"), _("Answer")]
    heads.append(_("Asked at"))
    rows = [question_cells(one) for one in queries.questions_of(roadshow_id)]
    return sheets.send(f"questions-{roadshow.reference}", heads, rows, request.args.get("format", "xlsx"))


def question_cells(one: LiveQuestion) -> list[Cell]:
    """One question as a row; the organiser reads which body asked, never which person."""
    language = current_language()
    return [
        one.text,
        one.pitch.name(language) if one.pitch else "",
        asker(one.kind, one.industry, language),
        called(one.organisation, language) if one.organisation else "",
        one.votes,
        translate(QUESTION_NAMES[one.state]),
        one.answer,
        one.asked_at,
    ]


@blueprint.get("/console/attendance.list")
@access("operator")
def attendance(roadshow_id: int) -> Response:
    """Who opened the live page, when, and for how many minutes."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    heads = [_("Person"), _("Organisation"), _("Entered at"), _("Last seen at"), _("Minutes")]
    rows = [attendance_cells(one) for one in queries.attendance_of(roadshow_id)]
    return sheets.send(f"attendance-{roadshow.reference}", heads, rows, request.args.get("format", "xlsx"))


def attendance_cells(one: LiveAttendance) -> list[Cell]:
    """One person as a row."""
    body = called(one.organisation, current_language()) if one.organisation else ""
    return [one.user.name, body, one.entered_at, one.seen_at, round(one.seconds / 60)]
