"""Money: integer minor units and a currency. Adding yuan to dollars raises; rounding is named and happens here.

Rounding rule of the house: half up, away from zero on the exact half.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import total_ordering

CURRENCIES = {"CNY": 2, "USD": 2, "HKD": 2}
LARGEST_MINOR = 10**15


class WrongMoney(ValueError):
    """An amount that cannot be read, or two currencies in one sum."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: `minor` counts the smallest unit (fen, cent) of `currency`."""

    minor: int
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if self.currency not in CURRENCIES:
            raise WrongMoney(f"unknown currency {self.currency!r}")
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise WrongMoney("minor units are whole numbers")

    @classmethod
    def zero(cls, currency: str = "CNY") -> "Money":
        """Nothing, in a currency."""
        return cls(0, currency)

    @classmethod
    def of(cls, major: int | str | Decimal, currency: str = "CNY") -> "Money":
        """The amount of so many yuan (dollars ...), rounded half up to the minor unit."""
        places = CURRENCIES.get(currency, 2)
        try:
            scaled = Decimal(major).scaleb(places).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        except InvalidOperation as error:
            raise WrongMoney(f"not an amount: {major!r}") from error
        return cls(int(scaled), currency)

    @classmethod
    def parse(cls, text: str, currency: str = "CNY") -> "Money":
        """Read what a person typed: full-width digits, thousands marks and 元/¥ pass; a third decimal is refused."""
        plain = unicodedata.normalize("NFKC", text).strip().removeprefix("¥").removesuffix("元").strip()
        if not re.fullmatch(r"-?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]{1,2})?", plain):
            raise WrongMoney(f"not an amount: {text!r}")
        money = cls.of(plain.replace(",", ""), currency)
        if abs(money.minor) > LARGEST_MINOR:
            raise WrongMoney(f"too large: {text!r}")
        return money

    @property
    def major(self) -> Decimal:
        """The amount in yuan (dollars ...), exact."""
        return Decimal(self.minor).scaleb(-CURRENCIES[self.currency])

    def _same(self, other: "Money") -> None:
        if not isinstance(other, Money) or other.currency != self.currency:
            raise WrongMoney(f"cannot combine {self} with {other}")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, count: int) -> "Money":
        if isinstance(count, bool) or not isinstance(count, int):
            raise WrongMoney("money is multiplied by whole numbers; use `part` for rates")
        return Money(self.minor * count, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def part(self, rate: Decimal) -> "Money":
        """The given fraction (Decimal("0.015") is 1.5 %), rounded half up."""
        return Money(
            int((Decimal(self.minor) * rate).quantize(Decimal(1), rounding=ROUND_HALF_UP)), self.currency
        )

    def split(self, weights: list[int]) -> list["Money"]:
        """Shares in proportion to whole weights; they add up exactly, the remainder goes to the last line."""
        total = sum(weights)
        if total <= 0 or any(weight < 0 for weight in weights):
            raise WrongMoney("weights must be whole, not negative, and not all zero")
        shares = [Money(self.minor * weight // total, self.currency) for weight in weights[:-1]]
        rest = self.minor - sum(share.minor for share in shares)
        return [*shares, Money(rest, self.currency)]

    def format(self, language: str = "zh") -> str:
        """For people: "30,000.00 元" in Chinese, "CNY 30,000.00" in English."""
        number = f"{self.major:,.2f}"
        if language == "zh":
            return f"{number} {ZH_UNITS[self.currency]}"
        return f"{self.currency} {number}"

    def short(self, language: str = "zh") -> str:
        """As prices are read: whole amounts without ".00"."""
        text = self.format(language)
        return text if self.minor % 100 else text.replace(".00", "", 1)

    def __str__(self) -> str:
        return f"{self.major:.2f} {self.currency}"


ZH_UNITS = {"CNY": "元", "USD": "美元", "HKD": "港元"}
