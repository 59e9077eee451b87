"""A fee plan in sentences: what stands in the offer, on the deal's page and in the contract, in both languages."""

from collections.abc import Iterator
from decimal import Decimal

from market.core.i18n import N_, current_language, translate
from market.core.money import Money
from market.licensing.rules.fees.values import BASES, FeeTerms, Royalty, Step

Clause = tuple[str, dict[str, object]]
"""A message id and its values; Money is shown in the reader's language, a text that is a message id translated."""

ENTRY = N_("The licensee pays %(amount)s within %(days)s days after the licence takes effect.")
LATER = N_("The licensee pays %(amount)s within %(months)s months after the licence takes effect.")
ON_INCOME = N_(
    "The licensee pays %(amount)s within %(days)s days after it first has income from the technique, "
    "%(months)s months after the licence takes effect at the earliest."
)
MILESTONE = N_(
    "Milestone %(name)s: %(amount)s within %(days)s days after both sides have confirmed that it is reached."
)
MILESTONE_LATER = N_("No milestone payment falls due within one year after the licence takes effect.")
RATE_FIXED = N_("The licensee pays a running royalty of %(rate)s %% of %(base)s.")
RATE_PIECE = N_("The licensee pays a running royalty of %(amount)s for each unit sold.")
RATE_YEAR = N_("From year %(start)s of the licence on (the calendar year of effect is year 1): %(rate)s of %(base)s.")
RATE_BASE = N_("For the part of the cumulated %(base)s from %(start)s on: %(rate)s.")
MINIMUM = N_(
    "The royalties of a calendar year come to at least %(amount)s, counted by day in a year not whole; "
    "what is missing is made up with the last period of the year."
)
CAP = N_("The royalties of a calendar year come to at most %(amount)s.")
REPORT = N_("The licensee reports its sales for every %(period)s within %(days)s days after its end.")
PAY = N_("The royalty is paid within %(days)s days after the report was due.")
PAY_MONTHS = N_("The royalty is paid within %(months)s months after the end of the period.")
LATE = N_("An amount paid late bears simple interest of %(rate)s %% a year, by actual days over 365.")
INSPECTION = N_("The licensor may inspect the accounts from which the royalty is counted (Civil Code, Art. 846).")
FREE = N_("The licence is free of charge.")
PERIOD_NAMES: dict[str, str] = {
    "year": N_("calendar year"),
    "half": N_("calendar half-year"),
    "quarter": N_("calendar quarter"),
}

ONCE = N_("%(amount)s, paid once")
IN_PARTS = N_("%(amount)s in %(count)s instalments")
AT_MILESTONES = N_("%(amount)s at %(count)s milestones")
LATER_SUM = N_("%(amount)s later")
PART_AND = N_("%(first)s, then %(second)s")
SHARE = N_("%(rate)s of %(base)s")
PIECE = N_("%(amount)s for each unit")
STEPPED = N_("%(low)s to %(high)s of %(base)s, by steps")
STEPPED_PIECE = N_("%(low)s to %(high)s for each unit, by steps")


def said(clause: Clause) -> str:
    """A clause in the current language."""
    sentence, values = clause
    return translate(sentence, **{key: _shown(value) for key, value in values.items()})


def _shown(value: object) -> object:
    if isinstance(value, Money):
        return value.format(current_language())
    if isinstance(value, tuple):
        return said((value[0], value[1]))
    return translate(value) if isinstance(value, str) and value in _TRANSLATED else value


_TRANSLATED = {*BASES.values(), *PERIOD_NAMES.values()}


def percent(rate: Decimal) -> str:
    """A fraction in per cent, "1.5"."""
    return format((rate * 100).normalize(), "f")


def piece(rate: Decimal, currency: str) -> str:
    """An amount per piece, "0.35 CNY"; it may be finer than a cent."""
    return f"{rate.normalize():f} {currency}"


