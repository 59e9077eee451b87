"""The yearly reports: the list, the form, one report with its versions, and the operator's decision."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import clock, files, sheets
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.files import StoredFile
from market.core.i18n import translate
from market.core.sheets import Cell
from market.core.web import access, current_actor, paginate, send_stored
from market.effects import queries, service
from market.effects.errors import NotThisYear
from market.effects.forms import DecisionForm, EffectForm
from market.effects.models import EffectQuestion, EffectReport
from market.effects.rules import asking, reporting
from market.effects.views.mount import Answer, blueprint, terms_of
from market.licensing import queries as licensing
from market.licensing.models import Licence
from market.payments.rules import VOUCHER_LIMIT


@blueprint.get("")
@access("firm", "service", "university", "operator")
def reports() -> Answer:
    """The questions one may see, with the answers that count; searched, exported."""
    state, text = request.args.get("state", ""), request.args.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else None
    statement = queries.questions(current_actor(), state if state in reporting.NAMES else "", year)
    if request.args.get("format") in sheets.FORMATS:
        rows = map(cells, paginate(statement, 10_000).items)
        return sheets.send("effects", heads(), rows, request.args["format"])
    return render_template(
        "effects/reports.html",
        page=paginate(statement),
        state=state,
        year=text,
        year_choices=[("", _("All")), *((str(one), str(one)) for one in queries.years())],
        state_choices=[("", _("All")), *((key, translate(name)) for key, name in reporting.NAMES.items())],
    )


def heads() -> list[str]:
    """The columns of the exported list."""
    units = [f"{translate(figure.name)} ({translate(figure.unit)})" for figure in reporting.FIGURES.values()]
    return [_("Licence"), _("Title"), _("Licensor"), _("Licensee"), _("Year"), _("State"), _("Product"), *units]


def cells(question: EffectQuestion) -> list[Cell]:
    """One question with the version that counts as a row."""
    licence, row = question.licence, question.current
    head: list[Cell] = [
        licence.reference,
        terms_of(licence).title,
        licence.licensor.name,
        licence.licensee.name,
        question.year,
        translate(reporting.NAMES[row.state if row else "asked"]),
    ]
    if row is None:
        return [*head, "", None, None, None, None, None]
    effect = row.effect
    return [*head, effect.product, effect.sales, effect.exports, effect.tax, effect.savings, effect.jobs]


def reported_on(licence_id: int, year: int) -> Licence:
    """A licence of the acting licensee that was in force in that year."""
    actor = current_actor()
    licence = licensing.licence_for(actor, licence_id)
    if not actor.of(licence.licensee_id):
        raise NotFound
    if year not in asking.years_open(licence.effective_on, licence.ended_on, clock.today()):
        raise NotThisYear
    return licence


@blueprint.get("/licences/<int:licence_id>/<int:year>")
@access("firm", "service", "university")
def form(licence_id: int, year: int) -> Answer:
    """The form, filled with the version before when it is a correction."""
    licence = reported_on(licence_id, year)
    question = queries.question_of(licence_id, year)
    before = question.current if question else None
    return _form_page(licence, year, EffectForm.of(before.effect if before else None))


@blueprint.post("/licences/<int:licence_id>/<int:year>")
@access("firm", "service", "university")
def form_post(licence_id: int, year: int) -> Answer:
    """Send the report or its correction."""
    licence, entered = reported_on(licence_id, year), EffectForm()
    if not entered.validate():
        return _form_page(licence, year, entered), 422
    effect, evidence = entered.value(), _evidence(entered)
    try:
        with transaction():
            number = service.report(current_actor(), licence_id, year, effect, evidence).id
    except Invalid as error:
        entered.refuse(error)
        return _form_page(reported_on(licence_id, year), year, entered), 422
    flash(_("Thank you. Your report is in; you may correct it at any time."), "ok")
    return redirect(url_for("effects.report", report_id=number))


def _evidence(entered: EffectForm) -> StoredFile | None:
    upload = entered.evidence.data
    if not upload:
        return None
    owner = current_actor().organisation_id
    return files.keep(upload.stream, upload.filename or "evidence", owner, limit=VOUCHER_LIMIT)


def _form_page(licence: Licence, year: int, entered: EffectForm) -> str:
    question = queries.question_of(licence.id, year)
    return render_template(
        "effects/form.html",
        licence=licence,
        terms=terms_of(licence),
        year=year,
        form=entered,
        question=question,
        before=question.current if question else None,
        due=question.due_on if question else asking.due_on(year),
    )


@blueprint.get("/reports/<int:report_id>")
@access("firm", "service", "university", "operator", "authority")
def report(report_id: int) -> Answer:
    """One report with its versions; the operator decides here."""
    return _report_page(queries.report_for(current_actor(), report_id), DecisionForm(formdata=None))


def _report_page(found: EffectReport, decision: DecisionForm) -> str:
    licence = found.question.licence
    return render_template(
        "effects/report.html",
        report=found,
        question=found.question,
        licence=licence,
        terms=terms_of(licence),
        form=decision,
        may_correct=reporting.reports(current_actor(), licence.licensee_id),
        may_see_file=current_actor().kind != "authority",
    )


@blueprint.post("/reports/<int:report_id>")
@access("operator")
def decide(report_id: int) -> Answer:
    """The operator found it right, or asks back."""
    found, decision = queries.report_for(current_actor(), report_id), DecisionForm()
    if not decision.validate():
        return _report_page(found, decision), 422
    verified, note = decision.decision.data == "verified", decision.note.data or ""
    try:
        with transaction():
            service.decide(current_actor(), report_id, verified, note)
    except Invalid as error:
        decision.refuse(error)
        return _report_page(queries.report_for(current_actor(), report_id), decision), 422
    flash(_("The decision is recorded; the licensee is told."), "ok")
    return redirect(url_for("effects.report", report_id=report_id))


@blueprint.get("/reports/<int:report_id>/evidence")
@access("firm", "service", "university", "operator")
def evidence(report_id: int) -> Answer:
    """The evidence of a report as a download, for both sides and the operator."""
    stored = queries.report_for(current_actor(), report_id).evidence
    if stored is None:
        raise NotFound
    return send_stored(stored)
