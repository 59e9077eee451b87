"""Requests for invoices: the list, asking, and entering what was issued."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.accounts import queries as accounts
from market.core import clock, sheets
from market.core.db import db, transaction
from market.core.errors import Invalid, NotFound
from market.core.files import StoredFile
from market.core.form import Form
from market.core.i18n import translate
from market.core.sheets import Cell
from market.core.web import access, current_actor, paginate, send_stored
from market.filings import queries, service
from market.filings.forms.invoices import AskForm, DeclineForm, IssueForm, ReverseForm, TermsForm
from market.filings.models import Invoice
from market.filings.rules import invoices as rules
from market.filings.views.mount import Answer, blueprint
from market.payments import queries as payments
from market.payments.models import Receipt, Receivable

PER_PAGE = 25
MOST_EXPORTED = 5000


@blueprint.get("/invoices")
@access("firm", "university", "operator")
def invoices() -> Answer | Response:
    """The requests one has made or is to answer, and what could be asked for."""
    actor, state = current_actor(), request.args.get("state", "")
    statement = queries.invoices_of(actor, state if state in rules.STATE_NAMES else "")
    if (form := request.args.get("format", "")) in sheets.FORMATS:
        return sheets.send("invoices", heads(), map(line, paginate(statement, MOST_EXPORTED).items), form)
    return render_template(
        "filings/invoices.html",
        page=paginate(statement, PER_PAGE),
        state=state,
        counts=queries.invoice_counts(actor),
        askable=[] if actor.operator else queries.askable(actor),
        overdrawn=queries.overdrawn() if actor.operator else [],
        terms=None if actor.operator else queries.invoice_terms(actor.organisation_id or 0),
    )


def heads() -> list[str]:
    """The columns of an exported list."""
    return [
        _("Number"),
        _("Asked for"),
        _("Payer"),
        _("Licensor"),
        _("Made out to"),
        _("Tax number"),
        _("Kind of invoice"),
        _("Item"),
        _("Remark"),
        _("Amount"),
        _("Currency"),
        _("State"),
        _("Invoice number"),
        _("Issued on"),
    ]


def line(row: Invoice) -> list[Cell]:
    """One line of it."""
    return [
        row.reference,
        row.asked_at,
        row.debtor.name,
        row.creditor.name,
        row.title,
        row.tax_number,
        translate(rules.KIND_NAMES[row.kind]),
        row.item,
        row.remark,
        row.money,
        row.currency,
        translate(rules.STATE_NAMES[row.state]),
        row.number,
        row.issued_on,
    ]


@blueprint.get("/amounts/<int:receivable_id>/invoice")
@access("signed_in")
def ask_invoice(receivable_id: int) -> Answer:
    """What an invoice on a payment would say, and the form to ask for it."""
    receivable = payments.owed(current_actor(), receivable_id)
    payer, receipt = accounts.organisation(receivable.debtor_id), _receipt(receivable)
    amount = min(queries.receipt_room(receipt) if receipt else queries.room(receivable), queries.room(receivable))
    form = AskForm(formdata=None, title=payer.name, tax_number=payer.uscc, amount=f"{amount.major:.2f}")
    return _asking(receivable, receipt, form)


@blueprint.post("/amounts/<int:receivable_id>/invoice")
@access("signed_in")
def send_invoice_request(receivable_id: int) -> Answer:
    """Ask for an invoice on what was paid."""
    actor, form = current_actor(), AskForm()
    receivable = payments.owed(actor, receivable_id)
    receipt = _receipt(receivable)
    form.offer(_kinds(receivable))
    if not form.validate():
        return _asking(receivable, receipt, form), 422
    wanted = form.value(receivable.currency, receipt.id if receipt else None)
    try:
        with transaction():
            invoice_id = service.invoices.ask(actor, receivable_id, wanted).id
    except Invalid as error:
        form.refuse(error)
        return _asking(receivable, receipt, form), 422
    flash(_("The licensor has been asked for the invoice."), "ok")
    return redirect(url_for("filings.invoice", invoice_id=invoice_id))


def _kinds(receivable: Receivable) -> Sequence[rules.Kind]:
    terms = queries.invoice_terms(receivable.creditor_id)
    return rules.kinds(terms.exempt if terms else None)


def _asking(receivable: Receivable, receipt: Receipt | None, form: AskForm) -> str:
    form.offer(_kinds(receivable))
    licence = queries.licence_of_subject(receivable.subject)
    return render_template(
        "filings/ask_invoice.html",
        receivable=receivable,
        receipt=receipt,
        terms=queries.invoice_terms(receivable.creditor_id),
        room=queries.receipt_room(receipt) if receipt else queries.room(receivable),
        remark=service.invoices.remark(licence) if licence else "",
        item=rules.ITEM,
        form=form,
    )


def _receipt(receivable: Receivable) -> Receipt | None:
    """The receipt named in the address, when it belongs to the amount due."""
    text = request.args.get("receipt", "")
    if not text.isdecimal() or len(text) > 9:
        return None
    found = db.session.get(Receipt, int(text))
    if found is None or found.receivable_id != receivable.id:
        raise NotFound
    return found


@blueprint.get("/invoices/<int:invoice_id>")
@access("signed_in")
def invoice(invoice_id: int) -> Answer:
    """One request, with what can be done about it."""
    return _page(invoice_id)


@blueprint.post("/invoices/<int:invoice_id>/issue")
@access("signed_in")
def issue_invoice(invoice_id: int) -> Answer:
    """Enter the invoice that was issued."""
    form = IssueForm()
    queries.invoice_for(current_actor(), invoice_id)
    if not form.validate():
        return _page(invoice_id, issue=form), 422
    entered = form.value()
    done = _("The invoice is entered; the payer has been told.")
    return _do(invoice_id, lambda: service.invoices.issue(current_actor(), invoice_id, entered), done, issue=form)


@blueprint.post("/invoices/<int:invoice_id>/decline")
@access("signed_in")
def decline_invoice(invoice_id: int) -> Answer:
    """Say that none is issued, and why."""
    form = DeclineForm()
    queries.invoice_for(current_actor(), invoice_id)
    if not form.validate():
        return _page(invoice_id, decline=form), 422
    reason, done = form.reason.data or "", _("Not issued; the payer has been told why.")
    return _do(invoice_id, lambda: service.invoices.decline(current_actor(), invoice_id, reason), done, decline=form)


@blueprint.post("/invoices/<int:invoice_id>/cancel")
@access("signed_in")
def cancel_invoice(invoice_id: int) -> Answer:
    """Take the request back."""
    done = _("The request is taken back.")
    return _do(invoice_id, lambda: service.invoices.cancel(current_actor(), invoice_id), done)


@blueprint.post("/invoices/<int:invoice_id>/reverse")
@access("signed_in")
def reverse_invoice(invoice_id: int) -> Answer:
    """Enter the red-letter invoice that cancels an issued one."""
    form = ReverseForm()
    queries.invoice_for(current_actor(), invoice_id)
    if not form.validate():
        return _page(invoice_id, reverse=form), 422
    entered, done = form.value(), _("The red-letter invoice is entered; the payer has been told.")
    return _do(invoice_id, lambda: service.invoices.reverse(current_actor(), invoice_id, entered), done, reverse=form)


def _do(invoice_id: int, deed: Callable[[], Any], done: str, **forms: Form) -> Answer:
    try:
        with transaction():
            deed()
    except Invalid as error:
        for form in forms.values():
            form.refuse(error)
        return _page(invoice_id, **forms), 422
    flash(done, "ok")
    return redirect(url_for("filings.invoice", invoice_id=invoice_id))


@blueprint.get("/invoices/<int:invoice_id>/<any(file, reversal):which>")
@access("signed_in")
def invoice_file(invoice_id: int, which: str) -> Answer:
    """The invoice, or the red-letter one, as a download."""
    found = queries.invoice_for(current_actor(), invoice_id)
    stored: StoredFile | None = found.file if which == "file" else found.reversal_file
    if stored is None:
        raise NotFound
    return send_stored(stored)


@blueprint.get("/invoices/settings")
@access("university", "firm", roles=service.invoices.MONEY_ROLES)
def invoice_settings() -> Answer:
    """Whether one's organisation claims the VAT exemption."""
    terms = queries.invoice_terms(current_actor().organisation_id or 0)
    form = TermsForm(formdata=None, exempt=terms.exempt if terms else False, note=terms.note if terms else "")
    return render_template("filings/invoice_settings.html", form=form)


