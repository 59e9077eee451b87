"""The payment list: who is to get what, for the bank and for marking as paid."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from market.core import sheets
from market.core.db import transaction
from market.core.i18n import translate
from market.core.money import Money
from market.core.sheets import Cell
from market.core.web import access, current_actor
from market.income.errors import NothingOwed
from market.income.forms import PayForm
from market.income.models import Share
from market.income.queries import splits
from market.income.rules.shares import KINDS
from market.income.rules.states import approves
from market.income.service import keeping, paying
from market.income.views.mount import Answer, blueprint


@blueprint.get("/payments")
@access("university")
def payments() -> Answer:
    """The shares still to be paid; exported with bank data for the bank."""
    own = keeping.university_of(current_actor())
    if request.args.get("format") in sheets.FORMATS:
        rows = map(cells, splits.payable_rows(own.id))
        return sheets.send("payment-list", heads(), rows, request.args["format"])
    return _page(PayForm(formdata=None))


@blueprint.post("/payments")
@access("university")
def pay() -> Answer:
    """Mark the chosen shares as paid."""
    keeping.university_of(current_actor())
    form = PayForm()
    chosen = [int(text) for text in request.form.getlist("share") if text.isdecimal() and len(text) < 10]
    if not form.validate() or not chosen:
        return _page(form, none_chosen=not chosen), 422
    paid = form.value()
    try:
        with transaction():
            count = len(paying.pay(current_actor(), chosen, paid))
    except NothingOwed as refusal:
        flash(str(refusal), "warn")
        return redirect(url_for("income.payments"))
    flash(ngettext("%(num)s share is marked as paid.", "%(num)s shares are marked as paid.", count), "ok")
    return redirect(url_for("income.payments"))


def _page(form: PayForm, none_chosen: bool = False) -> str:
    own = keeping.university_of(current_actor())
    rows = splits.payable_rows(own.id)
    return render_template(
        "income/payments.html",
        rows=rows,
        totals=sums(rows),
        form=form,
        none_chosen=none_chosen,
        may_pay=approves(current_actor(), own.id),
    )


def sums(rows: list[Share]) -> list[Money]:
    """What the rows come to, one amount for each currency."""
    found: dict[str, Money] = {}
    for row in rows:
        found[row.currency] = found.get(row.currency, Money.zero(row.currency)) + row.money
    return [found[currency] for currency in sorted(found)]


def heads() -> list[str]:
    """The columns of the list for the bank."""
    return [
        _("Split"),
        _("Deal"),
        _("Kind"),
        _("Name"),
        _("Amount"),
        _("Currency"),
        _("Bank"),
        _("Account number"),
    ]


def cells(share: Share) -> list[Cell]:
    """One share as a row."""
    person = share.person
    return [
        share.split.number,
        share.split.title,
        translate(KINDS[share.kind]),
        share.name or translate(KINDS[share.kind]),
        share.money,
        share.currency,
        person.bank_name if person else "",
        person.bank_account if person else "",
    ]
