"""The one door for payments online. MARKET_PAYMENT_DOOR says what stands behind it: Stripe, the sandbox, or nothing.

A door is a module with the functions that `sandbox` and `stripe` share. The network lies outside our transactions: our
key is stored before the door is called, and what the door says is made fact by functions of the service that may run
twice, late and in parallel: message, return page and timed job share them.
"""

from market.payments.gateway.doors import DOORS, available, door, methods, places, plays
from market.payments.gateway.hints import receive
from market.payments.gateway.janitor import ask_again, read_balance
from market.payments.gateway.payouts import onboard, send_due, send_payouts
from market.payments.gateway.refunds import send_refund
from market.payments.gateway.sessions import fulfil, start

__all__ = [
    "DOORS",
    "ask_again",
    "available",
    "door",
    "fulfil",
    "methods",
    "onboard",
    "places",
    "plays",
    "read_balance",
    "receive",
    "send_due",
    "send_payouts",
    "send_refund",
    "start",
]
