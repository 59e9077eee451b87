"""What people hear about needs and about proposals."""

from sqlalchemy import select

from market.accounts.queries import operators
from market.core.db import db, transaction
from market.listings.models import Listing
from market.matching.events import ListingMatched, NeedMatched, ProposalAnswered
from market.matching.models import Proposal
from market.needs.events import NeedClosed, NeedPublished, NeedReturned, NeedSubmitted
from market.needs.models import Need
from market.notifications.queries import people
from market.notifications.rules import MANAGERS
from market.notifications.service.inbox import named, nameless, tell
from market.notifications.service.listings import titled


def submitted(event: NeedSubmitted) -> None:
    """The operators hear that a need waits for review."""
    with transaction() as session:
        need = session.get_one(Need, event.need_id)
        values = {"title": need.title} | named("firm", need.organisation)
        tell(event, "needs.submitted", operators(), values, need_id=need.id)


def returned(event: NeedReturned) -> None:
    """The firm hears what the operator asks for."""
    with transaction() as session:
        need = session.get_one(Need, event.need_id)
        values: dict[str, object] = {"title": need.title, "message": need.review_message}
        tell(event, "needs.returned", people(need.organisation_id), values, need_id=need.id)


def published(event: NeedPublished) -> None:
    """The firm hears that its need is on the board."""
    with transaction() as session:
        need = session.get_one(Need, event.need_id)
        tell(event, "needs.published", people(need.organisation_id), {"title": need.title}, need_id=need.id)


def closed(event: NeedClosed) -> None:
    """The firm and the operators hear that a need is closed."""
    with transaction() as session:
        need = session.get_one(Need, event.need_id)
        values = {"title": need.title} | named("firm", need.organisation)
        tell(event, "needs.closed", people(need.organisation_id), values, need_id=need.id)
        tell(event, "needs.closed_to_operator", operators(), values, need_id=need.id)


def matched(event: NeedMatched) -> None:
    """The firm hears how many offers may fit; their owners hear of the need (its public title only)."""
    if not event.count:
        return
    with transaction() as session:
        need = session.get_one(Need, event.need_id)
        values: dict[str, object] = {"title": need.title, "count": event.count}
        tell(event, "matching.need_matched", people(need.organisation_id), values, need_id=need.id)
        for owner in _distinct(select(Proposal.owner_id).where(Proposal.need_id == need.id, ~Proposal.stale)):
            tell(event, "matching.need_for_owner", people(owner, MANAGERS), {"title": need.title})


def listing_matched(event: ListingMatched) -> None:
    """The owner hears how many it may fit, each firm that a new open licence may fit it."""
    if not event.count:
        return
    with transaction() as session:
        listing = session.get_one(Listing, event.listing_id)
        values = titled(listing) | {"count": event.count}
        proposals = select(Proposal.firm_id).where(Proposal.listing_id == listing.id, ~Proposal.stale)
        through_needs = (
            select(Need.organisation_id)
            .join(Proposal, Proposal.need_id == Need.id)
            .where(Proposal.listing_id == listing.id, ~Proposal.stale)
        )
        tell(
            event, "matching.listing_matched", people(listing.organisation_id, MANAGERS), values, listing_id=listing.id
        )
        for firm in sorted(set(_distinct(proposals)) | set(_distinct(through_needs))):
            tell(event, "matching.listing_for_firm", people(firm, MANAGERS), values, listing_id=listing.id)


def answered(event: ProposalAnswered) -> None:
    """The other side and the operators hear of interest; a decline is for the statistics only."""
    if event.answer != "interested":
        return
    with transaction() as session:
        proposal = session.get_one(Proposal, event.proposal_id)
        firm = proposal.firm or (proposal.need.organisation if proposal.need else None)
        offer = (
            titled(proposal.listing)
            if proposal.listing
            else {"title": proposal.patent.title if proposal.patent else ""}
        )
        subject = {"title": proposal.need.title} if proposal.need and event.side == "owner" else offer
        values = subject | named("firm", firm) | named("owner", proposal.owner)
        if event.side == "firm":
            shown = values | ({} if _may_be_named(proposal) else nameless("firm"))
            tell(event, "matching.firm_interested", people(proposal.owner_id, MANAGERS), shown)
        else:
            tell(event, "matching.owner_interested", people(firm.id if firm else None, MANAGERS), values)
        tell(event, "matching.interest_to_operator", operators(), values)


def _may_be_named(proposal: Proposal) -> bool:
    """A firm that is not named on the board is not named to an owner either, until both want to talk."""
    return proposal.need is None or proposal.need.show_name or proposal.both_interested


def _distinct(statement: object) -> list[int]:
    return sorted({found for found in db.session.scalars(statement) if found is not None})  # type: ignore[call-overload]
