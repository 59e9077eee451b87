"""Entering and closing bank accounts of organisations. An account is never changed: a new one is entered instead."""

from dataclasses import dataclass

from sqlalchemy import select

from market.accounts.errors import AccountKept, NotYourBankAccount
from market.accounts.events import BankAccountChanged
from market.accounts.models import BankAccount
from market.accounts.queries import bank_account
from market.accounts.rules import bank_accounts as rules
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.outbox import emit


@dataclass(frozen=True)
class BankDetails:
    """A bank account as entered."""

    bank: str
    branch: str
    holder: str
    number: str
    currency: str
    purpose: str


def add_bank_account(actor: Actor, details: BankDetails) -> BankAccount:
    """Enter an account of one's own organisation; raises NotYourBankAccount, AccountKept."""
    if actor.organisation_id is None:
        raise NotFound
    if not rules.may_edit(actor, actor.organisation_id):
        raise NotYourBankAccount
    number = rules.clean_number(details.number)
    same = select(BankAccount).where(
        BankAccount.organisation_id == actor.organisation_id,
        BankAccount.number == number,
        BankAccount.currency == details.currency,
        BankAccount.active,
    )
    if db.session.scalar(same) is not None:
        raise AccountKept
    account = BankAccount(
        organisation_id=actor.organisation_id,
        bank=details.bank,
        branch=details.branch,
        holder=details.holder,
        number=number,
        currency=details.currency,
        purpose=details.purpose,
        created_by=actor.user_id,
    )
    db.session.add(account)
    db.session.flush()
    emit(BankAccountChanged(actor.organisation_id, account.id, True), actor)
    return account


def close_bank_account(actor: Actor, account_id: int) -> BankAccount:
    """Use an account no more; what is booked by it stays. Harmless when it is closed; raises NotYourBankAccount."""
    account = bank_account(actor, account_id)
    if not rules.may_edit(actor, account.organisation_id):
        raise NotYourBankAccount
    if account.active:
        account.active = False
        db.session.flush()
        emit(BankAccountChanged(account.organisation_id, account.id, False), actor)
    return account
