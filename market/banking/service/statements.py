"""Statements from the upload to the last row: looked at, kept, matched, put in suspense. A killed import goes on."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import insert, select

from market.accounts.models import BankAccount
from market.accounts.queries import person
from market.banking import queries
from market.banking.errors import NotReady, NotWaiting, NotYourAccount
from market.banking.events import StatementAsked, StatementImported
from market.banking.models import AccountReading, BankRow, BankStatement
from market.banking.rules.access import may_handle
from market.banking.rules.entries import Entry
from market.banking.rules.sameness import Marked, marked, same_transfer
from market.banking.service import matching, suspense
from market.banking.service.reading import Choice, Reading, read
from market.core import clock, files
from market.core.actor import NOBODY, Actor
from market.core.db import db, forget, lock_row, transaction
from market.core.errors import Conflict, NotFound, Refusal
from market.core.files import StoredFile
from market.core.outbox import emit

CHUNK_ROWS = 250
TRIES = 5


def offer(actor: Actor, account: BankAccount, stored: StoredFile, reading: Reading) -> BankStatement:
    """Note a file as a statement that waits for the word of who uploaded it; none of its rows is kept yet."""
    if not may_handle(actor, account.organisation_id):
        raise NotYourAccount
    db.session.add(stored)
    db.session.flush()
    statement = BankStatement(
        account_id=account.id, file_id=stored.id, format=reading.format, imported_by=actor.user_id
    )
    _note(statement, reading, account.currency)
    db.session.add(statement)
    db.session.flush()
    return statement


def _note(statement: BankStatement, reading: Reading, currency: str) -> None:
    """Keep how a file is read, and what it holds."""
    statement.encoding, statement.sheet = reading.encoding if not reading.encoding_sure else "", reading.sheet[:60]
    statement.columns = dict(reading.columns)
    statement.currency = currency
    balances, days = reading.continuity, [entry.booked_on for entry in reading.entries]
    statement.opening_minor = balances.opening.minor if balances.opening is not None else None
    statement.closing_minor = balances.closing.minor if balances.closing is not None else None
    statement.breaks = list(balances.breaks[:20])
    statement.first_day, statement.last_day = (min(days), max(days)) if days else (None, None)
    statement.rows = len(reading.entries)


def look(statement: BankStatement, choice: Choice | None = None) -> Reading:
    """Read the file of a statement anew, as noted or as chosen now; outside a transaction."""
    choice = choice or Choice(statement.encoding, statement.sheet, columns=dict(statement.columns) or None)
    return read(_path(statement), statement.file.filename, statement.account, choice)


def _path(statement: BankStatement) -> Path:
    return files.path_of(statement.file)


def correct(actor: Actor, statement_id: int, reading: Reading, encoding: str = "") -> BankStatement:
    """Keep another way of reading a waiting statement; raises NotWaiting."""
    statement = _waiting(actor, statement_id)
    _note(statement, reading, statement.account.currency)
    statement.encoding = encoding or statement.encoding
    return statement


def _waiting(actor: Actor, statement_id: int) -> BankStatement:
    statement = queries.statement(actor, statement_id)
    lock_row(statement)
    if statement.state != "ready":
        raise NotWaiting
    return statement


def cancel(actor: Actor, statement_id: int) -> None:
    """Give up a waiting statement."""
    _waiting(actor, statement_id).state = "cancelled"


def ask_to_import(actor: Actor, statement_id: int, reading: Reading) -> None:
    """Hand a waiting statement, as just read, to the worker; remembers its columns for the account.

    Raises NotReady when something stands against it, NotWaiting when it was asked for before.
    """
    if reading.problems:
        raise NotReady
    statement = _waiting(actor, statement_id)
    statement.state, statement.imported_by = "running", actor.user_id
    if reading.columns:
        heads = {field: reading.header[place] for field, place in reading.columns.items()}
        settings_of(statement.account_id).heads = heads
    emit(StatementAsked(statement.id), actor)


def settings_of(account_id: int) -> AccountReading:
    """How statements of an account are read and booked; made on first use."""
    found = queries.reading_of(account_id)
    if found is None:
        found = AccountReading(account_id=account_id, heads={}, automatic=True)
        db.session.add(found)
        db.session.flush()
    return found


def set_automatic(actor: Actor, account_id: int, automatic: bool) -> None:
    """Say whether sure matches of an account are booked at once."""
    settings_of(queries.account(actor, account_id).id).automatic = automatic


def run_asked(event: StatementAsked) -> None:
    """The worker's part: import what was asked for; repeatable."""
    run(event.statement_id)


def run(statement_id: int) -> None:
    """Import a statement from where it stands to its end; harmless when it has ended, complete after any kill.

    Reading happens outside of transactions; rows are kept in chunks, each match is booked in a transaction of its own,
    and what is left on an account of the programme goes to suspense.
    """
    forget()
    statement = _get(statement_id)
    if statement.state != "running":
        return
    actor = _importer(statement)
    try:
        reading = look(statement)
        if reading.problems:
            raise NotReady(reading.problems[0][0], **reading.problems[0][1])
    except Refusal as refusal:
        _finish(statement_id, str(refusal))
        return
    rows = marked(reading.entries)
    for start in range(0, len(rows), CHUNK_ROWS):
        _keep(statement_id, rows[start : start + CHUNK_ROWS])
    settle_waiting(actor, statement.account_id, statement_id)
    _finish(statement_id)


