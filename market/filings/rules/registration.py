"""Registering the technology contract: once per contract, by the seller (R31).

Voluntary, but the condition of the tax reliefs and of the city's figure of technology contracts; the amount of the
technology transaction is at most the amount of the contract.
"""

from datetime import date, timedelta

from market.core.i18n import N_
from market.core.money import Money

LARGE = Money.of(10_000_000)
"""Above it registries look at a contract in a procedure of its own; each registry sets its limit, this one is usual."""
LARGE_SOURCE = "https://www.10100.com/article/49354153"
SYSTEM = "https://ctmht.chinatorch.org.cn/"
"""Where technology contracts are registered online."""
DAYS_TO_REMIND = 30
"""A rule of the house: so many days after effect the seller is reminded, once; the law sets no term."""


def remind_on(effective: date) -> date:
    """The day the seller is reminded of a contract that is neither registered nor waived."""
    return effective + timedelta(days=DAYS_TO_REMIND)


def large(amount: Money) -> bool:
    """Whether the registry's special procedure is to be expected; other currencies are not judged."""
    return amount.currency == LARGE.currency and amount > LARGE


def wrong_amounts(amount: Money, technology: Money) -> dict[str, str]:
    """What is not acceptable about the two amounts, by field."""
    wrong = {}
    if amount.minor < 0:
        wrong["amount"] = N_("Enter the amount of the contract.")
    if technology.minor < 0:
        wrong["technology"] = N_("Enter the amount of the technology transaction; 0 is possible.")
    elif technology > amount:
        wrong["technology"] = N_("The amount of the technology transaction cannot be above that of the contract.")
    return wrong
