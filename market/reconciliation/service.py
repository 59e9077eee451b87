"""Comparing, and keeping what was found: open, explained, gone."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, forget, lock_row
from market.core.outbox import emit
from market.payments.rules import BalanceLine
from market.reconciliation import queries, rules
from market.reconciliation.errors import NotOpen, OperatorOnly, ReasonMissing
from market.reconciliation.events import DifferenceExplained, DifferenceGone, DifferenceOpened
from market.reconciliation.models import Check, Difference
from market.reconciliation.rules import Finding, State

DOOR = "door"


def findings() -> list[Finding]:
    """Every difference there is now, without the card service's word. Reads only.

    What is found is looked for a second time: on PostgreSQL a booking made between two of our questions would look
    like a difference, and is none.
    """
    first = {found.key: found for found in _look()}
    if not first:
        return []
    forget()
    again = {found.key: found for found in _look()}
    return [again[key] for key in first if key in again]


def _look() -> Iterable[Finding]:
    yield from queries.row_findings()
    yield from queries.bank_findings()


def door_findings(lines: Sequence[BalanceLine], way: str, start: date, end: date) -> list[Finding]:
    """Differences between the card service's movements and the book. Reads only."""
    return list(queries.door_findings(lines, way, start, end))


def keep(found: Sequence[Finding], skipped: Sequence[str] = ()) -> Check:
    """Bring the known differences in line with what was found, inside a transaction.

    New ones are opened, known ones seen again, and those not found any more are gone. Kinds in `skipped` ("door: why")
    could not be looked at this time: theirs stay as they are.
    """
    now = clock.now()
    wanted = {one.key: one for one in found}
    known = {row.key: row for row in db.session.scalars(select(Difference).with_for_update())}
    opened = sum(_seen(known.get(key), one) for key, one in wanted.items())
    blind = {one.partition(":")[0] for one in skipped}
    gone = [
        row for key, row in known.items() if key not in wanted and row.state != State.GONE and row.kind not in blind
    ]
    for row in gone:
        row.state, row.gone_at = State.GONE, now
        emit(DifferenceGone(row.id))
    check = Check(at=now, found=len(wanted), opened=opened, gone=len(gone), skipped="; ".join(skipped))
    db.session.add(check)
    db.session.flush()
    return check


def _seen(row: Difference | None, found: Finding) -> bool:
    """Note that a difference was found; whether it is now open and was not before."""
    now = clock.now()
    before = State.GONE if row is None else State(row.state)
    if row is None:
        row = Difference(key=found.key, first_seen=now)
        db.session.add(row)
        state = State.OPEN
    else:
        state = rules.seen_again(row.state, row.finding, found)
    row.kind, row.about, row.facts = found.kind, found.about, dict(found.facts)
    row.amount_minor = found.money.minor if found.money else None
    row.currency = found.money.currency if found.money else ""
    row.state, row.last_seen, row.gone_at = state, now, None
    db.session.flush()
    if state == State.OPEN != before:
        emit(DifferenceOpened(row.id, row.kind))
        return True
    return False


def explain(actor: Actor, number: int, note: str) -> Difference:
    """Say why a difference is as it is, with name and time; it stays explained as long as it stays the same."""
    if not actor.operator:
        raise OperatorOnly
    if not note.strip():
        raise ReasonMissing
    row = queries.difference(number)
    lock_row(row)
    if row.state == State.GONE:
        raise NotOpen
    row.state, row.note = State.EXPLAINED, note.strip()
    row.explained_by, row.explained_at = actor.user_id, clock.now()
    db.session.flush()
    emit(DifferenceExplained(row.id), actor)
    return row
