"""The pages about money: paying, booking, receipts, surplus, and the sandbox card page."""

from market.payments.views import booking, paying, receipts, sandbox, surplus
from market.payments.views.mount import blueprint

__all__ = ["blueprint", "booking", "paying", "receipts", "sandbox", "surplus"]
