"""The re-checks of R15 on real rows (patents, vetting, term), and R03 both ways."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, exists, select

from market.core.db import db
from market.licensing.models import Licence, LicencePatent, LicenceRequest
from market.licensing.rules.states import IN_FORCE, OPEN
from market.licensing.rules.terms import Terms
from market.listings.models import Listing, ListingPatent
from market.listings.queries import obstacles
from market.listings.queries.facts import patent_facts
from market.listings.rules import patents as patent_rules
from market.listings.rules.findings import Finding, blocking
from market.patents.models import Patent


def obstacles_now(listing: Listing, today: date) -> list[Finding]:
    """What stands against giving an open licence on these patents today (R02-R06)."""
    return blocking(obstacles(listing, today))


def obstacles_on(patent_ids: Collection[int], today: date) -> list[Finding]:
    """What stands against licensing or transferring these patents today (R02-R06), whatever listing they are in."""
    patents = db.session.scalars(select(Patent).where(Patent.id.in_(patent_ids)).order_by(Patent.id))
    facts = [patent_facts(patent) for patent in patents]
    return blocking(rule(patent, today) for patent in facts for rule in patent_rules.OBSTACLES)


def obstacles_of(request: LicenceRequest, today: date) -> list[Finding]:
    """What stands against the licence of a request today."""
    if request.listing is not None:
        return obstacles_now(request.listing, today)
    return obstacles_on(Terms.read(request.terms).patent_ids, today)


def barred(patent_ids: Collection[int]) -> bool:
    """Whether a sole or exclusive licence is in force on one of the patents: no other licence then (R03)."""
    return _any(select(LicencePatent.id).where(LicencePatent.patent_id.in_(patent_ids), LicencePatent.exclusive))


def declared(patent_ids: Collection[int]) -> bool:
    """Whether an open declaration stands on one of the patents, suspended ones included (Patent Law Art. 51(3))."""
    return _any(select(ListingPatent.id).where(ListingPatent.patent_id.in_(patent_ids), ListingPatent.live))


def licensed(patent_ids: Collection[int]) -> bool:
    """Whether any licence is in force on one of the patents."""
    return _any(
        select(LicencePatent.id)
        .join(Licence)
        .where(LicencePatent.patent_id.in_(patent_ids), Licence.state.in_(IN_FORCE))
    )


def noticed(patent_ids: Collection[int]) -> bool:
    """Whether a notice on one of the patents is on its way to a licence."""
    return _any(
        select(LicenceRequest.id)
        .join(ListingPatent, ListingPatent.listing_id == LicenceRequest.listing_id)
        .where(ListingPatent.patent_id.in_(patent_ids), LicenceRequest.state.in_(OPEN))
    )


def _any(statement: Select[int]) -> bool:
    return bool(db.session.scalar(select(exists(statement))))


def hold_codes(request: LicenceRequest, today: date) -> list[str]:
    """Why a paid request may not become a licence today: codes of HOLD_REASONS, empty when nothing is in the way.

    The state of the listing is not asked: a notice sent while it was on offer keeps its terms after a withdrawal.
    """
    codes = {finding.rule for finding in obstacles_of(request, today)}
    if barred(Terms.read(request.terms).patent_ids):
        codes.add("R03")
    if not request.licensee.vetted:
        codes.add("vetting")
    if not request.licensor.vetted:
        codes.add("licensor")
    if Terms.read(request.terms).over(today):
        codes.add("term")
    return sorted(codes)
