"""Reading effects: questions and reports one may see, the figures of a year, what the ranking is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import Organisation
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.effects.models import EffectQuestion, EffectRanking, EffectReport
from market.effects.rules.ranking import SME, Told
from market.effects.rules.reporting import COUNTED
from market.licensing.models import Licence


def visible(actor: Actor) -> ColumnElement[bool]:
    """Which questions somebody may see: the operator all, both sides of a licence their own."""
    if actor.operator:
        return true()
    if actor.organisation_id is None:
        return false()
    own = actor.organisation_id
    return or_(Licence.licensee_id == own, Licence.licensor_id == own)


def questions(actor: Actor, state: str = "", year: int | None = None) -> Select[Any]:
    """The questions somebody may see, newest year first; `state` of the report that counts, or "asked"."""
    statement = (
        select(EffectQuestion)
        .join(Licence)
        .where(visible(actor))
        .options(
            selectinload(EffectQuestion.reports),
            joinedload(EffectQuestion.licence).joinedload(Licence.request),
            joinedload(EffectQuestion.licence).joinedload(Licence.licensee),
            joinedload(EffectQuestion.licence).joinedload(Licence.licensor),
        )
        .order_by(EffectQuestion.year.desc(), EffectQuestion.id.desc())
    )
    if year is not None:
        statement = statement.where(EffectQuestion.year == year)
    if state == "asked":
        return statement.where(EffectQuestion.answered_at.is_(None))
    if state:
        return statement.where(EffectQuestion.reports.any(EffectReport.state == state))
    return statement


def of_licence(licence_id: int) -> Sequence[EffectQuestion]:
    """The questions about one licence, newest year first."""
    return db.session.scalars(
        select(EffectQuestion)
        .where(EffectQuestion.licence_id == licence_id)
        .options(selectinload(EffectQuestion.reports))
        .order_by(EffectQuestion.year.desc())
    ).all()


def question_of(licence_id: int, year: int) -> EffectQuestion | None:
    """The question about a licence and a year."""
    return db.session.scalar(
        select(EffectQuestion).where(EffectQuestion.licence_id == licence_id, EffectQuestion.year == year)
    )


def report_for(actor: Actor, report_id: int) -> EffectReport:
    """One report, for both sides of its licence, the operator, and the authority that rewards; raises NotFound."""
    statement = select(EffectReport).join(EffectQuestion).join(Licence).where(EffectReport.id == report_id)
    allowed = true() if actor.kind == "authority" and actor.vetted else visible(actor)
    found = db.session.scalar(statement.where(allowed))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Sums:
    """The figures of a year, units apart: licences and products in production, money in yuan, jobs."""

    answered: int
    industrialised: int
    sales: Money
    exports: Money
    tax: Money
    savings: Money
    jobs: int


def sums(year: int, licensor_id: int | None = None) -> Sums:
    """The figures of the reports on a year that count, of one licensor when given."""
    columns = (
        func.count(),
        func.sum(func.coalesce(EffectReport.jobs, 0)).label("jobs"),
        *(func.sum(getattr(EffectReport, f"{name}_minor")) for name in ("sales", "exports", "tax", "savings")),
    )
    statement = _counted(select(*columns).select_from(EffectReport), year, licensor_id)
    count, jobs, sales, exports, tax, savings = db.session.execute(statement).one()
    made = db.session.scalar(
        _counted(select(func.count()).select_from(EffectReport), year, licensor_id).where(EffectReport.made)
    )
    return Sums(
        answered=int(count),
        industrialised=int(made or 0),
        sales=Money(int(sales or 0)),
        exports=Money(int(exports or 0)),
        tax=Money(int(tax or 0)),
        savings=Money(int(savings or 0)),
        jobs=int(jobs or 0),
    )


def _counted(statement: Select[Any], year: int, licensor_id: int | None = None) -> Select[Any]:
    """Narrow a select over reports to those on a year that count."""
    found = (
        statement.join(EffectQuestion, EffectQuestion.id == EffectReport.question_id)
        .join(Licence, Licence.id == EffectQuestion.licence_id)
        .where(EffectQuestion.year == year, EffectReport.state.in_(COUNTED))
    )
    return found if licensor_id is None else found.where(Licence.licensor_id == licensor_id)


def records(year: int, licensor_id: int | None = None, scope: str = "all", made: bool = False) -> Select[Any]:
    """The reports behind the figures of a year, by licensor; of a scope of the ranking and in production when asked."""
    statement = _counted(select(EffectReport), year, licensor_id).where(_in_scope(scope))
    if made:
        statement = statement.where(EffectReport.made)
    licence = joinedload(EffectReport.question).joinedload(EffectQuestion.licence)
    return statement.options(
        licence.joinedload(Licence.request), licence.joinedload(Licence.licensee), licence.joinedload(Licence.licensor)
    ).order_by(Licence.licensor_id, EffectReport.id)


def _in_scope(scope: str) -> ColumnElement[bool]:
    if scope == "all":
        return true()
    if scope == "free":
        return Licence.free.is_(True)
    small = select(Organisation.id).where(Organisation.sme_class.in_(SME))
    return Licence.free.is_(True) & Licence.licensee_id.in_(small)


def told(year: int, scope: str) -> list[Told]:
    """The reports a ranking is made of: those in production, within the scope."""
    return [
        Told(
            row.id,
            row.question.licence.licensor_id,
            row.question.licence.licensor.name,
            Money(row.sales_minor),
            Money(row.exports_minor),
            Money(row.tax_minor),
            row.jobs,
        )
        for row in db.session.scalars(records(year, scope=scope, made=True))
    ]


def standing_ranking(year: int) -> EffectRanking | None:
    """The published ranking of a year."""
    return db.session.scalar(
        select(EffectRanking).where(EffectRanking.year == year, EffectRanking.withdrawn_at.is_(None))
    )


def published_years() -> list[int]:
    """The years with a published ranking, newest first."""
    statement = (
        select(EffectRanking.year).where(EffectRanking.withdrawn_at.is_(None)).order_by(EffectRanking.year.desc())
    )
    return list(db.session.scalars(statement))


def years() -> list[int]:
    """The years there are questions about, newest first; last year and this one at least."""
    today = clock.today().year
    found = db.session.scalars(select(EffectQuestion.year).distinct())
    return sorted({today, today - 1, *found}, reverse=True)


def to_decide(limit: int = 500) -> list[EffectReport]:
    """Reports that wait for the operator's look, oldest first."""
    licence = joinedload(EffectReport.question).joinedload(EffectQuestion.licence)
    statement = (
        select(EffectReport)
        .where(EffectReport.state == "reported")
        .options(licence.joinedload(Licence.licensee), licence.joinedload(Licence.request))
        .order_by(EffectReport.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def overdue(limit: int = 500) -> list[EffectQuestion]:
    """Questions that should have been answered, oldest due first."""
    statement = (
        select(EffectQuestion)
        .where(EffectQuestion.answered_at.is_(None), EffectQuestion.due_on < clock.today())
        .options(
            joinedload(EffectQuestion.licence).joinedload(Licence.licensee),
            joinedload(EffectQuestion.licence).joinedload(Licence.request),
        )
        .order_by(EffectQuestion.due_on, EffectQuestion.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))
