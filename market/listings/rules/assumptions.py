"""Figures that are not plainly law: recommended ceilings and points whose text was not verified.

They may be changed here without touching a rule; `note` says how sure they are.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Assumption:
    """A configurable figure, where it comes from, and whether the source was read."""

    value: Decimal
    source: str
    verified: bool
    note: str


ASSUMPTIONS: dict[str, Assumption] = {
    "fixed_ceiling_yuan": Assumption(
        Decimal(20_000_000),
        "CNIPA notice of July 2024, as quoted by the press",
        True,
        '"In general": a recommendation, so a fee above it is a warning.',
    ),
    "net_sales_ceiling": Assumption(
        Decimal("0.20"), "CNIPA notice of July 2024, as quoted by the press", True, "As above."
    ),
    "profit_ceiling": Assumption(
        Decimal("0.40"), "CNIPA notice of July 2024, as quoted by the press", True, "As above."
    ),
    "grace_months": Assumption(
        Decimal(6), "Implementing Rules Art. 115", True, "Annuity payable with surcharge; blocks all the same."
    ),
    "shortest_term_months": Assumption(
        Decimal(12),
        "Examination Guidelines, not read",
        False,
        "The Guidelines are said to ask for at least one year; a warning only.",
    ),
    "ol_above_ceiling": Assumption(
        Decimal(0),
        "general knowledge",
        False,
        "Above the ceilings a negotiated licence (Art. 51(3)) is used; nothing is enforced.",
    ),
}


def figure(name: str) -> Decimal:
    """The value of an assumption."""
    return ASSUMPTIONS[name].value
