"""Figures of the law and of practice behind a split, each with its source and how sure it is.

They may be changed here without touching a rule. What was not read in its own text stands here as unverified and never
blocks by itself.
"""

from dataclasses import dataclass
from decimal import Decimal

from market.core.i18n import N_


@dataclass(frozen=True)
class Assumption:
    """A configurable figure, where it comes from, and whether the source was read."""

    value: Decimal
    source: str
    verified: bool
    note: str


ASSUMPTIONS: dict[str, Assumption] = {
    "national_floor": Assumption(
        Decimal("0.50"),
        N_("Law on Promoting the Transformation of S&T Achievements (2015), Art. 45"),
        True,
        N_("At least half of the net licence or transfer income goes to those who made the achievement."),
    ),
    "shandong_floor": Assumption(
        Decimal("0.70"),
        N_("Shandong Regulation on Promoting the Transformation of S&T Achievements (2017), Art. 34"),
        True,
        N_("For institutions established by government. The text of 2017 was read; look for a later amendment."),
    ),
    "office_usual": Assumption(
        Decimal("0.10"),
        N_("Shandong Regulation on Promoting the Transformation of S&T Achievements (2017), Art. 36"),
        True,
        N_("At least a tenth of net transfer income may go to the transfer office. Possible, not required."),
    ),
    "notice_days": Assumption(
        Decimal(15),
        N_("Shandong Regulation (2017), Arts. 14 and 35"),
        False,
        N_("Art. 14 names 15 days for a price; that the same length fits the notice of leaders is our reading."),
    ),
    "net_income": Assumption(
        Decimal(0),
        N_("Practice"),
        False,
        N_("Net income: what came in, less the costs of the transfer, less the co-owners' parts. No text names them."),
    ),
}


def figure(name: str) -> Decimal:
    """The value of an assumption."""
    return ASSUMPTIONS[name].value
