"""Reading the book: balances by account, organisation and subject, trial balance. Debit positive, credit negative."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from market.accounts.models import Organisation
from market.core.db import db
from market.core.money import Money
from market.ledger.models import Account, JournalEntry, Posting
from market.ledger.rules import account_code

SIDES = ("debit", "credit")


@dataclass(frozen=True)
class Balance:
    """One account with the sums of its two sides; `credit` is given as a positive amount."""

    account: Account
    debit: Money
    credit: Money

    @property
    def money(self) -> Money:
        """Debit less credit."""
        return self.debit - self.credit


def balance(purpose: str, organisation_id: int | None, currency: str = "CNY") -> Money:
    """What stands on one account."""
    code = account_code(purpose, organisation_id, currency)
    total = db.session.scalar(
        select(func.coalesce(func.sum(Posting.amount_minor), 0)).join(Account).where(Account.code == code)
    )
    return Money(int(total or 0), currency)


def balances_by_subject(
    purpose: str, subjects: Collection[str], kinds: Collection[str] = ()
) -> dict[str, dict[str, int]]:
    """Minor units by subject and currency on accounts of one purpose; `kinds` narrows it to kinds of entries."""
    statement = (
        select(JournalEntry.subject, Posting.currency, func.sum(Posting.amount_minor))
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .join(Account, Account.id == Posting.account_id)
        .where(JournalEntry.subject.in_(list(subjects)), Account.code.startswith(f"{purpose}:"))
        .group_by(JournalEntry.subject, Posting.currency)
    )
    if kinds:
        statement = statement.where(JournalEntry.kind.in_(list(kinds)))
    found: dict[str, dict[str, int]] = {}
    for subject, currency, total in db.session.execute(statement):
        found.setdefault(subject, {})[currency] = int(total)
    return found


def trial_balance(organisation_id: int | None = None, until: date | None = None) -> list[Balance]:
    """Every account with its two sides, by code; of one organisation when given; entries up to a date when given."""
    debit = func.sum(Posting.amount_minor).filter(Posting.amount_minor > 0)
    credit = func.sum(Posting.amount_minor).filter(Posting.amount_minor < 0)
    statement = (
        select(Account, func.coalesce(debit, 0), func.coalesce(credit, 0))
        .join(Posting, Posting.account_id == Account.id)
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .group_by(Account.id)
        .order_by(Account.code)
    )
    if organisation_id is not None:
        statement = statement.where(Account.organisation_id == organisation_id)
    if until is not None:
        statement = statement.where(JournalEntry.on <= until)
    return [
        Balance(account, Money(int(plus), account.currency), Money(-int(minus), account.currency))
        for account, plus, minus in db.session.execute(statement)
    ]


def sums(rows: Sequence[Balance]) -> list[tuple[Money, Money]]:
    """Both sides summed, one pair per currency; equal in a sound book."""
    found: dict[str, tuple[Money, Money]] = {}
    for row in rows:
        zero = Money.zero(row.account.currency)
        debit, credit = found.get(row.account.currency, (zero, zero))
        found[row.account.currency] = (debit + row.debit, credit + row.credit)
    return [found[currency] for currency in sorted(found)]


def statement_of(account_id: int) -> Select[Any]:
    """The postings on one account, newest first."""
    return (
        select(Posting)
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .where(Posting.account_id == account_id)
        .order_by(JournalEntry.on.desc(), Posting.id.desc())
    )


def account(account_id: int) -> Account | None:
    """One account."""
    return db.session.get(Account, account_id)


def entry(business_key: str) -> JournalEntry | None:
    """The entry of a business fact."""
    return db.session.scalar(select(JournalEntry).where(JournalEntry.business_key == business_key))


def owner_names(rows: Sequence[Balance]) -> dict[int, str]:
    """Whose the accounts are: names by organisation."""
    wanted = {row.account.organisation_id for row in rows} - {None}
    found = db.session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted)))
    return {row.id: row.name for row in found}


def owner_name(account: Account) -> str:
    """Whose an account is; empty for the house's own."""
    owner = db.session.get(Organisation, account.organisation_id) if account.organisation_id else None
    return owner.name if owner else ""
