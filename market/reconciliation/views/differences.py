"""Differences: the list with its filter, one difference with the form to explain it, and checking again at once."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import sheets
from market.core.db import transaction
from market.core.i18n import translate
from market.core.web import access, current_actor, paginate
from market.reconciliation import gateway, queries, service
from market.reconciliation.forms import ExplainForm
from market.reconciliation.models import Difference
from market.reconciliation.rules import KINDS, State
from market.reconciliation.views.mount import STATES, Answer, blueprint, sentence

MOST_EXPORTED = 10_000


@blueprint.get("")
@access("operator")
def differences() -> Answer:
    """What does not agree: to be explained unless the address asks for explained or gone ones."""
    state, kind = request.args.get("state", State.OPEN), request.args.get("kind", "")
    statement = queries.differences(state if state in STATES else "", kind if kind in KINDS else "")
    if request.args.get("format") in sheets.FORMATS:
        return _export(paginate(statement, MOST_EXPORTED).items, request.args["format"])
    return render_template(
        "reconciliation/differences.html",
        page=paginate(statement, 50),
        state=state,
        counts=queries.counts(),
        check=queries.last_check(),
    )


def _export(rows: Sequence[Difference], form: str) -> Answer:
    head = [
        _("Kind"),
        _("Difference"),
        _("Amount"),
        _("Currency"),
        _("State"),
        _("First seen"),
        _("Last seen"),
        _("Explanation"),
        _("Explained by"),
        _("Explained on"),
    ]
    cells: list[list[sheets.Cell]] = [
        [
            translate(KINDS[row.kind]),
            sentence(row),
            row.money,
            row.currency,
            translate(STATES[row.state]),
            row.first_seen,
            row.last_seen,
            row.note,
            row.explainer.name if row.explainer else "",
            row.explained_at,
        ]
        for row in rows
    ]
    return sheets.send("differences", head, cells, form)


@blueprint.get("/<int:difference_id>")
@access("operator")
def difference(difference_id: int) -> Answer:
    """One difference: what it says, since when, and what was said about it."""
    row = queries.difference(difference_id)
    return render_template("reconciliation/difference.html", row=row, form=ExplainForm(formdata=None))


@blueprint.post("/<int:difference_id>")
@access("operator")
def explain(difference_id: int) -> Answer:
    """Keep the explanation with name and time."""
    row, form = queries.difference(difference_id), ExplainForm()
    if not form.validate():
        return render_template("reconciliation/difference.html", row=row, form=form), 422
    with transaction():
        service.explain(current_actor(), difference_id, form.value())
    flash(_("Explained. If it changes or comes again, it will stand here anew."), "ok")
    return redirect(url_for("reconciliation.differences"))


@blueprint.post("/check")
@access("operator")
def check() -> Answer:
    """Compare now instead of waiting for the night."""
    gateway.check()
    flash(_("Compared. The list is as of now."), "ok")
    return redirect(url_for("reconciliation.differences"))
