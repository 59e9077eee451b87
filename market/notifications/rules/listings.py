"""What is said about listings."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "listings.declared": Message(N_("%(owner)s has filed the declaration for %(title)s."), "listings.public"),
    "listings.announced": Message(
        N_("%(title)s is announced: from now on anyone may take the licence."),
        "listings.public",
        True,
    ),
    "listings.announced_to_operator": Message(N_("%(owner)s: %(title)s is announced."), "listings.public"),
    "listings.suspended": Message(
        N_("%(title)s is suspended: no new licences until the obstacle is gone. Reason: %(reason)s"),
        "listings.public",
        True,
    ),
    "listings.resumed": Message(N_("%(title)s can be taken again."), "listings.public"),
    "listings.withdrawn": Message(
        N_("%(title)s was withdrawn. Licences given before live on."),
        "listings.public",
        True,
    ),
    "listings.ended": Message(N_("%(title)s has ended. No new licences are given."), "listings.public", True),
}
