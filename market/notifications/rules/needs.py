"""What is said about needs."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "needs.submitted": Message(N_("%(firm)s has handed in the need %(title)s for review."), "needs.review", True),
    "needs.returned": Message(
        N_("The operator asks you to add to your need %(title)s: %(message)s"),
        "needs.own",
        True,
    ),
    "needs.published": Message(N_("Your need %(title)s is on the board. Matching has begun."), "needs.own", True),
    "needs.closed": Message(N_("The need %(title)s is closed."), "needs.own"),
    "needs.closed_to_operator": Message(N_("The need %(title)s of %(firm)s is closed."), "needs.review"),
}
