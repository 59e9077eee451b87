"""R18: a patent ended. What is still to come is frozen, both sides choose, nothing here decides a refund.

Patent Law Art. 47: licences already performed are not reopened, bad faith and manifest unfairness apart; Civil Code
Art. 865: a licence is valid only while the patent exists. So what fell due before stays due.
"""

from datetime import date
from decimal import Decimal

from market.core.i18n import N_
from market.core.money import Money
from market.licensing.rules.fees import FeePlan, Milestone, Part, Royalty, Step

CHOICES: dict[str, str] = {
    "continue": N_("Continue as agreed"),
    "reduce": N_("Continue with lower amounts"),
    "end": N_("End all future payments"),
}
OUTCOMES: dict[str, str] = {
    "continue": N_("Both sides continue as agreed"),
    "reduce": N_("Both sides agreed on lower amounts"),
    "end": N_("Both sides ended all future payments"),
    "lifted": N_("The patent is in force after all"),
}
REASONS: dict[str, str] = {
    "patent": N_("None of the licensed patents is in force any more."),
    "one_patent": N_("One of the licensed patents is no longer in force."),
}


def future(kind: str, due_on: date | None, period_start: date | None, day: date) -> bool:
    """Whether an amount belongs to what is still to come on the day a patent ended.

    A royalty is still to come when its period begins later: the running period is reported and paid for as long as the
    patent stood. A minimum is, unless its year is over: it would be due for days without a patent.
    """
    if kind == "royalty" and period_start is not None:
        return period_start > day
    if kind == "interest":
        return False
    return due_on is None or due_on > day


def outcome(debtor: str, creditor: str) -> str:
    """What two choices make: the same "continue" or "end" of both settles it; anything else stays open."""
    return debtor if debtor == creditor and debtor in ("continue", "end") else ""


def reduced(plan: FeePlan, percent: int) -> FeePlan:
    """The plan with every amount and rate lowered to so many per cent, amounts rounded half up."""
    share = Decimal(percent) / 100

    def lower(minor: int) -> int:
        return max(1, Money(minor, plan.currency).part(share).minor)

    royalty = plan.royalty
    return FeePlan(
        kind=plan.kind,
        currency=plan.currency,
        parts=tuple(Part(lower(part.amount_minor), part.months, part.on_income) for part in plan.parts),
        milestones=tuple(Milestone(goal.name, lower(goal.amount_minor)) for goal in plan.milestones),
        royalty=None
        if royalty is None
        else Royalty(
            base=royalty.base,
            steps=tuple(Step(step.start, step.rate * share) for step in royalty.steps),
            by=royalty.by,
            minimum_minor=lower(royalty.minimum_minor) if royalty.minimum_minor else 0,
            cap_minor=lower(royalty.cap_minor) if royalty.cap_minor else None,
            period=royalty.period,
            report_days=royalty.report_days,
            pay_days=royalty.pay_days,
            pay_months=royalty.pay_months,
        ),
        due_days=plan.due_days,
        late_rate=plan.late_rate,
        inspection=plan.inspection,
    )
