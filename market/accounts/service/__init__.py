"""The deeds of accounts, gathered under one name; the files beside hold them by what they are about."""

from market.accounts.service.bank_accounts import BankDetails, add_bank_account, close_bank_account
from market.accounts.service.hashing import accepted as accepted_password
from market.accounts.service.links import invitation_link_token, invitation_of, reset_token
from market.accounts.service.members import change_person, change_role, invite, join, join_as_new, remove, withdraw
from market.accounts.service.organisations import (
    Details,
    Identity,
    Person,
    add_member,
    add_person,
    change,
    count_sign_up,
    create_operator,
    resubmit,
    sign_up,
)
from market.accounts.service.passwords import (
    ask_reset,
    change_password,
    check_current,
    count_change,
    person_of_reset,
    reset_password,
)
from market.accounts.service.sessions import (
    begin,
    check,
    conclude,
    end_session,
    end_sessions,
    open_session,
    touch,
)
from market.accounts.service.vetting import add_note, decide, disable_person

__all__ = [
    "BankDetails",
    "Details",
    "Identity",
    "Person",
    "accepted_password",
    "add_bank_account",
    "add_member",
    "add_note",
    "add_person",
    "ask_reset",
    "begin",
    "change",
    "change_password",
    "change_person",
    "change_role",
    "check",
    "check_current",
    "close_bank_account",
    "conclude",
    "count_change",
    "count_sign_up",
    "create_operator",
    "decide",
    "disable_person",
    "end_session",
    "end_sessions",
    "invitation_link_token",
    "invitation_of",
    "invite",
    "join",
    "join_as_new",
    "open_session",
    "person_of_reset",
    "remove",
    "reset_password",
    "reset_token",
    "resubmit",
    "sign_up",
    "touch",
    "withdraw",
]
