"""Decisions about money due, paid, refunded and passed on. Pure."""

from market.payments.rules.amounts import (
    ACCOUNTS,
    BOOKING_ROLES,
    Portions,
    apply_key,
    clearing,
    may_book,
    platform_fee,
    portions,
)
from market.payments.rules.matters import (
    MATTERS,
)
from market.payments.rules.outcomes import (
    LARGEST_CARD_PAYMENT,
    METHODS,
    UNKNOWN,
    AccountOutcome,
    BalanceLine,
    DisputeOutcome,
    Hint,
    Outcome,
    RefundAsk,
    RefundOutcome,
    SessionAsk,
    TransferAsk,
    TransferOutcome,
    card_fits,
)
from market.payments.rules.references import (
    RECEIPT_SERIES,
    REFERENCE_PREFIX,
    REFERENCE_SERIES,
    bank_key,
    receipt_text,
    reference_text,
    references_in,
    spaced,
    split_key,
    turn_key,
)
from market.payments.rules.vouchers import (
    VOUCHER_LIMIT,
    is_voucher,
)
from market.payments.rules.words import (
    capital_words,
)

__all__ = [
    "ACCOUNTS",
    "BOOKING_ROLES",
    "LARGEST_CARD_PAYMENT",
    "MATTERS",
    "METHODS",
    "RECEIPT_SERIES",
    "REFERENCE_PREFIX",
    "REFERENCE_SERIES",
    "UNKNOWN",
    "VOUCHER_LIMIT",
    "AccountOutcome",
    "BalanceLine",
    "DisputeOutcome",
    "Hint",
    "Outcome",
    "Portions",
    "RefundAsk",
    "RefundOutcome",
    "SessionAsk",
    "TransferAsk",
    "TransferOutcome",
    "apply_key",
    "bank_key",
    "capital_words",
    "card_fits",
    "clearing",
    "is_voucher",
    "may_book",
    "platform_fee",
    "portions",
    "receipt_text",
    "reference_text",
    "references_in",
    "spaced",
    "split_key",
    "turn_key",
]
