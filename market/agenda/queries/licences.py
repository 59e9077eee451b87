"""Recordals to be filed, technology contracts to be registered, and the ends of licences."""

from datetime import date

from sqlalchemy import select

from market.agenda.rules.deadlines import Deadline, Kind
from market.core.actor import Actor
from market.core.db import db
from market.filings import queries as filings
from market.filings.models import ContractRegistration
from market.filings.rules import registration
from market.licensing.models import Licence, LicenceRequest
from market.licensing.queries import visible
from market.licensing.rules.states import IN_FORCE, LicenceState

MOST = 2000


def recordals(actor: Actor, start: date, end: date) -> list[Deadline]:
    """Licences in force that are not recorded; both sides may act, who has taken it on must."""
    statement = (
        select(Licence)
        .join(LicenceRequest)
        .where(visible(actor), Licence.state == LicenceState.EFFECTIVE, Licence.recordal_due.between(start, end))
    )
    rows = list(db.session.scalars(statement.limit(MOST)))
    latest = filings.latest_filings([row.id for row in rows])
    found = []
    for row in rows:
        filing = latest.get(row.id)
        if filing is not None and filing.state == "filed":
            continue
        taken = filing.organisation_id if filing is not None and filing.open else None
        who = {taken} if taken is not None else {row.licensor_id, row.licensee_id}
        found.append(_entry(row, Kind.RECORDAL, row.recordal_due, "filings.recordal", frozenset(who)))
    return found


def registrations(actor: Actor, start: date, end: date) -> list[Deadline]:
    """Technology contracts neither registered nor waived; the seller must act. The house sets the day."""
    known = select(ContractRegistration.licence_id)
    statement = (
        select(Licence)
        .join(LicenceRequest)
        .where(visible(actor), Licence.state.in_(IN_FORCE), Licence.id.not_in(known), Licence.effective_on <= end)
    )
    rows = [(registration.remind_on(row.effective_on), row) for row in db.session.scalars(statement.limit(MOST))]
    return [
        _entry(row, Kind.REGISTRATION, day, "filings.registration", frozenset({row.licensor_id}))
        for day, row in rows
        if start <= day <= end
    ]


def ends(actor: Actor, start: date, end: date) -> list[Deadline]:
    """The last days of licences in force; the licensee must act if it wants to go on."""
    statement = (
        select(Licence)
        .join(LicenceRequest)
        .where(visible(actor), Licence.state.in_(IN_FORCE), Licence.term_end.between(start, end))
    )
    return [
        _entry(row, Kind.TERM, row.term_end, "licensing.licence_page", frozenset({row.licensee_id}))
        for row in db.session.scalars(statement.limit(MOST))
        if row.term_end is not None
    ]


def _entry(row: Licence, kind: Kind, day: date, endpoint: str, who: frozenset[int]) -> Deadline:
    return Deadline(
        key=f"{kind}:{row.id}",
        kind=kind,
        day=day,
        reference=row.reference,
        endpoint=endpoint,
        arguments={"licence_id": row.id},
        who=who,
        detail=row.title,
    )
