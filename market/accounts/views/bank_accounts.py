"""The bank accounts of one's own organisation."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.accounts import queries, service
from market.accounts.errors import AccountKept
from market.accounts.forms import BankAccountForm
from market.accounts.models import Organisation
from market.accounts.rules import bank_accounts as rules
from market.accounts.views.mount import blueprint
from market.accounts.views.sign_in import Answer
from market.core.db import transaction
from market.core.web import access, current_actor

blueprint.add_app_template_filter(rules.spaced_number, "spaced_number")


def _page(organisation: Organisation, form: BankAccountForm) -> str:
    return render_template(
        "accounts/bank_accounts.html",
        organisation=organisation,
        accounts=queries.bank_accounts(organisation.id, closed=True),
        form=form,
        purposes=rules.PURPOSES,
        may_edit=rules.may_edit(current_actor(), organisation.id),
    )


@blueprint.get("/organisation/bank-accounts")
@access("signed_in")
def bank_accounts() -> Answer:
    """The accounts, with the form for another one."""
    organisation = queries.own_organisation(current_actor())
    return _page(organisation, BankAccountForm(formdata=None, holder=organisation.name))


@blueprint.post("/organisation/bank-accounts", endpoint="add_bank_account")
@access("signed_in", roles=rules.EDITORS)
def add() -> Answer:
    """Enter an account."""
    organisation = queries.own_organisation(current_actor())
    form = BankAccountForm()
    if not form.validate_on_submit():
        return _page(organisation, form), 422
    try:
        with transaction():
            service.add_bank_account(current_actor(), form.details())
    except AccountKept as refusal:
        form.number.errors = [str(refusal)]
        return _page(queries.own_organisation(current_actor()), form), 409
    flash(_("Saved."), "ok")
    return redirect(url_for("accounts.bank_accounts"))


@blueprint.post("/organisation/bank-accounts/<int:account_id>/close", endpoint="close_bank_account")
@access("signed_in", roles=rules.EDITORS)
def close(account_id: int) -> Answer:
    """Use an account no more."""
    with transaction():
        service.close_bank_account(current_actor(), account_id)
    flash(_("The account is closed. What was booked by it stays."), "ok")
    return redirect(url_for("accounts.bank_accounts"))
