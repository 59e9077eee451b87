"""Paying: a firm's list, the payment page with its two ways, the card and the way back, the state of an amount."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core.money import Money
from market.core.outbox import history
from market.core.web import access, current_actor, paginate
from market.payments import gateway, queries, rules
from market.payments.errors import DoorUnreachable
from market.payments.forms import OnlineForm
from market.payments.models import Receivable
from market.payments.views.mount import Answer, blueprint, leading_out


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
        disputes=queries.disputes_of(row.id),
        may_book=rules.may_book(actor, row.creditor_id),
    )


@blueprint.get("/payments/<int:receivable_id>/pay")
@access("signed_in")
def pay(receivable_id: int) -> Answer:
    """How to pay what is open: by transfer with the reference, online, or both. Only for the debtor's people."""
    row = queries.owed(current_actor(), receivable_id)
    if row.state in ("settled", "cancelled"):
        return redirect(url_for("payments.page", receivable_id=row.id))
    return _pay_page(row, OnlineForm(formdata=None, offered=gateway.methods()))


def _pay_page(row: Receivable, form: OnlineForm) -> Response:
    """The page with the ways to pay; its form may lead on to the card service's own page."""
    left = queries.open_amount(row)
    return leading_out(
        render_template(
            "payments/pay.html",
            row=row,
            open=left,
            paid=queries.paid(row),
            account=queries.account_to_pay(row),
            attempt=queries.open_attempt(row.id),
            card=gateway.available(),
            plays=gateway.plays(),
            card_fits=rules.card_fits(left),
            largest=Money(rules.LARGEST_CARD_PAYMENT, row.currency),
            form=form,
        )
    )


@blueprint.post("/payments/<int:receivable_id>/card")
@access("signed_in")
def card(receivable_id: int) -> Answer:
    """On to the page to pay on, for all that is open or a part of it; two clicks lead to the same one."""
    row = queries.owed(current_actor(), receivable_id)
    form = OnlineForm(offered=gateway.methods())
    if not form.validate():
        page = _pay_page(row, form)
        page.status_code = 422
        return page
    where = gateway.start(current_actor(), receivable_id, form.part(row.currency), form.method.data or "")
    if where:
        return redirect(where, 303)
    attempt = queries.open_attempt(receivable_id)
    if attempt is None or attempt.session_id is None:
        return redirect(url_for("payments.page", receivable_id=receivable_id))
    return redirect(url_for("payments.returned", session_id=attempt.session_id))


@blueprint.get("/payments/card/<session_id>")
@access("signed_in")
def returned(session_id: str) -> Answer:
    """Back from the card page: what the door says is booked here too, if its message has not done it yet.

    While the outcome is unknown, or the door does not answer, the page says so and never calls it a failure.
    """
    row = queries.owed_by_session(current_actor(), session_id)
    try:
        attempt = gateway.fulfil(session_id)
    except DoorUnreachable:
        attempt = queries.of_session(session_id)
    if attempt.state == "paid":
        flash(_("Your payment has arrived. Thank you."), "ok")
        return redirect(url_for("payments.page", receivable_id=row.id))
    return leading_out(render_template("payments/returned.html", row=row, attempt=attempt))


@blueprint.get("/payments/card/left/<key>")
@access("signed_in")
def left(key: str) -> Answer:
    """Back from the card page without paying: to the ways to pay."""
    row = queries.owed_by_session(current_actor(), "", key)
    return redirect(url_for("payments.pay", receivable_id=row.id))
