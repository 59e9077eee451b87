"""Late interest: simple, a yearly rate, actual days over 365, only when it was agreed."""

from datetime import date
from decimal import Decimal

from market.core.money import Money

YEAR = 365


def late_interest(open_amount: Money, due_on: date, until: date, rate: Decimal | None) -> Money:
    """The interest on an amount open from its due day until a later day (that day counted), rounded half up."""
    days = (until - due_on).days
    if rate is None or days <= 0 or open_amount.minor <= 0:
        return Money.zero(open_amount.currency)
    return open_amount.part(rate * days / YEAR)
