"""The differences that are known, for the operator's page and for `market doctor`."""

from typing import Any

from sqlalchemy import Select, func, select

from market.core.db import db
from market.core.errors import NotFound
from market.reconciliation.models import Check, Difference
from market.reconciliation.queries.rows import stuck_attempts
from market.reconciliation.rules import Finding, State


def differences(state: str = "", kind: str = "") -> Select[Any]:
    """Known differences, newest first, of a state and kind when given."""
    statement = select(Difference).order_by(Difference.last_seen.desc(), Difference.id.desc())
    if state:
        statement = statement.where(Difference.state == state)
    return statement.where(Difference.kind == kind) if kind else statement


def difference(number: int) -> Difference:
    """One difference; raises NotFound."""
    found = db.session.get(Difference, number)
    if found is None:
        raise NotFound
    return found


def counts() -> dict[str, int]:
    """How many differences there are in each state."""
    rows = db.session.execute(select(Difference.state, func.count()).group_by(Difference.state))
    found = {str(state): int(count) for state, count in rows}
    return {state: found.get(state, 0) for state in State}


def count_open() -> int:
    """How many differences nobody has explained."""
    return counts()[State.OPEN]


def open_differences(limit: int = 500) -> list[Difference]:
    """Differences that nobody has explained, oldest first."""
    rows = select(Difference).where(Difference.state == State.OPEN).order_by(Difference.first_seen, Difference.id)
    return list(db.session.scalars(rows.limit(limit)))


def explained_differences() -> list[Difference]:
    """Differences that a person has explained and that are still there."""
    return list(db.session.scalars(select(Difference).where(Difference.state == State.EXPLAINED)))


def last_check() -> Check | None:
    """The latest run of the comparison."""
    return db.session.scalar(select(Check).order_by(Check.id.desc()).limit(1))


def stuck_payments() -> list[Finding]:
    """Card payments that have been without an outcome for too long, as things stand now."""
    return list(stuck_attempts())
