"""What a recorded open licence does to the next annuity: 15 % off, and only the best single reduction counts (R28).

Caishui 2024 No. 23 and Fagai Jiage 2024 No. 1156; whether the office grants it in a case is the office's decision, so
the figure is shown as expected, and false data costs up to 100,000 yuan (Implementing Rules 2023, Arts. 88, 100).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from market.core.money import Money

OPEN_LICENCE = 15
"""Per cent of the full annuity."""

FULL: Mapping[str, Sequence[tuple[int, int]]] = {
    "invention": ((3, 900), (6, 1200), (9, 2000), (12, 4000), (15, 6000), (20, 8000)),
    "utility_model": ((3, 600), (5, 900), (8, 1200), (10, 2000)),
    "design": ((3, 600), (5, 900), (8, 1200), (10, 2000), (15, 3000)),
}
"""Full annuities by kind of patent: up to this year, so many yuan a year (notice of the patent office on fees)."""


def full(kind: str, year: int) -> Money | None:
    """The full annuity of a year; None for a year that such a patent does not have."""
    return next((Money.of(yuan) for last, yuan in FULL.get(kind, ()) if 1 <= year <= last), None)


@dataclass(frozen=True)
class Expected:
    """An annuity as expected: full amount, the reduction in per cent that counts, and what is left to pay."""

    full: Money
    percent: int
    payable: Money
    gain: bool
    """Whether the open licence brings anything beyond the other reduction."""


def expected(full: Money, other_percent: int = 0) -> Expected:
    """The annuity with the better of the open licence's reduction and another one; they never add up."""
    percent = max(OPEN_LICENCE, other_percent)
    payable = full.part(Decimal(100 - percent) / 100)
    return Expected(full, percent, payable, gain=other_percent < OPEN_LICENCE)
