"""What a licence or a transfer costs and when: the plan two sides agree on, and the schedule that follows from it."""

from market.licensing.rules.fees.interest import late_interest
from market.licensing.rules.fees.plan import FeePlan
from market.licensing.rules.fees.reckoning import Figures, Reckoning, reckon, shortfall
from market.licensing.rules.fees.schedule import Obligation, Period, minimum_of, year_number
from market.licensing.rules.fees.values import (
    BASES,
    KINDS,
    PERIODS,
    FeeTerms,
    Milestone,
    Part,
    Problem,
    Royalty,
    Step,
    WrongPlan,
)

__all__ = [
    "BASES",
    "KINDS",
    "PERIODS",
    "FeePlan",
    "FeeTerms",
    "Figures",
    "Milestone",
    "Obligation",
    "Part",
    "Period",
    "Problem",
    "Reckoning",
    "Royalty",
    "Step",
    "WrongPlan",
    "late_interest",
    "minimum_of",
    "reckon",
    "shortfall",
    "year_number",
]
