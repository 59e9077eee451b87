"""Taking hold of a listing for a deed, and moving it along the table of states."""

from sqlalchemy import select

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.i18n import translate
from market.listings import queries
from market.listings.errors import ChangedMeanwhile, NotVetted, OnlyManagers, WrongMove
from market.listings.models import Listing
from market.listings.rules.states import MOVES, OPERATOR, OWNER, STATE_NAMES, State, may_move

MANAGERS = ("owner", "manager")


def hold(actor: Actor, listing_id: int, version: int | None = None) -> Listing:
    """The listing, locked until the transaction ends; NotFound unless the actor manages it.

    With a `version`, raises ChangedMeanwhile when somebody saved since that one was read.
    """
    db.session.execute(select(Listing.id).where(Listing.id == listing_id).with_for_update())
    listing = queries.managed(actor, listing_id)
    if version is not None and listing.version != version:
        raise ChangedMeanwhile
    return listing


def mover(actor: Actor, listing: Listing) -> str:
    """As whom the actor moves this listing: its owner or the operator; else NotFound."""
    if actor.of(listing.organisation_id):
        return OWNER
    if actor.operator:
        return OPERATOR
    raise NotFound


def need_manager(actor: Actor, listing: Listing) -> None:
    """Acts with legal effect are taken by a vetted organisation's owner or manager, or by the operator."""
    if mover(actor, listing) == OPERATOR:
        return
    if actor.role not in MANAGERS:
        raise OnlyManagers
    if not actor.vetted:
        raise NotVetted


def move(listing: Listing, new: State, who: str) -> None:
    """Move along the table, or raise WrongMove."""
    if not may_move(listing.state, new, who):
        raise wrong_move(listing)
    listing.state = new
    touch(listing)


def wrong_move(listing: Listing) -> WrongMove:
    """The refusal of a deed that the listing's present state does not allow."""
    return WrongMove(state=translate(STATE_NAMES[listing.state]))


def touch(listing: Listing) -> None:
    """Make the version count on, also when only a part of the listing changed."""
    listing.updated_at = clock.now()


def set_live(listing: Listing, live: bool) -> None:
    """Mark the listing's patents as declared, or free them again."""
    for row in listing.patents:
        row.live = live


def next_states(listing: Listing, actor: Actor) -> dict[str, str]:
    """The deeds open to this actor with the words of their buttons."""
    who = mover(actor, listing)
    return {item.deed: item.label for item in MOVES[State(listing.state)].values() if who in item.who}
