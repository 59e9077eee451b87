"""Statements of accounts: what stood on them, line by line what happened, what stands on them now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from market.accounts.models import Organisation
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.ledger.models import Account, JournalEntry, Posting


@dataclass(frozen=True)
class StatementLine:
    """One posting with its entry, and what stood on the account after it."""

    entry: JournalEntry
    money: Money
    running: Money


@dataclass(frozen=True)
class Section:
    """One account in a period. `lines` may be a part of all (`total` counts them); the sums are of all."""

    account: Account
    opening: Money
    debit: Money
    credit: Money
    lines: Sequence[StatementLine]
    total: int

    @property
    def closing(self) -> Money:
        """What stands on it at the end of the period."""
        return self.opening + self.debit - self.credit


def section(
    account: Account, start: date | None, until: date | None, limit: int | None = None, offset: int = 0
) -> Section:
    """The statement of an account from one day to another (both included); lines by day, oldest first."""
    inside = [Posting.account_id == account.id]
    if start is not None:
        inside.append(JournalEntry.on >= start)
    if until is not None:
        inside.append(JournalEntry.on <= until)
    before = 0 if start is None else _sum(Posting.account_id == account.id, JournalEntry.on < start)
    opening = Money(before, account.currency)
    lines = [
        StatementLine(entry, Money(int(minor), account.currency), opening + Money(int(running), account.currency))
        for entry, minor, running in db.session.execute(_lines(inside).limit(limit).offset(offset))
    ]
    debit, credit = _sum(*inside, Posting.amount_minor > 0), _sum(*inside, Posting.amount_minor < 0)
    return Section(
        account, opening, Money(debit, account.currency), Money(-credit, account.currency), lines, _count(inside)
    )


def _lines(conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Entry, amount, and the sum of the amounts so far."""
    order = (JournalEntry.on, JournalEntry.id, Posting.id)
    running = func.sum(Posting.amount_minor).over(order_by=order, rows=(None, 0))
    return _joined(_of(JournalEntry, Posting.amount_minor, running)).where(*conditions).order_by(*order)


def _joined(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Posting).join(JournalEntry, JournalEntry.id == Posting.entry_id)


def _of(*columns: Any) -> Select[Any]:
    return select(*columns)


def _sum(*conditions: ColumnElement[bool]) -> int:
    return int(db.session.scalar(_joined(_of(func.sum(Posting.amount_minor))).where(*conditions)) or 0)


def _count(conditions: Sequence[ColumnElement[bool]]) -> int:
    return int(db.session.scalar(_joined(_of(func.count(Posting.id))).where(*conditions)) or 0)


def accounts_of(organisation_id: int, currency: str = "") -> list[Account]:
    """The accounts of one organisation that were ever posted to, by code."""
    used = select(Posting.id).where(Posting.account_id == Account.id).exists()
    statement = select(Account).where(Account.organisation_id == organisation_id, used).order_by(Account.code)
    if currency:
        statement = statement.where(Account.currency == currency)
    return list(db.session.scalars(statement))


def matters(entries: Collection[JournalEntry]) -> dict[str, str]:
    """What the amounts are for in the words of whoever asked: "request:5" by the entries' subject ("receivable:12").

    Read from the entry that asked for the amount.
    """
    keys = {f"ask:{entry.subject.removeprefix('receivable:')}" for entry in entries if entry.subject}
    asked = db.session.execute(
        select(JournalEntry.subject, JournalEntry.source).where(JournalEntry.business_key.in_(keys))
    )
    return {row.subject: str(row.source.get("for", "")) for row in asked}


def organisation(actor: Actor, organisation_id: int) -> Organisation:
    """Whose statement this person may see: the operator anybody's, others their own; raises NotFound."""
    found = db.session.get(Organisation, organisation_id)
    if found is None or not (actor.operator or actor.of(organisation_id)):
        raise NotFound
    return found


def organisations(words: str = "", kind: str = "") -> Select[Any]:
    """The organisations that have accounts, by name; of a kind, with these words in the name."""
    statement = (
        select(Organisation)
        .where(select(Account.id).where(Account.organisation_id == Organisation.id).exists())
        .order_by(Organisation.kind.desc(), Organisation.name)
    )
    if words:
        statement = statement.where(Organisation.name.icontains(words, autoescape=True))
    return statement.where(Organisation.kind == kind) if kind else statement
