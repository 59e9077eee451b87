"""Reading listings: what a reader may see, the facts for the rules, the terms to be frozen."""

from market.listings.queries.facts import checklist, eligibility, fee_of, obstacles, offer_of, on_offer, takeable
from market.listings.queries.patents import chosen_patents, own_patents
from market.listings.queries.seeing import by_id, counts, get, managed, own, public, publications, visible
from market.listings.queries.terms import announced_fee, fee_in_words, terms

__all__ = [
    "announced_fee",
    "by_id",
    "checklist",
    "chosen_patents",
    "counts",
    "eligibility",
    "fee_in_words",
    "fee_of",
    "get",
    "managed",
    "obstacles",
    "offer_of",
    "on_offer",
    "own",
    "own_patents",
    "public",
    "publications",
    "takeable",
    "terms",
    "visible",
]
