"""Sending money of a receipt back, taking a mistyped receipt back, and the list of refunds."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.money import Money
from market.core.web import access, current_actor, paginate
from market.payments import gateway, queries, rules, service
from market.payments.errors import DoorUnreachable, NotYoursToBook, NotYoursToRefund, TooMuchToRefund
from market.payments.forms import ReasonForm, RefundForm
from market.payments.models import Receipt
from market.payments.views.mount import Answer, blueprint


@blueprint.get("/payments/refunds")
@access("operator")
def refunds() -> Answer:
    """Refunds under way, failed, or all."""
    state = request.args.get("state", "open")
    return render_template("payments/refunds.html", page=paginate(queries.refunds(state)), state=state)


def _refundable(receipt_id: int) -> Receipt:
    found = queries.receipt(current_actor(), receipt_id)
    if not rules.may_book(current_actor(), found.receivable.creditor_id):
        raise NotYoursToRefund
    return found


def _refund_page(receipt: Receipt, form: RefundForm) -> str:
    return render_template("payments/refund.html", receipt=receipt, row=receipt.receivable, form=form)


@blueprint.get("/receipts/<int:receipt_id>/refund")
@access("university", "operator")
def refund(receipt_id: int) -> Answer:
    """The form that sends money of a receipt back."""
    receipt = _refundable(receipt_id)
    form = RefundForm(formdata=None, amount=f"{receipt.left_to_refund.major:.2f}")
    return _refund_page(receipt, form)


@blueprint.post("/receipts/<int:receipt_id>/refund")
@access("university", "operator")
def refund_post(receipt_id: int) -> Answer:
    """Store the refund, then give it to the card service, or let it wait for the bank list."""
    receipt, form = _refundable(receipt_id), RefundForm()
    if not form.validate():
        return _refund_page(receipt, form), 422
    money = Money.parse(form.amount.data or "", receipt.currency)
    try:
        with transaction():
            asked = service.ask_refund(
                current_actor(), receipt_id, money, form.reason.data or "", bool(form.by_bank.data)
            )
            number = asked.id
    except TooMuchToRefund as refusal:
        form.amount.errors = [str(refusal)]
        return _refund_page(_refundable(receipt_id), form), 422
    _send(number)
    return redirect(url_for("payments.receipt", receipt_id=receipt_id))


@blueprint.post("/refunds/<int:refund_id>/retry")
@access("university", "operator")
def retry(refund_id: int) -> Answer:
    """Try a failed refund again, under its old key."""
    receipt_id = queries.refund(current_actor(), refund_id).receipt_id
    _refundable(receipt_id)
    with transaction():
        service.retry_refund(current_actor(), refund_id)
    _send(refund_id)
    return redirect(url_for("payments.receipt", receipt_id=receipt_id))


def _send(refund_id: int) -> None:
    """Give it to the card service and say what came of it."""
    if queries.refund_row(refund_id).way == "bank":
        flash(_("The refund waits for the next list for the bank."), "ok")
        return
    try:
        state = gateway.send_refund(refund_id).state
    except DoorUnreachable:
        state = "asked"
    if state == "done":
        flash(_("The money is on its way back to the payer."), "ok")
    elif state == "asked":
        flash(_("The refund is under way. The card service has not told the outcome yet; we keep asking."), "ok")
    else:
        flash(_("The refund did not work. No money has moved; the reason stands below."), "bad")


@blueprint.get("/receipts/<int:receipt_id>/reverse")
@access("university", "operator")
def reverse(receipt_id: int) -> Answer:
    """The form that takes a mistyped receipt back."""
    receipt = _reversible(receipt_id)
    return render_template(
        "payments/reverse.html", receipt=receipt, row=receipt.receivable, form=ReasonForm(formdata=None)
    )


def _reversible(receipt_id: int) -> Receipt:
    found = queries.receipt(current_actor(), receipt_id)
    if found.way != "bank" or not rules.may_book(current_actor(), found.receivable.creditor_id):
        raise NotYoursToBook
    return found


@blueprint.post("/receipts/<int:receipt_id>/reverse")
@access("university", "operator")
def reverse_post(receipt_id: int) -> Answer:
    """Take it back by a reversal; the row and its number stay."""
    receipt, form = _reversible(receipt_id), ReasonForm()
    if not form.validate():
        return render_template("payments/reverse.html", receipt=receipt, row=receipt.receivable, form=form), 422
    with transaction():
        service.reverse_receipt(current_actor(), receipt_id, form.reason.data or "")
    flash(_("The receipt was taken back. Its number stays used; it counts no more."), "ok")
    return redirect(url_for("payments.receipt", receipt_id=receipt_id))
