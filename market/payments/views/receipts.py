"""Receipts: the list with its export, the page to print, the voucher."""

from datetime import date

from flask import render_template, request
from flask_babel import gettext as _

from market.core import sheets
from market.core.errors import NotFound
from market.core.i18n import N_
from market.core.web import access, current_actor, paginate, send_stored
from market.payments import queries, rules
from market.payments.models import Receipt
from market.payments.views.mount import Answer, blueprint

WAYS = {"bank": N_("Bank transfer"), "sandbox_card": N_("Card (sandbox)"), "stripe": N_("Online payment")}


@blueprint.get("/receipts")
@access("firm", "service", "university", "operator")
def receipts() -> Answer:
    """The receipts one may see, of a period when given; exported as shown."""
    actor = current_actor()
    statement = queries.receipts(actor, _day("from"), _day("until"))
    if request.args.get("format") in sheets.FORMATS:
        return _export(request.args["format"], list(queries.receipt_rows(statement)))
    return render_template("payments/receipts.html", page=paginate(statement))


def _day(name: str) -> date | None:
    """A day of the address; nonsense means none."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _export(format_: str, rows: list[Receipt]) -> Answer:
    head = [
        _("Receipt number"),
        _("Day of receipt"),
        _("What for"),
        _("Payer"),
        _("Payee"),
        _("Way of payment"),
        _("Transaction number of the bank"),
        _("Amount"),
        _("Of this surplus"),
        _("Currency"),
    ]
    cells = (
        [
            row.number,
            row.received_on,
            row.receivable.title,
            row.payer_name,
            row.receivable.creditor.name,
            _(WAYS[row.way]),
            row.bank_reference,
            row.money,
            row.surplus,
            row.currency,
        ]
        for row in rows
    )
    return sheets.send("receipts", head, cells, format_)


@blueprint.get("/receipts/<int:receipt_id>")
@access("firm", "service", "university", "operator")
def receipt(receipt_id: int) -> Answer:
    """One receipt, to print: number, amount in figures and capital words, payer, payee, what for."""
    actor = current_actor()
    found = queries.receipt(actor, receipt_id)
    return render_template(
        "payments/receipt.html",
        receipt=found,
        row=found.receivable,
        sees_voucher=_sees_voucher(found),
        may_book=rules.may_book(actor, found.receivable.creditor_id),
        contested=queries.open_dispute(found.id),
    )


def _sees_voucher(receipt: Receipt) -> bool:
    """The voucher is for who booked and who may book: it can show the payee's other business."""
    return receipt.voucher_id is not None and rules.may_book(current_actor(), receipt.receivable.creditor_id)


@blueprint.get("/receipts/<int:receipt_id>/voucher")
@access("university", "operator")
def voucher(receipt_id: int) -> Answer:
    """The voucher of a receipt as a download."""
    found = queries.receipt(current_actor(), receipt_id)
    if found.voucher is None or not _sees_voucher(found):
        raise NotFound
    return send_stored(found.voucher)
