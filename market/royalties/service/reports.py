"""Royalty reports: stated by the licensee, verified or queried by the licensor, then a royalty that is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from market.core import clock
from market.core.actor import Actor
from market.core.calendar import next_working_day
from market.core.db import db, lock_row
from market.core.files import StoredFile
from market.core.i18n import N_
from market.core.money import LARGEST_MINOR, Money
from market.core.outbox import emit
from market.licensing.rules import fees
from market.licensing.rules.fees import FeePlan, Figures, Reckoning
from market.royalties import queries
from market.royalties.errors import EarlierFirst, NotPossibleNow, PeriodNotOver, ReasonNeeded, ReportNotRight
from market.royalties.events import ReportQueried, ReportSubmitted, ReportVerified
from market.royalties.models import Obligation, RoyaltyReport
from market.royalties.rules import reports as rules
from market.royalties.rules.reports import ReportState
from market.royalties.service import schedules, sides

TIME_TO_PAY = 10
"""Days between a late verification of a timely report and the day to pay, at least."""


@dataclass(frozen=True)
class Statement:
    """What the licensee states for a period; see fees.Figures. `answer` replies to the query on the version before."""

    figures: Figures
    note: str = ""
    answer: str = ""


def submit(
    actor: Actor, obligation_id: int, statement: Statement, after: int, evidence: StoredFile | None = None
) -> RoyaltyReport:
    """State the sales of a period: its first report, or a new version of one that is not verified yet.

    `after` is the number of the version the licensee has seen (0 for none): two people cannot both revise it.
    Raises PeriodNotOver, ReportNotRight, ReasonNeeded (a query wants an answer), NotPossibleNow.
    """
    found = _royalty(actor, obligation_id, "licensee")
    if found.period_end is not None and clock.today() <= found.period_end:
        raise PeriodNotOver(day=found.period_end.isoformat())
    refuse_wrong(plan_for(found), statement.figures)
    last = found.report
    if (last.number if last else 0) != after:
        raise NotPossibleNow
    if last is not None:
        _replace(last, statement)
    if evidence is not None:
        db.session.add(evidence)
        db.session.flush()
    reckoning = refuse_boundless(reckoning_of(found, statement.figures))
    report = RoyaltyReport(
        obligation_id=found.id,
        number=after + 1,
        gross_minor=statement.figures.gross,
        deductions_minor=statement.figures.deductions,
        units=statement.figures.units,
        currency=statement.figures.currency,
        exchange=statement.figures.exchange,
        note=statement.note.strip(),
        answer=statement.answer.strip(),
        evidence_id=evidence.id if evidence else None,
        submitted_by=actor.user_id,
        **_stored(reckoning),
    )
    db.session.add(report)
    db.session.flush()
    db.session.expire(found, ["reports"])
    emit(ReportSubmitted(found.schedule_id, found.schedule.subject, found.id, report.number), actor)
    return report


def _replace(last: RoyaltyReport, statement: Statement) -> None:
    """The version before gives way, but stays on record."""
    if rules.after(last.state, "revise") is None:
        raise NotPossibleNow
    if last.state == ReportState.QUERIED and not statement.answer.strip():
        raise ReasonNeeded("answer")
    last.state = ReportState.REPLACED
    db.session.flush()


def query(actor: Actor, obligation_id: int, number: int, reason: str) -> RoyaltyReport:
    """The licensor asks about a version; the licensee answers with a new one."""
    found = _royalty(actor, obligation_id, "licensor")
    report = _version(found, number, "query")
    if not reason.strip():
        raise ReasonNeeded
    report.state, report.query, report.queried_at = ReportState.QUERIED, reason.strip(), clock.now()
    db.session.flush()
    emit(ReportQueried(found.schedule_id, found.schedule.subject, found.id, number), actor)
    return report


def verify(actor: Actor, obligation_id: int, number: int) -> RoyaltyReport:
    """The licensor accepts a version: the royalty is counted for good and asked for, and the year's minimum made up.

    Raises EarlierFirst while an earlier period is open: steps, cap and minimum count it in.
    """
    found = _royalty(actor, obligation_id, "licensor")
    report = _version(found, number, "verify")
    for earlier in queries.royalties_before(found):
        if earlier.state == "planned" and earlier.period is not None:
            raise EarlierFirst(period=earlier.period.label)
    reckoning = reckoning_of(found, figures_of(report))
    for name, value in _stored(reckoning).items():
        setattr(report, name, value)
    report.state, report.verified_at, report.verified_by = ReportState.VERIFIED, clock.now(), actor.user_id
    due_on = _due_on(found)
    schedules.determine(found, reckoning.royalty, due_on)
    _make_up_minimum(found, due_on)
    emit(ReportVerified(found.schedule_id, found.schedule.subject, found.id, number), actor)
    return report


def _due_on(found: Obligation) -> date | None:
    """The agreed day; later when a report in time was verified late, so that nobody pays for the other's delay."""
    first = clock.local_date(found.reports[0].submitted_at)
    if found.due_on is None or found.report_on is None or first > found.report_on:
        return found.due_on
    return max(found.due_on, next_working_day(clock.today() + timedelta(days=TIME_TO_PAY)))


