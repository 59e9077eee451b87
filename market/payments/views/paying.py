"""Paying: a firm's list, the payment page with its two ways, the card and the way back, the state of an amount."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core.outbox import history
from market.core.settings import settings
from market.core.web import access, current_actor, paginate
from market.payments import gateway, queries, rules
from market.payments.models import Receivable
from market.payments.views.mount import Answer, blueprint


@blueprint.get("/payments")
@access("firm", "service", "university")
def mine() -> Answer:
    """What one's own organisation owes and owed."""
    page = paginate(queries.owed_by(current_actor().organisation_id))
    return render_template(
        "payments/mine.html",
        page=page,
        open=queries.open_amounts(page.items),
        paid=queries.paid_amounts(page.items),
    )


@blueprint.get("/payments/<int:receivable_id>")
@access("signed_in")
def page(receivable_id: int) -> Answer:
    """One amount due with its receipts and history, for both sides and the operator."""
    actor = current_actor()
    row = queries.receivable(actor, receivable_id)
    return render_template(
        "payments/page.html",
        row=row,
        open=queries.open_amount(row),
        paid=queries.paid(row),
        events=history(f"receivable:{row.id}"),
        may_pay=actor.of(row.debtor_id) and row.state == "open",
        may_book=rules.may_book(actor, row.creditor_id),
    )


@blueprint.get("/payments/<int:receivable_id>/pay")
@access("signed_in")
def pay(receivable_id: int) -> Answer:
    """How to pay what is open: by transfer with the reference, or by card. Only for the debtor's people."""
    row = queries.owed(current_actor(), receivable_id)
    if row.state != "open":
        return redirect(url_for("payments.page", receivable_id=row.id))
    return render_template(
        "payments/pay.html",
        row=row,
        open=queries.open_amount(row),
        paid=queries.paid(row),
        account=_account(row),
        attempt=queries.open_attempt(row.id),
        card=gateway.available(),
        card_fits=rules.card_fits(queries.open_amount(row)),
    )


def _account(row: Receivable) -> dict[str, str] | None:
    """The account to transfer to, or None when this installation has none written down."""
    found = settings()
    if not found.bank_account_number:
        return None
    return {
        "name": found.bank_account_name or row.creditor.name,
        "number": found.bank_account_number,
        "bank": found.bank_name,
    }


@blueprint.post("/payments/<int:receivable_id>/card")
@access("signed_in")
def card(receivable_id: int) -> Answer:
    """On to the card page; two clicks lead to the same one."""
    return redirect(gateway.start(current_actor(), receivable_id))


@blueprint.get("/payments/card/<session_id>")
@access("signed_in")
def returned(session_id: str) -> Answer:
    """Back from the card page: what the door says is booked here too, if the callback has not done it yet."""
    row = queries.owed_by_session(current_actor(), session_id)
    attempt = gateway.fulfil(session_id)
    if attempt.state == "paid":
        flash(_("Your payment has arrived. Thank you."), "ok")
        return redirect(url_for("payments.page", receivable_id=row.id))
    return render_template("payments/returned.html", row=row, attempt=attempt)
