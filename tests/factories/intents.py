"""Intents for tests, stored at once in the stage wanted."""

import itertools
from typing import Any

from market.core import clock
from market.core.actor import Actor
from market.core.db import transaction
from market.intents.models import Intent
from market.pitches.models import Pitch
from tests.factories import accounts, pitches

_numbers = itertools.count(1)


def intent(of: Pitch | None = None, actor: Actor | None = None, **over: Any) -> tuple[Actor, Intent]:
    """A firm's intent to take a licence, with consent to be contacted."""
    actor = actor or accounts.actor("firm")
    of = of or pitches.pitch()[1]
    values: dict[str, Any] = {
        "reference": f"IN-2026-{next(_numbers):05d}",
        "roadshow_id": of.roadshow_id,
        "pitch_id": of.id,
        "organisation_id": actor.organisation_id,
        "user_id": actor.user_id,
        "kind": "licence",
        "source": "live",
        "consent_at": clock.now(),
    }
    found = Intent(**(values | over))
    with transaction() as session:
        session.add(found)
    return actor, found
