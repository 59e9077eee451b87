"""What is said about amounts due and payments."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "payments.asked": Message(
        N_("%(amount_money)s is due for %(title)s. Payment reference: %(reference)s."),
        "payments.page",
        True,
    ),
    "payments.received": Message(
        N_("%(amount_money)s was booked for %(title)s: receipt %(number)s."),
        "payments.page",
        True,
    ),
    "payments.cancelled": Message(N_("%(title)s is no longer to be paid (%(reference)s)."), "payments.page"),
    "payments.given_back": Message(
        N_("%(given_money)s was given back for %(title)s (receipt %(number)s)."),
        "payments.page",
        True,
    ),
    "payments.surplus": Message(
        N_("%(surplus_money)s more than was due came in for %(title)s. It will be given back."),
        "payments.page",
        True,
    ),
}
