"""Why a fee plan is not acceptable, in sentences for people. R27: use first, pay later."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from market.core.i18n import N_
from market.core.money import CURRENCIES, LARGEST_MINOR
from market.licensing.rules.fees.values import BASES, KINDS, PERIODS, FeeTerms, Problem, Royalty

PAY_LATER_MONTHS = 12
LONGEST_MONTHS = 240
LONGEST_DAYS = 366
HIGHEST_LATE_RATE = Decimal("0.24")
MOST_PARTS = 60
ZERO = Decimal(0)

NOT_SME = N_("Use first, pay later is for small and medium companies only; the licensee's size on record is not one.")
TOO_EARLY = N_(
    "Use first, pay later: a first payment may fall due one year after effect at the earliest, or after income."
)
LATE_RATE = N_("Late interest must be above 0 and at most 24 per cent a year.")


def problems(plan: FeeTerms, licensee_sme: bool | None = None, months: int | None = None) -> list[Problem]:
    """Every reason against the plan; see FeePlan.problems."""
    if plan.kind not in KINDS:
        return [Problem(N_("Choose how the fee is paid."))]
    if plan.currency not in CURRENCIES:
        return [Problem(N_("Choose a currency: yuan, US dollars or Hong Kong dollars."))]
    found = [*_pieces(plan), *_amounts(plan, months), *_pay_later(plan, licensee_sme)]
    if plan.royalty is not None:
        found += _royalty(plan.royalty)
    if not 0 <= plan.due_days <= LONGEST_DAYS:
        found.append(Problem(N_("The time to pay must be between 0 and 366 days.")))
    if plan.late_rate is not None and not ZERO < plan.late_rate <= HIGHEST_LATE_RATE:
        found.append(Problem(LATE_RATE))
    return found


def _pieces(plan: FeeTerms) -> Iterator[Problem]:
    """Whether the plan holds what its kind needs and nothing else."""
    parts, milestones, royalty = len(plan.parts), len(plan.milestones), plan.royalty is not None
    if plan.kind == "free" and (parts or milestones or royalty):
        yield Problem(N_("A free licence has no amounts."))
    if plan.kind == "one_off" and parts != 1:
        yield Problem(N_("A one-off payment is exactly one amount."))
    if plan.kind == "instalments" and parts < 2:
        yield Problem(N_("Instalments are at least two amounts."))
    if plan.kind == "royalty" and parts:
        yield Problem(N_("A running royalty alone has no fixed amount; choose entry fee and royalty."))
    if plan.kind == "entry_royalty" and not parts:
        yield Problem(N_("Give the entry fee."))
    if plan.kind in ("royalty", "entry_royalty") and not royalty:
        yield Problem(N_("Give the royalty."))
    if plan.kind in ("one_off", "instalments") and royalty:
        yield Problem(N_("Fixed amounts only: take the royalty out, or choose entry fee and royalty."))
    if plan.kind == "milestones" and not milestones:
        yield Problem(N_("Name at least one milestone with its amount."))
    if plan.kind not in ("milestones", "pay_later") and milestones:
        yield Problem(N_("Milestones belong to milestone payments or to use first, pay later."))
    if plan.kind == "pay_later" and not (parts or milestones or royalty):
        yield Problem(N_("Say what is paid later: an amount, milestones or a share of income."))


def _amounts(plan: FeeTerms, months: int | None) -> Iterator[Problem]:
    """Whether every amount is above nothing and every date within the term."""
    amounts = [part.amount_minor for part in plan.parts] + [goal.amount_minor for goal in plan.milestones]
    if any(not 0 < amount <= LARGEST_MINOR for amount in amounts):
        yield Problem(N_("Every amount must be above 0."))
    if len(amounts) > MOST_PARTS:
        yield Problem(N_("At most %(count)s amounts."), (("count", MOST_PARTS),))
    if any(not milestone.name.strip() or len(milestone.name) > 120 for milestone in plan.milestones):
        yield Problem(N_("Every milestone needs a name of at most 120 characters."))
    longest = LONGEST_MONTHS if months is None else months
    if any(not 0 <= part.months <= longest for part in plan.parts):
        yield Problem(N_("An amount would fall due before the beginning or after the end of the term."))
    if any(part.on_income for part in plan.parts) and plan.kind != "pay_later":
        yield Problem(N_("Only use first, pay later may make an amount wait for income."))
    dated = [part.months for part in plan.parts]
    if dated != sorted(dated):
        yield Problem(N_("Put the amounts in the order of their dates."))


def _pay_later(plan: FeeTerms, licensee_sme: bool | None) -> Iterator[Problem]:
    """R27: the licensee is a small or medium firm, and nothing is due in the first year without income."""
    if plan.kind != "pay_later":
        return
    if licensee_sme is False:
        yield Problem(NOT_SME, rule="R27")
    if any(part.months < PAY_LATER_MONTHS and not part.on_income for part in plan.parts):
        yield Problem(TOO_EARLY, rule="R27")
    if plan.royalty is not None and plan.royalty.minimum_minor:
        yield Problem(N_("Use first, pay later has no minimum royalty: it would be due without income."), rule="R27")


def _royalty(royalty: Royalty) -> Iterator[Problem]:
    if royalty.base not in BASES:
        yield Problem(N_("Choose what the royalty is counted from: net sales, profit or units."))
    if royalty.period not in PERIODS:
        yield Problem(N_("Choose how often sales are reported: every year, half-year or quarter."))
    yield from _steps(royalty)
    if royalty.minimum_minor < 0 or (royalty.cap_minor is not None and royalty.cap_minor <= 0):
        yield Problem(N_("Minimum and cap must be above 0; leave them empty when there are none."))
    elif royalty.cap_minor is not None and royalty.cap_minor < royalty.minimum_minor:
        yield Problem(N_("The cap of a year must not be below its minimum."))
    days = (royalty.report_days, royalty.pay_days)
    if any(not 0 <= number <= LONGEST_DAYS for number in days) or not 0 <= royalty.pay_months <= 12:
        yield Problem(N_("The time to report and to pay must be between 0 and 366 days."))


def _steps(royalty: Royalty) -> Iterator[Problem]:
    starts = [step.start for step in royalty.steps]
    if not starts:
        yield Problem(N_("Give the rate of the royalty."))
        return
    if royalty.by not in ("year", "base"):
        yield Problem(N_("Say what the steps of the rate count: years or the sum of what was sold."))
    if starts[0] != (1 if royalty.by == "year" else 0):
        yield Problem(N_("The first step of the rate must hold from the beginning."))
    if any(later <= earlier for earlier, later in pairwise(starts)):
        yield Problem(N_("Each step of the rate must begin after the one before."))
    rates = [step.rate for step in royalty.steps]
    if any(rate < 0 for rate in rates) or not any(rates):
        yield Problem(N_("Every rate must be 0 or above, and one above 0."))
    if royalty.base != "units" and any(rate > 1 for rate in rates):
        yield Problem(N_("A rate is at most 100 per cent."))
    if any(-int(rate.as_tuple().exponent) > 6 for rate in rates):
        yield Problem(N_("A rate has at most four decimals in per cent, six for an amount per piece."))
