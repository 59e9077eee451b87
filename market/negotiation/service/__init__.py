"""The deeds: ask, answer, offer, accept, sign, register, notice, and what the clock and the operator do."""

from market.negotiation.service.notices import decide, publish, raise_objection, set_rule
from market.negotiation.service.offers import accept, make, reject, take_back
from market.negotiation.service.override import force
from market.negotiation.service.registration import do_step
from market.negotiation.service.signing import add_document, confirm, on_concluded
from market.negotiation.service.talks import answer_need, ask, end, take_up, write, write_on_request

__all__ = [
    "accept",
    "add_document",
    "answer_need",
    "ask",
    "confirm",
    "decide",
    "do_step",
    "end",
    "force",
    "make",
    "on_concluded",
    "publish",
    "raise_objection",
    "reject",
    "set_rule",
    "take_back",
    "take_up",
    "write",
    "write_on_request",
]
