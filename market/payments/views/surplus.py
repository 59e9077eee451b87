"""Surplus: what came in above what was due, until it is marked as given back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import NotFound
from market.core.web import access, current_actor, paginate, send_stored
from market.payments import queries, service
from market.payments.errors import NoSurplus
from market.payments.forms import GiveBackForm
from market.payments.models import Receipt
from market.payments.views.mount import Answer, blueprint
from market.payments.views.vouchers import kept


@blueprint.get("/payments/surplus")
@access("operator")
def surplus() -> Answer:
    """What is still to be given back, or what went back."""
    left = request.args.get("state") != "done"
    return render_template("payments/surplus.html", page=paginate(queries.surpluses(left)), left=left)


@blueprint.get("/receipts/<int:receipt_id>/give-back")
@access("operator")
def give_back(receipt_id: int) -> Answer:
    """The form that marks a surplus as given back."""
    found = _open_surplus(receipt_id)
    return render_template("payments/give_back.html", receipt=found, form=GiveBackForm(formdata=None))


def _open_surplus(receipt_id: int) -> Receipt:
    found = queries.receipt(current_actor(), receipt_id)
    if not found.left_to_give_back:
        raise NoSurplus
    return found


@blueprint.post("/receipts/<int:receipt_id>/give-back")
@access("operator")
def give_back_post(receipt_id: int) -> Answer:
    """Book that the money went back."""
    found, form = _open_surplus(receipt_id), GiveBackForm()
    if not form.validate():
        return render_template("payments/give_back.html", receipt=found, form=form), 422
    voucher, value = kept(form), form.value()
    with transaction():
        service.give_back(current_actor(), receipt_id, value.given_on, value.bank_reference, value.note, voucher)
    flash(_("Marked as given back."), "ok")
    return redirect(url_for("payments.surplus"))


@blueprint.get("/payments/given-back/<int:given_id>/voucher")
@access("operator")
def given_voucher(given_id: int) -> Answer:
    """The voucher of a transfer back."""
    found = queries.given_back(given_id)
    if found is None or found.voucher is None:
        raise NotFound
    return send_stored(found.voucher)
