"""The deeds on listings: drafting, filing and announcing, suspending, withdrawing, ending, and the nightly check."""

from market.listings.service.drafts import (
    add_document,
    begin,
    choose_patents,
    confirm_statements,
    describe,
    discard,
    remove_document,
    set_fee,
    set_term,
)
from market.listings.service.filing import announce, declare, publish_elsewhere, record_filing, take_back
from market.listings.service.life import end, resume, suspend, withdraw
from market.listings.service.transfers import transferred
from market.listings.service.watch import nightly, patent_status_changed, recheck

__all__ = [
    "add_document",
    "announce",
    "begin",
    "choose_patents",
    "confirm_statements",
    "declare",
    "describe",
    "discard",
    "end",
    "nightly",
    "patent_status_changed",
    "publish_elsewhere",
    "recheck",
    "record_filing",
    "remove_document",
    "resume",
    "set_fee",
    "set_term",
    "suspend",
    "take_back",
    "transferred",
    "withdraw",
]
