"""How a royalty came about, in steps for people: what was stated, exchanged, multiplied, added, rounded and capped."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from market.core.i18n import current_language
from market.core.money import ZH_UNITS, Money
from market.licensing.rules.fees import FeePlan
from market.licensing.rules.fees.words import percent, piece
from market.royalties.models import RoyaltyReport


def steps_of(report: RoyaltyReport, plan: FeePlan) -> list[tuple[str, str]]:
    """Pairs of what is done and what comes out, from the stated figures to the royalty."""
    royalty = plan.royalty
    if royalty is None:
        return []
    steps = _stated(report) if royalty.base != "units" else [(_("Units sold"), f"{report.units:,}")]
    if royalty.base != "units" and report.currency != plan.currency:
        rate = f"{report.exchange.normalize():f}"
        steps.append((_("In the currency of the deal, at %(rate)s", rate=rate), _shown(report.base, plan.currency)))
    steps += _lines(report.reckoning, plan, royalty.base)
    full, cap, before = report.reckoning["full"], report.reckoning["cap"], report.reckoning["before"]
    steps.append((_("Rounded half up to the cent"), _shown(full, plan.currency)))
    if cap is not None:
        left = _shown(max(0, cap - before), plan.currency)
        steps.append((_("Left under the cap of the year, %(cap)s", cap=_shown(cap, plan.currency)), left))
    return steps


def _stated(report: RoyaltyReport) -> list[tuple[str, str]]:
    steps = [(_("Sales as stated"), _shown(report.gross_minor, report.currency))]
    if report.deductions_minor:
        steps.append((_("less deductions"), f"− {_shown(report.deductions_minor, report.currency)}"))
        steps.append((_("is the base"), _shown(report.gross_minor - report.deductions_minor, report.currency)))
    return steps


def _lines(reckoning: dict[str, Any], plan: FeePlan, base: str) -> list[tuple[str, str]]:
    """Each stage of the rate with its exact product."""
    steps = []
    for share in reckoning["lines"]:
        rate = Decimal(share["rate"])
        if base == "units":
            what = _("%(count)s units × %(amount)s", count=f"{share['base']:,}", amount=piece(rate, plan.currency))
        else:
            what = f"{_shown(share['base'], plan.currency)} × {percent(rate)} %"
        steps.append((what, exact(Decimal(share["product"]) / 100, plan.currency)))
    return steps


def exact(amount: Decimal, currency: str) -> str:
    """An amount with all its decimals, at least two, in the reader's way."""
    digits = max(2, -int(amount.normalize().as_tuple().exponent))
    number = f"{amount:,.{digits}f}"
    return f"{number} {ZH_UNITS[currency]}" if current_language() == "zh" else f"{currency} {number}"


def _shown(minor: int, currency: str) -> str:
    return Money(minor, currency).format(current_language())
