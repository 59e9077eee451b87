"""Reading schedules and reports: what a party or the operator may see, what is due, and what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from market.accounts.models import Organisation
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.licensing.models import Licence, LicencePatent
from market.payments.models import Receivable
from market.royalties.models import (
    Obligation,
    Pause,
    PaymentReminder,
    ReportReminder,
    RoyaltyReport,
    Schedule,
)
from market.royalties.rules import reminders, reports
from market.royalties.rules.reports import Stage


def visible(actor: Actor) -> ColumnElement[bool]:
    """Which schedules somebody may see: the operator all, the two sides their own, others none."""
    if actor.operator:
        return true()
    if actor.organisation_id is None:
        return false()
    own = actor.organisation_id
    return or_(Schedule.debtor_id == own, Schedule.creditor_id == own)


def schedule_of(subject: str) -> Schedule | None:
    """The schedule of a deal ("licence:12", "deal:3")."""
    return db.session.scalar(select(Schedule).where(Schedule.subject == subject))


def schedule_for(actor: Actor, schedule_id: int) -> Schedule:
    """One schedule of this actor's; NotFound for anybody else's and for none."""
    found = db.session.scalar(select(Schedule).where(Schedule.id == schedule_id, visible(actor)))
    if found is None:
        raise NotFound
    return found


def obligation_for(actor: Actor, obligation_id: int) -> Obligation:
    """One line of a schedule of this actor's; NotFound for anybody else's and for none."""
    found = db.session.scalar(select(Obligation).join(Schedule).where(Obligation.id == obligation_id, visible(actor)))
    if found is None:
        raise NotFound
    return found


def royalty_for(actor: Actor, obligation_id: int) -> Obligation:
    """The royalty of one period, of this actor's; NotFound for anything else."""
    found = obligation_for(actor, obligation_id)
    if found.kind != "royalty":
        raise NotFound
    return found


def event_line_for(actor: Actor, obligation_id: int) -> Obligation:
    """A line that waits for a milestone or for income, of this actor's; NotFound for anything else."""
    found = obligation_for(actor, obligation_id)
    if not found.awaits_event:
        raise NotFound
    return found


def obligation_of(receivable_id: int) -> Obligation | None:
    """The line an amount due belongs to."""
    return db.session.scalar(select(Obligation).where(Obligation.receivable_id == receivable_id))


def lines_of(schedule_id: int) -> Sequence[Obligation]:
    """The lines of a schedule in the order of their dates, with what was asked for and reported."""
    return db.session.scalars(
        select(Obligation)
        .where(Obligation.schedule_id == schedule_id)
        .order_by(Obligation.due_on.is_(None), Obligation.due_on, Obligation.position)
        .options(
            joinedload(Obligation.receivable).selectinload(Receivable.receipts),
            selectinload(Obligation.reports),
        )
    ).all()


def royalties_before(line: Obligation) -> Sequence[Obligation]:
    """The royalties of the earlier periods of the same schedule, earliest first."""
    return db.session.scalars(
        select(Obligation)
        .where(
            Obligation.schedule_id == line.schedule_id,
            Obligation.kind == "royalty",
            Obligation.period_end < line.period_start,
        )
        .order_by(Obligation.period_start)
    ).all()


def minimum_with(line: Obligation) -> Obligation | None:
    """The minimum that is made up with this period, when it is the last one of its year."""
    return db.session.scalar(
        select(Obligation).where(
            Obligation.schedule_id == line.schedule_id,
            Obligation.kind == "minimum",
            Obligation.period_end == line.period_end,
        )
    )


# ---- reminders ----


def payments_to_remind(today: date) -> list[int]:
    """Open amounts near or past their day whose last reminder has not been given, earliest first."""
    last = exists().where(
        PaymentReminder.receivable_id == Receivable.id, PaymentReminder.days == max(reminders.PAYMENT_DAYS)
    )
    statement = (
        select(Receivable.id)
        .where(
            Receivable.settled_at.is_(None),
            Receivable.cancelled_at.is_(None),
            Receivable.frozen_at.is_(None),
            Receivable.due_on <= today - timedelta(days=min(reminders.PAYMENT_DAYS)),
            ~last,
        )
        .order_by(Receivable.due_on, Receivable.id)
    )
    return list(db.session.scalars(statement))


def payment_reminders(receivable_id: int) -> set[int]:
    """The thresholds already passed for one amount."""
    return set(db.session.scalars(select(PaymentReminder.days).where(PaymentReminder.receivable_id == receivable_id)))


def reports_to_remind(today: date) -> list[int]:
    """Periods without a report, near or past its last day, whose last reminder has not been given."""
    last = exists().where(
        ReportReminder.obligation_id == Obligation.id, ReportReminder.days == max(reminders.REPORT_DAYS)
    )
    statement = (
        select(Obligation.id)
        .where(
            Obligation.kind == "royalty",
            Obligation.state == "planned",
            Obligation.report_on <= today - timedelta(days=min(reminders.REPORT_DAYS)),
            ~exists().where(RoyaltyReport.obligation_id == Obligation.id),
            ~last,
        )
        .order_by(Obligation.report_on, Obligation.id)
    )
    return list(db.session.scalars(statement))


