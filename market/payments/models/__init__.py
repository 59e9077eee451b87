"""Amounts due, what was paid on them, what went back and on, and what the card service said about it."""

from market.payments.models.cards import CardPayment, SandboxRefund, SandboxSession
from market.payments.models.disputes import Dispute
from market.payments.models.hints import ProviderEvent
from market.payments.models.matters import Matter
from market.payments.models.payouts import Payout, PayoutAccount
from market.payments.models.receipts import GivenBack, Receipt
from market.payments.models.receivables import Receivable
from market.payments.models.refunds import Refund

__all__ = [
    "CardPayment",
    "Dispute",
    "GivenBack",
    "Matter",
    "Payout",
    "PayoutAccount",
    "ProviderEvent",
    "Receipt",
    "Receivable",
    "Refund",
    "SandboxRefund",
    "SandboxSession",
]
