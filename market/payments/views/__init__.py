"""The pages about money: paying, booking, receipts, surplus, refunds, payouts, matters, and the sandbox card page."""

from market.payments.views import booking, matters, paying, payouts, receipts, refunds, sandbox, surplus
from market.payments.views.mount import blueprint

__all__ = ["blueprint", "booking", "matters", "paying", "payouts", "receipts", "refunds", "sandbox", "surplus"]
