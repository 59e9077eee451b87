"""Annuities: of one's own patents, and of the patents one holds a licence on."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from market.agenda.rules.deadlines import Deadline, Kind
from market.core.actor import Actor
from market.core.calendar import next_working_day
from market.core.db import db
from market.licensing.models import Licence, LicencePatent, LicenceRequest
from market.licensing.queries import visible
from market.licensing.rules.states import IN_FORCE
from market.listings.queries.facts import annuity_due_of
from market.patents.models import Owner, Patent

MOST = 5000


def annuities(actor: Actor, start: date, end: date) -> list[Deadline]:
    """Annuities as far as the year paid up to is known; the owner must act. The operator sees licensed patents only."""
    licensed = (
        select(LicencePatent.patent_id)
        .join(Licence, Licence.id == LicencePatent.licence_id)
        .join(LicenceRequest, LicenceRequest.id == Licence.request_id)
        .where(visible(actor), Licence.state.in_(IN_FORCE))
    )
    own = select(Owner.patent_id).where(Owner.organisation_id == (actor.organisation_id or 0))
    statement = (
        select(Patent)
        .where(
            Patent.status == "in_force",
            or_(Patent.annuity_due.is_not(None), Patent.annuity_paid_to_year.is_not(None)),
            or_(Patent.id.in_(licensed), Patent.id.in_(own)),
        )
        .options(selectinload(Patent.owners))
        .order_by(Patent.id)
        .limit(MOST)
    )
    found = []
    for row in db.session.scalars(statement):
        due = annuity_due_of(row)
        if due is None or not start <= (day := next_working_day(due)) <= end:
            continue
        owners = frozenset(owner.organisation_id for owner in row.owners if owner.organisation_id is not None)
        found.append(
            Deadline(
                key=f"annuity:{row.id}:{due.year}",
                kind=Kind.ANNUITY,
                day=day,
                reference=row.display_number,
                endpoint="patents.record",
                arguments={"patent_id": row.id},
                who=owners,
                detail=row.title,
            )
        )
    return found
