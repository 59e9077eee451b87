"""Writing the book: one posting function, reversals, gap-free numbers, and the self-check."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import case, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from market.core import clock
from market.core.db import Base, db
from market.ledger import queries, rules
from market.ledger.errors import AlreadyReversed, KeyTaken, Unbalanced
from market.ledger.models import Account, JournalEntry, Posting
from market.ledger.models import Sequence as NumberSequence
from market.ledger.rules import Line


def post(
    business_key: str,
    kind: str,
    on: date,
    lines: Sequence[Line],
    source: Mapping[str, Any] | None = None,
    subject: str = "",
) -> JournalEntry:
    """Book one business fact, once, inside a transaction.

    Lines of nothing are left out; the rest must be two or more and sum to zero per currency, else Unbalanced. The same
    key with the same lines gives back the entry that is there; with other lines KeyTaken is raised.
    """
    lines = rules.written(lines)
    if not rules.balanced(lines) or any(line.purpose not in rules.CHART for line in lines):
        raise Unbalanced
    found = queries.entry(business_key)
    if found is not None:
        return _same(found, kind, lines)
    return _write(business_key, kind, on, lines, dict(source or {}), subject)


def reverse(entry: JournalEntry, reason: str, on: date | None = None) -> JournalEntry:
    """Take an entry back by its mirror image, once; asking again gives the same reversal."""
    found = db.session.scalar(select(JournalEntry).where(JournalEntry.reverses_id == entry.id))
    if found is not None:
        if found.source.get("reason") != reason:
            raise AlreadyReversed
        return found
    return _write(
        f"reversal:{entry.business_key}",
        entry.kind,
        on or clock.today(),
        rules.mirrored(entry.lines),
        {**entry.source, "reason": reason},
        entry.subject,
        entry.id,
    )


def next_number(series: str, year: int) -> int:
    """The next number of a series in a year, from 1, without gaps.

    The row stays locked until the transaction ends, so that a number taken by a deed that is undone is given again.
    """
    _insert_once(NumberSequence, {"series": series, "year": year, "last": 0}, ["series", "year"])
    taken = db.session.scalar(
        update(NumberSequence)
        .where(NumberSequence.series == series, NumberSequence.year == year)
        .values(last=NumberSequence.last + 1)
        .returning(NumberSequence.last)
        .execution_options(synchronize_session=False)
    )
    return int(taken or 0)


def self_check() -> list[str]:
    """What is wrong in the book, one line for each finding; empty when it is sound. Reads only."""
    return [*_unbalanced(), *_foreign_currencies(), *_broken_reversals()]


def _same(found: JournalEntry, kind: str, lines: Sequence[Line]) -> JournalEntry:
    """The entry that is there, if it says the same."""

    def plain(of: Sequence[Line]) -> list[tuple[str, int]]:
        return sorted((line.code, line.money.minor) for line in of)

    if found.kind != kind or plain(found.lines) != plain(lines):
        raise KeyTaken
    return found


def _write(
    business_key: str,
    kind: str,
    on: date,
    lines: Sequence[Line],
    source: dict[str, Any],
    subject: str,
    reverses_id: int | None = None,
) -> JournalEntry:
    """Postings first, then the entry that seals them: the database refuses it unless they balance."""
    accounts = _accounts(lines)
    entry_id = _free_entry_id()
    db.session.execute(
        insert(Posting),
        [
            {
                "entry_id": entry_id,
                "account_id": accounts[line.code],
                "amount_minor": line.money.minor,
                "currency": line.money.currency,
            }
            for line in lines
        ],
    )
    entry = JournalEntry(
        id=entry_id,
        business_key=business_key,
        kind=kind,
        on=on,
        source=source,
        subject=subject,
        reverses_id=reverses_id,
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def _accounts(lines: Sequence[Line]) -> dict[str, int]:
    """The ids of the lines' accounts by code; accounts are opened on first use."""
    wanted = {line.code: line for line in lines}
    found = _account_ids(wanted)
    missing = sorted(wanted.keys() - found.keys())
    for code in missing:
        line = wanted[code]
        values = {
            "code": code,
            "kind": rules.CHART[line.purpose],
            "currency": line.money.currency,
            "organisation_id": line.organisation_id,
        }
        _insert_once(Account, values, ["code"])
    return _account_ids(wanted) if missing else found


def _account_ids(codes: Iterable[str]) -> dict[str, int]:
    rows = db.session.execute(select(Account.code, Account.id).where(Account.code.in_(list(codes))))
    return {row.code: row.id for row in rows}


def _insert_once(model: type[Base], values: dict[str, Any], key: list[str]) -> None:
    """Insert a row unless its key is there, whoever else is doing the same."""
    dialect = db.session.get_bind().dialect.name
    insert_of = postgresql.insert if dialect == "postgresql" else sqlite.insert
    db.session.execute(insert_of(model).values(**values).on_conflict_do_nothing(index_elements=key))


def _free_entry_id() -> int:
    """The id of the entry to come: from PostgreSQL's sequence; on SQLite the writer is alone."""
    if db.session.get_bind().dialect.name == "postgresql":
        return int(db.session.scalar(text("select nextval(pg_get_serial_sequence('journal_entry', 'id'))")) or 0)
    return int(db.session.scalar(select(func.coalesce(func.max(JournalEntry.id), 0) + 1)) or 1)


def _unbalanced() -> list[str]:
    """Entries whose postings do not sum to zero in some currency, or are fewer than two."""
    sums = db.session.execute(
        select(Posting.entry_id, Posting.currency, func.sum(Posting.amount_minor))
        .group_by(Posting.entry_id, Posting.currency)
        .having(func.sum(Posting.amount_minor) != 0)
    )
    findings = [f"entry {number} is out of balance by {total} {currency}" for number, currency, total in sums]
    thin = db.session.scalars(
        select(JournalEntry.id)
        .outerjoin(Posting, Posting.entry_id == JournalEntry.id)
        .group_by(JournalEntry.id)
        .having(func.count(Posting.id) < 2)
    )
    return findings + [f"entry {number} has fewer than two postings" for number in thin]


def _foreign_currencies() -> list[str]:
    """Postings in another currency than their account's, and accounts whose kind is not the chart's."""
    wrong = db.session.scalars(
        select(Posting.id).join(Account).where(Posting.currency != Account.currency).order_by(Posting.id)
    )
    findings = [f"posting {number} is not in its account's currency" for number in wrong]
    for account in db.session.scalars(select(Account).order_by(Account.id)):
        code = rules.account_code(account.purpose, account.organisation_id, account.currency)
        if rules.CHART.get(account.purpose) != account.kind or code != account.code:
            findings.append(f"account {account.code} is not as the chart has it")
    return findings


def _broken_reversals() -> list[str]:
    """Reversals that are not the mirror image of what they reverse."""
    mirror = case((JournalEntry.reverses_id.is_(None), JournalEntry.id), else_=JournalEntry.reverses_id)
    reversed_ids = select(JournalEntry.reverses_id).where(JournalEntry.reverses_id.is_not(None))
    rows = db.session.execute(
        select(mirror, Posting.account_id, func.sum(Posting.amount_minor))
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .where(mirror.in_(reversed_ids))
        .group_by(mirror, Posting.account_id)
        .having(func.sum(Posting.amount_minor) != 0)
    )
    return [f"the reversal of entry {number} leaves {total} on account {account}" for number, account, total in rows]
