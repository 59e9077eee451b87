"""The ranking of licensors by the effect of their licences: points by open weights, nothing hidden.

The Yantai plan of 2022 to 2024 rewards licensors of free licences to small firms with outstanding economic effect; it
names no formula. So the weights are settings, printed with every ranking, and each number can be opened.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from market.core.i18n import N_
from market.core.money import Money

SME = ("micro", "small", "medium")
SCOPES: Mapping[str, str] = {
    "free_sme": N_("Free licences to micro, small and medium firms"),
    "free": N_("All free licences"),
    "all": N_("All licences"),
}
TEN_THOUSAND_YUAN = 1_000_000
"""Minor units in the unit the programme counts money in."""
MOST_WEIGHT = Decimal(1000)


@dataclass(frozen=True)
class Weights:
    """Points for one licence in production, for ten thousand yuan of sales, exports and tax, and for one job."""

    licence: Decimal = Decimal(10)
    sales: Decimal = Decimal(1)
    exports: Decimal = Decimal(1)
    tax: Decimal = Decimal(5)
    jobs: Decimal = Decimal(5)

    @classmethod
    def read(cls, texts: Mapping[str, str]) -> "Weights":
        """From what an address or a form says; nonsense and what lies out of reach means the usual weight."""
        usual = cls()
        return cls(**{name: _weight(texts.get(name, ""), getattr(usual, name)) for name in asdict(usual)})

    def to_plain(self) -> dict[str, str]:
        """As texts that can be stored."""
        return {name: str(value) for name, value in asdict(self).items()}


WEIGHT_NAMES: Mapping[str, str] = {
    "licence": N_("For each licence in production"),
    "sales": N_("For 10,000 yuan of sales"),
    "exports": N_("For 10,000 yuan of exports"),
    "tax": N_("For 10,000 yuan of tax"),
    "jobs": N_("For each new job"),
}


def _weight(text: str, usual: Decimal) -> Decimal:
    try:
        found = Decimal(text.strip()[:12])
    except InvalidOperation:
        return usual
    return found.quantize(Decimal("0.01")) if found.is_finite() and 0 <= found <= MOST_WEIGHT else usual


@dataclass(frozen=True)
class Told:
    """One report as the ranking sees it."""

    report_id: int
    licensor_id: int
    licensor: str
    sales: Money
    exports: Money
    tax: Money
    jobs: int


@dataclass(frozen=True)
class Ranked:
    """One licensor's line: counts and sums with their units apart, and the points they make."""

    place: int
    licensor_id: int
    licensor: str
    licences: int
    sales: Money
    exports: Money
    tax: Money
    jobs: int
    points: Decimal

    def to_plain(self) -> dict[str, object]:
        """As values that can be stored with a published ranking."""
        money = {name: getattr(self, name).minor for name in ("sales", "exports", "tax")}
        return asdict(self) | money | {"points": str(self.points)}

    @classmethod
    def read(cls, plain: Mapping[str, object]) -> "Ranked":
        """From its stored form."""
        money = {name: Money(int(str(plain[name]))) for name in ("sales", "exports", "tax")}
        return cls(**{**plain, **money, "points": Decimal(str(plain["points"]))})  # type: ignore[arg-type]


def ranked(reports: Iterable[Told], weights: Weights) -> list[Ranked]:
    """Licensors by points, equal points share a place; points are rounded half up to two decimals."""
    groups: dict[int, list[Told]] = {}
    for report in reports:
        groups.setdefault(report.licensor_id, []).append(report)
    lines = sorted((_line(group, weights) for group in groups.values()), key=lambda one: (-one.points, one.licensor))
    places = [1 + sum(other.points > line.points for other in lines) for line in lines]
    return [Ranked(**{**vars(line), "place": place}) for line, place in zip(lines, places, strict=True)]


def _line(group: list[Told], weights: Weights) -> Ranked:
    sales = sum((one.sales for one in group), Money(0))
    exports = sum((one.exports for one in group), Money(0))
    tax = sum((one.tax for one in group), Money(0))
    jobs = sum(one.jobs for one in group)
    points = (
        weights.licence * len(group)
        + weights.sales * _ten_thousands(sales)
        + weights.exports * _ten_thousands(exports)
        + weights.tax * _ten_thousands(tax)
        + weights.jobs * jobs
    )
    first = group[0]
    return Ranked(0, first.licensor_id, first.licensor, len(group), sales, exports, tax, jobs, rounded(points))


def rounded(points: Decimal) -> Decimal:
    """Points to two decimals, half up."""
    return points.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _ten_thousands(money: Money) -> Decimal:
    return Decimal(money.minor) / TEN_THOUSAND_YUAN
