"""The book as pages: trial balance, accounts, entries, statements."""

from market.ledger.views import accounts, statements, trial
from market.ledger.views.mount import blueprint

__all__ = ["accounts", "blueprint", "statements", "trial"]