def summary(plan: FeeTerms) -> Clause:
    """The price in one line."""
    pieces: list[Clause] = []
    if plan.parts:
        sentence = LATER_SUM if plan.kind == "pay_later" else ONCE if len(plan.parts) == 1 else IN_PARTS
        pieces.append((sentence, {"amount": plan.amount, "count": len(plan.parts)}))
    if plan.milestones:
        total = plan.money(sum(milestone.amount_minor for milestone in plan.milestones))
        pieces.append((AT_MILESTONES, {"amount": total, "count": len(plan.milestones)}))
    if plan.royalty is not None and plan.royalty.steps:
        pieces.append(rate_line(plan.royalty, plan.currency))
    if not pieces:
        return FREE, {}
    line = pieces[0]
    for following in pieces[1:]:
        line = PART_AND, {"first": line, "second": following}
    return line


def rate_line(royalty: Royalty, currency: str) -> Clause:
    """The royalty in one line: "1.5 % of net sales"."""
    rates = sorted({step.rate for step in royalty.steps})
    base = BASES.get(royalty.base, "")
    if royalty.base == "units":
        low, high = piece(rates[0], currency), piece(rates[-1], currency)
        return (PIECE, {"amount": low}) if len(rates) == 1 else (STEPPED_PIECE, {"low": low, "high": high})
    low, high = f"{percent(rates[0])} %", f"{percent(rates[-1])} %"
    if len(rates) == 1:
        return SHARE, {"rate": low, "base": base}
    return STEPPED, {"low": low, "high": high, "base": base}


def clauses(plan: FeeTerms) -> Iterator[Clause]:
    """The payment clauses, one sentence each."""
    if plan.kind == "free":
        yield FREE, {}
    if plan.due_at_start:
        yield ENTRY, {"amount": plan.due_at_start, "days": plan.due_days}
    for part in plan.parts:
        values = {"amount": plan.money(part.amount_minor), "months": part.months, "days": plan.due_days}
        if part.on_income:
            yield ON_INCOME, values
        elif part.months:
            yield LATER, values
    for milestone in plan.milestones:
        amount = plan.money(milestone.amount_minor)
        yield MILESTONE, {"name": milestone.name, "amount": amount, "days": plan.due_days}
    if plan.milestones and plan.kind == "pay_later":
        yield MILESTONE_LATER, {}
    if plan.royalty is not None:
        yield from _royalty(plan, plan.royalty)
    if plan.late_rate is not None:
        yield LATE, {"rate": percent(plan.late_rate)}
    if plan.inspection:
        yield INSPECTION, {}


def _royalty(plan: FeeTerms, royalty: Royalty) -> Iterator[Clause]:
    if royalty.rate is not None:
        yield (
            (RATE_PIECE, {"amount": piece(royalty.rate, plan.currency)})
            if royalty.base == "units"
            else (RATE_FIXED, {"rate": percent(royalty.rate), "base": BASES[royalty.base]})
        )
    else:
        yield from (_step(plan, royalty, step) for step in royalty.steps)
    if royalty.minimum_minor:
        yield MINIMUM, {"amount": plan.money(royalty.minimum_minor)}
    if royalty.cap_minor is not None:
        yield CAP, {"amount": plan.money(royalty.cap_minor)}
    yield REPORT, {"period": PERIOD_NAMES[royalty.period], "days": royalty.report_days}
    yield ((PAY_MONTHS, {"months": royalty.pay_months}) if royalty.pay_months else (PAY, {"days": royalty.pay_days}))


def _step(plan: FeeTerms, royalty: Royalty, step: Step) -> Clause:
    pieces = royalty.base == "units"
    rate = piece(step.rate, plan.currency) if pieces else f"{percent(step.rate)} %"
    values: dict[str, object] = {"rate": rate, "base": BASES[royalty.base], "start": step.start}
    if royalty.by == "year":
        return RATE_YEAR, values
    return RATE_BASE, {**values, "start": step.start if pieces else plan.money(step.start)}
