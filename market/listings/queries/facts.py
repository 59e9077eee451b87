"""From rows to the plain values that rules judge, and the rules' findings about a stored listing."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from market.core.db import db
from market.core.money import Money
from market.listings.models import Listing, ListingDocument, ListingPatent
from market.listings.rules import declaration
from market.listings.rules.findings import Finding
from market.listings.rules.offer import PUBLIC_DOCUMENTS, Fee, Offer, PatentFacts
from market.listings.rules.states import State
from market.patents.models import Patent
from market.patents.rules.identifiers import PatentType
from market.patents.rules.terms import annuity_due, expiry_date, next_annuity, term_years


def fee_of(listing: Listing) -> Fee:
    """The price as one value."""
    currency = listing.currency
    cap = listing.annual_cap_minor
    return Fee(
        kind=listing.fee_kind,
        amount=Money(listing.amount_minor, currency),
        due_at_start=Money(listing.due_at_start_minor, currency),
        due_days=listing.due_days,
        rate=listing.rate,
        base=listing.royalty_base,
        annual_cap=None if cap is None else Money(cap, currency),
        instalments=tuple((Money(part.amount_minor, currency), part.months) for part in listing.instalments),
    )


def expiry_of(patent: Patent) -> date | None:
    """When the patent expires: as recorded, else computed from type and filing date."""
    if patent.expiry_date is not None or patent.filing_date is None:
        return patent.expiry_date
    return expiry_date(PatentType(patent.kind), patent.filing_date)


def annuity_due_of(patent: Patent) -> date | None:
    """When the next annuity is due: as recorded, else computed from the year paid up to; None when nothing is known."""
    if patent.annuity_due is not None or patent.filing_date is None or patent.annuity_paid_to_year is None:
        return patent.annuity_due
    kind = PatentType(patent.kind)
    following = next_annuity(kind, patent.filing_date, patent.annuity_paid_to_year)
    return following.due if following else annuity_due(patent.filing_date, term_years(kind, patent.filing_date) + 1)


def patent_facts(patent: Patent, documents: Sequence[ListingDocument] = (), elsewhere: str = "") -> PatentFacts:
    """One patent as the rules see it, with what the listing's documents add."""
    about = [document for document in documents if document.patent_id in (None, patent.id)]
    conclusions = {document.conclusion for document in about if document.kind == "evaluation"} | {patent.evaluation}
    kinds = {document.kind for document in about}
    return PatentFacts(
        number=patent.application_number,
        title=patent.title,
        kind=patent.kind,
        status=patent.status,
        grant_date=patent.grant_date,
        granted=bool(patent.grant_date or patent.grant_number),
        filing_date=patent.filing_date,
        expiry=expiry_of(patent),
        annuity_due=annuity_due_of(patent),
        pledged=patent.pledged,
        pledgee_consent=patent.pledgee_consent or "pledgee_consent" in kinds,
        preserved=patent.preserved,
        disputed=patent.disputed,
        exclusive_until=patent.exclusive_until,
        evaluation="negative" if "negative" in conclusions else "positive" if "positive" in conclusions else "",
        secret=patent.secret,
        owners=tuple(owner.name for owner in patent.owners),
        co_owner_consent="co_owner_consent" in kinds,
        in_other_listing=elsewhere,
    )


def offer_of(listing: Listing) -> Offer:
    """A stored listing as the rules see it."""
    patents = [row.patent for row in listing.patents]
    elsewhere = declared_elsewhere([patent.id for patent in patents], listing.id)
    return Offer(
        patents=tuple(patent_facts(patent, listing.documents, elsewhere.get(patent.id, "")) for patent in patents),
        fee=fee_of(listing),
        fee_text=listing.fee_text,
        term_end=listing.term_end,
        notes=listing.notes,
        title=listing.title,
        title_en=listing.title_en,
        summary=listing.summary,
        summary_en=listing.summary_en,
        application=listing.application,
        products=listing.products,
        industry=listing.industry,
        maturity=listing.maturity,
        maturity_note=listing.maturity_note,
        not_for=listing.not_for,
        benefits=tuple(
            {"name": benefit.name, "value": benefit.value, "source": benefit.source} for benefit in listing.benefits
        ),
        public_documents=sum(document.kind in PUBLIC_DOCUMENTS for document in listing.documents),
        statements=listing.statements_at is not None,
    )


def declared_elsewhere(patent_ids: Sequence[int], listing_id: int | None = None) -> dict[int, str]:
    """Patents that stand in another live listing, with its reference."""
    if not patent_ids:
        return {}
    rows = db.session.execute(
        select(ListingPatent.patent_id, Listing.reference)
        .join(Listing, Listing.id == ListingPatent.listing_id)
        .where(
            ListingPatent.live, ListingPatent.patent_id.in_(patent_ids), ListingPatent.listing_id != (listing_id or 0)
        )
    )
    return {row.patent_id: row.reference for row in rows}


def eligibility(listing: Listing, today: date) -> list[Finding]:
    """What the rules say of the patents alone."""
    return declaration.eligibility(offer_of(listing), today)


def checklist(listing: Listing, today: date) -> list[Finding]:
    """Every rule of the declaration on a stored listing."""
    return declaration.checklist(offer_of(listing), today)


def obstacles(listing: Listing, today: date) -> list[Finding]:
    """R02 to R06 on a stored listing today (R15): what stands against a licence; a blocking one stops it."""
    return declaration.obstacles(offer_of(listing), today)


def on_offer(listing: Listing, today: date) -> bool:
    """Whether the offer stands today: announced, no withdrawal in effect, its organisation vetted."""
    withdrawn = listing.withdrawn_at is not None and listing.withdrawn_at <= today
    return listing.state == State.ANNOUNCED and not withdrawn and listing.organisation.vetted


def takeable(listing: Listing, today: date) -> bool:
    """Whether the licence can be taken today: on offer, term not over, nothing blocks."""
    if not on_offer(listing, today) or (listing.term_end is not None and listing.term_end < today):
        return False
    return not any(finding.blocks for finding in obstacles(listing, today))
