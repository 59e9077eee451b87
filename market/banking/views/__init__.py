"""The pages about statements, their rows, suspense, and lists for the bank."""

from market.banking.views import lists, rows, statements
from market.banking.views.mount import blueprint

__all__ = ["blueprint", "lists", "rows", "statements"]