def _make_up_minimum(found: Obligation, due_on: date | None) -> None:
    """After the last period of a year: what its royalties lack to the minimum falls due with it."""
    minimum = queries.minimum_with(found)
    if minimum is None or minimum.state != "planned" or minimum.period is None:
        return
    royalties = sum(
        line.amount_minor or 0 for line in [*queries.royalties_before(found), found] if same_year(line, found)
    )
    plan = plan_for(found)
    money = fees.shortfall(fees.minimum_of(plan, minimum.period), Money(royalties, plan.currency))
    schedules.determine(minimum, money, due_on)


def same_year(line: Obligation, other: Obligation) -> bool:
    """Whether two periods lie in the same calendar year."""
    return line.period is not None and other.period is not None and line.period.end.year == other.period.end.year


def plan_for(found: Obligation) -> FeePlan:
    """The plan a period is counted by: an agreed reduction holds for the periods that begin after the patent ended."""
    for pause in found.schedule.pauses:
        if pause.former_plan is not None and found.period_start is not None and found.period_start <= pause.since:
            return FeePlan.read(pause.former_plan)
    return found.schedule.fee


def reckoning_of(found: Obligation, figures: Figures) -> Reckoning:
    """How the royalty of a period comes about, all earlier reports counted in as they stand."""
    if found.period is None:
        raise NotPossibleNow
    before = queries.royalties_before(found)
    return fees.reckon(
        plan_for(found),
        figures,
        fees.year_number(found.schedule.effective_on, found.period),
        base_before=sum(line.report.base for line in before if line.report is not None),
        year_before=sum(line.report.royalty_minor for line in before if line.report and same_year(line, found)),
    )


def figures_of(report: RoyaltyReport) -> Figures:
    """What a version states, as a value."""
    return Figures(report.gross_minor, report.deductions_minor, report.units, report.currency, report.exchange)


def _stored(reckoning: Reckoning) -> dict[str, Any]:
    steps = {
        "lines": [
            {"base": line.base, "rate": f"{line.rate.normalize():f}", "product": f"{line.product.normalize():f}"}
            for line in reckoning.lines
        ],
        "full": reckoning.full.minor,
        "before": reckoning.before.minor,
        "cap": reckoning.cap.minor if reckoning.cap else None,
    }
    return {"base": reckoning.base, "royalty_minor": reckoning.royalty.minor, "reckoning": steps}


def refuse_wrong(plan: FeePlan, figures: Figures) -> None:
    """Raise ReportNotRight for figures that cannot be."""
    wrong = {}
    if not 0 <= figures.gross <= LARGEST_MINOR:
        wrong["gross"] = N_("Enter an amount of 0 or above.")
    if figures.deductions < 0 or figures.deductions > figures.gross:
        wrong["deductions"] = N_("What is deducted cannot be more than the sales.")
    if not 0 <= figures.units <= LARGEST_MINOR:
        wrong["units"] = N_("Enter a whole number of 0 or above.")
    if plan.royalty is not None and plan.royalty.base == "units" and figures.gross and not figures.units:
        wrong["units"] = N_("There are sales but no units. Enter how many were sold.")
    if figures.currency != plan.currency and not Decimal(0) < figures.exchange < 10_000:
        wrong["exchange"] = N_("Enter the exchange rate you used.")
    if wrong:
        raise ReportNotRight(fields=wrong)


def refuse_boundless(reckoning: Reckoning) -> Reckoning:
    """The reckoning itself; raises ReportNotRight for sums that no book can hold."""
    if max(reckoning.base, reckoning.full.minor) > LARGEST_MINOR:
        text = N_("This is more than can be booked. Check the figures and the exchange rate.")
        raise ReportNotRight(fields={"gross": text, "units": text})
    return reckoning


def _royalty(actor: Actor, obligation_id: int, side: str) -> Obligation:
    """The royalty of a period, held by its row, for one of that side who may act."""
    found = queries.obligation_for(actor, obligation_id)
    sides.refuse_unless(actor, found.schedule, side)
    lock_row(found.schedule)
    lock_row(found)
    sides.refuse_frozen(found)
    if found.kind != "royalty" or found.state != "planned":
        raise NotPossibleNow
    return found


def _version(found: Obligation, number: int, deed: str) -> RoyaltyReport:
    """The newest version, if it is the one somebody has seen and the deed fits its state."""
    report = found.report
    if report is None or report.number != number or rules.after(report.state, deed) is None:
        raise NotPossibleNow
    return report
