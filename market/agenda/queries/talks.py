"""Answers awaited in negotiations, royalty reports and milestones, and reports on effects."""

from datetime import date

from sqlalchemy import ColumnElement, or_, select, true

from market.agenda.rules.deadlines import Deadline, Kind
from market.core.actor import Actor
from market.core.db import db
from market.effects.models import EffectQuestion
from market.licensing.models import Licence, LicenceRequest
from market.licensing.queries import visible
from market.negotiation.models import Turn
from market.royalties.models import Obligation, Schedule

MOST = 2000
OPEN_OBLIGATION = ("planned",)


def answers(actor: Actor, start: date, end: date) -> list[Deadline]:
    """Answers that one's own side owes; the operator sees all."""
    statement = select(Turn).where(Turn.ended_at.is_(None), Turn.answered_at.is_(None), Turn.due_on.between(start, end))
    if not actor.operator:
        statement = statement.where(Turn.organisation_id == (actor.organisation_id or 0))
    found = []
    for row in db.session.scalars(statement.limit(MOST)):
        about = row.deal or row.request
        if about is None:
            continue
        page = ("negotiation.show", "deal_id") if row.deal else ("licensing.request_page", "request_id")
        found.append(
            Deadline(
                key=f"answer:{row.id}",
                kind=Kind.ANSWER,
                day=row.due_on,
                reference=about.reference,
                endpoint=page[0],
                arguments={page[1]: about.id},
                who=frozenset({row.organisation_id}),
                detail=about.title,
            )
        )
    return found


def _of_schedule(actor: Actor) -> ColumnElement[bool]:
    if actor.operator:
        return true()
    own = actor.organisation_id or 0
    return or_(Schedule.debtor_id == own, Schedule.creditor_id == own)


def reports(actor: Actor, start: date, end: date) -> list[Deadline]:
    """Royalty reports not handed in; the licensee must act."""
    statement = (
        select(Obligation)
        .join(Schedule)
        .where(
            _of_schedule(actor),
            Schedule.state == "running",
            Obligation.state.in_(OPEN_OBLIGATION),
            Obligation.report_on.between(start, end),
            ~Obligation.reports.any(),
        )
    )
    return [
        Deadline(
            key=f"report:{row.id}",
            kind=Kind.REPORT,
            day=row.report_on,
            reference=row.schedule.reference,
            endpoint="royalties.report",
            arguments={"obligation_id": row.id},
            who=frozenset({row.schedule.debtor_id}),
            detail=row.schedule.title,
        )
        for row in db.session.scalars(statement.limit(MOST))
        if row.report_on is not None
    ]


def milestones(actor: Actor, start: date, end: date) -> list[Deadline]:
    """Milestones with a day that are not reached; the licensee must act."""
    statement = (
        select(Obligation)
        .join(Schedule)
        .where(
            _of_schedule(actor),
            Schedule.state == "running",
            Obligation.kind == "milestone",
            Obligation.state.in_(OPEN_OBLIGATION),
            Obligation.reached_on.is_(None),
            Obligation.due_on.between(start, end),
        )
    )
    return [
        Deadline(
            key=f"milestone:{row.id}",
            kind=Kind.MILESTONE,
            day=row.due_on,
            reference=row.schedule.reference,
            endpoint="royalties.milestone",
            arguments={"obligation_id": row.id},
            who=frozenset({row.schedule.debtor_id}),
            detail=row.name or row.schedule.title,
        )
        for row in db.session.scalars(statement.limit(MOST))
        if row.due_on is not None
    ]


def effects(actor: Actor, start: date, end: date) -> list[Deadline]:
    """Reports on the effect of licences not handed in; the licensee must act."""
    statement = (
        select(EffectQuestion)
        .join(Licence, Licence.id == EffectQuestion.licence_id)
        .join(LicenceRequest, LicenceRequest.id == Licence.request_id)
        .where(visible(actor), EffectQuestion.answered_at.is_(None), EffectQuestion.due_on.between(start, end))
    )
    return [
        Deadline(
            key=f"effect:{row.id}",
            kind=Kind.EFFECT,
            day=row.due_on,
            reference=row.licence.reference,
            endpoint="effects.form",
            arguments={"licence_id": row.licence_id, "year": row.year},
            who=frozenset({row.licence.licensee_id}),
            detail=row.licence.title,
        )
        for row in db.session.scalars(statement.limit(MOST))
    ]
