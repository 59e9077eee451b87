"""Preparing a declaration step by step; each step is saved by itself, refused when somebody else saved meanwhile."""

import secrets
from collections.abc import Sequence
from dataclasses import fields
from datetime import date

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.files import StoredFile
from market.core.outbox import emit
from market.listings import queries
from market.listings.errors import NotYours, TermsAreFixed
from market.listings.events import ListingChanged, ListingDrafted
from market.listings.models import Benefit, Instalment, Listing, ListingDocument, ListingPatent
from market.listings.rules.offer import Description, Fee, due_at_start
from market.listings.rules.states import OVER, State
from market.listings.service.moving import hold, need_manager, touch, wrong_move

PROOFS = ("co_owner_consent", "pledgee_consent", "evaluation")
MOST_PATENTS = 50


def begin(actor: Actor, patent_ids: Sequence[int]) -> Listing:
    """Start a draft for some of the organisation's own patents; raises NotYours for others."""
    if actor.organisation_id is None or actor.kind != "university":
        raise NotFound
    listing = Listing(reference=secrets.token_hex(10), organisation_id=actor.organisation_id, created_by=actor.user_id)
    db.session.add(listing)
    _set_patents(actor, listing, patent_ids)
    first = listing.patents[0].patent
    listing.title, listing.title_en = first.title[:200], first.title_en[:300]
    listing.industry = first.industry
    db.session.flush()
    listing.reference = f"GP-{clock.today().year}-{listing.id:04d}"
    emit(ListingDrafted(listing.id), actor)
    return listing


def choose_patents(actor: Actor, listing_id: int, version: int, patent_ids: Sequence[int]) -> Listing:
    """Change the bundle; the statements, which were made about the old one, must be confirmed anew."""
    listing = _draft(actor, listing_id, version)
    _set_patents(actor, listing, patent_ids)
    _drop_statements(listing)
    return listing


def _set_patents(actor: Actor, listing: Listing, patent_ids: Sequence[int]) -> None:
    wanted = list(dict.fromkeys(patent_ids))
    found = {patent.id: patent for patent in queries.chosen_patents(actor, wanted)}
    if not wanted or len(wanted) > MOST_PATENTS or len(found) != len(wanted):
        raise NotYours
    for document in [item for item in listing.documents if item.patent_id and item.patent_id not in found]:
        listing.documents.remove(document)
    for row in [row for row in listing.patents if row.patent_id not in found]:
        listing.patents.remove(row)
    known = {row.patent_id for row in listing.patents}
    for patent_id in wanted:
        if patent_id not in known:
            listing.patents.append(ListingPatent(patent_id=patent_id, patent=found[patent_id]))


def set_fee(actor: Actor, listing_id: int, version: int, fee: Fee, fee_text: str) -> Listing:
    """Set price and its announced text; what is due at the start follows from the kind."""
    listing = _draft(actor, listing_id, version)
    listing.fee_kind, listing.currency = fee.kind, fee.amount.currency
    listing.amount_minor = fee.amount.minor
    listing.due_at_start_minor = due_at_start(fee.kind, fee.amount, fee.instalments).minor
    listing.due_days = fee.due_days
    listing.rate, listing.royalty_base = fee.rate, fee.base
    listing.annual_cap_minor = None if fee.annual_cap is None else fee.annual_cap.minor
    listing.instalments = [
        Instalment(position=position, amount_minor=amount.minor, months=months)
        for position, (amount, months) in enumerate(fee.instalments)
    ]
    listing.fee_text = fee_text.strip()
    touch(listing)
    return listing


def set_term(actor: Actor, listing_id: int, version: int, term_end: date | None, notes: str) -> Listing:
    """Set the end of the licence term and the other matters to be declared."""
    listing = _draft(actor, listing_id, version)
    listing.term_end, listing.notes = term_end, notes.strip()
    touch(listing)
    return listing


def describe(actor: Actor, listing_id: int, version: int, description: Description) -> Listing:
    """Set the plain texts of the page; possible until the listing is over, for they are not terms."""
    listing = _shapeable(actor, listing_id, version)
    for field in fields(description):
        if field.name != "benefits":
            setattr(listing, field.name, getattr(description, field.name).strip())
    listing.benefits = [
        Benefit(position=position, name=name.strip(), value=value.strip(), source=source.strip())
        for position, (name, value, source) in enumerate(description.benefits)
    ]
    touch(listing)
    if listing.state != State.DRAFT:
        emit(ListingChanged(listing.id), actor)
    return listing


def confirm_statements(actor: Actor, listing_id: int, version: int, confirmed: bool) -> Listing:
    """Record, with time and person, that the four statements (Art. 86 and 88) were confirmed, or take them back."""
    listing = _draft(actor, listing_id, version)
    if confirmed and listing.statements_at is None:
        listing.statements_at, listing.statements_by = clock.now(), actor.user_id
    if not confirmed:
        _drop_statements(listing)
    touch(listing)
    return listing


def add_document(
    actor: Actor,
    listing_id: int,
    stored: StoredFile,
    kind: str,
    patent_id: int | None = None,
    conclusion: str = "",
    note: str = "",
) -> ListingDocument:
    """Add a kept file to a listing that is not over; `patent_id` must be one of its patents."""
    listing = _shapeable(actor, listing_id)
    if patent_id is not None and patent_id not in {row.patent_id for row in listing.patents}:
        raise NotFound
    db.session.add(stored)
    document = ListingDocument(
        file=stored,
        kind=kind,
        patent_id=patent_id,
        conclusion=conclusion if kind == "evaluation" else "",
        note=note.strip(),
    )
    listing.documents.append(document)
    touch(listing)
    db.session.flush()
    return document


def remove_document(actor: Actor, listing_id: int, document_id: int) -> None:
    """Take a file off a listing; proofs of consent stay once the declaration is made."""
    listing = _shapeable(actor, listing_id)
    document = next((item for item in listing.documents if item.id == document_id), None)
    if document is None:
        raise NotFound
    if listing.state != State.DRAFT and document.kind in PROOFS:
        raise TermsAreFixed
    listing.documents.remove(document)
    touch(listing)


def discard(actor: Actor, listing_id: int) -> None:
    """Throw a draft away."""
    db.session.delete(_draft(actor, listing_id, None))


def _shapeable(actor: Actor, listing_id: int, version: int | None = None) -> Listing:
    """A listing whose texts and files may change: a draft by whoever drafts; what others can read by who publishes."""
    listing = hold(actor, listing_id, version)
    if listing.state in OVER:
        raise wrong_move(listing)
    if listing.state != State.DRAFT:
        need_manager(actor, listing)
    return listing


def _draft(actor: Actor, listing_id: int, version: int | None) -> Listing:
    listing = hold(actor, listing_id, version)
    if listing.state != State.DRAFT:
        raise TermsAreFixed
    return listing


def _drop_statements(listing: Listing) -> None:
    listing.statements_at = listing.statements_by = None
    touch(listing)
