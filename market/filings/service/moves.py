"""Changing the state of a filing or an invoice: compare and swap, so that of two who try at once one does it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import update

from market.core.db import db
from market.filings.errors import TooLate
from market.filings.models import Filing, Invoice


def take(row: Filing | Invoice, old: Collection[str], new: str, **values: Any) -> None:
    """Move a row to another state, inside a transaction; TooLate when it has left the states it may come from."""
    table = type(row)
    db.session.flush()
    result = db.session.execute(
        update(table)
        .where(table.id == row.id, table.state.in_([str(state) for state in old]))
        .values(state=str(new), **values)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise TooLate
    db.session.refresh(row)
