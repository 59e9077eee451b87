"""To which bank account an amount due is transferred."""

from dataclasses import dataclass

from market.accounts.models import BankAccount
from market.accounts.queries import account_for, programme_account
from market.core.settings import settings
from market.payments.models import Receivable


@dataclass(frozen=True)
class PayTo:
    """An account as a payer needs it; `house` tells that it is the programme's, which passes the money on."""

    name: str
    number: str
    bank: str
    house: bool


def account_to_pay(receivable: Receivable) -> PayTo | None:
    """The payee's own account where it has entered one, else the programme's; None when none is written down."""
    own = account_for(receivable.creditor_id, "income", receivable.currency)
    if own is not None:
        return _of(own, house=False)
    found = settings()
    if found.bank_account_number:
        return PayTo(
            found.bank_account_name or receivable.creditor.name, found.bank_account_number, found.bank_name, house=True
        )
    programme = programme_account(receivable.currency)
    return _of(programme, house=True) if programme is not None else None


def _of(account: BankAccount, house: bool) -> PayTo:
    return PayTo(account.holder, account.number, account.bank_and_branch, house)
