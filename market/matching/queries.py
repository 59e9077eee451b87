"""Reading proposals: the firm's, the owner's, the operator's, and what declines teach without telling who declined."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.listings.models import Listing, ListingPatent
from market.matching.models import NeedRun, Proposal
from market.needs.models import Need
from market.needs.rules.states import ON_BOARD
from market.patents.models import Patent

_LOADED = (
    joinedload(Proposal.need).joinedload(Need.organisation),
    joinedload(Proposal.firm),
    joinedload(Proposal.owner),
    joinedload(Proposal.listing).selectinload(Listing.patents).joinedload(ListingPatent.patent),
    joinedload(Proposal.listing).joinedload(Listing.organisation),
    joinedload(Proposal.listing).selectinload(Listing.instalments),
    joinedload(Proposal.patent).selectinload(Patent.owners),
)


def get(proposal_id: int) -> Proposal:
    """A proposal; whose it is, the service checks. NotFound when there is none."""
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None:
        raise NotFound
    return proposal


def of_need(need_id: int) -> list[Proposal]:
    """The proposals of a need: those that stand, best first, and answered ones that stand no more."""
    statement = (
        select(Proposal)
        .where(
            Proposal.need_id == need_id, or_(~Proposal.stale, Proposal.firm_answer != "", Proposal.owner_answer != "")
        )
        .options(*_LOADED)
        .order_by(Proposal.stale, Proposal.rank, Proposal.id)
    )
    return list(db.session.scalars(statement).unique())


def of_listing(listing_id: int) -> list[Proposal]:
    """The standing proposals of a listing that the firm did not decline: who is interested already first, best next."""
    statement = (
        select(Proposal)
        .where(Proposal.listing_id == listing_id, ~Proposal.stale, Proposal.firm_answer != "declined")
        .options(*_LOADED)
        .order_by((Proposal.firm_answer == "interested").desc(), Proposal.need_id.is_(None), Proposal.score.desc())
    )
    return list(db.session.scalars(statement).unique())


def run_of(need_id: int) -> NeedRun | None:
    """The newest run over a need, None before the first."""
    return db.session.get(NeedRun, need_id)


def for_firm(actor: Actor) -> Select[Proposal]:
    """Listings proposed to a firm by its profile."""
    return (
        select(Proposal)
        .where(Proposal.firm_id == actor.organisation_id, Proposal.need_id.is_(None), _standing())
        .options(*_LOADED)
        .order_by(Proposal.stale, Proposal.created_at.desc(), Proposal.rank)
    )


def for_owner(actor: Actor, tab: str = "open") -> Select[Proposal]:
    """Needs that fit an owner's listings and patents: unanswered ones first seen, or those it has answered."""
    answered = Proposal.owner_answer != ""
    return (
        select(Proposal)
        .join(Need, Need.id == Proposal.need_id)
        .where(
            Proposal.owner_id == actor.organisation_id,
            answered if tab == "answered" else (~answered & ~Proposal.stale & Need.state.in_(ON_BOARD)),
        )
        .options(*_LOADED)
        .order_by(
            (Proposal.firm_answer == "interested").desc(), Proposal.listing_id.is_(None), Proposal.rank, Proposal.id
        )
    )


def _standing() -> ColumnElement[bool]:
    return or_(~Proposal.stale, Proposal.firm_answer != "")


def declines(owner_id: int) -> list[tuple[Listing, list[tuple[str, int]]]]:
    """For each of an owner's listings the reasons firms gave, with counts: never who, never for which need."""
    rows = db.session.execute(
        select(Proposal.listing_id, Proposal.firm_reason, func.count(Proposal.id))
        .where(Proposal.owner_id == owner_id, Proposal.listing_id.is_not(None), Proposal.firm_answer == "declined")
        .group_by(Proposal.listing_id, Proposal.firm_reason)
    ).all()
    counts: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for listing_id, reason, count in rows:
        counts[int(listing_id or 0)].append((reason, int(count)))
    listings = db.session.scalars(select(Listing).where(Listing.id.in_(counts)).order_by(Listing.id))
    return [(listing, sorted(counts[listing.id], key=lambda pair: (-pair[1], pair[0]))) for listing in listings]


def reasons_of_listing(listing_id: int) -> list[tuple[str, int]]:
    """Why firms declined one listing, with counts, the most frequent first."""
    rows = db.session.execute(
        select(Proposal.firm_reason, func.count(Proposal.id))
        .where(Proposal.listing_id == listing_id, Proposal.firm_answer == "declined")
        .group_by(Proposal.firm_reason)
    ).all()
    return sorted(((str(reason), int(count)) for reason, count in rows), key=lambda pair: (-pair[1], pair[0]))


def desk(words: str = "") -> Select[Need]:
    """Open needs for the operator's matching desk."""
    statement = select(Need).where(Need.state.in_(ON_BOARD)).options(selectinload(Need.organisation))
    for word in words.split()[:8]:
        statement = statement.where(Need.title.icontains(word, autoescape=True))
    return statement.order_by(Need.published_at.desc(), Need.id.desc())


def tallies(need_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """For each need how many proposals stand and how they were answered."""
    result: dict[int, dict[str, int]] = {n: defaultdict(int) for n in need_ids}
    rows = db.session.execute(
        select(Proposal.need_id, Proposal.firm_answer, Proposal.owner_answer, func.count(Proposal.id))
        .where(Proposal.need_id.in_(need_ids), ~Proposal.stale)
        .group_by(Proposal.need_id, Proposal.firm_answer, Proposal.owner_answer)
    ).all()
    for need_id, firm, owner, count in rows:
        tally = result[int(need_id or 0)]
        tally["all"] += count
        tally["firm_" + (firm or "silent")] += count
        tally["owner_" + (owner or "silent")] += count
        tally["both"] += count if firm == owner == "interested" else 0
    return result
