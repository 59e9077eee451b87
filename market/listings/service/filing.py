"""From the finished draft to the announcement, which is what binds (Patent Law Art. 50)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Invalid
from market.core.i18n import N_
from market.core.outbox import emit
from market.core.settings import settings
from market.listings import queries
from market.listings.errors import AlreadyDeclared, AlreadyPublished, NotReady
from market.listings.events import ListingAnnounced, ListingChanged, ListingDeclared
from market.listings.models import Listing, Publication
from market.listings.rules.findings import blocking
from market.listings.rules.states import PUBLIC, State
from market.listings.service.moving import hold, move, mover, need_manager, set_live, touch, wrong_move
from market.patents.service import hold_patents


def declare(actor: Actor, listing_id: int, version: int | None = None) -> Listing:
    """Declare: every rule must let it pass. The binding act is the filing on the patent office's own system."""
    listing = hold(actor, listing_id, version)
    need_manager(actor, listing)
    hold_patents([row.patent_id for row in listing.patents])
    move(listing, State.DECLARED, mover(actor, listing))
    _must_pass(listing)
    listing.declared_at = clock.today()
    set_live(listing, True)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AlreadyDeclared from error
    emit(ListingDeclared(listing.id), actor)
    return listing


def take_back(actor: Actor, listing_id: int) -> Listing:
    """Back to draft before any announcement, for instance because the patent office asks for a change."""
    listing = hold(actor, listing_id)
    need_manager(actor, listing)
    move(listing, State.DRAFT, mover(actor, listing))
    set_live(listing, False)
    listing.declared_at = listing.filed_at = None
    listing.filing_number = ""
    return listing


def record_filing(actor: Actor, listing_id: int, number: str, on: date) -> Listing:
    """Record number and date of the filing on the patent office's own system."""
    listing = hold(actor, listing_id)
    need_manager(actor, listing)
    if listing.state != State.DECLARED:
        raise wrong_move(listing)
    _not_in_future(on, "filed_at")
    listing.filing_number, listing.filed_at = number.strip(), on
    touch(listing)
    return listing


def announce(actor: Actor, listing_id: int, number: str, on: date) -> Listing:
    """Record the announcement: from now on anyone may take the licence. Every blocking rule is looked at again."""
    listing = hold(actor, listing_id)
    need_manager(actor, listing)
    move(listing, State.ANNOUNCED, mover(actor, listing))
    _not_in_future(on, "announced_at")
    if listing.filed_at is not None and on < listing.filed_at:
        raise Invalid(fields={"announced_at": N_("The announcement cannot be earlier than the filing.")})
    if not number.strip():
        raise Invalid(fields={"announcement_number": N_("Enter the number of the announcement.")})
    _must_pass(listing)
    listing.announcement_number, listing.announced_at = number.strip(), on
    _publish(listing, settings().site_name_zh, clock.today())
    emit(ListingAnnounced(listing.id), actor)
    return listing


def publish_elsewhere(actor: Actor, listing_id: int, platform: str, on: date) -> Listing:
    """Record that every patent of the listing was published on a further platform: one publication (件次) each."""
    listing = hold(actor, listing_id)
    need_manager(actor, listing)
    if listing.state not in (*PUBLIC, State.SUSPENDED):
        raise wrong_move(listing)
    _not_in_future(on, "on")
    _publish(listing, platform.strip(), on)
    touch(listing)
    emit(ListingChanged(listing.id), actor)
    return listing


def _publish(listing: Listing, platform: str, on: date) -> None:
    taken = select(Publication.id).where(Publication.listing_id == listing.id, Publication.platform == platform)
    if db.session.scalar(taken.limit(1)) is not None:
        raise AlreadyPublished
    for row in listing.patents:
        db.session.add(Publication(listing_id=listing.id, patent_id=row.patent_id, platform=platform, on=on))


def _must_pass(listing: Listing) -> None:
    if found := blocking(queries.checklist(listing, clock.today())):
        raise NotReady(found)


def _not_in_future(day: date, field: str) -> None:
    if day > clock.today():
        raise Invalid(fields={field: N_("This date lies in the future.")})
