"""Late interest: simple, a yearly rate, actual days over 365, only when it was agreed."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from market.core.money import Money

YEAR = 365


def late_interest(
    amount: Money, due_on: date, until: date, rate: Decimal | None, paid: Iterable[tuple[date, Money]] = ()
) -> Money:
    """The interest on an amount from its due day until a later day (that day counted), rounded half up once.

    `paid` are the payments on it with their days; what was paid bears no interest from its day on.
    """
    if rate is None or until <= due_on:
        return Money.zero(amount.currency)
    left, since, day_units = amount.minor, due_on, 0
    for day, money in sorted((day, money) for day, money in paid if day < until):
        since, passed = max(since, day), max(0, (day - since).days)
        day_units += left * passed
        left = max(0, left - money.minor)
    day_units += left * (until - since).days
    exact = day_units * rate / YEAR
    return Money(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)), amount.currency)
