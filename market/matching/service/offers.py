"""From hits of the search to offers with their facts, read from the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from market.accounts.rules.regions import read_region
from market.core.money import Money
from market.listings.models import Listing
from market.matching.rules.reasons import Offered, Reason, Wanted, reasons
from market.patents.models import Patent
from market.search.index.comparing import Ranked
from market.search.queries import listings_by_id, patents_by_id

LISTING_FLOOR = 0.25
PATENT_FLOOR = 0.45
"""Share of the nearest document's points below which an offer is not worth a reader's time."""
MOST = 20
MOST_LISTINGS = 12
FEWEST_WORDS = 2


@dataclass(frozen=True)
class Draft:
    """A proposal to be made: of what, whose, how near, why."""

    listing_id: int | None
    patent_id: int | None
    owner_id: int | None
    score: float
    reasons: tuple[Reason, ...]


def chosen(hits: Sequence[Ranked]) -> list[Ranked]:
    """Listings first, then patents not yet listed; each near enough, sharing enough words, not too many."""
    worth = [hit for hit in hits if len(hit.terms) >= FEWEST_WORDS]
    listings = [hit for hit in worth if hit.row.kind == "listing" and hit.points >= LISTING_FLOOR][:MOST_LISTINGS]
    patents = [hit for hit in worth if hit.row.kind == "patent" and hit.points >= PATENT_FLOOR]
    return listings + patents[: MOST - len(listings)]


def drafts(wanted: Wanted, hits: Sequence[Ranked], asker: int | None) -> list[Draft]:
    """The chosen hits as proposals with reasons; what is gone since, or is the asking firm's own, is left out."""
    picked = chosen(hits)
    listings = listings_by_id(hit.row.number for hit in picked if hit.row.kind == "listing")
    patents = patents_by_id(hit.row.number for hit in picked if hit.row.kind == "patent")
    found: list[Draft] = []
    for hit in picked:
        if hit.row.kind == "listing" and (listing := listings.get(hit.row.number)):
            draft = _of_listing(wanted, hit, listing)
        elif hit.row.kind == "patent" and (patent := patents.get(hit.row.number)):
            draft = _of_patent(wanted, hit, patent)
        else:
            continue
        if asker is None or draft.owner_id != asker:
            found.append(draft)
    return found


def _of_listing(wanted: Wanted, hit: Ranked, listing: Listing) -> Draft:
    offered = offered_listing(listing, hit.row.levels)
    return Draft(listing.id, None, listing.organisation_id, hit.points, tuple(reasons(wanted, offered, hit.terms)))


def offered_listing(listing: Listing, levels: Iterable[str]) -> Offered:
    """What is known of a listing."""
    patents = [row.patent for row in listing.patents]
    return Offered(
        listed=True,
        levels=tuple(levels),
        symbols=_symbols(patents),
        industry=listing.industry or next((patent.industry for patent in patents if patent.industry), ""),
        region=listing.organisation.region,
        maturity=listing.maturity,
        fee_kind=listing.fee_kind,
        due=Money(listing.due_at_start_minor, listing.currency),
        total=Money(listing.amount_minor, listing.currency),
        status_known=all(patent.shown_status().level != "unknown" for patent in patents),
    )


def _of_patent(wanted: Wanted, hit: Ranked, patent: Patent) -> Draft:
    offered = Offered(
        listed=False,
        levels=hit.row.levels,
        symbols=_symbols([patent]),
        industry=patent.industry,
        region=read_region(patent.region or patent.address),
        status_known=patent.shown_status().level != "unknown",
    )
    owner = next((owner.organisation_id for owner in patent.owners if owner.organisation_id), None)
    return Draft(None, patent.id, owner, hit.points, tuple(reasons(wanted, offered, hit.terms)))


def _symbols(patents: Iterable[Patent]) -> tuple[str, ...]:
    """IPC symbols without blanks, the main ones first."""
    main = [patent.ipc_main for patent in patents if patent.ipc_main]
    more = [symbol for patent in patents for symbol in patent.ipc or ()]
    return tuple(dict.fromkeys(symbol.replace(" ", "") for symbol in main + more))
