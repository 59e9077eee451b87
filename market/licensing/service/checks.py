"""The re-checks of R15 on real rows (patents, vetting, term), and the pre-check before recordal."""

from datetime import date

from sqlalchemy import select

from market.core.calendar import next_working_day
from market.core.db import db
from market.licensing.models import Licence, LicencePatent, LicenceRequest
from market.licensing.rules import recordal
from market.licensing.rules.recordal import PatentFacts
from market.licensing.rules.terms import Terms
from market.listings.models import Listing
from market.listings.queries import obstacles
from market.listings.queries.facts import annuity_due_of, expiry_of
from market.listings.rules.findings import Finding, blocking
from market.patents.models import Patent


def obstacles_now(listing: Listing, today: date) -> list[Finding]:
    """What stands against giving a licence on these patents today (R02-R06)."""
    return blocking(obstacles(listing, today))


def hold_codes(request: LicenceRequest, today: date) -> list[str]:
    """Why a paid request may not become a licence today: codes of HOLD_REASONS, empty when nothing is in the way.

    The state of the listing is not asked: a notice sent while it was on offer keeps its terms after a withdrawal.
    """
    codes = {finding.rule for finding in obstacles_now(request.listing, today)}
    if not request.licensee.vetted:
        codes.add("vetting")
    if not request.licensor.vetted:
        codes.add("licensor")
    if Terms.read(request.terms).over(today):
        codes.add("term")
    return sorted(codes)


def precheck(licence: Licence, today: date) -> list[recordal.Finding]:
    """The eight grounds of refusal, looked at for one licence as of today."""
    facts = [_facts(link.patent, licence.licensor_id, today) for link in licence.patents]
    return recordal.precheck(facts, licence.term_end, _recorded_before(licence))


def _facts(patent: Patent, licensor_id: int, today: date) -> PatentFacts:
    owners = {owner.organisation_id for owner in patent.owners}
    expiry, annuity_due = expiry_of(patent), annuity_due_of(patent)
    force = {"in_force": True, "dead": False, "pending": False}.get(patent.status)
    return PatentFacts(
        number=patent.application_number,
        licensor_owns=True if licensor_id in owners else (None if None in owners else False),
        in_force=False if expiry is not None and expiry <= today else force,
        annuity_open=None if annuity_due is None else next_working_day(annuity_due) < today,
        disputed=patent.disputed,
        preserved=patent.preserved,
        pledged_without_consent=patent.pledged and not patent.pledgee_consent,
        expires=expiry,
    )


def _recorded_before(licence: Licence) -> bool:
    """Whether another licence of the same parties on the same listing has a recordal number already."""
    other = db.session.scalar(
        select(Licence.id)
        .join(LicencePatent)
        .where(
            Licence.id != licence.id,
            Licence.licensee_id == licence.licensee_id,
            Licence.listing_id == licence.listing_id,
            Licence.state == "recorded",
        )
        .limit(1)
    )
    return other is not None
