"""What is said about proposals."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "matching.need_matched": Message(
        N_("%(count)s offers may fit your need %(title)s."),
        "matching.need",
        True,
    ),
    "matching.need_for_owner": Message(N_("A firm's need may fit your patents: %(title)s."), "matching.needs", True),
    "matching.listing_matched": Message(N_("%(title)s may fit %(count)s open needs or firms."), "listings.public"),
    "matching.listing_for_firm": Message(
        N_("A new open licence may fit your firm: %(title)s."),
        "listings.public",
        True,
    ),
    "matching.firm_interested": Message(N_("%(firm)s is interested in %(title)s."), "matching.needs", True),
    "matching.owner_interested": Message(
        N_("%(owner)s would like to talk about your need: %(title)s."),
        "matching.mine",
        True,
    ),
    "matching.interest_to_operator": Message(
        N_("%(firm)s and %(owner)s: one side is interested in %(title)s."), "matching.overview"
    ),
}
