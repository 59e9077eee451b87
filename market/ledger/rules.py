"""What a journal entry must be, and the chart of accounts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from market.core.money import Money

CHART: dict[str, str] = {
    "bank": "asset",
    "card_clearing": "asset",
    "receivable": "asset",
    "payable": "liability",
    "surplus": "liability",
    "suspense": "liability",
    "stripe_clearing": "asset",
    "disputed": "asset",
    "exchange": "asset",
    "refund_clearing": "liability",
    "platform_fee": "income",
    "provider_fee": "expense",
    "share": "liability",
    "shared_income": "expense",
}
"""The purpose of an account and its kind. Bank and card clearing are kept per receiving body, receivable and surplus
(to be given back) per firm, payable per university."""


@dataclass(frozen=True)
class Line:
    """One posting to be made: a purpose of the chart, whose account, and the signed amount (debit positive)."""

    purpose: str
    organisation_id: int | None
    money: Money

    @property
    def code(self) -> str:
        """The code of its account: "receivable:7:CNY"."""
        return account_code(self.purpose, self.organisation_id, self.money.currency)


def account_code(purpose: str, organisation_id: int | None, currency: str) -> str:
    """The code of an account; one per purpose, organisation and currency."""
    owner = [] if organisation_id is None else [str(organisation_id)]
    return ":".join([purpose, *owner, currency])


def purpose_of(code: str) -> str:
    """What an account is for, read from its code."""
    return code.split(":", 1)[0]


def written(lines: Sequence[Line]) -> list[Line]:
    """The lines worth writing: lines of nothing fall away."""
    return [line for line in lines if line.money]


def balanced(lines: Sequence[Line]) -> bool:
    """Whether the lines make a journal entry: at least two, and zero in sum for each currency."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.money.currency] = sums.get(line.money.currency, 0) + line.money.minor
    return len(lines) >= 2 and not any(sums.values())


def mirrored(lines: Sequence[Line]) -> list[Line]:
    """The lines of the entry that takes another one back."""
    return [Line(line.purpose, line.organisation_id, -line.money) for line in lines]
