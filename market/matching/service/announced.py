"""The other way round: a new listing meets open needs and firms' profiles."""

from collections.abc import Sequence

from sqlalchemy import func, select

from market.accounts.models import Organisation
from market.core.db import db, forget, transaction
from market.core.outbox import emit
from market.core.settings import settings
from market.listings.events import ListingAnnounced, ListingEvent
from market.listings.models import Listing
from market.listings.rules.states import State
from market.matching.errors import NotIndexedYet
from market.matching.events import ListingMatched
from market.matching.models import NeedRun, Proposal
from market.matching.rules.reasons import Fit, Wanted, reasons
from market.matching.service.offers import Draft, offered_listing
from market.matching.service.overlap import Wording, overlaps
from market.matching.service.runs import match_need, texts_of, write
from market.needs.models import Need
from market.needs.rules.states import ON_BOARD
from market.search.index.shelves import Library, library
from market.search.queries import listings_by_id
from market.search.rules.symbols import ipc_levels

MOST_NEEDS = 40
MOST_FIRMS = 30
MOST_READ = 20_000


def on_listing(event: ListingEvent) -> None:
    """A listing was announced, or is open again: match it with open needs and with firms."""
    forget()
    listing = db.session.get(Listing, event.listing_id)
    if listing is None or listing.state != State.ANNOUNCED:
        return
    source = library(settings().index)
    if f"listing:{listing.id}" not in source.versions():
        raise NotIndexedYet(f"listing {listing.id}")
    before = _firms_and_needs(listing.id)
    for need_id in _likely_needs(source, listing):
        match_need(need_id, tell=False)
    forget()
    made = _firm_drafts(source, event.listing_id)
    with transaction():
        _keep_firms(event.listing_id, made)
        count = _firms_and_needs(event.listing_id)
        if count and (isinstance(event, ListingAnnounced) or count > before):
            emit(ListingMatched(listing_id=event.listing_id, count=count))


def _firms_and_needs(listing_id: int) -> int:
    """How many proposals of a listing stand."""
    statement = select(func.count(Proposal.id)).where(Proposal.listing_id == listing_id, ~Proposal.stale)
    return int(db.session.scalar(statement) or 0)


def words_of(listing: Listing) -> str:
    """The texts of a listing and its patents as one."""
    patents = [row.patent for row in listing.patents]
    parts = [listing.title, listing.summary, listing.application, *(patent.title for patent in patents)]
    return "\n".join([*parts, *(patent.abstract for patent in patents)])


def _likely_needs(source: Library, listing: Listing) -> list[int]:
    """Open needs whose wording overlaps most; those never matched yet have a run of their own ahead."""
    wording = Wording(source, words_of(listing))
    matched = select(Need).join(NeedRun, NeedRun.need_id == Need.id).where(NeedRun.done_at.is_not(None))
    rows = db.session.scalars(matched.where(Need.state.in_(ON_BOARD)).limit(MOST_READ))
    texts = ((need.id, " ".join(text for _, text in texts_of(need))) for need in rows)
    return [number for number, _, _ in overlaps(wording, texts, MOST_NEEDS)]


def _firm_drafts(source: Library, listing_id: int) -> list[tuple[int, Draft]]:
    """Vetted firms whose profile shares words with the listing and whose industry does not speak against it."""
    listing = listings_by_id([listing_id]).get(listing_id)
    if listing is None:
        return []
    wording = Wording(source, words_of(listing))
    firms = {
        firm.id: firm
        for firm in db.session.scalars(
            select(Organisation)
            .where(Organisation.kind == "firm", Organisation.state == "approved", Organisation.profile != "")
            .limit(MOST_READ)
        )
    }
    found = overlaps(wording, ((firm.id, firm.profile) for firm in firms.values()), 2 * MOST_FIRMS)
    symbols = [symbol for row in listing.patents for symbol in (row.patent.ipc or [row.patent.ipc_main])]
    offered = offered_listing(listing, [level for symbol in symbols for level in ipc_levels(symbol)])
    made = []
    for firm_id, score, words in found:
        firm = firms[firm_id]
        wanted = Wanted(industry=firm.industry, region=firm.region, profile=True)
        why = tuple(reasons(wanted, offered, [(word, 0.0) for word in words]))
        if not any(reason.kind == "industry" and reason.fit is Fit.NO for reason in why):
            made.append((firm_id, Draft(listing.id, None, listing.organisation_id, score, why)))
    return made[:MOST_FIRMS]


def _keep_firms(listing_id: int, made: Sequence[tuple[int, Draft]]) -> None:
    """Store proposals to firms; a firm that meets the listing through its own need is not told twice."""
    statement = select(Proposal).where(Proposal.listing_id == listing_id, Proposal.need_id.is_(None))
    earlier = {proposal.firm_id: proposal for proposal in db.session.scalars(statement)}
    through_needs = set(
        db.session.scalars(
            select(Need.organisation_id)
            .join(Proposal, Proposal.need_id == Need.id)
            .where(Proposal.listing_id == listing_id, ~Proposal.stale)
        )
    )
    wanted = [(firm_id, draft) for firm_id, draft in made if firm_id not in through_needs]
    for rank, (firm_id, draft) in enumerate(wanted, start=1):
        proposal = earlier.pop(firm_id, None)
        if proposal is None:
            proposal = Proposal(firm_id=firm_id, listing_id=listing_id)
            db.session.add(proposal)
        write(proposal, draft, rank)
    for proposal in earlier.values():
        proposal.stale = True
