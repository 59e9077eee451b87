"""What one side offers the other, as a value: its seal, what is wrong with it, and what changed since the last one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from market.core.i18n import N_
from market.licensing.rules.fees import FeePlan
from market.licensing.rules.notices import canonical
from market.negotiation.rules.processes import LICENCES, Kind

LONGEST_TERM_YEARS = 20
DATES = ("term_start", "term_end", "valid_until")


@dataclass(frozen=True)
class Terms:
    """What is offered. `fee` is a FeePlan as plain values; days are days of Shanghai.

    A licence needs an end (R25). `share` is a part of the company in per cent as text ("12.5"), for equity only.
    """

    kind: str
    patent_ids: tuple[int, ...]
    fee: Mapping[str, Any]
    term_start: date | None = None
    term_end: date | None = None
    territory: str = "CN"
    field: str = ""
    manner: str = ""
    sublicense: bool = False
    product: str = ""
    share: str = ""
    company: str = ""
    notes: str = ""
    valid_until: date | None = None

    @property
    def licence(self) -> bool:
        """Whether it would end in a licence."""
        return self.kind in LICENCES

    @property
    def plan(self) -> FeePlan:
        """The fee plan as a value."""
        return FeePlan.read(self.fee)

    def to_plain(self) -> dict[str, Any]:
        """Plain values for JSON, dates as ISO texts."""
        plain = {**asdict(self), "patent_ids": sorted(self.patent_ids)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Terms":
        """The terms from their plain values."""
        dates = {name: date.fromisoformat(plain[name]) if plain.get(name) else None for name in DATES}
        return cls(**{**plain, "patent_ids": tuple(plain["patent_ids"]), **dates})

    def seal(self, number: int) -> str:
        """SHA-256 (hexadecimal) over the canonical JSON of the offer's number and terms: what is accepted is this."""
        return hashlib.sha256(canonical({"number": number, "terms": self.to_plain()}).encode()).hexdigest()


@dataclass(frozen=True)
class Surroundings:
    """What an offer is judged against.

    `expires`: the earliest end of its patents; `sme`: whether the firm is a small or medium one, None when not known;
    `declared`: an open licence is declared on one of the patents; `patents`: those the deal is about.
    """

    today: date
    patents: frozenset[int]
    expires: date | None = None
    sme: bool | None = None
    declared: bool = False


ONLY_ORDINARY = N_(
    "An open licence is declared on one of these patents: only a separate ordinary licence can be negotiated, no sole "
    "or exclusive one (Patent Law Article 51)."
)


def problems(terms: Terms, around: Surroundings) -> dict[str, str]:
    """What is wrong with an offer, by field, as sentences; empty when it may be made."""
    found: dict[str, str] = {}
    if terms.kind not in set(Kind):
        return {"kind": N_("Choose what you offer.")}
    if not terms.patent_ids or not set(terms.patent_ids) <= around.patents:
        found["patents"] = N_("Choose patents of this deal.")
    if around.declared and terms.kind in (Kind.SOLE, Kind.EXCLUSIVE):
        found["kind"] = ONLY_ORDINARY
    if terms.valid_until is not None and terms.valid_until < around.today:
        found["valid_until"] = N_("The offer would be over before it is made.")
    if terms.licence:
        found |= _term_problems(terms, around)
    if terms.kind == Kind.EQUITY:
        found |= _share_problems(terms)
    if fee := terms.plan.problems(around.sme, _months(terms, around.today)):
        found["fee"] = " ".join(problem.text() for problem in fee[:3])
    return found


def _term_problems(terms: Terms, around: Surroundings) -> dict[str, str]:
    """R11 and R25: a licence has an end, not after its patents (Civil Code Art. 865; SPC-TC Art. 28)."""
    if terms.term_end is None:
        return {"term_end": N_("Give the last day of the licence: without one it would run without limit.")}
    start = terms.term_start or around.today
    if terms.term_end <= max(start, around.today):
        return {"term_end": N_("The licence must end after it begins.")}
    if around.expires is not None and terms.term_end > around.expires:
        return {"term_end": N_("The licence cannot end after its patents do.")}
    if terms.term_end.year - min(start, around.today).year > LONGEST_TERM_YEARS:
        return {"term_end": N_("No patent runs that long.")}
    return {}


def _share_problems(terms: Terms) -> dict[str, str]:
    found = {}
    try:
        share = Decimal(terms.share or "0")
    except InvalidOperation:
        share = Decimal(0)
    if not share.is_finite() or not 0 < share <= 100:
        found["share"] = N_("Give the share of the company in per cent, above 0 and at most 100.")
    if not terms.company.strip():
        found["company"] = N_("Name the company that takes the patent in.")
    return found


def _months(terms: Terms, today: date) -> int | None:
    if terms.term_end is None or not terms.licence:
        return None
    start = terms.term_start or today
    return max((terms.term_end.year - start.year) * 12 + terms.term_end.month - start.month, 1)


FIELD_NAMES: Mapping[str, str] = {
    "kind": N_("Kind"),
    "patent_ids": N_("Patents"),
    "fee": N_("Price"),
    "share": N_("Share of the company"),
    "company": N_("Company"),
    "term_start": N_("Begins"),
    "term_end": N_("Ends"),
    "territory": N_("Territory"),
    "field": N_("Field of use"),
    "manner": N_("Manner of exploitation"),
    "product": N_("Product"),
    "sublicense": N_("Sub-licence"),
    "notes": N_("Other terms"),
    "valid_until": N_("Offer stands until"),
}


def changed(before: Terms | None, after: Terms) -> frozenset[str]:
    """The fields in which an offer differs from the one before it; none for the first."""
    if before is None:
        return frozenset()
    old, new = before.to_plain(), after.to_plain()
    return frozenset(name for name in FIELD_NAMES if old[name] != new[name])


def rows(offers: Sequence[Terms]) -> list[str]:
    """The fields worth a line when offers stand side by side: those that any of them fills."""
    plain = [terms.to_plain() for terms in offers]
    return [name for name in FIELD_NAMES if any(one[name] not in ("", None, False) for one in plain)]
