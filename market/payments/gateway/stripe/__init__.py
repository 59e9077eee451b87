"""Stripe behind the door: Checkout, refunds, disputes, transfers to connected accounts, signed webhooks."""

from market.payments.gateway.stripe.accounts import account, onboarding, open_account, transfer
from market.payments.gateway.stripe.balance import balance_lines
from market.payments.gateway.stripe.messages import SIGNATURE_HEADER, hint
from market.payments.gateway.stripe.returns import dispute, refund, refunds
from market.payments.gateway.stripe.sessions import address, close_session, open_session, outcome

WAY = "stripe"

__all__ = [
    "SIGNATURE_HEADER",
    "WAY",
    "account",
    "address",
    "balance_lines",
    "close_session",
    "dispute",
    "hint",
    "onboarding",
    "open_account",
    "open_session",
    "outcome",
    "refund",
    "refunds",
    "transfer",
]
