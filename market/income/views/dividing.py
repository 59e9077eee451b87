"""Dividing a receipt: the form with costs, owners and inventors, and the preview of every line."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.web import access, current_actor, send_stored
from market.income.errors import DividedAlready, NothingToDivide
from market.income.forms import CostForm, DivideForm
from market.income.queries import matters, splits
from market.income.queries.matters import Matter
from market.income.rules import policy as policy_rules
from market.income.service import drafting, keeping
from market.income.views.mount import Answer, blueprint, kept
from market.payments.models import Receipt


def divided(receipt_id: int) -> tuple[Receipt, Matter]:
    """The receipt and its deal, while it waits to be divided."""
    actor = current_actor()
    keeping.university_of(actor)
    receipt = matters.receipt_for(actor, receipt_id)
    matter = matters.matter_of(receipt.receivable)
    if splits.live_split(receipt.id) is not None:
        raise DividedAlready
    if matter is None or matters.divisible_of(receipt).minor <= 0:
        raise NothingToDivide
    return receipt, matter


@blueprint.get("/receipts/<int:receipt_id>/divide")
@access("university")
def divide(receipt_id: int) -> Answer:
    """The form, filled with the last split of the deal or equal parts."""
    receipt, matter = divided(receipt_id)
    return _page(receipt, matter, DivideForm.of(drafting.proposal(current_actor(), receipt, matter)))


@blueprint.post("/receipts/<int:receipt_id>/divide")
@access("university")
def divide_post(receipt_id: int) -> Answer:
    """Draft the split; its page shows every line."""
    receipt, matter = divided(receipt_id)
    form = DivideForm()
    if not form.validate():
        return _page(receipt, matter, form), 422
    wishes, agreement = form.value(), kept(form.agreement_file.data, "agreement")
    try:
        with transaction():
            number = drafting.draft(current_actor(), receipt_id, wishes, agreement).id
    except Invalid as error:
        form.refuse(error)
        receipt, matter = divided(receipt_id)
        return _page(receipt, matter, form), 422
    flash(_("The split is drafted. Somebody else of your finance role must approve it."), "ok")
    return redirect(url_for("income.split", split_id=number))


def _page(receipt: Receipt, matter: Matter, form: DivideForm, cost_form: CostForm | None = None) -> str:
    row = splits.policy_of(receipt.receivable.creditor_id)
    kinds = row.policy.cost_kinds if row else tuple(policy_rules.COST_KINDS)
    return render_template(
        "income/divide.html",
        receipt=receipt,
        matter=matter,
        money=matters.divisible_of(receipt),
        form=form,
        cost_form=cost_form or CostForm(kinds, formdata=None),
        costs=splits.open_costs(matter.key, receipt.id, receipt.currency),
        policy=row,
        blocked=row is not None and not policy_rules.usable(row.policy),
    )


@blueprint.post("/receipts/<int:receipt_id>/costs")
@access("university")
def cost(receipt_id: int) -> Answer:
    """Enter a cost of the deal, with its voucher."""
    receipt, matter = divided(receipt_id)
    row = splits.policy_of(receipt.receivable.creditor_id)
    form = CostForm(row.policy.cost_kinds if row else tuple(policy_rules.COST_KINDS))
    if form.validate():
        value, voucher = form.value(receipt.currency), kept(form.voucher.data, "voucher")
        try:
            with transaction():
                keeping.enter_cost(current_actor(), receipt_id, value, voucher)
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The cost is entered and will be deducted first."), "ok")
            return redirect(url_for("income.divide", receipt_id=receipt_id))
    receipt, matter = divided(receipt_id)
    proposed = DivideForm.of(drafting.proposal(current_actor(), receipt, matter))
    return _page(receipt, matter, proposed, form), 422


@blueprint.post("/costs/<int:cost_id>/withdraw")
@access("university")
def withdraw_cost(cost_id: int) -> Answer:
    """Take a cost back that stands in no split."""
    with transaction():
        keeping.withdraw_cost(current_actor(), cost_id)
    flash(_("The cost is taken out."), "ok")
    back = request.form.get("receipt", "")
    if back.isdecimal() and len(back) < 10:
        return redirect(url_for("income.divide", receipt_id=int(back)))
    return redirect(url_for("income.overview"))


@blueprint.get("/costs/<int:cost_id>/voucher")
@access("university")
def voucher(cost_id: int) -> Answer:
    """The voucher of a cost as a download."""
    found = splits.cost_for(current_actor(), cost_id)
    if found.voucher is None:
        raise NotFound
    return send_stored(found.voucher)
