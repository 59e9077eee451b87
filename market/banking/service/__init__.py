"""The deeds of banking, gathered under one name; the files beside hold them by what they are about."""

from market.banking.service.assigning import adopt, assign, ignore, on_reversed, take_back, wait_again
from market.banking.service.checking import self_check
from market.banking.service.lists import make_list, mark_done, remove_line
from market.banking.service.lists import waiting as waiting_transfers
from market.banking.service.matching import proposals, same_number
from market.banking.service.reading import Choice, Reading, read
from market.banking.service.statements import (
    ask_to_import,
    cancel,
    correct,
    look,
    offer,
    run,
    run_asked,
    set_automatic,
    settings_of,
    settle_waiting,
)

__all__ = [
    "Choice",
    "Reading",
    "adopt",
    "ask_to_import",
    "assign",
    "cancel",
    "correct",
    "ignore",
    "look",
    "make_list",
    "mark_done",
    "offer",
    "on_reversed",
    "proposals",
    "read",
    "remove_line",
    "run",
    "run_asked",
    "same_number",
    "self_check",
    "set_automatic",
    "settings_of",
    "settle_waiting",
    "take_back",
    "wait_again",
    "waiting_transfers",
]
