"""Spreadsheets on their way in: checked, corrected, run in chunks that can be resumed, and reported."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, update

from market.accounts.models import Organisation
from market.accounts.queries import find_organisation
from market.accounts.rules.organisations import uscc_refusal
from market.core import clock, files
from market.core.actor import SYSTEM, Actor
from market.core.db import db, transaction
from market.core.errors import Conflict, Invalid, NotFound
from market.core.files import StoredFile
from market.core.i18n import N_
from market.core.outbox import emit
from market.patents.errors import ColumnsMissing, NotRunnable, NotVetted, UnreadableFile
from market.patents.events import ImportAsked, PatentsImported
from market.patents.models import ImportRow, ImportRun
from market.patents.rules.columns import Field, mapping_from_names
from market.patents.rules.dates import Order
from market.patents.rules.merging import Stated
from market.patents.rules.rows import Reading, read_row
from market.patents.service import chunks
from market.patents.service.checking import Found, data_rows, look, orders_proved
from market.patents.service.tables import Row, Sheet, open_table

CHUNK_ROWS = 300
TRIES = 5
REFUSALS_LISTED = 1000

Progress = Callable[[int, int], None]
UNKNOWN_OWNER = N_("No organisation has the credit code %(code)s. Give the owner's name instead.")


def _silent(_done: int, _total: int) -> None:
    """No progress wanted."""


def start_import(actor: Actor, stored: StoredFile, found: Found, owner: str = "", dry_run: bool = False) -> ImportRun:
    """Note a checked file as an import that waits for its owner's word; inside a transaction.

    Universities import their own patents, operators those of anybody (`owner` names whose the rows without a name
    are: a name or a credit code).
    """
    if not actor.vetted and actor != SYSTEM:
        raise NotVetted
    db.session.add(stored)
    db.session.flush()
    run = ImportRun(
        file_id=stored.id,
        organisation_id=actor.organisation_id if actor.kind == "university" else None,
        started_by=actor.user_id,
        owner_name=_owner_name(owner) if actor.kind != "university" else "",
        dry_run=dry_run,
        state="ready",
        mapping={"columns": found.columns, "orders": {}, "status_as_of": clock.today().isoformat()},
    )
    _note_found(run, found)
    db.session.add(run)
    db.session.flush()
    return run


def _owner_name(owner: str) -> str:
    """The name an owner is kept under, given a name or a credit code; raises Invalid for an unknown code."""
    text = owner.strip()
    organisation = find_organisation(text) if text else None
    if organisation is not None:
        return organisation.name
    if text and not uscc_refusal(text):
        raise Invalid(UNKNOWN_OWNER, code=text)
    return text


def _note_found(run: ImportRun, found: Found) -> None:
    run.found = found.stored()
    run.encoding, run.sheet = found.encoding, found.sheet
    run.header_row, run.rows = found.header_row, found.rows


def look_again(run: ImportRun, encoding: str, sheet: str, columns: dict[str, int] | None) -> Found:
    """Read the file of an import anew with what its owner has chosen; outside a transaction; raises UnreadableFile."""
    stored = files.get(run.file_id)
    if stored is None:
        raise NotFound
    found = look(files.path_of(stored), stored.filename, encoding, sheet, columns)
    return replace(found, encoding_sure=True) if encoding else found


def correct(run: ImportRun, found: Found, orders: dict[str, str], status_as_of: date | None) -> None:
    """Keep the owner's corrections of a waiting import; inside a transaction."""
    if run.state != "ready":
        raise NotRunnable
    as_of = status_as_of or clock.today()
    _note_found(run, found)
    run.mapping = {"columns": found.columns, "orders": orders, "status_as_of": as_of.isoformat()}


