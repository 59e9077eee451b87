"""Balances by account, subject, period; the trial balance."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select

from market.core.db import db
from market.core.money import Money
from market.ledger.models import Account, JournalEntry, Posting
from market.ledger.rules import account_code, purpose_of

SUBJECTS_AT_ONCE = 5000
"""How many subjects one statement asks for: databases bound the number of parameters."""


@dataclass(frozen=True)
class Balance:
    """One account in a period: what stood on it before, and the sums of its two sides; `credit` is positive."""

    account: Account
    debit: Money
    credit: Money
    opening: Money

    @property
    def money(self) -> Money:
        """What stands on it at the end: opening, plus debit, less credit."""
        return self.opening + self.debit - self.credit


@dataclass(frozen=True)
class Total:
    """All accounts of one purpose and currency together; `accounts` counts them."""

    purpose: str
    currency: str
    accounts: int
    opening: Money
    debit: Money
    credit: Money

    @property
    def money(self) -> Money:
        """What stands on them at the end."""
        return self.opening + self.debit - self.credit


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
    found: dict[str, dict[str, int]] = {}
    for some in _portions(subjects):
        statement = _by_subject(purpose).where(JournalEntry.subject.in_(some))
        if kinds:
            statement = statement.where(JournalEntry.kind.in_(list(kinds)))
        for subject, currency, total in db.session.execute(statement):
            found.setdefault(subject, {})[currency] = int(total)
    return found


def every_subject(purpose: str) -> dict[str, dict[str, int]]:
    """Minor units by subject and currency on all accounts of one purpose, in one pass over the book."""
    found: dict[str, dict[str, int]] = {}
    for subject, currency, total in db.session.execute(_by_subject(purpose)):
        found.setdefault(subject, {})[currency] = int(total)
    return found


def _by_subject(purpose: str) -> Select[Any]:
    columns: tuple[Any, ...] = (JournalEntry.subject, Posting.currency, func.sum(Posting.amount_minor))
    return (
        select(*columns)
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .join(Account, Account.id == Posting.account_id)
        .where(Account.code.startswith(f"{purpose}:"))
        .group_by(JournalEntry.subject, Posting.currency)
    )


def _portions(subjects: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(subjects)
    while some := list(islice(rest, SUBJECTS_AT_ONCE)):
        yield some


def trial_balance(
    organisation_id: int | None = None,
    until: date | None = None,
    start: date | None = None,
    account_ids: Collection[int] | None = None,
) -> list[Balance]:
    """Every account that was ever posted to, by code; of one organisation, or these accounts, when given.

    `until` (included) leaves out what was booked for later days; what was booked for days before `start` is opening.
    """
    sums = _sums(until, start)
    if organisation_id is not None:
        sums = sums.where(Posting.account_id.in_(select(Account.id).where(Account.organisation_id == organisation_id)))
    if account_ids is not None:
        sums = sums.where(Posting.account_id.in_(account_ids))
    found = {row[0]: [int(value) for value in row[1:]] for row in db.session.execute(sums)}
    wanted = select(Account).order_by(Account.code)
    if organisation_id is not None:
        wanted = wanted.where(Account.organisation_id == organisation_id)
    if account_ids is not None:
        wanted = wanted.where(Account.id.in_(account_ids))
    return [
        Balance(
            account,
            debit=Money(found[account.id][1], account.currency),
            credit=Money(-found[account.id][2], account.currency),
            opening=Money(found[account.id][0], account.currency),
        )
        for account in db.session.scalars(wanted)
        if account.id in found
    ]


def _sums(until: date | None, start: date | None) -> Select[Any]:
    """Account, opening, debit, credit. Days are asked for only where they matter: without them one index answers."""
    amount = Posting.amount_minor
    last = db.session.scalar(select(func.max(JournalEntry.on))) if until is not None else None
    cut = until is not None and last is not None and until < last
    if start is None and not cut:
        return select(Posting.account_id, literal(0), _sum(amount > 0), _sum(amount < 0)).group_by(Posting.account_id)
    on = JournalEntry.on
    inside = on >= start if start is not None else literal(value=True)
    opening: ColumnElement[Any] = _sum(on < start) if start is not None else literal(0)
    statement = (
        select(Posting.account_id, opening, _sum(inside & (amount > 0)), _sum(inside & (amount < 0)))
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .group_by(Posting.account_id)
    )
    return statement.where(on <= until) if cut else statement


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, Posting.amount_minor))), 0)


def totals(rows: Sequence[Balance]) -> list[Total]:
    """The accounts of each purpose and currency together, in the order of the rows."""
    found: dict[tuple[str, str], Total] = {}
    for row in rows:
        key = (purpose_of(row.account.code), row.account.currency)
        zero = Money.zero(row.account.currency)
        old = found.get(key, Total(*key, 0, zero, zero, zero))
        found[key] = Total(
            *key, old.accounts + 1, old.opening + row.opening, old.debit + row.debit, old.credit + row.credit
        )
    return list(found.values())


def sums(rows: Sequence[Balance]) -> list[tuple[Money, Money]]:
    """Both sides summed, one pair per currency; equal in a sound book."""
    found: dict[str, tuple[Money, Money]] = {}
    for row in rows:
        zero = Money.zero(row.account.currency)
        debit, credit = found.get(row.account.currency, (zero, zero))
        found[row.account.currency] = (debit + row.debit, credit + row.credit)
    return [found[currency] for currency in sorted(found)]


def by_currency(rows: Sequence[Total]) -> dict[str, list[Total]]:
    """Totals under their currency."""
    found: dict[str, list[Total]] = {}
    for row in rows:
        found.setdefault(row.currency, []).append(row)
    return found
