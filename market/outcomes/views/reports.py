"""The report: its versions, its files, the rows behind a figure, the operator's words, and issuing it."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import clock, printing, sheets
from market.core.db import transaction
from market.core.errors import NotFound
from market.core.i18n import current_language
from market.core.web import access, current_actor, download
from market.outcomes import queries, service
from market.outcomes.errors import NothingToIssue
from market.outcomes.forms import WordsForm
from market.outcomes.models import RoadshowReport
from market.outcomes.rules.definitions import DEFINITIONS
from market.outcomes.rules.figures import HEADLINES, PUBLIC, narrowed
from market.outcomes.rules.report import Report
from market.outcomes.rules.versions import next_due
from market.outcomes.service import papers, writing
from market.outcomes.service.timers import held_on
from market.outcomes.views.mount import Answer, blueprint, sees_names
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State

FILES = {
    "pdf": (writing.pdf, "application/pdf"),
    "docx": (writing.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (writing.xlsx, sheets.XLSX),
}


def asked_number() -> int | None:
    """The version the address asks for; none, or nonsense, means the newest."""
    number = request.args.get("version", "")
    return int(number) if number.isdecimal() and len(number) < 5 else None


@blueprint.get("/roadshows/<int:roadshow_id>/report")
@access("public")
def report(roadshow_id: int) -> Answer:
    """A version of the report: whole for operator and bureau, sums for everybody."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    rows = queries.versions(roadshow.id)
    if current_actor().operator and not rows:
        return _no_version(roadshow)
    row = queries.version_for(current_actor(), roadshow, asked_number())
    if not sees_names(current_actor()):
        found = queries.report_of(row)
        return render_template("outcomes/sums.html", roadshow=roadshow, report=found, keys=PUBLIC)
    return _report_page(roadshow, row)


def _no_version(roadshow: Roadshow) -> str:
    """Before the first version: when it is due, and the button that begins it."""
    held = roadshow.state == State.HELD
    due = next_due(held_on(roadshow), clock.today(), ()) if roadshow.state != State.CANCELLED else None
    return render_template("outcomes/none.html", roadshow=roadshow, held=held, due=due)


def made_of(row: RoadshowReport) -> tuple[Report, papers.Document]:
    """A version and its document in the reader's language; every owner is named to the operator only."""
    found = queries.report_of(row)
    first = queries.first_issued(row.roadshow_id, row.number)
    return found, papers.document(found, current_language(), first, current_actor().operator)


def _report_page(roadshow: Roadshow, row: RoadshowReport, form: WordsForm | None = None) -> str:
    actor = current_actor()
    found, made = made_of(row)
    seen = [it for it in queries.versions(roadshow.id) if it.state == "issued" or actor.operator]
    issued = {it.occasion for it in seen if it.state == "issued"}
    return render_template(
        "outcomes/report.html",
        roadshow=roadshow,
        row=row,
        report=found,
        made=made,
        versions=seen,
        drafting=any(it.state == "draft" for it in seen),
        due=next_due(held_on(roadshow), clock.today(), issued),
        headlines=HEADLINES,
        form=form or WordsForm(formdata=None, **vars(found.words)),
        printer=printing.available(),
    )


@blueprint.get("/roadshows/<int:roadshow_id>/report/<int:number>.<any(pdf,docx,xlsx):form>")
@access("operator", "authority")
def report_file(roadshow_id: int, number: int, form: str) -> Answer:
    """A version as a file, in the reader's language; the same version gives the same bytes."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    if not sees_names(current_actor()):
        raise NotFound
    row = queries.version_for(current_actor(), roadshow, number)
    _found, made = made_of(row)
    write, media_type = FILES[form]
    return download(write(made), f"{roadshow.reference}-v{number}-{made.language}.{form}", media_type)


@blueprint.get("/roadshows/<int:roadshow_id>/report/<int:number>/<figure>")
@access("operator", "authority")
def rows(roadshow_id: int, number: int, figure: str) -> Answer:
    """The rows that a figure of a version counts."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    if not sees_names(current_actor()) or figure not in DEFINITIONS or not DEFINITIONS[figure].rows:
        raise NotFound
    row = queries.version_for(current_actor(), roadshow, number)
    definition = DEFINITIONS[figure]
    found = queries.report_of(row)
    counted = replace(found, facts=narrowed(found.facts, figure))
    made = papers.document(counted, current_language(), None, current_actor().operator)
    section = made.section(definition.rows)
    if section is None or section.table is None:
        raise NotFound
    if request.args.get("format") in sheets.FORMATS:
        heads = [head for head, _number in section.table.heads]
        return sheets.send(f"{roadshow.reference}-{figure}", heads, section.table.rows, request.args["format"])
    return render_template(
        "outcomes/rows.html", roadshow=roadshow, row=row, section=section, figure=figure, definition=definition
    )


@blueprint.post("/roadshows/<int:roadshow_id>/report/draft")
@access("operator")
def draft_report(roadshow_id: int) -> Answer:
    """Begin a version."""
    with transaction():
        service.draft(current_actor(), roadshow_id)
    flash(_("The draft is there. Its figures are those of this moment until you issue it."), "ok")
    return redirect(url_for("outcomes.report", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/report/words")
@access("operator")
def edit_words(roadshow_id: int) -> Answer:
    """Keep the words for the press and the remark."""
    form = WordsForm()
    if not form.validate():
        roadshow = roadshows.get(current_actor(), roadshow_id)
        return _report_page(roadshow, queries.version_for(current_actor(), roadshow, None), form), 422
    with transaction():
        service.edit_words(current_actor(), roadshow_id, form.value())
    flash(_("Your words are kept."), "ok")
    return redirect(url_for("outcomes.report", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/report/issue")
@access("operator")
def issue_report(roadshow_id: int) -> Answer:
    """Freeze the draft and tell the bureau."""
    try:
        with transaction():
            row = service.issue(current_actor(), roadshow_id)
    except NothingToIssue as refusal:
        flash(str(refusal), "warn")
        return redirect(url_for("outcomes.report", roadshow_id=roadshow_id))
    flash(_("Version %(number)s is issued. The bureau is told.", number=row.number), "ok")
    return redirect(url_for("outcomes.report", roadshow_id=roadshow_id, version=row.number))
