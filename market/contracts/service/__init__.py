"""The deeds of contracts, gathered under one name; the files beside hold them by what they are about."""

from market.contracts.service.drawing import (
    agree,
    deal_moved,
    draw,
    fill_details,
    open_contract,
    preview,
    set_aside,
    standing_findings,
)
from market.contracts.service.signing import confirm_scan, count_try, reject_scan, sign, upload_scan
from market.contracts.service.templates import bring_in_force, new_version, provide_shipped, save_draft, withdraw

__all__ = [
    "agree",
    "bring_in_force",
    "confirm_scan",
    "count_try",
    "deal_moved",
    "draw",
    "fill_details",
    "new_version",
    "open_contract",
    "preview",
    "provide_shipped",
    "reject_scan",
    "save_draft",
    "set_aside",
    "sign",
    "standing_findings",
    "upload_scan",
    "withdraw",
]
