"""What a person must look at: noted once, closed with a word."""

from typing import Any

from sqlalchemy import select

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import NotFound
from market.core.outbox import emit
from market.payments.errors import OperatorOnly, ReasonNeeded
from market.payments.events import MatterClosed, MatterNoted
from market.payments.models import Matter, Receivable


def note(kind: str, key: str, receivable: Receivable | None = None, **details: Any) -> Matter:
    """Note something the operator must look at, once per key. `kind` is one of rules.MATTERS."""
    found = db.session.scalar(select(Matter).where(Matter.key == f"{kind}:{key}"))
    if found is not None:
        return found
    matter = Matter(
        key=f"{kind}:{key}",
        kind=kind,
        receivable_id=receivable.id if receivable else None,
        details=details,
    )
    db.session.add(matter)
    db.session.flush()
    emit(MatterNoted(matter_id=matter.id, kind=kind))
    return matter


def close(actor: Actor, matter_id: int, word: str) -> Matter:
    """The operator has looked and says what came of it; said twice, the first word stands."""
    if not actor.operator:
        raise OperatorOnly
    if not word.strip():
        raise ReasonNeeded
    matter = db.session.get(Matter, matter_id)
    if matter is None:
        raise NotFound
    lock_row(matter)
    if matter.closed_at is None:
        matter.closed_at, matter.closed_by, matter.note = clock.now(), actor.user_id, word.strip()
        db.session.flush()
        emit(MatterClosed(matter_id=matter.id))
    return matter
