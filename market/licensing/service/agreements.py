"""Granting a licence that two sides agreed on, with R02-R06 looked at again and R03 both ways."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from market.accounts.models import Organisation
from market.core import clock, outbox
from market.core.actor import SYSTEM, Actor
from market.core.db import db
from market.core.i18n import in_language, translate
from market.licensing.errors import (
    AlreadyBarred,
    DeclarationStands,
    LicenceStands,
    ObstacleFound,
    TermMissing,
    TermOver,
    TermTooLong,
)
from market.licensing.events import LicenceGranted
from market.licensing.models import Licence, LicencePatent, LicenceRequest
from market.licensing.rules import notices, recordal
from market.licensing.rules.agreements import NOTICE, Agreed, frozen, offer_of
from market.licensing.rules.terms import BARRING, KIND_NAMES
from market.licensing.service import checks
from market.licensing.service.terms import party
from market.listings.queries.facts import expiry_of
from market.patents.models import Patent
from market.patents.service import hold_patents, set_exclusive


def grant_agreed(actor: Actor, agreed: Agreed) -> Licence:
    """Make the licence of a concluded contract at once, inside a transaction: request, terms and licence.

    In force from the day of conclusion, from which the recordal clock runs (R16). The same deal twice gives back the
    licence it made. Raises ObstacleFound (R02, R04-R06), AlreadyBarred, DeclarationStands, LicenceStands (R03),
    TermOver, TermTooLong (R11).
    """
    patents = hold_patents(agreed.patent_ids)
    known = db.session.scalar(select(Licence).join(LicenceRequest).where(LicenceRequest.once == once_of(agreed)))
    if known is not None:
        return known
    refuse_unless_free(agreed.kind, agreed.patent_ids, agreed.pledgees_agreed)
    last_day = refuse_term(patents, agreed.term_end)
    request = _request(agreed, patents)
    start = agreed.concluded_on
    licence = Licence(
        reference=notices.licence_reference(request.id, start),
        request_id=request.id,
        kind=agreed.kind,
        licensee_id=agreed.licensee_id,
        licensor_id=agreed.licensor_id,
        effective_on=start,
        term_end=last_day,
        free=agreed.plan.free,
        amount_minor=agreed.plan.amount.minor,
        currency=agreed.plan.currency,
        recordal_from=start,
        recordal_due=recordal.due(start),
        patents=[LicencePatent(patent_id=patent.id, exclusive=agreed.kind in BARRING) for patent in patents],
    )
    db.session.add(licence)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AlreadyBarred from error
    if agreed.kind in BARRING:
        for patent in patents:
            set_exclusive(patent, max(last_day, patent.exclusive_until or last_day))
    outbox.emit(LicenceGranted(licence_id=licence.id), None if actor is SYSTEM else actor)
    return licence


def refuse_unless_free(kind: str, patent_ids: Collection[int], pledgees_agreed: bool = False) -> None:
    """Raise the fitting refusal when a licence of this kind cannot be given on these patents today.

    R03 both ways: a sole or exclusive licence in force bars every other one; none is given while an open declaration or
    any other licence, or a notice on its way to one, stands on one of the patents.
    """
    if checks.barred(patent_ids):
        raise AlreadyBarred
    if kind in BARRING:
        if checks.declared(patent_ids) or checks.noticed(patent_ids):
            raise DeclarationStands
        if checks.licensed(patent_ids):
            raise LicenceStands
    found = checks.obstacles_on(patent_ids, clock.today())
    if pledgees_agreed:
        found = [finding for finding in found if finding.rule != "R06"]
    if found:
        raise ObstacleFound(reason=found[0].text())


def refuse_term(patents: Collection[Patent], term_end: date | None) -> date:
    """The last day; raises when there is none (R25), when it is over, or after a patent's end (R11; Civil Code 865)."""
    if term_end is None:
        raise TermMissing
    if term_end < clock.today():
        raise TermOver(day=term_end.isoformat())
    ends = [expiry for patent in patents if (expiry := expiry_of(patent)) is not None]
    if ends and min(ends) < term_end:
        raise TermTooLong(day=min(ends).isoformat())
    return term_end


def once_of(agreed: Agreed) -> str:
    """The unique key of what a deal makes."""
    return f"deal:{agreed.negotiation}"


def _request(agreed: Agreed, patents: list[Patent]) -> LicenceRequest:
    licensor = db.session.get_one(Organisation, agreed.licensor_id)
    licensee = db.session.get_one(Organisation, agreed.licensee_id)
    terms = frozen_terms(agreed, patents, licensor, licensee)
    text = _text(agreed, licensor, licensee, patents)
    request = LicenceRequest(
        reference=f"~{once_of(agreed)}",
        kind=agreed.kind,
        title=agreed.title[:200],
        title_en=agreed.title_en[:300],
        licensee_id=licensee.id,
        licensor_id=licensor.id,
        sent_by=agreed.signed_by,
        once=once_of(agreed),
        notice=text,
        product=agreed.product[:300],
        terms=terms,
        terms_hash=notices.seal(text, agreed.product[:300], "", terms),
        state="granted",
        closed_at=clock.now(),
    )
    db.session.add(request)
    db.session.flush()
    request.reference = notices.agreement_reference(request.id, agreed.concluded_on)
    db.session.flush()
    return request


def frozen_terms(
    agreed: Agreed, patents: Collection[Patent], licensor: Organisation, licensee: Organisation
) -> dict[str, Any]:
    """The terms of an agreement with both sides and the patents as they stand, to be frozen."""
    plain = [plain_patent(patent) for patent in sorted(patents, key=lambda patent: patent.application_number)]
    terms: dict[str, Any] = frozen(agreed, offer_of(agreed, plain), party(licensor), party(licensee, contact=True))
    return terms


def plain_patent(patent: Patent) -> dict[str, Any]:
    """A patent as it stands today, to be frozen with the terms."""
    expiry = expiry_of(patent)
    return {
        "number": patent.application_number,
        "title": patent.title,
        "kind": patent.kind,
        "owners": [owner.name for owner in patent.owners],
        "filing_date": patent.filing_date.isoformat() if patent.filing_date else None,
        "expiry_date": expiry.isoformat() if expiry else None,
    }


def _text(agreed: Agreed, licensor: Organisation, licensee: Organisation, patents: Collection[Patent]) -> str:
    with in_language("zh"):
        return translate(
            NOTICE,
            licensor=licensor.name,
            licensee=licensee.name,
            contract=agreed.contract or "-",
            day=agreed.concluded_on.isoformat(),
            kind=translate(KIND_NAMES[agreed.kind]),
            patents=", ".join(f"ZL{patent.application_number}" for patent in patents),
            end=agreed.term_end.isoformat() if agreed.term_end else "-",
            fee=agreed.plan.sentence("zh"),
        )
