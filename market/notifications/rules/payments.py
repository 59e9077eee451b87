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
    "payments.refunded": Message(
        N_("%(amount_money)s was sent back for %(title)s (receipt %(number)s)."),
        "payments.page",
        True,
    ),
    "payments.reversed": Message(
        N_("Receipt %(number)s for %(title)s was booked by mistake and was taken back."),
        "payments.page",
        True,
    ),
    "payments.passed_on": Message(
        N_("%(amount_money)s for %(title)s was passed on to you (receipt %(number)s)."),
        "payments.page",
    ),
    "payments.contested": Message(
        N_("The payer of %(title)s contests %(amount_money)s at the card's bank. The bank decides."),
        "payments.page",
        True,
    ),
    "payments.lost": Message(
        N_("The card's bank took %(amount_money)s for %(title)s back for the payer. The amount is open again."),
        "payments.page",
        True,
    ),
    "payments.matter": Message(N_("Money to look at: %(reason)s."), "payments.matters"),
}
