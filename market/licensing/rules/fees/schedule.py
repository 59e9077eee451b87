"""From a fee plan to what falls due when: calendar months, ends by Implementing Rules Art. 5, calendar report periods.

Positions are fixed by the plan and the dates alone: 1 is what falls due at the start (nobody has it when nothing does),
2 and up the other fixed amounts, then milestones, then the royalty of each period with the minimum of each year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from market.core.calendar import add_months, next_working_day, period_end
from market.core.i18n import N_
from market.core.money import Money
from market.licensing.rules.fees.checks import PAY_LATER_MONTHS
from market.licensing.rules.fees.values import PERIODS, FeeTerms, Royalty

LONGEST_YEARS = 20
"""How far a schedule without an end of term reaches: a patent's longest term (Patent Law, Art. 42)."""

BASIS: dict[str, str] = {
    "entry": N_("Due at the start"),
    "instalment": N_("Instalment"),
    "milestone": N_("Milestone"),
    "royalty": N_("Royalty"),
    "minimum": N_("Minimum royalty of the year"),
    "deferred": N_("Deferred fee"),
}


@dataclass(frozen=True, order=True)
class Period:
    """Days that a report covers, both included; always within one calendar year."""

    start: date
    end: date

    @property
    def label(self) -> str:
        """ "2027", "2027-07-01 - 2027-12-31" for what is not a whole year."""
        whole = (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)
        return str(self.start.year) if whole else f"{self.start.isoformat()} – {self.end.isoformat()}"


@dataclass(frozen=True)
class Obligation:
    """Something that will fall due; `amount` and `due_on` are None while they are not known.

    `kind`: entry, instalment, milestone, royalty, minimum, deferred. `name` is the milestone's; `basis` is the message
    id that says what it is. `report_on` is the last day of the report a royalty waits for; `not_before` the first day
    an amount that waits for an event may fall due.
    """

    position: int
    kind: str
    amount: Money | None = None
    due_on: date | None = None
    period: Period | None = None
    basis: str = ""
    name: str = ""
    report_on: date | None = None
    not_before: date | None = None


def schedule(plan: FeeTerms, effective: date, term_end: date | None) -> list[Obligation]:
    """Everything that will fall due from a day of effect to the last day of the term, by position."""
    fixed = [*_entry(plan, effective), *_later_parts(plan, effective)]
    last = fixed[-1].position if fixed else 1
    milestones = [
        Obligation(
            position,
            "milestone",
            plan.money(milestone.amount_minor),
            basis=BASIS["milestone"],
            name=milestone.name,
            not_before=_first_day(plan, effective),
        )
        for position, milestone in enumerate(plan.milestones, start=max(last, 1) + 1)
    ]
    last = milestones[-1].position if milestones else max(last, 1)
    return [*fixed, *milestones, *_royalties(plan, effective, term_end, last + 1)]


def _first_day(plan: FeeTerms, effective: date) -> date:
    """When an amount that waits for an event may fall due at the earliest (R27: a year after effect)."""
    return add_months(effective, PAY_LATER_MONTHS) if plan.kind == "pay_later" else effective


def _entry(plan: FeeTerms, effective: date) -> Iterator[Obligation]:
    if plan.due_at_start:
        due_on = next_working_day(effective + timedelta(days=plan.due_days))
        yield Obligation(1, "entry", plan.due_at_start, due_on, basis=BASIS["entry"])


def _later_parts(plan: FeeTerms, effective: date) -> Iterator[Obligation]:
    kind = "deferred" if plan.kind == "pay_later" else "instalment"
    later = [part for part in plan.parts if part.months > 0 or part.on_income]
    for position, part in enumerate(later, start=2):
        due_on = None if part.on_income else period_end(effective, part.months)
        first = add_months(effective, part.months) if part.on_income else None
        yield Obligation(position, kind, plan.money(part.amount_minor), due_on, basis=BASIS[kind], not_before=first)


def _royalties(plan: FeeTerms, effective: date, term_end: date | None, position: int) -> Iterator[Obligation]:
    royalty = plan.royalty
    if royalty is None:
        return
    end = term_end or add_months(effective, LONGEST_YEARS * 12)
    for period in periods(royalty.period, effective, end):
        report_on, due_on = royalty_days(royalty, period)
        yield Obligation(position, "royalty", None, due_on, period, BASIS["royalty"], report_on=report_on)
        position += 1
        if royalty.minimum_minor and closes_year(period, end):
            year = Period(max(effective, date(period.end.year, 1, 1)), period.end)
            yield Obligation(position, "minimum", None, due_on, year, BASIS["minimum"])
            position += 1


def periods(kind: str, start: date, end: date) -> list[Period]:
    """The report periods between two days: parts of the calendar year, the first and last one maybe shorter."""
    found: list[Period] = []
    months = PERIODS[kind]
    day = start
    while day <= end:
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        last = min(add_months(first, months) - timedelta(days=1), end)
        found.append(Period(day, last))
        day = last + timedelta(days=1)
    return found


def closes_year(period: Period, term_end: date) -> bool:
    """Whether no later period of the same calendar year follows."""
    return period.end == term_end or (period.end.month, period.end.day) == (12, 31)


def royalty_days(royalty: Royalty, period: Period) -> tuple[date, date]:
    """The last day of the report on a period, and the last day to pay what follows from it; working days."""
    report_on = next_working_day(period.end + timedelta(days=royalty.report_days))
    if royalty.pay_months:
        return report_on, max(report_on, period_end(period.end, royalty.pay_months))
    return report_on, next_working_day(report_on + timedelta(days=royalty.pay_days))


def year_number(effective: date, period: Period) -> int:
    """Which year of the licence a period belongs to: the calendar year of effect is year 1."""
    return period.start.year - effective.year + 1


def minimum_of(plan: FeeTerms, year: Period) -> Money:
    """The minimum of a calendar year, by day when the licence runs in a part of it only; rounded half up."""
    whole = plan.money(plan.royalty.minimum_minor if plan.royalty else 0)
    days = (year.end - year.start).days + 1
    length = (date(year.start.year + 1, 1, 1) - date(year.start.year, 1, 1)).days
    return whole if days == length else whole.part(Decimal(days) / length)
