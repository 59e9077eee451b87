"""Messages of the card service: each kept once, in the transaction of what it causes."""

from market.core.db import db, lock_row
from market.core.errors import Conflict
from market.payments.models import ProviderEvent
from market.payments.rules import UNKNOWN, Hint


def keep(hint: Hint) -> ProviderEvent:
    """Keep a message under its own number, or hold the one that came too early and is taken again.

    Of two at the same time one breaks the key, or raises Conflict since the other was taken: what it caused is undone.
    """
    kept = db.session.get(ProviderEvent, hint.id)
    if kept is not None:
        lock_row(kept)
        if kept.effect != UNKNOWN:
            raise Conflict
        return kept
    kept = ProviderEvent(id=hint.id, kind=hint.kind, concerns=hint.concerns, object_id=hint.object_id)
    db.session.add(kept)
    db.session.flush()
    return kept