def report_reminders(obligation_id: int) -> set[int]:
    """The thresholds already passed for one report."""
    return set(db.session.scalars(select(ReportReminder.days).where(ReportReminder.obligation_id == obligation_id)))


def frozen_for(patent_id: int) -> list[int]:
    """The frozen schedules of licences on one patent."""
    statement = (
        select(Schedule.id)
        .join(Licence, Licence.id == Schedule.licence_id)
        .join(LicencePatent)
        .where(LicencePatent.patent_id == patent_id, Schedule.state == "frozen")
    )
    return list(db.session.scalars(statement))


# ---- lists ----

LAST = select(func.max(RoyaltyReport.number)).where(RoyaltyReport.obligation_id == Obligation.id).scalar_subquery()
REPORT = aliased(RoyaltyReport)


def stage_of(today: date) -> ColumnElement[str]:
    """The stage of a period's report in SQL, as `rules.reports.stage` has it."""
    return case(
        (Obligation.state.in_(("frozen", "dropped")), Obligation.state),
        (REPORT.state == "submitted", Stage.TO_VERIFY.value),
        (REPORT.state == "queried", Stage.QUERIED.value),
        (REPORT.state == "verified", Stage.VERIFIED.value),
        (Obligation.period_end >= today, Stage.LATER.value),
        (Obligation.report_on < today, Stage.OVERDUE.value),
        else_=Stage.DUE.value,
    )


def royalties(actor: Actor, stage: str = "", words: str = "") -> Select[Any]:
    """The royalties of all periods somebody may see; without a stage those whose period is over, latest due first."""
    today = clock.today()
    statement = (
        select(Obligation)
        .join(Schedule)
        .outerjoin(REPORT, (REPORT.obligation_id == Obligation.id) & (REPORT.state != "replaced"))
        .where(visible(actor), Obligation.kind == "royalty")
        .options(
            joinedload(Obligation.schedule).joinedload(Schedule.debtor),
            joinedload(Obligation.schedule).joinedload(Schedule.creditor),
            selectinload(Obligation.reports),
        )
    )
    if stage:
        statement = statement.where(stage_of(today).in_((stage,)))
    else:
        statement = statement.where(Obligation.period_end < today)
    for word in words.split()[:8]:
        statement = statement.where(_mentions(word))
    return statement.order_by(Obligation.report_on.desc() if not stage else Obligation.report_on, Obligation.id)


def _mentions(word: str) -> ColumnElement[bool]:
    named = select(Organisation.id).where(Organisation.name.icontains(word, autoescape=True))
    return or_(
        Schedule.title.icontains(word, autoescape=True),
        Schedule.title_en.icontains(word, autoescape=True),
        Schedule.reference.icontains(word, autoescape=True),
        Schedule.debtor_id.in_(named),
        Schedule.creditor_id.in_(named),
    )


def stage_counts(actor: Actor) -> dict[str, int]:
    """How many periods somebody sees in each stage."""
    stage = stage_of(clock.today())
    statement = (
        select(stage, func.count())
        .select_from(Obligation)
        .join(Schedule)
        .outerjoin(REPORT, (REPORT.obligation_id == Obligation.id) & (REPORT.state != "replaced"))
        .where(visible(actor), Obligation.kind == "royalty")
        .group_by(stage)
    )
    return {str(name): int(count) for name, count in db.session.execute(statement)}


def stage(line: Obligation) -> Stage:
    """The stage of one period's report."""
    if line.period_end is None or line.report_on is None:
        return Stage.LATER
    state = line.report.state if line.report else ""
    return reports.stage(line.state, state, line.period_end, line.report_on, clock.today())


@dataclass(frozen=True)
class Waiting:
    """What waits for the operator: a frozen schedule, or a report missing for three weeks."""

    schedule: Schedule
    since: date
    line: Obligation | None = None


def waiting_for_operator(limit: int = 50) -> list[Waiting]:
    """Frozen schedules without an answer, and reports that are long overdue, oldest first."""
    pauses = db.session.scalars(select(Pause).where(Pause.closed_at.is_(None)).order_by(Pause.since).limit(limit)).all()
    found = [Waiting(pause.schedule, pause.since) for pause in pauses]
    late = clock.today() - timedelta(days=21)
    statement = (
        select(Obligation)
        .where(
            Obligation.kind == "royalty",
            Obligation.state == "planned",
            Obligation.report_on <= late,
            ~exists().where(RoyaltyReport.obligation_id == Obligation.id),
        )
        .order_by(Obligation.report_on)
        .limit(limit)
    )
    found += [Waiting(line.schedule, line.report_on or late, line) for line in db.session.scalars(statement)]
    return sorted(found, key=lambda row: row.since)[:limit]
