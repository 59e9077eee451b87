"""The pieces of a fee plan as frozen values. Civil Code, Art. 846: sum, instalments, running royalty, entry fee."""

from dataclasses import dataclass
from decimal import Decimal

from market.core.i18n import N_, translate
from market.core.money import Money

KINDS: dict[str, str] = {
    "free": N_("Free of charge"),
    "one_off": N_("One-off payment"),
    "instalments": N_("Instalments"),
    "royalty": N_("Running royalty"),
    "entry_royalty": N_("Entry fee and royalty"),
    "milestones": N_("Milestone payments"),
    "pay_later": N_("Use first, pay later"),
}
BASES: dict[str, str] = {"net_sales": N_("net sales"), "profit": N_("profit"), "units": N_("units sold")}
PERIODS: dict[str, int] = {"year": 12, "half": 6, "quarter": 3}
"""Report periods and their months; they are parts of the calendar year."""
DEFAULT_DUE_DAYS = 30


class WrongPlan(ValueError):
    """Stored values that are no fee plan."""


@dataclass(frozen=True)
class Problem:
    """Why a plan is not acceptable: a sentence with its values; `rule` names the rule of law behind it."""

    sentence: str
    values: tuple[tuple[str, object], ...] = ()
    rule: str = ""

    def text(self) -> str:
        """The sentence in the current language."""
        return translate(self.sentence, **dict(self.values))


@dataclass(frozen=True)
class Part:
    """A fixed amount in minor units, due so many months after the day of effect; 0 is at the start.

    `on_income`: due only after the licensee has income from the technique, and not before those months are over.
    """

    amount_minor: int
    months: int = 0
    on_income: bool = False


@dataclass(frozen=True)
class Milestone:
    """An amount in minor units, due after both sides agree that something named is reached."""

    name: str
    amount_minor: int


@dataclass(frozen=True)
class Step:
    """A rate and from where on it holds: a year of the licence (from 1) or a cumulated base (from 0).

    The cumulated base counts minor units of the plan's currency, or pieces. `rate` is a fraction (0.015 = 1.5 %); on
    pieces it is an amount per piece in yuan (dollars ...).
    """

    start: int
    rate: Decimal


@dataclass(frozen=True)
class Royalty:
    """A running royalty. `by` says what the steps count: "year" or "base"; a fixed rate is one step.

    `minimum_minor` a year is made up after the last period of a year, royalties of that year counted in;
    `cap_minor` is the most that the royalties of a calendar year come to. The report is due `report_days` after the
    period ends; the royalty `pay_days` after the report is due, or `pay_months` after the period ends when given.
    """

    base: str = "net_sales"
    steps: tuple[Step, ...] = ()
    by: str = "year"
    minimum_minor: int = 0
    cap_minor: int | None = None
    period: str = "year"
    report_days: int = 30
    pay_days: int = 30
    pay_months: int = 0

    @property
    def rate(self) -> Decimal | None:
        """The only rate, None when there are several."""
        return self.steps[0].rate if len(self.steps) == 1 else None

    @property
    def course(self) -> str:
        """ "fixed", "rising", "falling", or "mixed"."""
        rates = [step.rate for step in self.steps]
        if len(set(rates)) <= 1:
            return "fixed"
        if rates == sorted(rates):
            return "rising"
        return "falling" if rates == sorted(rates, reverse=True) else "mixed"


@dataclass(frozen=True)
class FeeTerms:
    """What is agreed: amounts in minor units of `currency`; `late_rate` is a yearly fraction, None when not agreed.

    `due_days` is the time to pay from the day of effect, from a confirmed milestone, from a confirmed income.
    `inspection`: the licensor may look into the accounts the royalties are counted from (Civil Code, Art. 846).
    """

    kind: str
    currency: str = "CNY"
    parts: tuple[Part, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    royalty: Royalty | None = None
    due_days: int = DEFAULT_DUE_DAYS
    late_rate: Decimal | None = None
    inspection: bool = False

    def money(self, minor: int) -> Money:
        """So many minor units in the plan's currency."""
        return Money(minor, self.currency)

    @property
    def amount(self) -> Money:
        """The sum of the fixed amounts, milestones not counted."""
        return self.money(sum(part.amount_minor for part in self.parts))

    @property
    def due_at_start(self) -> Money:
        """What falls due with the day of effect."""
        return self.money(sum(part.amount_minor for part in self.parts if part.months == 0 and not part.on_income))

    @property
    def free(self) -> bool:
        """Whether nothing is ever due."""
        return self.kind == "free"
