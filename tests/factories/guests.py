"""Registrations for tests, stored at once in the state wanted."""

from typing import Any

from market.core import clock
from market.core.actor import Actor
from market.core.db import transaction
from market.guests.models import Registration
from market.roadshows.models import Roadshow
from tests.factories import accounts, roadshows


def registration(of: Roadshow | None = None, actor: Actor | None = None, **over: Any) -> tuple[Actor, Registration]:
    """A confirmed person of a firm at a roadshow."""
    actor = actor or accounts.actor("firm")
    values: dict[str, Any] = {
        "roadshow_id": (of or roadshows.roadshow()).id,
        "user_id": actor.user_id,
        "organisation_id": actor.organisation_id,
        "role": "firm",
        "way": "online",
        "state": "confirmed",
        "consent_at": clock.now(),
    }
    found = Registration(**(values | over))
    with transaction() as session:
        session.add(found)
    return actor, found
