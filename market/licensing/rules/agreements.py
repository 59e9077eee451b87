"""A licence that two sides agreed on: what the contract fixed, as one value, and what it must not lack."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from market.core.i18n import N_
from market.licensing.rules.fees import FeePlan
from market.licensing.rules.terms import KIND_NAMES, OPEN

KINDS = tuple(kind for kind in KIND_NAMES if kind != OPEN)


@dataclass(frozen=True)
class Agreed:
    """What both sides agreed and concluded. `fee` is a FeePlan as plain values, days are days of Shanghai.

    `negotiation` is the number of the deal it comes from: one deal makes one licence. `signed_by` is the person who
    agreed for the licensee. `pledgees_agreed` says that the pledgees' written consents are on file (R06).
    """

    kind: str
    licensor_id: int
    licensee_id: int
    patent_ids: tuple[int, ...]
    title: str
    title_en: str
    fee: Mapping[str, Any]
    term_start: date | None
    term_end: date | None
    concluded_on: date
    negotiation: int
    signed_by: int
    contract: str = ""
    """The contract's own reference."""
    territory: str = "CN"
    field: str = ""
    manner: str = ""
    sublicense: bool = False
    product: str = ""
    notes: str = ""
    pledgees_agreed: bool = False

    @property
    def plan(self) -> FeePlan:
        """The fee plan as a value."""
        return FeePlan.read(self.fee)


def offer_of(agreed: Agreed, patents: list[dict[str, Any]]) -> dict[str, Any]:
    """The agreement in the shape of a listing's terms, so that both kinds of licence are read alike."""
    plan = agreed.plan
    royalty = plan.royalty
    rate = royalty.rate if royalty else None
    return {
        "listing": "",
        "announcement_number": "",
        "announced_at": None,
        "licence": agreed.kind,
        "territory": agreed.territory,
        "term_end": agreed.term_end.isoformat() if agreed.term_end else None,
        "patents": patents,
        "fee_kind": plan.kind,
        "currency": plan.currency,
        "amount_minor": plan.amount.minor,
        "due_at_start_minor": plan.due_at_start.minor,
        "due_days": plan.due_days,
        "rate": None if rate is None else f"{rate.normalize():f}",
        "royalty_base": royalty.base if royalty else "",
        "annual_cap_minor": royalty.cap_minor if royalty else None,
        "instalments": [],
        "fee_text": plan.sentence("zh"),
        "notes": agreed.notes,
    }


def frozen(agreed: Agreed, offer: Mapping[str, Any], licensor: Mapping[str, Any], licensee: Mapping[str, Any]) -> Any:
    """The terms to be kept with the request, in the shape that `Terms.read` reads."""
    return {
        "offer": dict(offer),
        "title": agreed.title,
        "title_en": agreed.title_en,
        "licensor": dict(licensor),
        "licensee": dict(licensee),
        "patent_ids": list(agreed.patent_ids),
        "kind": agreed.kind,
        "territory": agreed.territory,
        "field": agreed.field,
        "sublicense": agreed.sublicense,
        "manner": agreed.manner,
        "term_start": (agreed.term_start or agreed.concluded_on).isoformat(),
        "fee": dict(agreed.fee),
        "negotiation": agreed.negotiation,
    }


NOTICE = N_(
    "Licence agreed between %(licensor)s and %(licensee)s by the contract %(contract)s, concluded on %(day)s: "
    "%(kind)s of %(patents)s until %(end)s. Licence fee: %(fee)s"
)
"""What stands in place of the written notice of an open licence."""
