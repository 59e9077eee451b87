"""Single accounts and entries, and who may see them: the operator all, a party what is on its own accounts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from market.accounts.models import Organisation
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.ledger.models import Account, JournalEntry, Posting
from market.ledger.queries.balances import Balance


def account(actor: Actor, account_id: int) -> Account:
    """One account, if this person may see it; raises NotFound."""
    found = db.session.get(Account, account_id)
    if found is None or not (actor.operator or actor.of(found.organisation_id)):
        raise NotFound
    return found


def accounts(purpose: str, currency: str = "", words: str = "") -> Select[Any]:
    """The accounts of one purpose (all purposes when empty) and currency, whose owner's name has these words."""
    statement = (
        select(Account)
        .outerjoin(Organisation, Organisation.id == Account.organisation_id)
        .order_by(Account.currency, Organisation.name, Account.code)
    )
    if purpose:
        statement = statement.where(Account.code.startswith(f"{purpose}:", autoescape=True))
    if currency:
        statement = statement.where(Account.currency == currency)
    if words:
        statement = statement.where(Organisation.name.icontains(words, autoescape=True))
    return statement


def entry(business_key: str) -> JournalEntry | None:
    """The entry of a business fact."""
    return db.session.scalar(select(JournalEntry).where(JournalEntry.business_key == business_key))


def entry_for(actor: Actor, entry_id: int) -> JournalEntry:
    """One entry, if this person may see any line of it; raises NotFound."""
    found = db.session.get(JournalEntry, entry_id)
    if found is None or not own_lines(actor, found):
        raise NotFound
    return found


def reversal_of(entry_id: int) -> int | None:
    """The entry that takes this one back."""
    return db.session.scalar(select(JournalEntry.id).where(JournalEntry.reverses_id == entry_id))


def own_lines(actor: Actor, entry: JournalEntry) -> list[Posting]:
    """The lines of an entry that this person may see: all for the operator, else those on own accounts."""
    return [line for line in entry.postings if actor.operator or actor.of(line.account.organisation_id)]


def owner_names(rows: Sequence[Balance] | Sequence[Account]) -> dict[int, str]:
    """Whose the accounts are: names by organisation."""
    found = [row.account if isinstance(row, Balance) else row for row in rows]
    wanted = {row.organisation_id for row in found} - {None}
    names = db.session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted)))
    return {row.id: row.name for row in names}


def owner_name(account: Account) -> str:
    """Whose an account is; empty for the house's own."""
    owner = db.session.get(Organisation, account.organisation_id) if account.organisation_id else None
    return owner.name if owner else ""
