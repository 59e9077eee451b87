"""Lists of transfers for the bank: what waits, making one, its file, ticking lines off."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.banking import queries, service
from market.banking.forms import DoneForm, ReasonForm
from market.banking.models import BankList
from market.banking.rules.transfers import KINDS, LINE_STATES
from market.banking.views.mount import Answer, blueprint, paymasters
from market.core import clock, sheets
from market.core.db import transaction
from market.core.errors import Refusal
from market.core.money import CURRENCIES
from market.core.web import current_actor, paginate


@blueprint.get("/lists")
@paymasters
def lists() -> Answer:
    """The lists made so far."""
    return render_template(
        "banking/lists.html", page=paginate(queries.lists()), waiting=len(service.waiting_transfers())
    )


@blueprint.route("/lists/new", methods=["GET", "POST"])
@paymasters
def new_list() -> Answer:
    """What waits to be transferred, to choose from; then the list."""
    asked = request.values.get("currency", "CNY")
    currency = asked if asked in CURRENCIES else "CNY"
    refusal, status = "", 200
    if request.method == "POST":
        account = request.form.get("account", "")
        try:
            with transaction():
                made = service.make_list(
                    current_actor(),
                    [subject[:40] for subject in request.form.getlist("subject")],
                    int(account) if account.isdecimal() and len(account) < 10 else None,
                )
                number = made.id
        except Refusal as error:
            if error.status == 404:
                raise
            refusal, status = str(error), error.status
        else:
            flash(_("The list is made. Download it and hand it to the bank."), "ok")
            return redirect(url_for("banking.bank_list", list_id=number))
    page = render_template(
        "banking/new_list.html",
        waiting=service.waiting_transfers(currency),
        currency=currency,
        currencies=list(CURRENCIES),
        accounts=[each for each in queries.accounts(current_actor()) if each.currency == currency],
        KINDS=KINDS,
        refusal=refusal,
    )
    return page, status


@blueprint.get("/lists/<int:list_id>")
@paymasters
def bank_list(list_id: int) -> Answer:
    """One list with its lines; as a file for the bank when a format is asked for."""
    found = queries.bank_list(list_id)
    if request.args.get("format") in sheets.FORMATS:
        return _file(found, request.args["format"])
    return _page(found)


def _page(found: BankList, refusal: str = "", status: int = 200) -> Answer:
    form = DoneForm(formdata=None, done_on=clock.today())
    page = render_template(
        "banking/list.html", list=found, form=form, LINE_STATES=LINE_STATES, KINDS=KINDS, refusal=refusal
    )
    return page, status


def _file(found: BankList, form: str) -> Answer:
    """The file for the bank: one line a transfer, then the control sum with number and maker."""
    head = [_("Account name"), _("Account number"), _("Bank"), _("Amount"), _("Remark")]
    lines = [each for each in found.lines if each.state != "removed"]
    total = sum((each.money for each in lines), found.total - found.total)
    rows: list[list[sheets.Cell]] = [[each.payee, each.number, each.bank, each.money, each.remark] for each in lines]
    maker = found.maker.name if found.maker else ""
    count = _("%(count)s transfers, list %(number)s", count=len(lines), number=found.number)
    rows.append([_("Control sum"), count, found.currency, total, _("made by %(name)s", name=maker)])
    return sheets.send(found.number, head, rows, form)


@blueprint.post("/lines/<int:line_id>/done")
@paymasters
def line_done(line_id: int) -> Answer:
    """The transfer has left the account."""
    form = DoneForm()
    found = queries.line(line_id).list
    if not form.validate():
        return _page(found, " ".join(text for texts in form.errors.values() for text in texts), 422)
    try:
        with transaction():
            list_id = service.mark_done(
                current_actor(), line_id, form.done_on.data or clock.today(), form.bank_reference.data or ""
            ).list_id
    except Refusal as refusal:
        return _page(queries.line(line_id).list, str(refusal), refusal.status)
    flash(_("Booked."), "ok")
    return redirect(url_for("banking.bank_list", list_id=list_id))


@blueprint.post("/lines/<int:line_id>/remove")
@paymasters
def line_remove(line_id: int) -> Answer:
    """The bank did not carry it out; it waits for another list."""
    form = ReasonForm()
    try:
        with transaction():
            list_id = service.remove_line(current_actor(), line_id, form.reason.data or "").list_id
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _page(queries.line(line_id).list, str(refusal), refusal.status)
    flash(_("Removed. It waits for another list."), "ok")
    return redirect(url_for("banking.bank_list", list_id=list_id))
