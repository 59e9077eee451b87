"""Royalty reports: the list of periods, the page of one with all its versions, stating, verifying and querying."""

from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import sheets
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.i18n import translate
from market.core.money import Money
from market.core.sheets import Cell
from market.core.web import access, current_actor, paginate, send_stored
from market.royalties import queries, service
from market.royalties.forms import ReasonForm, ReportForm
from market.royalties.models import Obligation
from market.royalties.rules.reports import STAGES, Stage, open_deeds
from market.royalties.service import sides
from market.royalties.service.reports import plan_for
from market.royalties.views.evidence import kept
from market.royalties.views.mount import Answer, blueprint
from market.royalties.views.reckoning import steps_of

PER_PAGE = 20
MOST_EXPORTED = 5000
TABS = (Stage.DUE, Stage.OVERDUE, Stage.TO_VERIFY, Stage.QUERIED, Stage.VERIFIED)


@blueprint.get("/royalty-reports")
@access("firm", "university", "service", "operator")
def reports() -> Answer:
    """The periods whose reports are due, to be verified, queried or done."""
    actor, stage = current_actor(), request.args.get("stage", "")
    stage = stage if stage in STAGES else ""
    statement = queries.royalties(actor, stage, request.args.get("q", "")[:200])
    if (form := request.args.get("format", "")) in sheets.FORMATS:
        return sheets.send("royalty-reports", heads(), map(cells, paginate(statement, MOST_EXPORTED).items), form)
    return render_template(
        "royalties/reports.html",
        page=paginate(statement, PER_PAGE),
        counts=queries.stage_counts(actor),
        stage=stage,
        tabs=TABS,
        stage_of=queries.stage,
    )


def heads() -> list[str]:
    """The columns of an exported list."""
    return [
        _("Deal"),
        _("Title"),
        _("Licensor"),
        _("Licensee"),
        _("Period"),
        _("Report by"),
        _("State"),
        _("Sales"),
        _("Deductions"),
        _("Units sold"),
        _("Currency of the sales"),
        _("Royalty"),
        _("Currency"),
        _("Version"),
    ]


def cells(line: Obligation) -> list[Cell]:
    """One line of it."""
    report, schedule = line.report, line.schedule
    return [
        schedule.reference,
        schedule.title,
        schedule.creditor.name,
        schedule.debtor.name,
        line.period.label if line.period else "",
        line.report_on,
        translate(STAGES[queries.stage(line)]),
        Money(report.gross_minor, report.currency) if report else None,
        Money(report.deductions_minor, report.currency) if report else None,
        report.units if report else None,
        report.currency if report else "",
        Money(report.royalty_minor, line.currency) if report else None,
        line.currency,
        report.number if report else None,
    ]


@blueprint.get("/royalty-reports/<int:obligation_id>")
@access("signed_in")
def report(obligation_id: int) -> Answer:
    """One period: its newest report step by step, the versions before, and what this side can do."""
    return _page(queries.royalty_for(current_actor(), obligation_id))


def _page(line: Obligation, reason: ReasonForm | None = None) -> str:
    actor, newest = current_actor(), line.report
    side = sides.side_of(actor, line.schedule)
    may = sides.may_act(actor, line.schedule, side)
    deeds = open_deeds(newest.state, side) if newest and may and line.state == "planned" else []
    stage = queries.stage(line)
    may_state = may and side == "licensee" and stage in (Stage.DUE, Stage.OVERDUE)
    return render_template(
        "royalties/report.html",
        line=line,
        schedule=line.schedule,
        plan=plan_for(line),
        newest=newest,
        stage=stage,
        steps=steps_of(newest, plan_for(line)) if newest else [],
        older=list(reversed(line.reports[:-1])),
        deeds=deeds,
        may_state=may_state,
        side=side,
        form=reason or ReasonForm(formdata=None, number=str(newest.number if newest else 0)),
    )


@blueprint.get("/royalty-reports/<int:obligation_id>/new")
@access("firm", "university", "service")
def state(obligation_id: int) -> Answer:
    """The form for a period's sales, filled with the version before."""
    line = queries.royalty_for(current_actor(), obligation_id)
    return _form_page(line, _form(line, fresh=True))


def _form(line: Obligation, fresh: bool) -> ReportForm:
    plan, last = plan_for(line), line.report
    base = plan.royalty.base if plan.royalty else "net_sales"
    if not fresh:
        return ReportForm(base, plan.currency)
    values: dict[str, Any] = {"formdata": None, "after": "0"}
    if last is not None:
        values |= {
            "after": str(last.number),
            "nil": last.nil,
            "gross": f"{Money(last.gross_minor, last.currency).major:,.2f}" if last.gross_minor else "",
            "deductions": f"{Money(last.deductions_minor, last.currency).major:,.2f}" if last.deductions_minor else "",
            "units": str(last.units) if last.units else "",
            "currency": last.currency,
            "exchange": f"{last.exchange.normalize():f}" if last.exchange != Decimal(1) else "",
            "note": last.note,
        }
    return ReportForm(base, plan.currency, **values)


def _form_page(line: Obligation, form: ReportForm) -> str:
    if not sides.may_act(current_actor(), line.schedule, "licensee"):
        raise NotFound
    return render_template(
        "royalties/state.html", line=line, schedule=line.schedule, plan=plan_for(line), newest=line.report, form=form
    )


@blueprint.post("/royalty-reports/<int:obligation_id>/new")
@access("firm", "university", "service")
def submit(obligation_id: int) -> Answer:
    """Send the report, or a new version of it."""
    actor = current_actor()
    line = queries.royalty_for(actor, obligation_id)
    form = _form(line, fresh=False)
    if not form.validate():
        return _form_page(line, form), 422
    stored = kept(form.evidence.data)
    try:
        with transaction():
            service.submit(actor, obligation_id, form.value(), form.seen, stored)
    except Invalid as error:
        form.refuse(error)
        return _form_page(queries.royalty_for(actor, obligation_id), form), 422
    flash(_("Your report is sent. The licensor will verify it or ask."), "ok")
    return _back(obligation_id)


@blueprint.post("/royalty-reports/<int:obligation_id>/verify")
@access("firm", "university", "service")
def verify(obligation_id: int) -> Answer:
    """The licensor accepts the version it has seen."""
    form = ReasonForm()
    queries.royalty_for(current_actor(), obligation_id)
    with transaction():
        service.verify(current_actor(), obligation_id, form.version)
    flash(_("The report is verified. What is due is asked for now."), "ok")
    return _back(obligation_id)


@blueprint.post("/royalty-reports/<int:obligation_id>/query")
@access("firm", "university", "service")
def query(obligation_id: int) -> Answer:
    """The licensor asks about the version it has seen."""
    form, actor = ReasonForm(), current_actor()
    line = queries.royalty_for(actor, obligation_id)
    if not form.validate():
        return _page(line, form), 422
    with transaction():
        service.query(actor, obligation_id, form.version, form.reason.data or "")
    flash(_("Your question is sent to the licensee."), "ok")
    return _back(obligation_id)


@blueprint.get("/royalty-reports/<int:obligation_id>/<int:number>/evidence")
@access("signed_in")
def evidence(obligation_id: int, number: int) -> Answer:
    """The evidence of one version as a download."""
    line = queries.royalty_for(current_actor(), obligation_id)
    stored = next((version.evidence for version in line.reports if version.number == number), None)
    if stored is None:
        raise NotFound
    return send_stored(stored)


def _back(obligation_id: int) -> Answer:
    return redirect(url_for("royalties.report", obligation_id=obligation_id))
