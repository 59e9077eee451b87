"""A declared patent changes hands: the open licence is suspended until the new owner confirms it (R19)."""

from collections.abc import Collection

from sqlalchemy import select

from market.core.db import db
from market.core.i18n import N_, in_language, translate
from market.listings.models import Listing, ListingPatent
from market.listings.rules.states import CLOCK, State
from market.listings.service.life import stop
from market.patents.models import Patent

TRANSFERRED = N_("The patent has a new owner; the open licence is on offer again as soon as he confirms it.")


def transferred(patent_ids: Collection[int], owner_id: int) -> None:
    """Suspend the announced listings of these patents, inside a transaction; licences given before stay.

    A listing whose patents all belong to the new owner becomes his, so that he can resume or withdraw it.
    """
    statement = (
        select(Listing)
        .join(ListingPatent)
        .where(ListingPatent.patent_id.in_(patent_ids), ListingPatent.live)
        .order_by(Listing.id)
        .distinct()
    )
    for listing in list(db.session.scalars(statement)):
        if listing.state == State.ANNOUNCED:
            with in_language("zh"):
                stop(listing, CLOCK, translate(TRANSFERRED), rules="R19")
        if all(_owned(row.patent, owner_id) for row in listing.patents):
            listing.organisation_id = owner_id
    db.session.flush()


def _owned(patent: Patent, owner_id: int) -> bool:
    return any(owner.organisation_id == owner_id for owner in patent.owners)
