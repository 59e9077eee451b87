"""The operator's desk of selection: everything handed in with checks, scores, decision and order; bulk decisions."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from market.core import sheets
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.i18n import translate
from market.core.process import open_moves
from market.core.sheets import Cell
from market.core.web import access, current_actor
from market.pitches import queries, service
from market.pitches.forms import DecisionForm
from market.pitches.models import Pitch
from market.pitches.rules.checks import SUBJECT_NAMES, Check, Tone, stopping
from market.pitches.rules.processes import DECISIONS, MOVES, Situation, Who
from market.pitches.rules.review import Result
from market.pitches.rules.states import STATE_NAMES, State
from market.pitches.views.mount import Answer, blueprint
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow


@dataclass(frozen=True)
class Row:
    """One line of the desk."""

    pitch: Pitch
    checks: list[Check]
    result: Result

    @property
    def stops(self) -> list[Check]:
        """The checks that stop a selection."""
        return stopping(self.checks)

    @property
    def advice(self) -> list[Check]:
        """The checks that only advise."""
        return [check for check in self.checks if check.tone is Tone.WARN]


def rows_of(roadshow: Roadshow, state: str = "", words: str = "") -> list[Row]:
    """The desk's lines."""
    pitches = queries.desk(roadshow.id, state, words)
    results = queries.results(roadshow, [pitch.id for pitch in pitches])
    return [Row(pitch, queries.checklist(pitch), results[pitch.id]) for pitch in pitches]


@blueprint.get("/roadshows/<int:roadshow_id>/pitches")
@access("operator")
def selection(roadshow_id: int) -> Answer:
    """The table of everything handed in; filtered, exported."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    state = request.args.get("state", "")
    rows = rows_of(roadshow, state if state in STATE_NAMES else "", request.args.get("q", ""))
    if request.args.get("format") in sheets.FORMATS:
        name = f"pitches-{roadshow.reference}"
        return sheets.send(name, heads(), [cells(row) for row in rows], request.args["format"])
    return _desk_page(roadshow, rows, DecisionForm(formdata=None))


def _desk_page(roadshow: Roadshow, rows: list[Row], form: DecisionForm) -> str:
    counts = queries.counts(roadshow.id)
    known = [key for key in STATE_NAMES if key != State.DRAFT]
    return render_template(
        "pitches/desk.html",
        roadshow=roadshow,
        rows=rows,
        form=form,
        counts=counts,
        total=sum(counts.values()),
        shown_states=known,
        selected=[row.pitch for row in rows if row.pitch.state == State.SELECTED],
        draw=queries.open_draw(roadshow.id),
        drawn=queries.draws(roadshow.id),
        experts=queries.reviewers(roadshow.id),
        terms=queries.terms(roadshow),
    )


def heads() -> list[str]:
    """The columns of the exported desk."""
    return [
        _("Order"),
        _("Reference"),
        _("Title"),
        _("Kind"),
        _("Organisation"),
        _("Speaker"),
        _("Phone on the day"),
        _("Speaking time"),
        _("Time for questions"),
        _("State"),
        _("Checks that stop it"),
        _("Score"),
        _("Lowest"),
        _("Highest"),
        _("Experts"),
        _("Slides"),
        _("Reason"),
        _("Handed in"),
    ]


def cells(row: Row) -> list[Cell]:
    """One application as a row."""
    pitch, result = row.pitch, row.result
    return [
        pitch.position,
        pitch.reference,
        pitch.title,
        translate(SUBJECT_NAMES[pitch.subject]),
        pitch.organisation.name,
        pitch.speaker,
        pitch.speaker_phone,
        pitch.minutes,
        pitch.answer_minutes,
        translate(STATE_NAMES[pitch.state]),
        "; ".join(check.text for check in row.stops),
        result.mean,
        result.lowest,
        result.highest,
        result.scored,
        len(pitch.slides),
        pitch.decision,
        pitch.submitted_at,
    ]


@blueprint.post("/roadshows/<int:roadshow_id>/pitches/decide")
@access("operator")
def decide_all(roadshow_id: int) -> Answer:
    """Decide about the ticked ones alike."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    entered, chosen = DecisionForm(), chosen_versions()
    if not chosen:
        flash(_("Tick the pitches to decide about first."), "warn")
        return redirect(url_for("pitches.selection", roadshow_id=roadshow_id))
    if not entered.validate():
        return _desk_page(roadshow, rows_of(roadshow), entered), 422
    try:
        with transaction():
            outcome = service.decide_all(
                current_actor(), roadshow_id, chosen, entered.decision.data, entered.reason.data or ""
            )
    except Invalid as error:
        entered.refuse(error)
        roadshow = roadshows.get(current_actor(), roadshow_id)
        return _desk_page(roadshow, rows_of(roadshow), entered), 422
    if outcome.done:
        message = ngettext("%(num)s decision stored; the applicant is told.", "%(num)s decisions stored.", outcome.done)
        flash(message, "ok")
    for sentence in outcome.refused:
        flash(sentence, "warn")
    return redirect(url_for("pitches.selection", roadshow_id=roadshow_id))


def chosen_versions() -> dict[int, int]:
    """The ticked pitches with the version that was seen: boxes "pitch" with values "12:3"."""
    found: dict[int, int] = {}
    for text in request.form.getlist("pitch")[:200]:
        number, _colon, version = text.partition(":")
        if number.isdecimal() and version.isdecimal() and len(number) < 10 and len(version) < 10:
            found[int(number)] = int(version)
    return found


@blueprint.get("/pitches/<int:pitch_id>/desk")
@access("operator")
def assess(pitch_id: int) -> Answer:
    """One application with everything a decision needs."""
    return _assess_page(_handed_in(pitch_id))


def _handed_in(pitch_id: int) -> Pitch:
    pitch = queries.get(current_actor(), pitch_id)
    if pitch.state == State.DRAFT:
        raise NotFound
    return pitch


def _assess_page(pitch: Pitch, form: DecisionForm | None = None) -> str:
    roadshow, found = pitch.roadshow, queries.checklist(pitch)
    situation = Situation(coming=roadshow.coming, blocked=bool(stopping(found)))
    names = [name for name in open_moves(MOVES, pitch.state, Who.OPERATOR, situation) if name in DECISIONS]
    return render_template(
        "pitches/assess.html",
        pitch=pitch,
        roadshow=roadshow,
        checks=found,
        stops=stopping(found),
        answers=queries.answers_about(pitch.id),
        result=queries.results(roadshow, [pitch.id])[pitch.id],
        terms=queries.terms(roadshow),
        form=form or (DecisionForm(formdata=None, names=names) if names else None),
    )


@blueprint.post("/pitches/<int:pitch_id>/desk")
@access("operator")
def decide(pitch_id: int) -> Answer:
    """Decide about one application as it was read."""
    pitch, entered = _handed_in(pitch_id), DecisionForm()
    if not entered.validate():
        return _assess_page(pitch, entered), 422
    text = request.form.get("version", "")
    version = int(text) if text.isdecimal() and len(text) < 10 else None
    roadshow_id = pitch.roadshow_id
    try:
        with transaction():
            service.decide(current_actor(), pitch_id, entered.decision.data, entered.reason.data or "", version)
    except Invalid as error:
        entered.refuse(error)
        return _assess_page(_handed_in(pitch_id), entered), 422
    flash(_("The decision is stored; the applicant is told."), "ok")
    return redirect(url_for("pitches.selection", roadshow_id=roadshow_id))
