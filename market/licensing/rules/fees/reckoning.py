"""How a royalty comes about, step by step: base, rate of the year or of each stage, cap of the year, one rounding."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from market.core.money import Money
from market.licensing.rules.fees.values import FeeTerms, Royalty, Step, WrongPlan


@dataclass(frozen=True)
class Figures:
    """What a report states: `gross` and `deductions` in minor units of `currency`, or pieces sold.

    `exchange` is how many yuan (the plan's currency) one unit of `currency` is worth; 1 when they are the same.
    """

    gross: int
    deductions: int = 0
    units: int = 0
    currency: str = "CNY"
    exchange: Decimal = Decimal(1)

    @property
    def net(self) -> int:
        """Gross without deductions, never below nothing."""
        return max(0, self.gross - self.deductions)


@dataclass(frozen=True)
class Share:
    """One line of the reckoning: so much of the base at that rate gives `product` (exact, in minor units)."""

    base: int
    rate: Decimal
    product: Decimal


@dataclass(frozen=True)
class Reckoning:
    """The royalty of one period with the way to it; `before` are the royalties of the same calendar year so far."""

    base: int
    lines: tuple[Share, ...]
    full: Money
    before: Money
    cap: Money | None
    royalty: Money

    @property
    def capped(self) -> bool:
        """Whether the cap of the year cut it."""
        return self.royalty < self.full


def base_of(royalty: Royalty, figures: Figures, currency: str) -> int:
    """What the rate applies to: pieces, or minor units of the plan's currency (exchanged, rounded half up)."""
    if royalty.base == "units":
        return figures.units
    if figures.currency == currency:
        return figures.net
    return int((figures.net * figures.exchange).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def reckon(plan: FeeTerms, figures: Figures, year: int, base_before: int = 0, year_before: int = 0) -> Reckoning:
    """The royalty of one period.

    `year` is the year of the licence, `base_before` the cumulated base of all earlier periods, `year_before` the
    royalties of the same calendar year so far in minor units. Raises WrongPlan for a plan without royalty.
    """
    royalty = plan.royalty
    if royalty is None:
        raise WrongPlan("no royalty is agreed")
    base = base_of(royalty, figures, plan.currency)
    lines = tuple(_lines(royalty, base, year, base_before))
    exact = sum((line.product for line in lines), Decimal(0))
    full = plan.money(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)))
    before = plan.money(year_before)
    cap = None if royalty.cap_minor is None else plan.money(royalty.cap_minor)
    left = full if cap is None else max(plan.money(0), min(full, cap - before))
    return Reckoning(base, lines, full, before, cap, left)


def _lines(royalty: Royalty, base: int, year: int, before: int) -> list[Share]:
    """The base at the rate of the year, or cut into the stages of the cumulated base it falls in."""
    if royalty.by == "year":
        rate = [step.rate for step in royalty.steps if step.start <= year][-1]
        return [_share(royalty, base, rate)]
    ends: list[int | None] = [*(step.start for step in royalty.steps[1:]), None]
    shares = [
        _share(royalty, cut, step.rate)
        for step, end in zip(royalty.steps, ends, strict=True)
        if (cut := _within(step, end, before, before + base)) > 0
    ]
    return shares or [_share(royalty, 0, _rate_at(royalty, before))]


def _rate_at(royalty: Royalty, cumulated: int) -> Decimal:
    return [step.rate for step in royalty.steps if step.start <= cumulated][-1]


def _within(step: Step, end: int | None, low: int, high: int) -> int:
    """How much of the stretch from `low` to `high` lies in one stage."""
    top = high if end is None else min(end, high)
    return max(0, top - max(step.start, low))


def _share(royalty: Royalty, base: int, rate: Decimal) -> Share:
    """A rate per piece is in yuan, its product in fen; a fraction of fen is in fen."""
    return Share(base, rate, base * rate * 100 if royalty.base == "units" else base * rate)


def shortfall(minimum: Money, royalties: Money) -> Money:
    """What is to be made up at the end of a year: the minimum less the year's royalties, never below nothing."""
    return max(Money.zero(minimum.currency), minimum - royalties)
