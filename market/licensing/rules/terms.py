"""The terms of a licence as values that can be frozen: the announcement's, or what two sides agreed.

R13: every taker of a listing gets the same price; in an open licence nothing can be negotiated. Another price is a
separate ordinary licence (Patent Law Art. 51(3)), whose terms come from the accepted offer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from market.core.calendar import add_months
from market.core.i18n import N_
from market.core.money import Money
from market.licensing.rules.fees import FeePlan

SAME = (
    "listing",
    "announcement_number",
    "fee_kind",
    "currency",
    "amount_minor",
    "due_at_start_minor",
    "due_days",
    "royalty_base",
    "annual_cap_minor",
    "fee_text",
    "notes",
)
"""What is called the same in the listing's terms."""
OPEN = "open"
BARRING = frozenset({"sole", "exclusive"})
"""The kinds that leave no room for another licence (SPC interpretation on technology contracts, Art. 25)."""
KIND_NAMES: Mapping[str, str] = {
    OPEN: N_("Open licence"),
    "ordinary": N_("Ordinary licence"),
    "sole": N_("Sole licence"),
    "exclusive": N_("Exclusive licence"),
}
KIND_SENTENCES: Mapping[str, str] = {
    OPEN: N_("Ordinary licence (open licence), within China"),
    "ordinary": N_("Ordinary licence: others may be licensed too"),
    "sole": N_("Sole licence: one licensee, the owner may exploit as well"),
    "exclusive": N_("Exclusive licence: one licensee, not even the owner exploits"),
}
TERMS_OF_AGREEMENT = ("territory", "field", "sublicense", "manner", "term_start", "fee", "negotiation")
"""The keys that only agreed licences have."""


@dataclass(frozen=True)
class Party:
    """One side as it was on the day: name, code and address go into the recordal form."""

    id: int
    name: str
    name_en: str
    uscc: str
    address: str
    contact: str = ""


@dataclass(frozen=True)
class LicensedPatent:
    """One patent as declared; dates are ISO texts or None."""

    number: str
    title: str
    kind: str
    owners: tuple[str, ...]
    filing_date: str | None
    expiry_date: str | None


@dataclass(frozen=True)
class Part:
    """One instalment: minor units, due so many months after the licence takes effect; 0 is at the start."""

    amount_minor: int
    months: int


@dataclass(frozen=True)
class Planned:
    """A later amount: how much (None while unknown) and when it falls due."""

    position: int
    amount: Money | None
    due_on: date | None


@dataclass(frozen=True)
class Terms:
    """Everything that was offered. Amounts are minor units of `currency`, `rate` a fraction as text ("0.015")."""

    listing: str
    title: str
    title_en: str
    licensor: Party
    licensee: Party
    patents: tuple[LicensedPatent, ...]
    patent_ids: tuple[int, ...]
    announced_on: str
    announcement_number: str
    fee_kind: str
    currency: str
    amount_minor: int
    due_at_start_minor: int
    due_days: int | None
    rate: str
    royalty_base: str
    annual_cap_minor: int | None
    fee_text: str
    term_end: str
    notes: str
    instalments: tuple[Part, ...] = ()
    kind: str = OPEN
    territory: str = "CN"
    field: str = ""
    sublicense: bool = False
    manner: str = ""
    term_start: str = ""
    fee: Mapping[str, Any] | None = None
    """The fee plan of an agreed licence as plain values; None for an open one, whose fee the fields above say."""
    negotiation: int | None = None
    """The deal it was agreed in."""

    @classmethod
    def read(cls, frozen: Mapping[str, Any]) -> "Terms":
        """The terms from their stored form: the listing's under "offer", the parties, the patents' ids."""
        offer = frozen["offer"]
        same = {name: offer[name] for name in SAME}
        return cls(
            **same,
            title=frozen["title"],
            title_en=frozen["title_en"],
            licensor=Party(**frozen["licensor"]),
            licensee=Party(**frozen["licensee"]),
            patents=tuple(LicensedPatent(**{**it, "owners": tuple(it["owners"])}) for it in offer["patents"]),
            patent_ids=tuple(frozen["patent_ids"]),
            announced_on=offer["announced_at"] or "",
            rate=offer["rate"] or "",
            term_end=offer["term_end"] or "",
            instalments=tuple(Part(**it) for it in offer["instalments"]),
            kind=frozen.get("kind", OPEN),
            **{name: frozen[name] for name in TERMS_OF_AGREEMENT if name in frozen},
        )

    @property
    def agreed(self) -> bool:
        """Whether two sides agreed on it, instead of one taking an open licence."""
        return self.kind != OPEN

    def fee_line(self, language: str) -> str:
        """The price in one line: of an agreed licence in the reader's language, of an open one as announced."""
        return FeePlan.read(self.fee).sentence(language) if self.fee else self.fee_text

    @property
    def due_at_start(self) -> Money:
        """What is to be paid before the licence takes effect."""
        return Money(self.due_at_start_minor, self.currency)

    @property
    def amount(self) -> Money:
        """Lump sum, sum of the instalments, or entry fee."""
        return Money(self.amount_minor, self.currency)

    @property
    def annual_cap(self) -> Money | None:
        """The most that running royalties of one year can come to."""
        return None if self.annual_cap_minor is None else Money(self.annual_cap_minor, self.currency)

    @property
    def free(self) -> bool:
        """Whether nothing is ever due."""
        return self.fee_kind == "free"

    @property
    def percent(self) -> str:
        """The rate in per cent, "1.5"; empty when there is none."""
        return format((Decimal(self.rate) * 100).normalize(), "f") if self.rate else ""

    @property
    def last_day(self) -> date | None:
        """The last day of the licence."""
        return date.fromisoformat(self.term_end) if self.term_end else None

    def over(self, today: date) -> bool:
        """Whether the licence term is over."""
        return self.last_day is not None and self.last_day < today

    def later_parts(self, effective: date | None) -> list[Planned]:
        """The instalments after the start, numbered from 2, due from the day of effect (None while that is open)."""
        later = [part for part in self.instalments if part.months > 0]
        return [
            Planned(
                position,
                Money(part.amount_minor, self.currency),
                add_months(effective, part.months) if effective else None,
            )
            for position, part in enumerate(later, start=2)
        ]
