"""The deeds about money: ask, freeze, book, cancel, reverse, give back, refund, pay out; card payments, disputes.

Every function runs inside the caller's transaction. The row of the amount due is locked first, whatever is done to it,
so that repeated and parallel deeds queue up behind each other.
"""

from market.payments.queries import find_by_reference, open_amount, paid
from market.payments.service.accounts import account_opened, account_told, begin_account
from market.payments.service.asking import ask, cancel, freeze, unfreeze
from market.payments.service.balance import book_balance
from market.payments.service.bank_lists import mark_done, mark_listed, mark_undone
from market.payments.service.cards import attempt_opened, attempt_refused, begin_attempt, conclude
from market.payments.service.checking import self_check
from market.payments.service.disputes import book_dispute
from market.payments.service.hints import keep as keep_hint
from market.payments.service.matters import close as close_matter
from market.payments.service.matters import note as note_matter
from market.payments.service.payouts import begin_transfer, conclude_transfer
from market.payments.service.receipts import book_receipt, place, reverse_receipt
from market.payments.service.refunds import ask_refund, conclude_refund, retry_refund
from market.payments.service.surplus import give_back

__all__ = [
    "account_opened",
    "account_told",
    "ask",
    "ask_refund",
    "attempt_opened",
    "attempt_refused",
    "begin_account",
    "begin_attempt",
    "begin_transfer",
    "book_balance",
    "book_dispute",
    "book_receipt",
    "cancel",
    "close_matter",
    "conclude",
    "conclude_refund",
    "conclude_transfer",
    "find_by_reference",
    "freeze",
    "give_back",
    "keep_hint",
    "mark_done",
    "mark_listed",
    "mark_undone",
    "note_matter",
    "open_amount",
    "paid",
    "place",
    "retry_refund",
    "reverse_receipt",
    "self_check",
    "unfreeze",
]
