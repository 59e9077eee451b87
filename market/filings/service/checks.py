"""The pre-check of a licence against what is on record of its patents, and the annuity it would lower."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from market.core.calendar import next_working_day
from market.core.db import db
from market.filings.rules import annuity, precheck
from market.filings.rules.precheck import Finding, PatentRecord
from market.licensing.models import Licence, LicencePatent
from market.licensing.rules.states import LicenceState
from market.listings.queries.facts import annuity_due_of, expiry_of
from market.patents.models import Patent
from market.patents.rules.identifiers import PatentType
from market.patents.rules.terms import next_annuity


def findings(licence: Licence, today: date) -> list[Finding]:
    """The eight grounds of refusal, looked at for one licence as of today."""
    records = [record_of(link.patent, licence.licensor_id, today) for link in licence.patents]
    return precheck.precheck(records, licence.term_end, recorded_before(licence), today)


def record_of(patent: Patent, licensor_id: int, today: date) -> PatentRecord:
    """What is on record of a patent; entries that no dated source stands behind are not known."""
    owners = {owner.organisation_id for owner in patent.owners}
    expiry, due = expiry_of(patent), annuity_due_of(patent)
    force = {"in_force": True, "dead": False, "pending": False}.get(patent.status)
    looked_up = patent.status_as_of is not None
    return PatentRecord(
        number=patent.application_number,
        licensor_owns=True if licensor_id in owners else (None if None in owners or not owners else False),
        in_force=False if expiry is not None and expiry <= today else force,
        annuity_open=None if due is None else next_working_day(due) < today,
        disputed=_entry(patent.disputed, looked_up),
        preserved=_entry(patent.preserved, looked_up),
        pledged_without_consent=_entry(patent.pledged and not patent.pledgee_consent, looked_up),
        expires=expiry,
        source=patent.status_source,
        as_of=patent.status_as_of,
    )


def _entry(found: bool, looked_up: bool) -> bool | None:
    """An entry of the register: there, not there, or never looked up."""
    return True if found else (False if looked_up else None)


def recorded_before(licence: Licence) -> bool:
    """Whether the same contract stands recorded: this licence, or one of the same sides over the same patents."""
    if licence.recordal_number:
        return True
    patents = {link.patent_id for link in licence.patents}
    others = select(Licence).where(
        Licence.id != licence.id,
        Licence.licensee_id == licence.licensee_id,
        Licence.licensor_id == licence.licensor_id,
        Licence.kind == licence.kind,
        Licence.state == LicenceState.RECORDED,
        Licence.id.in_(select(LicencePatent.licence_id).where(LicencePatent.patent_id.in_(patents))),
    )
    return any({link.patent_id for link in other.patents} == patents for other in db.session.scalars(others))


@dataclass(frozen=True)
class NextAnnuity:
    """The next annuity of a licensed patent, with what an open licence is expected to save."""

    number: str
    year: int
    due: date
    expected: annuity.Expected


def annuities(licence: Licence) -> list[NextAnnuity]:
    """The next annuities of an open licence's patents as far as the year paid up to is known (R28)."""
    if licence.kind != "open":
        return []
    found = []
    for patent in (link.patent for link in licence.patents):
        if patent.filing_date is None or patent.annuity_paid_to_year is None or patent.status != "in_force":
            continue
        following = next_annuity(PatentType(patent.kind), patent.filing_date, patent.annuity_paid_to_year)
        full = annuity.full(patent.kind, following.year) if following else None
        if following is not None and full is not None:
            found.append(
                NextAnnuity(patent.application_number, following.year, following.due, annuity.expected(full))
            )
    return found
