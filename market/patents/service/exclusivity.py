"""The hold on patents while something is decided about them, and the mark of a sole or exclusive licence (R03)."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from market.core import clock
from market.core.db import db
from market.core.outbox import emit
from market.patents.events import PatentStatusChanged
from market.patents.models import Patent


def hold_patents(patent_ids: Collection[int]) -> list[Patent]:
    """The patents, held until the transaction ends and read afresh: licences and declarations come one by one.

    Always taken in the order of their ids, so that two deeds on the same patents cannot wait for each other.
    """
    db.session.flush()
    statement = select(Patent).where(Patent.id.in_(patent_ids)).order_by(Patent.id).with_for_update(key_share=True)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def set_exclusive(patent: Patent, until: date | None, if_until: date | None = None) -> None:
    """Note until when a sole or exclusive licence runs, or that none does, inside a transaction.

    With `if_until` only when that day is what is noted: what somebody else entered stays.
    """
    if patent.exclusive_until == until or (if_until is not None and patent.exclusive_until != if_until):
        return
    patent.exclusive_until, patent.updated_at = until, clock.now()
    emit(PatentStatusChanged(patent.id, patent.status, patent.status))