def _get(statement_id: int) -> BankStatement:
    found = db.session.get(BankStatement, statement_id)
    if found is None:
        raise NotFound
    return found


def _importer(statement: BankStatement) -> Actor:
    """Who asked for the import, with the rights of today; nobody when the person has left."""
    return person(statement.imported_by).actor if statement.imported_by else NOBODY


def settle_waiting(actor: Actor, account_id: int, statement_id: int | None = None) -> int:
    """Match what waits on an account (of one statement when given), suspend the rest; gives how many were booked."""
    booked = 0
    if queries.automatic(account_id):
        booked = matching.match_waiting(actor, account_id, statement_id)
    suspense.suspend_waiting(account_id)
    return booked


def _keep(statement_id: int, rows: Sequence[Marked]) -> None:
    """One chunk in one transaction; tried again when another import was faster with the same rows."""
    for attempt in range(1, TRIES + 1):
        try:
            with transaction():
                _store(_get(statement_id), rows)
        except Conflict:
            if attempt == TRIES:
                raise
        else:
            return


def _store(statement: BankStatement, rows: Sequence[Marked]) -> None:
    """Keep the rows that are new; one known from a file of another kind is kept as its duplicate."""
    lock_row(statement.account)
    known = _known(statement.account_id, rows)
    fresh = [row for row in rows if (row.checksum, row.ordinal) not in known]
    repeats = _repeats(statement, fresh)
    values = [_values(statement, row, repeats.get(place)) for place, row in enumerate(fresh)]
    if values:
        db.session.execute(insert(BankRow), values)
    statement.done_rows = min(statement.done_rows + len(rows), statement.rows)


def _known(account_id: int, rows: Sequence[Marked]) -> set[tuple[str, int]]:
    found = db.session.execute(
        select(BankRow.checksum, BankRow.ordinal).where(
            BankRow.account_id == account_id, BankRow.checksum.in_({row.checksum for row in rows})
        )
    )
    return {(checksum, ordinal) for checksum, ordinal in found}


def _repeats(statement: BankStatement, fresh: Sequence[Marked]) -> dict[int, int]:
    """For which of the new rows an earlier file, not equal in every sign, tells the same movement: place -> row."""
    if not fresh:
        return {}
    days = [row.entry.booked_on for row in fresh]
    earlier = db.session.execute(
        select(BankRow, BankStatement)
        .join(BankStatement, BankStatement.id == BankRow.statement_id)
        .where(
            BankRow.account_id == statement.account_id,
            BankRow.statement_id != statement.id,
            BankRow.state != "duplicate",
            BankRow.booked_on.between(min(days), max(days)),
        )
        .order_by(BankRow.id)
    ).all()
    taken = set(
        db.session.scalars(
            select(BankRow.repeats_id).where(BankRow.statement_id == statement.id, BankRow.repeats_id.is_not(None))
        )
    )
    waiting: dict[tuple[object, ...], list[tuple[int, Entry, bool]]] = {}
    for row, of in earlier:
        entry = row.entry
        waiting.setdefault(_group(entry), []).append((row.id, entry, of.kind == statement.kind))
    found = {}
    for place, mark in enumerate(fresh):
        for number, entry, alike in waiting.get(_group(mark.entry), []):
            if number not in taken and same_transfer(mark.entry, entry, alike):
                taken.add(number)
                found[place] = number
                break
    return found


def _group(entry: Entry) -> tuple[object, ...]:
    return entry.booked_on, entry.incoming, entry.money


def _values(statement: BankStatement, row: Marked, repeats: int | None) -> dict[str, object]:
    entry = row.entry
    return {
        "statement_id": statement.id,
        "account_id": statement.account_id,
        "line": entry.line,
        "checksum": row.checksum,
        "ordinal": row.ordinal,
        "booked_on": entry.booked_on,
        "incoming": entry.incoming,
        "amount_minor": entry.money.minor,
        "currency": entry.money.currency,
        "balance_minor": entry.balance.minor if entry.balance is not None else None,
        "name": entry.name,
        "number": entry.number,
        "text": entry.text,
        "reference": entry.reference,
        "state": "duplicate" if repeats else "unmatched",
        "repeats_id": repeats,
        "version": 1,
    }


def _finish(statement_id: int, message: str = "") -> None:
    with transaction():
        statement = _get(statement_id)
        lock_row(statement)
        if statement.state != "running":
            return
        counts = queries.counts(statement_id)
        statement.state, statement.message = ("failed", message) if message else ("done", "")
        statement.finished_at, statement.done_rows = clock.now(), statement.rows
        statement.repeated = max(0, statement.rows - counts[""])
        emit(StatementImported(statement_id, counts["waiting"], bool(message)))
