"""What is said about contracts."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

PAGE = "contracts.show"

MESSAGES: Mapping[str, Message] = {
    "contracts.drawn": Message(
        N_("%(side)s has drawn up text %(number)s of the contract %(reference)s on %(title)s. Please read it."),
        PAGE,
        True,
    ),
    "contracts.agreed": Message(
        N_("Both sides agree to text %(number)s of the contract %(reference)s. It can be signed now."), PAGE, True
    ),
    "contracts.signed": Message(
        N_("%(side)s has signed the contract %(reference)s on %(title)s. Your signature is awaited."), PAGE, True
    ),
    "contracts.to_confirm": Message(
        N_("%(side)s has uploaded a signed copy of the contract %(reference)s. Please compare and confirm it."),
        PAGE,
        True,
    ),
    "contracts.rejected": Message(
        N_("%(side)s did not accept your signed copy of the contract %(reference)s: %(reason)s"), PAGE, True
    ),
    "contracts.concluded": Message(
        N_("The contract %(reference)s on %(title)s is concluded: both sides have signed text %(number)s."), PAGE, True
    ),
    "contracts.set_aside": Message(N_("The contract %(reference)s on %(title)s was set aside."), PAGE, True),
}
