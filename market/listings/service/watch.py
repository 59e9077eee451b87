"""The market's own eye on announced listings (R15, R18): each night, and at once when a patent's status changes."""

from datetime import date

from sqlalchemy import select

from market.core import clock
from market.core.db import db, transaction
from market.core.i18n import in_language
from market.listings import queries
from market.listings.models import Listing, ListingPatent
from market.listings.queries.facts import expiry_of
from market.listings.rules.findings import blocking
from market.listings.rules.states import CLOCK, EndReason, State
from market.listings.service.life import finish, finish_withdrawal, stop
from market.patents.events import PatentStatusChanged
from market.patents.models import Patent

WATCHED = (State.ANNOUNCED, State.SUSPENDED)
PATENT_ENDS = {
    "expired": EndReason.EXPIRED,
    "lapsed": EndReason.LAPSED,
    "invalid": EndReason.INVALID,
    "surrendered": EndReason.SURRENDERED,
}


def nightly() -> None:
    """Look at every announced or suspended listing, each in a transaction of its own."""
    ids = list(db.session.scalars(select(Listing.id).where(Listing.state.in_(WATCHED)).order_by(Listing.id)))
    for listing_id in ids:
        with transaction():
            _recheck_held(listing_id)


def patent_status_changed(event: PatentStatusChanged) -> None:
    """In the transaction of the change: listings of that patent are looked at at once."""
    statement = (
        select(ListingPatent.listing_id)
        .join(Listing, Listing.id == ListingPatent.listing_id)
        .where(ListingPatent.patent_id == event.patent_id, Listing.state.in_(WATCHED))
    )
    for listing_id in list(db.session.scalars(statement)):
        _recheck_held(listing_id)


def _recheck_held(listing_id: int) -> None:
    db.session.execute(select(Listing.id).where(Listing.id == listing_id).with_for_update())
    listing = queries.by_id(listing_id)
    if listing is not None and listing.state in WATCHED:
        recheck(listing, clock.today())


def recheck(listing: Listing, today: date) -> None:
    """End it when term or patents are over, withdraw it when its day has come, suspend it on an obstacle."""
    reason = end_reason(listing, today)
    if reason is not None:
        finish(listing, CLOCK, reason)
    elif listing.withdrawn_at is not None and listing.withdrawn_at <= today:
        finish_withdrawal(listing, CLOCK)
    elif listing.state == State.ANNOUNCED and (found := blocking(queries.obstacles(listing, today))):
        rules = " ".join(dict.fromkeys(finding.rule for finding in found))
        with in_language("zh"):
            sentences = "".join(finding.text("zh") for finding in found[:5])
        stop(listing, CLOCK, sentences, rules=rules[:40])


def end_reason(listing: Listing, today: date) -> EndReason | None:
    """Why the listing is over today; None while its term and at least one of its patents run."""
    if listing.term_end is not None and listing.term_end < today:
        return EndReason.TERM
    patents = [row.patent for row in listing.patents]
    if patents and all(_over(patent, today) for patent in patents):
        return PATENT_ENDS.get(
            patents[0].status_detail, EndReason.PATENT if patents[0].status == "dead" else EndReason.EXPIRED
        )
    return None


def _over(patent: Patent, today: date) -> bool:
    expires = expiry_of(patent)
    return patent.status == "dead" or (expires is not None and today >= expires)
