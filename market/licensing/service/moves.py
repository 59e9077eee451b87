"""Changing a state: compare and swap, so that of two who try at once one does it and the other is told."""

from typing import Any

from sqlalchemy import update

from market.core.db import db
from market.licensing.errors import NotPossibleNow
from market.licensing.models import Licence, LicenceRequest


def take(row: LicenceRequest | Licence, old: str, new: str, **values: Any) -> None:
    """Move a row from one state to another, inside a transaction; NotPossibleNow when it has left that state."""
    table = type(row)
    db.session.flush()
    result = db.session.execute(
        update(table)
        .where(table.id == row.id, table.state == old)
        .values(state=new, version=table.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise NotPossibleNow
    db.session.refresh(row)
