"""Who sees which intents."""

from sqlalchemy import ColumnElement, or_, select, true

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.intents.models import Intent
from market.pitches.models import Pitch


def visible(actor: Actor) -> ColumnElement[bool]:
    """One's own, those for one's own pitches, all for the operator. Select `Intent` joined with `Pitch`."""
    if actor.operator:
        return true()
    return or_(Intent.organisation_id == actor.organisation_id, Pitch.organisation_id == actor.organisation_id)


def get(actor: Actor, intent_id: int) -> Intent:
    """One that this person may see; raises NotFound."""
    found = db.session.scalar(select(Intent).join(Pitch).where(Intent.id == intent_id, visible(actor)))
    if found is None:
        raise NotFound
    return found