@blueprint.post("/invoices/settings")
@access("university", "firm", roles=service.invoices.MONEY_ROLES)
def save_invoice_settings() -> Answer:
    """Say so, or that it does not."""
    actor, form = current_actor(), TermsForm()
    if not form.validate():
        return render_template("filings/invoice_settings.html", form=form), 422
    said = form.value()
    with transaction():
        service.invoices.set_terms(actor, actor.organisation_id or 0, said.exempt, said.note)
    flash(_("Saved. Payers see it when they ask for an invoice."), "ok")
    return redirect(url_for("filings.invoices"))


def _page(invoice_id: int, **forms: Form) -> str:
    actor = current_actor()
    row = queries.invoice_for(actor, invoice_id)
    fresh: dict[str, Form] = {
        "issue": IssueForm(formdata=None, on=clock.today()),
        "decline": DeclineForm(formdata=None),
        "reverse": ReverseForm(formdata=None, on=clock.today()),
    }
    sides = {
        "creditor": service.invoices.may_issue(actor, row.creditor_id),
        "debtor": service.invoices.may_ask(actor, row.debtor_id),
    }
    moves = [name for name, move in rules.MOVES.items() if row.state == move.come_from and sides[move.who]]
    return render_template("filings/invoice.html", row=row, moves=moves, forms=fresh | forms)
