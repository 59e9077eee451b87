"""Suspense: money on accounts of the programme of which nobody has said yet what it is for.

A university's own account takes money that is none of the market's business; what waits there stands in no book.
"""

from collections.abc import Iterable

from sqlalchemy import select

from market.banking.models import BankRow
from market.banking.queries import WAITING
from market.banking.rules.access import of_programme
from market.core.db import db, forget, transaction
from market.core.money import Money
from market.ledger import service as book
from market.ledger.rules import Line

CHUNK_ROWS = 250


def settle(row: BankRow) -> None:
    """Bring what stands in suspense for a row to what it waits for; nothing for rows that wait for nobody."""
    with db.session.no_autoflush:
        waits = row.waiting and of_programme(_holder_kind(row))
    wanted = row.amount_minor - row.assigned_minor if waits else 0
    change = wanted - row.suspended_minor
    if not change:
        return
    row.moves += 1
    row.suspended_minor = wanted
    _post(f"suspense:{row.id}:{row.moves}", [(row, Money(change, row.currency))])
    db.session.flush()


def _holder_kind(row: BankRow) -> str:
    return row.account.organisation.kind


def suspend_waiting(account_id: int) -> None:
    """Put every waiting row of an account of the programme in suspense, in chunks, each one entry in the book."""
    while True:
        forget()
        with transaction():
            rows = list(
                db.session.scalars(
                    select(BankRow)
                    .where(BankRow.account_id == account_id, WAITING, BankRow.suspended_minor == 0)
                    .order_by(BankRow.id)
                    .limit(CHUNK_ROWS)
                    .with_for_update()
                    .execution_options(populate_existing=True)
                )
            )
            if not rows or not of_programme(_holder_kind(rows[0])):
                return
            _suspend(rows)


def _suspend(rows: list[BankRow]) -> None:
    """All of them in one entry, by the day of the newest."""
    for row in rows:
        row.moves += 1
        row.suspended_minor = row.amount_minor - row.assigned_minor
    moves = [(row, row.suspended) for row in rows]
    _post(f"suspense:{rows[0].id}-{rows[-1].id}:{rows[0].moves}", moves)
    db.session.flush()


def _post(key: str, moves: Iterable[tuple[BankRow, Money]]) -> None:
    """One entry for these changes: on the bank account while the money waits, owed to whoever it is for."""
    found = list(moves)
    first = found[0][0]
    holder = first.account.organisation_id
    total = sum((money for _row, money in found), Money.zero(first.currency))
    day = max(row.booked_on for row, _money in found)
    book.post(
        key,
        "suspense",
        day,
        [Line("bank", holder, total), Line("suspense", holder, -total)],
        {"rows": [row.id for row, _money in found][:300]},
        f"bank_row:{first.id}" if len(found) == 1 else "",
    )
