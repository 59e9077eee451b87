"""Booking what the bank statement shows: the list of amounts due to come in, and the form with its confirmation."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import sheets
from market.core.db import transaction
from market.core.web import access, current_actor, paginate
from market.payments import queries, rules, service
from market.payments.errors import BookedElsewhere, NotYoursToBook
from market.payments.forms import BankReceiptForm
from market.payments.models import Receivable
from market.payments.views.mount import Answer, blueprint
from market.payments.views.vouchers import kept


@blueprint.get("/payments/incoming")
@access("university", "operator")
def incoming() -> Answer:
    """What is to come in and what came: one's own, or everybody's for the operator; searched, filtered, exported."""
    actor, state = current_actor(), request.args.get("state", "open")
    statement = queries.incoming(actor, state, request.args.get("q", "").strip()[:200])
    if request.args.get("format") in sheets.FORMATS:
        return _export(request.args["format"], list(queries.rows(statement)))
    page = paginate(statement)
    return render_template(
        "payments/incoming.html",
        page=page,
        state=state,
        open=queries.open_amounts(page.items),
        paid=queries.paid_amounts(page.items),
        may_book=actor.operator or actor.role in rules.BOOKING_ROLES,
    )


def _export(format_: str, rows: list[Receivable]) -> Answer:
    head = [
        _("Payment reference"),
        _("What for"),
        _("Payer"),
        _("Payee"),
        _("Due on"),
        _("Amount due"),
        _("Paid"),
        _("Still open"),
        _("Currency"),
    ]
    left, paid = queries.open_amounts(rows), queries.paid_amounts(rows)
    cells = (
        [
            row.reference,
            row.title,
            row.debtor.name,
            row.creditor.name,
            row.due_on,
            row.money,
            paid[row.id],
            left[row.id],
            row.currency,
        ]
        for row in rows
    )
    return sheets.send("receivables", head, cells, format_)


def _bookable(receivable_id: int) -> Receivable:
    """The amount due, if this person may book money on it."""
    row = queries.receivable(current_actor(), receivable_id)
    if not rules.may_book(current_actor(), row.creditor_id):
        raise NotYoursToBook
    return row


@blueprint.get("/payments/<int:receivable_id>/book")
@access("university", "operator")
def book(receivable_id: int) -> Answer:
    """The form for a transfer that came in, filled with what is expected."""
    row = _bookable(receivable_id)
    left = queries.open_amount(row)
    amount = f"{left.major:,.2f}" if left else ""
    form = BankReceiptForm(formdata=None, currency=row.currency, amount=amount, payer_name=row.debtor.name)
    return _form_page(row, form)


def _form_page(row: Receivable, form: BankReceiptForm) -> str:
    return render_template("payments/book.html", row=row, form=form, open=queries.open_amount(row))


@blueprint.post("/payments/<int:receivable_id>/book")
@access("university", "operator")
def book_post(receivable_id: int) -> Answer:
    """First show what will be booked, then book it; sent twice it is booked once."""
    row = _bookable(receivable_id)
    form = BankReceiptForm(currency=row.currency)
    if not form.validate():
        return _form_page(row, form), 422
    voucher, value = kept(form), form.value()
    if "change" in request.form:
        return _form_page(row, form)
    if "confirmed" not in request.form:
        parts = rules.portions(value.money, queries.open_amount(row))
        return render_template("payments/confirm.html", row=row, form=form, value=value, parts=parts, voucher=voucher)
    try:
        with transaction():
            receipt = service.book_receipt(
                current_actor(),
                receivable_id,
                "bank",
                value.bank_reference,
                value.money,
                value.received_on,
                value.payer_name,
                value.note,
                kept(form),
            )
            number = receipt.id
    except BookedElsewhere as refusal:
        form.bank_reference.errors = [str(refusal)]
        return _form_page(queries.receivable(current_actor(), receivable_id), form), 409
    flash(_("Booked. The receipt is below."), "ok")
    return redirect(url_for("payments.receipt", receipt_id=number))
