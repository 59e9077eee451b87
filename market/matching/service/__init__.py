"""The deeds on proposals: matching needs and listings, answering."""

from market.matching.service.announced import on_listing
from market.matching.service.answers import answer, is_open, side_of
from market.matching.service.runs import (
    ask,
    match_need,
    on_import,
    on_listing_gone,
    on_need,
    on_need_closed,
    run_due,
)

__all__ = [
    "answer",
    "ask",
    "is_open",
    "match_need",
    "on_import",
    "on_listing",
    "on_listing_gone",
    "on_need",
    "on_need_closed",
    "run_due",
    "side_of",
]
