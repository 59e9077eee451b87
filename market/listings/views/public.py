"""The page of a listing that everybody may read and print, and its documents."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _

from market.core import clock
from market.core.errors import NotFound
from market.core.i18n import current_language, translate
from market.core.web import access, current_actor, send_stored
from market.listings import queries
from market.listings.models import Listing, ListingDocument
from market.listings.queries.facts import annuity_due_of, expiry_of
from market.listings.rules.findings import condense
from market.listings.rules.offer import PUBLIC_DOCUMENTS
from market.listings.rules.patents import display_number
from market.listings.rules.states import State
from market.listings.views.mount import NAMES, Answer, blueprint, link
from market.listings.views.price import amount, price_of
from market.listings.views.structured import addresses, structured_data
from market.patents.rules.identifiers import TYPE_NAMES, PatentType
from market.patents.rules.industry import industry_name

SHOWN_RULES = ("R02", "R03", "R04", "R05", "R06", "R07")


@blueprint.get("/listings/<int:listing_id>")
@access("public")
def public(listing_id: int) -> Answer:
    """One listing: what it does, what it costs, how it stands, how to take it."""
    actor, today = current_actor(), clock.today()
    listing = queries.get(actor, listing_id)
    findings = [finding for finding in queries.eligibility(listing, today) if finding.rule in SHOWN_RULES]
    blocked = any(finding.blocks for finding in findings)
    open_now = queries.takeable(listing, today)
    return render_template(
        "listings/public.html",
        listing=listing,
        price=price_of(listing),
        amount=amount,
        due=queries.fee_of(listing).due_at_start,
        patents=[patent_view(row.patent) for row in listing.patents],
        findings=condense(findings),
        blocked=blocked,
        open_now=open_now,
        take_url=link("licensing.notice", listing_id=listing.id) if open_now else "",
        pitch_url=link("pitches.choose", listing=listing.id) if actor.of(listing.organisation_id) else "",
        search_url=link("search.search") or "/",
        documents=shown_documents(listing),
        timeline=timeline(listing),
        industry=industry_name(listing.industry, current_language()) if listing.industry else "",
        manages=actor.of(listing.organisation_id) or actor.operator,
        structured=structured_data(listing),
        addresses=addresses(listing),
        **NAMES,
    )


def patent_view(patent: Any) -> dict[str, Any]:
    """One patent of the legal block; ZL stands only before a patent in force (R29)."""
    expiry = expiry_of(patent)
    ended = expiry is not None and clock.today() >= expiry
    return {
        "record": patent,
        "number": display_number(patent.application_number, patent.status, ended),
        "in_force": patent.status == "in_force" and not ended,
        "kind": translate(TYPE_NAMES[PatentType(patent.kind)]),
        "expiry": expiry,
        "annuity_due": annuity_due_of(patent),
        "owners": [owner.name for owner in patent.owners],
        "url": link("patents.record", patent_id=patent.id),
    }


def shown_documents(listing: Listing) -> list[ListingDocument]:
    """The documents this reader may download: the owner and the operator all, others the public ones."""
    actor = current_actor()
    if actor.of(listing.organisation_id) or actor.operator:
        return list(listing.documents)
    return [document for document in listing.documents if document.kind in PUBLIC_DOCUMENTS]


def timeline(listing: Listing) -> list[dict[str, Any]]:
    """What has happened in public, newest first."""
    entries: list[tuple[Any, str, str, str]] = [
        (
            row.patent.grant_date,
            _("Grant of %(number)s announced", number=row.patent.application_number),
            "",
            "award",
        )
        for row in listing.patents
    ]
    number = listing.announcement_number
    entries.append((listing.announced_at, _("Open licence announced"), number, "megaphone"))
    if listing.state == State.SUSPENDED:
        entries.append((listing.suspended_at, _("Suspended"), listing.suspended_reason, "pause-circle"))
    withdrawn = _("Withdrawal announced") if listing.state == State.WITHDRAWN else _("Withdrawal to take effect")
    entries.append((listing.withdrawn_at, withdrawn, listing.withdrawal_reason, "box-arrow-left"))
    reason = translate(NAMES["end_reasons"][listing.end_reason]) if listing.end_reason else ""
    entries.append((listing.ended_at, _("Ended"), reason, "x-circle"))
    return [
        {"time": day, "when": day.isoformat(), "text": text, "detail": detail, "icon": icon}
        for day, text, detail, icon in sorted((entry for entry in entries if entry[0]), reverse=True)
    ]


@blueprint.get("/listings/<int:listing_id>/documents/<int:document_id>")
@access("public")
def document(listing_id: int, document_id: int) -> Answer:
    """A document of a listing as a download."""
    listing = queries.get(current_actor(), listing_id)
    found = next((item for item in shown_documents(listing) if item.id == document_id), None)
    if found is None:
        raise NotFound
    return send_stored(found.file)
