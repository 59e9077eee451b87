"""The values that rules judge: an offer with its patents, fee, texts and documents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from market.core.i18n import N_
from market.core.money import Money


class FeeKind(StrEnum):
    """How the fee is paid."""

    FREE = "free"
    ONE_OFF = "one_off"
    INSTALMENTS = "instalments"
    ROYALTY = "royalty"
    ENTRY_ROYALTY = "entry_royalty"


FEE_KIND_NAMES: dict[str, str] = {
    FeeKind.FREE: N_("Free of charge"),
    FeeKind.ONE_OFF: N_("One-off payment"),
    FeeKind.INSTALMENTS: N_("Instalments"),
    FeeKind.ROYALTY: N_("Running royalty"),
    FeeKind.ENTRY_ROYALTY: N_("Entry fee and royalty"),
}
FEE_KIND_HINTS: dict[str, str] = {
    FeeKind.FREE: N_("Nothing is ever due; the written notice alone makes the licence."),
    FeeKind.ONE_OFF: N_("Paid once after the notice, nothing later."),
    FeeKind.INSTALMENTS: N_("A fixed sum in several parts with dates."),
    FeeKind.ROYALTY: N_("Nothing at the start, later a share of sales or profit."),
    FeeKind.ENTRY_ROYALTY: N_("One payment at the start, later a share of sales or profit."),
}
BASE_NAMES: dict[str, str] = {"net_sales": N_("net sales"), "profit": N_("profit"), "units": N_("units sold")}
MATURITY_NAMES: dict[str, str] = {
    "idea": N_("Concept"),
    "lab": N_("Proved in the laboratory"),
    "pilot": N_("Pilot scale"),
    "product": N_("Product ready"),
    "in_use": N_("In use"),
}
DOCUMENT_NAMES: dict[str, str] = {
    "co_owner_consent": N_("Co-owners' written consent"),
    "pledgee_consent": N_("Pledgee's written consent"),
    "evaluation": N_("Patent evaluation report"),
    "announcement": N_("Open-licence announcement"),
    "public": N_("Material for everyone"),
    "other": N_("Other, for the office only"),
}
PUBLIC_DOCUMENTS = ("announcement", "public", "evaluation")
"""Kinds that every reader may download; anyone may consult an evaluation report (Implementing Rules Art. 63)."""
NOTHING = Money(0)
TERRITORY = "CN"
"""Anyone may exploit within the territory of China; there is no other choice for an open licence."""


@dataclass(frozen=True)
class PatentFacts:
    """What is known of one patent. `status`: pending, in_force, dead or unknown, as of `status_as_of`."""

    number: str
    title: str
    kind: str
    status: str
    grant_date: date | None = None
    granted: bool = False
    filing_date: date | None = None
    expiry: date | None = None
    annuity_due: date | None = None
    pledged: bool = False
    pledgee_consent: bool = False
    preserved: bool = False
    disputed: bool = False
    exclusive_until: date | None = None
    evaluation: str = ""
    secret: bool = False
    owners: tuple[str, ...] = ()
    co_owner_consent: bool = False
    in_other_listing: str = ""
    """The reference of another listing that already declares this patent."""


@dataclass(frozen=True)
class Fee:
    """The price. `rate` is a fraction (0.015 = 1.5 %); `due_days` count from the notice.

    `instalments` are pairs of amount and months after effect, 0 is at the start.
    """

    kind: str = ""
    amount: Money = NOTHING
    due_at_start: Money = NOTHING
    due_days: int | None = None
    rate: Decimal | None = None
    base: str = ""
    annual_cap: Money | None = None
    instalments: tuple[tuple[Money, int], ...] = ()


@dataclass(frozen=True)
class Offer:
    """One listing as the rules see it; `texts` are the pieces of our page that are not part of the declaration."""

    patents: tuple[PatentFacts, ...] = ()
    fee: Fee = Fee()
    fee_text: str = ""
    term_end: date | None = None
    notes: str = ""
    title: str = ""
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    application: str = ""
    products: str = ""
    industry: str = ""
    maturity: str = ""
    maturity_note: str = ""
    not_for: str = ""
    benefits: tuple[Mapping[str, str], ...] = field(default_factory=tuple)
    public_documents: int = 0
    statements: bool = False


def due_at_start(kind: str, amount: Money, instalments: tuple[tuple[Money, int], ...] = ()) -> Money:
    """What is to be paid before the licence takes effect: lump sum, entry fee or the instalments of month 0."""
    if kind in (FeeKind.ONE_OFF, FeeKind.ENTRY_ROYALTY):
        return amount
    if kind == FeeKind.INSTALMENTS:
        return sum((part for part, months in instalments if months == 0), Money.zero(amount.currency))
    return Money.zero(amount.currency)


@dataclass(frozen=True)
class Description:
    """The plain texts of a listing's page; they may change at any time, unlike the terms."""

    title: str = ""
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    application: str = ""
    products: str = ""
    not_for: str = ""
    industry: str = ""
    maturity: str = ""
    maturity_note: str = ""
    benefits: tuple[tuple[str, str, str], ...] = ()
    """Name, value and source of each figure."""
