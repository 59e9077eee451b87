"""Why a need and an offer may fit: each reason says whether it fits, with plain values that are worded at the edge."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from market.core.money import Money
from market.matching.rules.classes import Near, nearness
from market.patents.rules.industry import section_of

MOST_WORDS = 8
GOOD_WORDS = 3


class Fit(StrEnum):
    """How well one reason fits."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reason:
    """One reason; `values` are plain and free of language, so that each reader sees it in his own."""

    kind: str
    fit: Fit
    values: dict[str, Any] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """As kept with the proposal."""
        return {"kind": self.kind, "fit": str(self.fit), **self.values}


@dataclass(frozen=True)
class Wanted:
    """What the asking side is known by; both bounds of the budget are in one currency."""

    industry: str = ""
    region: str = ""
    budget_low: Money | None = None
    budget_high: Money | None = None
    unlimited: bool = False
    classes: tuple[str, ...] = ()
    measurable: bool = True
    profile: bool = False
    """Whether this is a firm's profile and not a need: then there is no budget to compare."""


@dataclass(frozen=True)
class Offered:
    """What an offer is known by; a patent that is not listed has no fee. `levels` are its IPC symbols and all above."""

    listed: bool
    levels: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    industry: str = ""
    region: str = ""
    maturity: str = ""
    fee_kind: str = ""
    due: Money | None = None
    total: Money | None = None
    status_known: bool = True


def reasons(wanted: Wanted, offered: Offered, words: Sequence[tuple[str, float]]) -> list[Reason]:
    """All reasons, the telling ones first, what is unknown last."""
    found = [
        terms(words),
        classes(wanted, offered),
        industry(wanted, offered),
        fee(wanted, offered),
        maturity(offered),
        region(wanted, offered),
        unknown(wanted, offered),
    ]
    return [reason for reason in found if reason is not None]


def terms(words: Sequence[tuple[str, float]]) -> Reason | None:
    """The words both sides use, the weightiest first; figures alone tell nothing."""
    telling = [word for word, _ in words if len(word) > 1 and not word.replace(".", "").isdecimal()]
    if not telling:
        return None
    chosen = telling[:MOST_WORDS]
    return Reason("terms", Fit.YES if len(chosen) >= GOOD_WORDS else Fit.PARTLY, {"words": chosen})


def classes(wanted: Wanted, offered: Offered) -> Reason | None:
    """How near the offer's classification is to what the wording suggests."""
    if not offered.symbols or not wanted.classes:
        return None
    near, shared = nearness(offered.levels, wanted.classes)
    fit = {Near.GROUP: Fit.YES, Near.SUBCLASS: Fit.YES, Near.CLASS: Fit.PARTLY}.get(near, Fit.NO)
    own = next((symbol for symbol in offered.symbols if shared and symbol.startswith(shared)), offered.symbols[0])
    return Reason("classes", fit, {"near": str(near), "symbol": own, "shared": shared, "likely": wanted.classes[0]})


def industry(wanted: Wanted, offered: Offered) -> Reason | None:
    """Whether both name the same industry (GB/T 4754): division, or section only."""
    if not wanted.industry or not offered.industry:
        return None
    divisions = [re.sub(r"\D", "", code)[:2] for code in (wanted.industry, offered.industry)]
    sections = [section_of(code) for code in (wanted.industry, offered.industry)]
    values = {"code": offered.industry}
    if divisions[0] and divisions[0] == divisions[1]:
        return Reason("industry", Fit.YES, values)
    return Reason("industry", Fit.PARTLY if sections[0] == sections[1] else Fit.NO, values)


def fee(wanted: Wanted, offered: Offered) -> Reason | None:
    """What is due against the budget; a royalty comes on top and depends on sales nobody knows yet."""
    if not offered.listed or not offered.fee_kind or offered.due is None:
        return None
    values: dict[str, Any] = {
        "fee": offered.fee_kind,
        "due": offered.due.minor,
        "currency": offered.due.currency,
        "royalty": offered.fee_kind in ("royalty", "entry_royalty"),
    }
    if offered.fee_kind == "free":
        return Reason("fee", Fit.YES, values)
    if wanted.profile:
        return Reason("fee", Fit.UNKNOWN, values | {"budget": "profile"})
    if wanted.unlimited:
        return Reason("fee", Fit.YES, values | {"budget": "open"})
    bound = wanted.budget_high or wanted.budget_low
    if bound is None or bound.currency != offered.due.currency:
        return Reason("fee", Fit.UNKNOWN, values | {"budget": "unknown"})
    values |= {"low": _minor(wanted.budget_low), "high": _minor(wanted.budget_high)}
    if wanted.budget_high is not None and offered.due > wanted.budget_high:
        return Reason("fee", Fit.NO, values | {"budget": "above"})
    if wanted.budget_high is not None and offered.total is not None and offered.total > wanted.budget_high:
        return Reason("fee", Fit.PARTLY, values | {"budget": "total_above", "total": offered.total.minor})
    return Reason("fee", Fit.YES, values | {"budget": "within"})


def _minor(money: Money | None) -> int | None:
    return money.minor if money is not None else None


def maturity(offered: Offered) -> Reason | None:
    """How far the offer is from use."""
    fits = {"in_use": Fit.YES, "product": Fit.YES, "pilot": Fit.PARTLY, "lab": Fit.NO, "idea": Fit.NO}
    known = fits.get(offered.maturity)
    return Reason("maturity", known, {"maturity": offered.maturity}) if known else None


def region(wanted: Wanted, offered: Offered) -> Reason | None:
    """How near both sides are: the same city, the same province, or elsewhere; distance never excludes."""
    if not wanted.region or not offered.region:
        return None
    same_city = wanted.region[:4] == offered.region[:4] and wanted.region[2:4] != "00"
    if same_city:
        return Reason("region", Fit.YES, {"near": "city", "region": offered.region})
    if wanted.region[:2] == offered.region[:2]:
        return Reason("region", Fit.YES, {"near": "province", "region": offered.region})
    return Reason("region", Fit.PARTLY, {"near": "elsewhere", "region": offered.region})


def unknown(wanted: Wanted, offered: Offered) -> Reason | None:
    """What nobody has said yet and both should ask."""
    budget_known = wanted.profile or wanted.unlimited or wanted.budget_high or wanted.budget_low
    missing = {
        "not_listed": not offered.listed,
        "budget": not budget_known,
        "sales": offered.fee_kind in ("royalty", "entry_royalty"),
        "maturity": not offered.maturity,
        "status": not offered.status_known,
        "indicators": not wanted.measurable,
        "classes": not wanted.classes or not offered.symbols,
    }
    codes = [code for code, missed in missing.items() if missed]
    return Reason("unknown", Fit.UNKNOWN, {"codes": codes}) if codes else None
