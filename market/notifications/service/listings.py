"""What people hear about open-licence listings."""

from collections.abc import Mapping

from sqlalchemy import select

from market.accounts.models import User
from market.accounts.queries import operators
from market.core.db import db, transaction
from market.licensing.models import Licence, LicenceRequest
from market.listings.events import (
    ListingAnnounced,
    ListingDeclared,
    ListingEnded,
    ListingEvent,
    ListingResumed,
    ListingSuspended,
    ListingWithdrawn,
)
from market.listings.models import Listing
from market.notifications.queries import people
from market.notifications.rules import MANAGERS
from market.notifications.service.inbox import named, tell


def titled(listing: Listing) -> dict[str, object]:
    """A listing's title, its English title and its owner's name for a message."""
    return {"title": listing.title, "title_en": listing.title_en} | named("owner", listing.organisation)


def declared(event: ListingDeclared) -> None:
    """The operators hear that a declaration was filed."""
    with transaction() as session:
        listing = session.get_one(Listing, event.listing_id)
        tell(event, "listings.declared", operators(), titled(listing), listing_id=listing.id)


def announced(event: ListingAnnounced) -> None:
    """The owner and the operators hear that anyone may take the licence from now on."""
    with transaction() as session:
        listing = session.get_one(Listing, event.listing_id)
        values = titled(listing)
        tell(event, "listings.announced", people(listing.organisation_id, MANAGERS), values, listing_id=listing.id)
        tell(event, "listings.announced_to_operator", operators(), values, listing_id=listing.id)


def suspended(event: ListingSuspended) -> None:
    """The owner, the operators, and firms whose notice is still open hear why no licence is given now."""
    with transaction() as session:
        listing = session.get_one(Listing, event.listing_id)
        codes = {"rule_codes": ",".join(listing.suspended_rules.split())} if listing.suspended_rules else {}
        _tell_all(event, "listings.suspended", listing, {"reason": event.reason} | codes, waiting_firms(listing.id))


def resumed(event: ListingResumed) -> None:
    """The owner, the operators and the waiting firms hear that the obstacle is gone."""
    with transaction() as session:
        listing = session.get_one(Listing, event.listing_id)
        _tell_all(event, "listings.resumed", listing, {}, waiting_firms(listing.id))


def withdrawn(event: ListingWithdrawn) -> None:
    """The owner, the operators, waiting firms and licensees hear it: given licences live on (Patent Law Art. 50)."""
    with transaction() as session:
        listing = session.get_one(Listing, event.listing_id)
        _tell_all(event, "listings.withdrawn", listing, {}, waiting_firms(listing.id) | licensees(listing.id))


def ended(event: ListingEnded) -> None:
    """The owner, the operators and waiting firms hear it; licensees hear it from their licence."""
    with transaction() as session:
        listing = session.get_one(Listing, event.listing_id)
        _tell_all(event, "listings.ended", listing, {"reason": event.reason}, waiting_firms(listing.id))


def waiting_firms(listing_id: int) -> set[int]:
    """The firms whose written notice on a listing is still open."""
    return set(
        db.session.scalars(
            select(LicenceRequest.licensee_id).where(
                LicenceRequest.listing_id == listing_id, LicenceRequest.state.in_(("noticed", "held"))
            )
        )
    )


def licensees(listing_id: int) -> set[int]:
    """The firms with a licence in force on a listing."""
    return set(
        db.session.scalars(
            select(Licence.licensee_id).where(Licence.listing_id == listing_id, Licence.state != "ended")
        )
    )


def _tell_all(event: ListingEvent, key: str, listing: Listing, more: Mapping[str, object], firms: set[int]) -> None:
    values = titled(listing) | dict(more)
    readers: list[User] = people(listing.organisation_id, MANAGERS)
    for firm in sorted(firms):
        readers += people(firm, MANAGERS)
    tell(event, key, readers, values, listing_id=listing.id)
    tell(event, key, operators(), values, mailed=False, listing_id=listing.id)
