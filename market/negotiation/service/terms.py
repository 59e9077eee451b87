"""The accepted terms of a deal: frozen with both sides and patents, and as licensing takes them."""

from datetime import date
from typing import Any

from market.accounts.models import Organisation
from market.core.db import db
from market.licensing.rules.agreements import Agreed
from market.licensing.service.agreements import frozen_terms
from market.negotiation.models import Deal
from market.negotiation.rules.offers import Terms


def freeze(deal: Deal, terms: Terms, number: int, signed_by: int, on: date) -> dict[str, Any]:
    """The accepted terms with both sides and the patents as they stand, as `licensing.rules.terms.Terms` reads them."""
    agreed = agreement(deal, terms, signed_by, on)
    chosen = [link.patent for link in deal.patents if link.patent_id in terms.patent_ids]
    licensor, licensee = (db.session.get_one(Organisation, one) for one in (deal.owner_id, deal.firm_id))
    frozen = frozen_terms(agreed, chosen, licensor, licensee)
    extra = {"offer_number": number, "share": terms.share, "company": terms.company, "product": terms.product}
    frozen |= extra | {"term_start": terms.term_start.isoformat() if terms.term_start else ""}
    return frozen


def agreement(deal: Deal, terms: Terms, signed_by: int, on: date, contract: str = "") -> Agreed:
    """The deal as licensing takes it."""
    return Agreed(
        kind=terms.kind,
        licensor_id=deal.owner_id,
        licensee_id=deal.firm_id,
        patent_ids=tuple(terms.patent_ids),
        title=deal.title,
        title_en=deal.title_en,
        fee=terms.fee,
        term_start=terms.term_start,
        term_end=terms.term_end,
        concluded_on=on,
        negotiation=deal.id,
        signed_by=signed_by,
        contract=contract,
        territory=terms.territory,
        field=terms.field,
        manner=terms.manner,
        sublicense=terms.sublicense,
        product=terms.product,
        notes=terms.notes,
    )
