"""The deeds about registrations: register, change, cancel, answer an offer, decide, let in, remind."""

from market.guests.service.arriving import Arrival, check_in, mark_present, ticket_code, undo_check_in
from market.guests.service.deciding import approve, decline, on_copied, set_terms
from market.guests.service.registering import accept_offer, cancel, change, decline_offer, offer_of, register
from market.guests.service.timers import forget_old, look_after, on_plan_changed, remind

__all__ = [
    "Arrival",
    "accept_offer",
    "approve",
    "cancel",
    "change",
    "check_in",
    "decline",
    "decline_offer",
    "forget_old",
    "look_after",
    "mark_present",
    "offer_of",
    "on_copied",
    "on_plan_changed",
    "register",
    "remind",
    "set_terms",
    "ticket_code",
    "undo_check_in",
]
