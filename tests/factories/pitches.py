"""Pitches for tests, stored at once in the state wanted."""

import itertools
from typing import Any

from market.accounts.models import Organisation
from market.core.actor import Actor
from market.core.db import db, transaction
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from tests.factories import accounts, listings, needs, roadshows

_numbers = itertools.count(1)


def pitch(of: Roadshow | None = None, **over: Any) -> tuple[Actor, Pitch]:
    """A selected pitch of an announced listing, and a person of its university."""
    university = accounts.actor("university")
    owner = db.session.get_one(Organisation, university.organisation_id)
    listing = listings.announced_listing(owner)
    return university, _stored(of, {"listing_id": listing.id, "title": "低压铸造充型压力控制"}, university, over)


def need_pitch(of: Roadshow | None = None, **over: Any) -> tuple[Actor, Pitch]:
    """A selected pitch of a published need, and a person of its firm."""
    firm, need = needs.published()
    return firm, _stored(of, {"need_id": need.id, "title": need.title}, firm, over)


def _stored(of: Roadshow | None, about: dict[str, Any], actor: Actor, over: dict[str, Any]) -> Pitch:
    number = next(_numbers)
    values: dict[str, Any] = {
        "reference": f"PT-2026-{number:04d}",
        "roadshow_id": (of or roadshows.roadshow()).id,
        "organisation_id": actor.organisation_id,
        "applicant_id": actor.user_id,
        "state": "selected",
        "title_en": f"Pitch {number}",
        "speaker": "孟庆元",
        "speaker_title": "副教授",
        "position": number,
    }
    found = Pitch(**(values | about | over))
    with transaction() as session:
        session.add(found)
    return found
