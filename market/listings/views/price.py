"""The price as a reader sees it: one large figure and one line beside it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from market.core.i18n import current_language
from market.core.money import Money
from market.listings import queries
from market.listings.models import Listing
from market.listings.rules.declaration import percent
from market.listings.rules.offer import FeeKind


@dataclass(frozen=True)
class Price:
    """`figure` stands large, `unit` small behind it, `detail` below."""

    figure: str
    unit: str
    detail: str


def price_of(listing: Listing) -> Price:
    """The price of a listing in the reader's language."""
    fee = queries.fee_of(listing)
    if fee.kind == FeeKind.FREE:
        return Price(_("Free"), "", _("Nothing is ever due. The written notice makes the licence."))
    if fee.kind == FeeKind.ONE_OFF:
        return Price(amount(fee.amount), _("once"), _("Nothing is due later."))
    if fee.kind == FeeKind.INSTALMENTS:
        total = _("%(total)s in %(count)s instalments", total=amount(fee.amount), count=len(fee.instalments))
        return Price(amount(fee.due_at_start), _("due at the start"), total)
    if fee.kind == FeeKind.ROYALTY:
        return Price(_("Royalty %(rate)s%%", rate=share(listing)), "", royalty_line(listing))
    if fee.kind == FeeKind.ENTRY_ROYALTY:
        return Price(amount(fee.amount), _("due at the start"), royalty_line(listing))
    return Price("", "", "")


def share(listing: Listing) -> str:
    """The royalty rate in per cent."""
    return percent(listing.rate) if listing.rate else "0"


def royalty_line(listing: Listing) -> str:
    """Rate, base and yearly cap in one line."""
    values = {"rate": share(listing)}
    cap = queries.fee_of(listing).annual_cap
    if listing.royalty_base == "profit":
        if cap:
            return str(_("plus %(rate)s%% of profit, at most %(cap)s a year", cap=amount(cap), **values))
        return str(_("plus %(rate)s%% of profit", **values))
    if cap:
        return str(_("plus %(rate)s%% of net sales, at most %(cap)s a year", cap=amount(cap), **values))
    return str(_("plus %(rate)s%% of net sales", **values))


def amount(money: Money) -> str:
    """An amount without .00, as prices are read."""
    return money.short(current_language())
