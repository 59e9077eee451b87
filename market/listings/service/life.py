"""What may become of an announced listing: suspended, resumed, withdrawn, ended. Licences given before live on."""

from datetime import date

from market.core import clock
from market.core.actor import SYSTEM, Actor
from market.core.errors import Invalid
from market.core.i18n import N_
from market.core.outbox import emit
from market.listings import queries
from market.listings.errors import NotReady
from market.listings.events import ListingChanged, ListingEnded, ListingResumed, ListingSuspended, ListingWithdrawn
from market.listings.models import Listing
from market.listings.rules.declaration import withdrawal_findings
from market.listings.rules.findings import blocking
from market.listings.rules.states import CLOCK, EndReason, State, may_move
from market.listings.service.moving import hold, move, mover, need_manager, set_live, touch, wrong_move


def suspend(actor: Actor, listing_id: int, reason: str) -> Listing:
    """No new licences until the obstacle is gone; needs a reason that others may read."""
    listing = hold(actor, listing_id)
    need_manager(actor, listing)
    if len(reason.strip()) < 4:
        raise Invalid(fields={"reason": N_("Say why, so that interested firms understand.")})
    stop(listing, mover(actor, listing), reason.strip(), actor)
    return listing


def stop(listing: Listing, who: str, reason: str, actor: Actor = SYSTEM, rules: str = "") -> None:
    """Move to suspended, by a person or by the market itself for the named rules."""
    move(listing, State.SUSPENDED, who)
    listing.suspended_at, listing.suspended_reason, listing.suspended_rules = clock.today(), reason, rules
    emit(ListingSuspended(listing.id, reason), actor)


def resume(actor: Actor, listing_id: int) -> Listing:
    """Open again, when no obstacle of R02 to R06 is left."""
    listing = hold(actor, listing_id)
    need_manager(actor, listing)
    move(listing, State.ANNOUNCED, mover(actor, listing))
    if found := blocking(queries.obstacles(listing, clock.today())):
        raise NotReady(found)
    listing.suspended_at, listing.suspended_reason, listing.suspended_rules = None, "", ""
    emit(ListingResumed(listing.id), actor)
    return listing


def withdraw(
    actor: Actor, listing_id: int, reason: str, on: date, consents: bool = False, unconditional: bool = True
) -> Listing:
    """Withdraw (R17): effective on the day the withdrawal is announced; a day to come is kept for the nightly check."""
    listing = hold(actor, listing_id)
    need_manager(actor, listing)
    if not may_move(listing.state, State.WITHDRAWN, mover(actor, listing)):
        raise wrong_move(listing)
    owners = {owner.name for row in listing.patents for owner in row.patent.owners}
    if found := withdrawal_findings(reason, consents, unconditional, len(owners)):
        raise NotReady(found)
    if listing.announced_at is not None and on < listing.announced_at:
        raise Invalid(fields={"withdrawn_at": N_("The withdrawal cannot be announced before the declaration was.")})
    listing.withdrawal_reason, listing.withdrawn_at = reason.strip(), on
    touch(listing)
    if on <= clock.today():
        finish_withdrawal(listing, mover(actor, listing), actor)
    else:
        emit(ListingChanged(listing.id), actor)
    return listing


def finish_withdrawal(listing: Listing, who: str, actor: Actor = SYSTEM) -> None:
    """The day of its announcement has come: down it goes."""
    move(listing, State.WITHDRAWN, who)
    set_live(listing, False)
    emit(ListingWithdrawn(listing.id), actor)


def end(actor: Actor, listing_id: int, reason: str) -> Listing:
    """The operator ends a listing whose term or patent is over."""
    listing = hold(actor, listing_id)
    need_manager(actor, listing)
    finish(listing, mover(actor, listing), EndReason(reason), actor)
    return listing


def finish(listing: Listing, who: str, reason: EndReason, actor: Actor = SYSTEM) -> None:
    """Move to ended, by the operator or by the market itself."""
    if who != CLOCK and not may_move(listing.state, State.ENDED, who):
        raise wrong_move(listing)
    move(listing, State.ENDED, who)
    set_live(listing, False)
    listing.ended_at, listing.end_reason = clock.today(), reason
    emit(ListingEnded(listing.id, reason), actor)
