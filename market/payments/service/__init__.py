"""The deeds about money: ask, freeze, book, cancel, reverse, give back, refund, pay out; card payments, disputes.

Every function runs inside the caller's transaction. The row of the amount due is locked first, whatever is done to it,
so that repeated and parallel deeds queue up behind each other.
"""

from market.payments.queries import find_by_reference, open_amount, paid
from market.payments.service.asking import ask, cancel, freeze, unfreeze
from market.payments.service.cards import attempt_opened, begin_attempt, conclude
from market.payments.service.checking import self_check
from market.payments.service.receipts import book_receipt, reverse_receipt
from market.payments.service.surplus import give_back

__all__ = [
    "ask",
    "attempt_opened",
    "begin_attempt",
    "book_receipt",
    "cancel",
    "conclude",
    "find_by_reference",
    "freeze",
    "give_back",
    "open_amount",
    "paid",
    "reverse_receipt",
    "self_check",
    "unfreeze",
]
