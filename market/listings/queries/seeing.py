"""Listings as a reader may see them: strangers the announced and the past ones, owners theirs, operators all."""

from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import Organisation
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.listings.models import Listing, ListingPatent, Publication
from market.listings.rules.states import PUBLIC, State
from market.patents.models import Patent

WHOLE = (
    joinedload(Listing.organisation),
    selectinload(Listing.patents).joinedload(ListingPatent.patent).selectinload(Patent.owners),
    selectinload(Listing.benefits),
    selectinload(Listing.instalments),
    selectinload(Listing.documents),
)
"""Load a listing with everything its page shows."""

SORTS: dict[str, Any] = {
    "reference": Listing.id,
    "title": Listing.title,
    "fee": Listing.due_at_start_minor,
    "term": Listing.term_end,
    "changed": Listing.updated_at,
    "announced": Listing.announced_at,
}


def visible(actor: Actor) -> Select[Listing]:
    """Every listing that this reader may see."""
    statement = select(Listing)
    if actor.operator:
        return statement
    return statement.where(or_(Listing.state.in_(PUBLIC), Listing.organisation_id == (actor.organisation_id or 0)))


def get(actor: Actor, listing_id: int) -> Listing:
    """One listing with all its parts; raises NotFound when there is none or it may not be seen."""
    return _one(visible(actor), listing_id)


def managed(actor: Actor, listing_id: int) -> Listing:
    """One listing that this actor manages: the owner's or, for the operator, any that is declared; else NotFound."""
    statement = select(Listing)
    if actor.operator:
        statement = statement.where(Listing.state != State.DRAFT)
    else:
        statement = statement.where(Listing.organisation_id == (actor.organisation_id or 0))
    return _one(statement, listing_id)


def by_id(listing_id: int) -> Listing | None:
    """One listing for a reaction or a job, whoever may see it."""
    return db.session.scalar(select(Listing).where(Listing.id == listing_id).options(*WHOLE))


def _one(statement: Select[Listing], listing_id: int) -> Listing:
    found = db.session.scalar(statement.where(Listing.id == listing_id).options(*WHOLE))
    if found is None:
        raise NotFound
    return found


def public() -> Select[Listing]:
    """What can be taken now: the announced listings, newest first."""
    return (
        select(Listing).where(Listing.state == State.ANNOUNCED).order_by(Listing.announced_at.desc(), Listing.id.desc())
    )


def own(actor: Actor, state: str = "", words: str = "", sort: str = "-changed") -> Select[Listing]:
    """The work list: an organisation's own listings, or all but drafts for the operator."""
    statement = select(Listing).join(Organisation).options(*WHOLE)
    if actor.operator:
        statement = statement.where(Listing.state != State.DRAFT)
    else:
        statement = statement.where(Listing.organisation_id == (actor.organisation_id or 0))
    if state:
        statement = statement.where(Listing.state == state)
    for word in words.split()[:8]:
        statement = statement.where(_mentions(word))
    column = SORTS.get(sort.removeprefix("-"), Listing.updated_at)
    order = column.desc() if sort.startswith("-") else column.asc()
    return statement.order_by(order, Listing.id.desc())


def _mentions(word: str) -> Any:
    pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    number = (
        select(ListingPatent.listing_id)
        .join(Patent, Patent.id == ListingPatent.patent_id)
        .where(or_(Patent.application_number.ilike(pattern, escape="\\"), Patent.title.ilike(pattern, escape="\\")))
    )
    return or_(
        Listing.title.ilike(pattern, escape="\\"),
        Listing.reference.ilike(pattern, escape="\\"),
        Organisation.name.ilike(pattern, escape="\\"),
        Listing.id.in_(number),
    )


def counts(actor: Actor) -> dict[str, int]:
    """How many listings of the work list stand in each state."""
    rows = own(actor).order_by(None).subquery()
    found = db.session.execute(select(rows.c.state, func.count()).group_by(rows.c.state))
    return {row[0]: row[1] for row in found}


def publications(listing_id: int) -> list[Publication]:
    """Where the patents of a listing were published, by date."""
    statement = select(Publication).where(Publication.listing_id == listing_id).options(joinedload(Publication.patent))
    return list(db.session.scalars(statement.order_by(Publication.on, Publication.platform, Publication.id)))
