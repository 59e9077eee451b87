"""The pages of accounts: signing in and up, one's account, one's organisation and its members, vetting."""

from market.accounts.views import sign_in
from market.accounts.views.browser import set_up
from market.accounts.views.mount import blueprint

__all__ = ["blueprint", "set_up", "sign_in"]
