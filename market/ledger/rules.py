"""What a journal entry must be, and the chart of accounts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from market.core.i18n import N_
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

PURPOSES: dict[str, str] = {
    "bank": N_("Money at the bank"),
    "card_clearing": N_("Card clearing"),
    "stripe_clearing": N_("Stripe clearing"),
    "receivable": N_("To be received"),
    "payable": N_("Owed to the payee"),
    "surplus": N_("Surplus to be given back"),
    "suspense": N_("Not yet assigned"),
    "disputed": N_("Held in disputes"),
    "exchange": N_("Exchange of currencies"),
    "refund_clearing": N_("Refunds on their way"),
    "platform_fee": N_("Platform fees"),
    "provider_fee": N_("Fees of the card service"),
    "share": N_("Shares of the income"),
    "shared_income": N_("Income that is shared out"),
}
"""What people call an account of each purpose, as message ids."""

KINDS: dict[str, str] = {
    "ask": N_("Payment asked for"),
    "receipt": N_("Money received"),
    "release": N_("Moved to surplus"),
    "given_back": N_("Surplus given back"),
    "apply": N_("Counted towards an amount due"),
    "refund": N_("Refund"),
    "payout": N_("Paid out"),
    "fee": N_("Fee"),
    "dispute": N_("Dispute"),
    "disputed": N_("Dispute"),
    "suspense": N_("Set aside until assigned"),
    "split": N_("Income shared out"),
    "share": N_("Income shared out"),
    "share_paid": N_("Share paid"),
}
"""What people call a kind of entry, as message ids; a kind without a word is shown as it is."""


def purpose_name(purpose: str) -> str:
    """The message id for a purpose."""
    return PURPOSES.get(purpose, purpose)


def kind_name(kind: str) -> str:
    """The message id for a kind of entry."""
    return KINDS.get(kind, kind.replace("_", " "))


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
