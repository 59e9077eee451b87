"""Proposals and invitations for tests, stored at once."""

from typing import Any

from market.core import seals
from market.core.actor import Actor
from market.core.db import transaction
from market.invitations.models import InvitedPitch, RoadshowInvitation
from market.matching.models import Proposal
from market.pitches.models import Pitch
from tests.factories import accounts

REASONS = [{"kind": "terms", "fit": "yes", "words": ["低压铸造", "缩松"]}]


def proposal(pitch: Pitch, firm: Actor | None = None, **over: Any) -> tuple[Actor, Proposal]:
    """A firm that matching names for a pitched patent, by its profile."""
    firm = firm or accounts.actor("firm")
    values: dict[str, Any] = {
        "firm_id": firm.organisation_id,
        "listing_id": pitch.listing_id,
        "owner_id": pitch.organisation_id,
        "rank": 1,
        "score": 0.8,
        "reasons": REASONS,
    }
    found = Proposal(**(values | over))
    with transaction() as session:
        session.add(found)
    return firm, found


def invitation(pitch: Pitch, firm: Actor | None = None, **over: Any) -> tuple[Actor, RoadshowInvitation]:
    """A sent invitation of a firm for one pitch."""
    firm = firm or accounts.actor("firm")
    values: dict[str, Any] = {
        "roadshow_id": pitch.roadshow_id,
        "organisation_id": firm.organisation_id,
        "name": f"测试企业 {firm.organisation_id}",
        "contact_name": "李工",
        "contact_email": f"firm{firm.organisation_id}@example.org",
        "state": "sent",
        "nonce": seals.nonce(),
    }
    found = RoadshowInvitation(**(values | over))
    with transaction() as session:
        session.add(found)
        session.flush()
        session.add(InvitedPitch(invitation_id=found.id, pitch_id=pitch.id, reasons=REASONS))
    return firm, found
