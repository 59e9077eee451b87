"""Messages of the card service: each kept once, in the transaction of what it causes."""

from market.core.db import db
from market.payments.models import ProviderEvent
from market.payments.rules import Hint


def keep(hint: Hint) -> ProviderEvent:
    """Keep a message under its own number; of two at the same time one breaks the key and undoes what it caused."""
    kept = ProviderEvent(id=hint.id, kind=hint.kind, object_id=hint.object_id)
    db.session.add(kept)
    db.session.flush()
    return kept
