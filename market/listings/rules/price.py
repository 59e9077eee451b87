"""The announced text of the price, proposed from the choices: sentences with values, put into words at the edge."""

from typing import Any

from market.core.i18n import N_
from market.listings.rules.declaration import percent
from market.listings.rules.offer import Fee, FeeKind

FREE = N_("Free of charge: the licence is obtained by written notice to the owner.")
ONE_OFF = N_("A one-off licence fee of %(amount)s, paid within %(days)s days after the owner receives the notice.")
SUM = N_("A licence fee of %(amount)s in all, paid in %(count)s instalments:")
PART_AT_START = N_("%(amount)s within %(days)s days after the owner receives the notice;")
PART_LATER = N_("%(amount)s within %(months)s months after the licence takes effect;")
ENTRY = N_("An entry fee of %(amount)s, paid within %(days)s days after the owner receives the notice;")
ON_SALES = N_("a running royalty of %(rate)s %% of the net sales of the contract products,")
ON_PROFIT = N_("a running royalty of %(rate)s %% of the profit on the contract products,")
YEARLY = N_("the part of each year paid by 30 April of the next year.")
YEARLY_CAPPED = N_("the part of each year paid by 30 April of the next year, at most %(cap)s a year.")


def fee_sentences(fee: Fee) -> list[tuple[str, dict[str, Any]]]:
    """The sentences of payment method and standard (Implementing Rules Art. 85(3)), empty while the choice is open."""
    days = fee.due_days or 0
    if fee.kind == FeeKind.FREE:
        return [(FREE, {})]
    if fee.kind == FeeKind.ONE_OFF:
        return [(ONE_OFF, {"amount": fee.amount, "days": days})]
    if fee.kind == FeeKind.INSTALMENTS:
        return [(SUM, {"amount": fee.amount, "count": len(fee.instalments)}), *_parts(fee, days)]
    if fee.kind == FeeKind.ROYALTY:
        return _royalty(fee)
    if fee.kind == FeeKind.ENTRY_ROYALTY:
        return [(ENTRY, {"amount": fee.amount, "days": days}), *_royalty(fee)]
    return []


def _parts(fee: Fee, days: int) -> list[tuple[str, dict[str, Any]]]:
    return [
        (PART_LATER, {"amount": amount, "months": months})
        if months
        else (PART_AT_START, {"amount": amount, "days": days})
        for amount, months in fee.instalments
    ]


def _royalty(fee: Fee) -> list[tuple[str, dict[str, Any]]]:
    if not fee.rate:
        return []
    first = ON_PROFIT if fee.base == "profit" else ON_SALES
    last = (YEARLY_CAPPED, {"cap": fee.annual_cap}) if fee.annual_cap else (YEARLY, {})
    return [(first, {"rate": percent(fee.rate)}), last]
