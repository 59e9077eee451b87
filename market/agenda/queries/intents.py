"""Next steps of the intents that roadshows brought."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from market.agenda.rules.deadlines import Deadline, Kind
from market.core.actor import Actor
from market.core.db import db
from market.intents.models import Intent
from market.intents.queries import visible
from market.intents.rules.states import OPEN
from market.pitches.models import Pitch

MOST = 2000


def next_steps(actor: Actor, start: date, end: date) -> list[Deadline]:
    """Open intents with a next date; the organisation of whoever looks after one must act. The house sets the day.

    Who declared it plans nothing and so has no day.
    """
    statement = (
        select(Intent)
        .join(Pitch)
        .where(visible(actor), Intent.stage.in_(OPEN), Intent.next_on.between(start, end))
        .options(joinedload(Intent.pitch), joinedload(Intent.owner), joinedload(Intent.roadshow))
    )
    if not actor.operator:
        statement = statement.where(Pitch.organisation_id == (actor.organisation_id or 0))
    return [
        Deadline(
            key=f"intent:{row.id}",
            kind=Kind.INTENT,
            day=row.next_on,
            reference=row.reference,
            endpoint="intents.page",
            arguments={"intent_id": row.id},
            who=frozenset({_acts(row)}),
            detail=row.pitch.title,
        )
        for row in db.session.scalars(statement.limit(MOST))
        if row.next_on is not None
    ]


def _acts(row: Intent) -> int:
    """The organisation of the person who looks after it; the operator that ran the roadshow without one."""
    person = row.owner.organisation if row.owner is not None else None
    return person.id if person is not None else row.roadshow.organisation_id
