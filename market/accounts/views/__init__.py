"""The pages of accounts: signing in and up, one's account, one's organisation and its members, vetting."""

from market.accounts.views import account, bank_accounts, members, organisation, sign_in, sign_up, vetting
from market.accounts.views.browser import set_up
from market.accounts.views.mount import blueprint

__all__ = [
    "account",
    "bank_accounts",
    "blueprint",
    "members",
    "organisation",
    "set_up",
    "sign_in",
    "sign_up",
    "vetting",
]
