"""What a contract can be about: the agreement behind a deal, read from the feature that holds it, by the deal's key."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from market.accounts.models import Organisation
from market.contracts.rules.agreement import Agreement, PartyFacts, PatentFacts
from market.contracts.rules.states import Kind
from market.core.db import db
from market.licensing.models import LicenceRequest
from market.licensing.rules.fees import FeePlan
from market.licensing.rules.terms import LicensedPatent, Party, Terms
from market.negotiation.models import Deal
from market.negotiation.rules.processes import State
from market.patents.models import Patent

KEY_NUMBER = re.compile("[1-9][0-9]{0,8}")
CHINA = {"CN": ("中国境内", "Within China")}


@dataclass(frozen=True)
class Matter:
    """The agreement behind a deal, whether a contract on it may be drawn up now (`ready`), and whether signed."""

    agreement: Agreement
    ready: bool
    signable: bool


def matter(subject_key: str) -> Matter | None:
    """What the deal with this key ("request:7") agreed on; None when there is no such deal or nothing agreed.

    A deal has one key: "request:07" is none, else two contracts could be made on one deal.
    """
    head, _, number = subject_key.partition(":")
    read = READERS.get(head)
    return read(int(number)) if read and KEY_NUMBER.fullmatch(number) else None


def of_request(number: int) -> Matter | None:
    """An open licence, from the terms frozen with the notice; ready for a contract unless it came to nothing."""
    request = db.session.get(LicenceRequest, number)
    if request is None or request.kind != Kind.OPEN:
        return None
    terms = Terms.read(request.terms)
    plan = FeePlan.of_offer(request.terms["offer"])
    agreement = Agreement(
        kind=Kind.OPEN,
        source=request.reference,
        title=terms.title,
        title_en=terms.title_en,
        licensor=party(terms.licensor),
        licensee=party(terms.licensee),
        patents=patents(terms.patents),
        territory=CHINA["CN"][0],
        territory_en=CHINA["CN"][1],
        end=terms.term_end,
        free=terms.free,
        royalty=plan.royalty is not None,
        inspection=plan.inspection,
        price=(plan.sentence("zh"), plan.sentence("en")),
        fees=clauses(plan),
        currency=plan.currency,
        notes=" ".join(part for part in (terms.fee_text, terms.notes) if part),
        listing=terms.listing,
        announced_on=terms.announced_on,
        announcement_number=terms.announcement_number,
        product=request.product,
        use_place=request.place,
    )
    going = request.state in ("noticed", "held", "granted")
    return Matter(agreement, ready=going, signable=going)


def of_deal(number: int) -> Matter | None:
    """A negotiated deal, from the terms frozen with the accepted offer; signed once everything it needs is there."""
    deal = db.session.get(Deal, number)
    if deal is None or deal.terms is None:
        return None
    terms, frozen = Terms.read(deal.terms), deal.terms
    plan = FeePlan.read(terms.fee or frozen.get("fee") or {"kind": "free"})
    territory = CHINA.get(terms.territory, (terms.territory, terms.territory))
    agreement = Agreement(
        kind=deal.kind,
        source=deal.reference,
        title=terms.title,
        title_en=terms.title_en,
        licensor=party(terms.licensor),
        licensee=party(terms.licensee),
        patents=patents(terms.patents),
        territory=territory[0],
        territory_en=territory[1],
        field=terms.field,
        manner=terms.manner,
        sublicense=terms.sublicense,
        start=terms.term_start,
        end=terms.term_end,
        free=plan.free,
        royalty=plan.royalty is not None,
        inspection=plan.inspection,
        price=(plan.sentence("zh"), plan.sentence("en")),
        fees=clauses(plan),
        currency=plan.currency,
        notes=_notes(terms, frozen),
        product=str(frozen.get("product") or ""),
    )
    return Matter(agreement, ready=deal.state in (State.AGREED, State.SIGNING), signable=deal.state == State.SIGNING)


def _notes(terms: Terms, frozen: Mapping[str, Any]) -> str:
    """What was agreed beyond the fields of a licence: share and company of a contribution, other terms."""
    share, company = str(frozen.get("share") or ""), str(frozen.get("company") or "")
    parts = [f"{company} {share} %".strip() if share else company, terms.notes]
    return " ".join(part for part in parts if part)


def party(frozen: Party) -> PartyFacts:
    """A side as frozen in the terms, with what its organisation has on record today for reaching it."""
    organisation = db.session.get(Organisation, frozen.id)
    return PartyFacts(
        id=frozen.id,
        name=frozen.name,
        name_en=frozen.name_en,
        uscc=frozen.uscc,
        address=frozen.address,
        contact=organisation.contact_name if organisation else "",
        phone=organisation.contact_phone if organisation else "",
        email=organisation.contact_email if organisation else "",
    )


def patents(frozen: Sequence[LicensedPatent]) -> tuple[PatentFacts, ...]:
    """The patents of the terms; what the terms do not hold (applicant, grant, missing dates) from their records."""
    numbers = [it.number for it in frozen]
    rows = db.session.scalars(select(Patent).where(Patent.application_number.in_(numbers)))
    records = {row.application_number: row for row in rows}
    return tuple(_patent(it, records.get(it.number)) for it in frozen)


def _patent(frozen: LicensedPatent, record: Patent | None) -> PatentFacts:
    return PatentFacts(
        number=frozen.number,
        title=frozen.title,
        kind=frozen.kind,
        patentees=frozen.owners,
        title_en=record.title_en if record else "",
        applicants=tuple(record.applicants or ()) if record else (),
        filing_date=frozen.filing_date or _iso(record.filing_date if record else None),
        grant_date=_iso(record.grant_date if record else None),
        expiry_date=frozen.expiry_date or _iso(record.expiry_date if record else None),
        granted=record is None or record.display_number.startswith("ZL"),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def clauses(plan: FeePlan) -> tuple[tuple[str, str], ...]:
    """The payment clauses in both languages, side by side."""
    return tuple(zip(plan.clauses("zh"), plan.clauses("en"), strict=True))


READERS: Mapping[str, Callable[[int], Matter | None]] = {"request": of_request, "deal": of_deal}
"""Who reads the agreement behind a key."""
