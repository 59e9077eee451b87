"""The whole schedule of a deal on a page of its own, as a spreadsheet, and the choices after a patent ended."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import sheets
from market.core.db import transaction
from market.core.errors import Invalid
from market.core.i18n import current_language
from market.core.sheets import Cell
from market.core.web import access, current_actor
from market.royalties import queries, service
from market.royalties.forms import ChoiceForm, DecisionForm
from market.royalties.models import Schedule
from market.royalties.views import rows
from market.royalties.views.mount import Answer, blueprint
from market.royalties.views.panel import panel_of


@blueprint.get("/schedules/<int:schedule_id>")
@access("signed_in")
def schedule(schedule_id: int) -> Answer:
    """Everything that falls due in one deal."""
    found = queries.schedule_for(current_actor(), schedule_id)
    if request.args.get("format") in sheets.FORMATS:
        return _export(found, request.args["format"])
    return _page(found)


def _page(found: Schedule, choice: ChoiceForm | None = None, decision: DecisionForm | None = None) -> str:
    panel = panel_of(found, whole=True)
    values = dict(panel.values) | {
        "choice_form": choice or ChoiceForm(),
        "decision_form": decision or DecisionForm(),
        "whole": True,
    }
    return render_template(
        "royalties/schedule.html",
        schedule=found,
        it=values,
        clauses=found.fee.clauses(current_language()),
    )


def _export(found: Schedule, form: str) -> Answer:
    head = [
        _("Deal"),
        _("Payment item"),
        _("Due on"),
        _("State"),
        _("Amount due"),
        _("Paid"),
        _("Currency"),
        _("Payment reference"),
        _("Late interest up to today"),
    ]
    table = rows.table_of(found, whole=True)
    lines: list[list[Cell]] = [
        [
            found.reference,
            row.label,
            row.due_on,
            row.word,
            row.amount,
            row.paid,
            table.currency,
            row.receivable.reference if row.receivable else "",
            row.interest,
        ]
        for row in table.rows
    ]
    total: list[Cell] = [
        found.reference,
        _("Total of what is certain"),
        None,
        "",
        table.due,
        table.paid,
        table.currency,
    ]
    return sheets.send("schedule", head, [*lines, [*total, "", None]], form)


@blueprint.post("/schedules/<int:schedule_id>/choice")
@access("firm", "university", "service")
def choose(schedule_id: int) -> Answer:
    """One side says how to go on."""
    form, actor = ChoiceForm(), current_actor()
    found = queries.schedule_for(actor, schedule_id)
    if not form.validate():
        return _page(found, choice=form), 422
    entered = form.value()
    try:
        with transaction():
            service.choose(actor, schedule_id, entered.choice, entered.note, entered.percent)
    except Invalid as error:
        form.refuse(error)
        return _page(queries.schedule_for(actor, schedule_id), choice=form), 422
    flash(_("Your choice is recorded. The other side is told."), "ok")
    return _back(schedule_id)


@blueprint.post("/schedules/<int:schedule_id>/decision")
@access("operator")
def decide(schedule_id: int) -> Answer:
    """The operator enters what was settled elsewhere."""
    form, actor = DecisionForm(), current_actor()
    found = queries.schedule_for(actor, schedule_id)
    if not form.validate():
        return _page(found, decision=form), 422
    with transaction():
        service.decide(actor, schedule_id, form.outcome.data, form.reason.data or "")
    flash(_("The decision is recorded. Both sides are told."), "ok")
    return _back(schedule_id)


def _back(schedule_id: int) -> Answer:
    return redirect(url_for("royalties.schedule", schedule_id=schedule_id))