def ask_to_run(actor: Actor, run: ImportRun, dry_run: bool = False) -> None:
    """Hand a waiting import to the worker; inside a transaction. Raises NotVetted, ColumnsMissing, NotRunnable."""
    if not actor.vetted:
        raise NotVetted
    if Field.APPLICATION_NUMBER.value not in run.mapping["columns"]:
        raise ColumnsMissing
    moved = db.session.execute(
        update(ImportRun)
        .where(ImportRun.id == run.id, ImportRun.state == "ready")
        .values(state="running", dry_run=dry_run)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise NotRunnable
    emit(ImportAsked(run.id), actor)


def for_real(actor: Actor, run: ImportRun) -> ImportRun:
    """After a trial run: the same file, read in the same way, now to be kept; inside a transaction."""
    if run.state != "done" or not run.dry_run:
        raise NotRunnable
    copied = ("file_id", "organisation_id", "owner_name", "encoding", "sheet", "header_row", "mapping", "found", "rows")
    made = ImportRun(**{name: getattr(run, name) for name in copied}, started_by=actor.user_id, state="ready")
    db.session.add(made)
    db.session.flush()
    ask_to_run(actor, made)
    return made


def cancel(run: ImportRun) -> None:
    """Give up an import that has not been started; inside a transaction."""
    if run.state != "ready":
        raise NotRunnable
    run.state = "cancelled"


def run_asked(event: ImportAsked) -> None:
    """The worker's part: run what was asked for; repeatable."""
    run_import(event.import_id)


def run_import(import_id: int, progress: Progress = _silent) -> None:
    """Run an import from where it stands to its end; harmless when it has ended, complete after any kill.

    Opens its own short transactions, one a chunk; reading and parsing happen outside of them.
    """
    run = _begin(import_id)
    if run is None:
        return
    try:
        _run_rows(run, progress)
    except UnreadableFile as refusal:
        with transaction():
            found = _get(import_id)
            found.state, found.message, found.finished_at = "failed", str(refusal), clock.now()
            if not found.dry_run:
                emit(PatentsImported(import_id))
        return
    _finish(import_id)


def _get(import_id: int) -> ImportRun:
    run = db.session.get(ImportRun, import_id)
    if run is None:
        raise NotFound
    return run


def _begin(import_id: int) -> ImportRun | None:
    with transaction():
        run = _get(import_id)
        if run.state not in ("ready", "running"):
            return None
        run.state = "running"
        if run.dry_run and run.done_rows:
            db.session.execute(delete(ImportRow).where(ImportRow.import_id == run.id))
            run.done_rows = run.imported = run.updated = run.unchanged = run.refused = 0
    return _get(import_id)


def _run_rows(run: ImportRun, progress: Progress) -> None:
    stored = files.get(run.file_id)
    if stored is None:
        raise UnreadableFile
    terms = chunks.Terms(
        import_id=run.id,
        stated=Stated(stored.filename[:120], date.fromisoformat(run.mapping["status_as_of"])),
        organisation=db.session.get(Organisation, run.organisation_id) if run.organisation_id else None,
        owner_name=run.owner_name,
    )
    done, total, header_row, name = run.done_rows, run.rows, run.header_row, run.sheet
    imagined = chunks.Plan({}, {}, {}) if run.dry_run else None
    mapping, chosen, sure = run.mapping, run.encoding, bool(run.found.get("encoding_sure", True))
    with open_table(files.path_of(stored), stored.filename, chosen) as table:
        sheet = next(each for each in table.sheets if each.name == name)
        reading = _reading(sheet, header_row, mapping, sure)
        for rows in _batches(sheet, header_row, done):
            read = [_read(number, cells, reading) for number, cells in rows]
            imagined = _store(read, terms, done, imagined)
            done += len(rows)
            progress(done, total)


def _reading(sheet: Sheet, header_row: int, mapping: dict[str, Any], encoding_sure: bool) -> Reading:
    """How to read the rows: the owner's choice of order where there is one, else what the column proves."""
    columns = mapping_from_names(mapping["columns"])
    orders: dict[Field, Order | None] = dict(orders_proved(sheet, header_row, columns))
    orders |= {Field(name): Order(order) for name, order in mapping["orders"].items() if order}
    return Reading(columns, orders, encoding_sure, clock.today())


def _batches(sheet: Sheet, header_row: int, skip: int) -> Iterator[list[tuple[int, Row]]]:
    rows = islice(data_rows(sheet, header_row), skip, None)
    while batch := list(islice(rows, CHUNK_ROWS)):
        yield batch


def _read(number: int, cells: Row, reading: Reading) -> chunks.Read:
    try:
        return chunks.Read(number, cells, facts=read_row(cells, reading))
    except Invalid as refusal:
        return chunks.Read(number, cells, refusal=refusal)


def _store(rows: list[chunks.Read], terms: chunks.Terms, done: int, imagined: chunks.Plan | None) -> chunks.Plan | None:
    """One chunk in one transaction; tried again when another import was faster with the same application."""
    for attempt in range(1, TRIES + 1):
        try:
            with transaction():
                plan = chunks.store(rows, terms, done, imagined)
        except Conflict:
            if attempt == TRIES or _get(terms.import_id).done_rows != done:
                raise
        else:
            return plan if imagined is not None else None
    return None


def _finish(import_id: int) -> None:
    with transaction():
        run = _get(import_id)
        if run.state != "running":
            return
        run.state, run.finished_at, run.rows = "done", clock.now(), run.done_rows
        if not run.dry_run:
            emit(PatentsImported(import_id))


def import_file(
    path: Path, owner: str | None = None, dry_run: bool = False, progress: Progress = _silent
) -> dict[str, Any]:
    """Import a file here and now, as the command line does; raises UnreadableFile.

    Gives rows, imported, updated, unchanged, refused, seconds, and the refusals with row numbers and sentences.
    """
    begun = time.monotonic()
    found = look(path, path.name)
    with path.open("rb") as stream:
        stored = files.keep(stream, path.name, None)
    with transaction():
        run_id = start_import(SYSTEM, stored, found, owner or "", dry_run).id
    run_import(run_id, progress)
    run = _get(run_id)
    if run.state == "failed":
        raise UnreadableFile(run.message)
    counts = {name: getattr(run, name) for name in ("rows", "imported", "updated", "unchanged", "refused")}
    return {
        **counts,
        "seconds": round(time.monotonic() - begun, 2),
        "import_id": run_id,
        "encoding": found.encoding if found.encoding_sure else f"{found.encoding}?",
        "sheets_left_out": found.other_sheets,
        "reasons": reasons(run_id),
        "refusals": refusals(run_id),
    }


def refusals(import_id: int, limit: int = REFUSALS_LISTED) -> list[dict[str, Any]]:
    """The refused rows of an import with the reason in the reader's language, first rows first."""
    rows = db.session.scalars(
        select(ImportRow)
        .where(ImportRow.import_id == import_id, ImportRow.outcome == "refused")
        .order_by(ImportRow.number)
        .limit(limit)
    )
    return [{"row": row.number, "reason": row.reason} for row in rows]


def reasons(import_id: int) -> list[dict[str, Any]]:
    """How often each kind of reason stands in the report, most frequent first, with an example."""
    rows = db.session.execute(
        select(ImportRow.sentence, func.count(), func.min(ImportRow.number))
        .where(ImportRow.import_id == import_id, ImportRow.outcome == "refused")
        .group_by(ImportRow.sentence)
        .order_by(func.count().desc())
    ).all()
    result = []
    for _sentence, count, first in rows:
        example = db.session.scalar(
            select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.number == first)
        )
        result.append({"count": count, "first_row": first, "example": example.reason if example else ""})
    return result
