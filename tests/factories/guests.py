"""Registrations for tests, stored at once in the state wanted."""

from datetime import timedelta
from typing import Any

from market.core import clock
from market.core.actor import Actor
from market.core.db import transaction
from market.guests.models import Registration
from market.guests.rules.applications import Application
from market.guests.service import places
from market.roadshows.models import Roadshow
from tests.factories import accounts, roadshows


def registration(of: Roadshow | None = None, actor: Actor | None = None, **over: Any) -> tuple[Actor, Registration]:
    """A confirmed person of a firm at a roadshow; its place is counted whatever the capacity."""
    actor, of = actor or accounts.actor("firm"), of or roadshows.roadshow()
    values: dict[str, Any] = {
        "roadshow_id": of.id,
        "user_id": actor.user_id,
        "organisation_id": actor.organisation_id,
        "role": "firm",
        "way": "online",
        "state": "confirmed",
        "consent_at": clock.now(),
    }
    values |= over
    values.setdefault("confirmed_at", clock.now() if values["state"] == "confirmed" else None)
    values.setdefault("waiting_since", clock.now() if values["state"] == "waiting" else None)
    values.setdefault("offer_ends_at", clock.now() + timedelta(hours=24) if values["state"] == "offered" else None)
    found = Registration(**values)
    with transaction() as session:
        places.hold(session.get_one(Roadshow, of.id))
        session.add(found)
        session.flush()
        places.recount(of.id)
    return actor, found


def asks(way: str = "site", **over: Any) -> Application:
    """What a firm's person fills in."""
    return Application(**({"way": way, "role": "firm", "consent": True} | over))
