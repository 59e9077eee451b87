"""What is said about the planning of roadshows; who is registered hears more from the guests' messages."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "roadshows.submitted": Message(
        N_("%(operator)s asks you to approve the roadshow %(title)s, %(when)s."), "roadshows.decide", True
    ),
    "roadshows.approved": Message(
        N_("The bureau approved the roadshow %(title)s. You may announce it now."), "roadshows.manage", True
    ),
    "roadshows.returned": Message(
        N_("The bureau returned the plan of %(title)s: %(decision)s"), "roadshows.plan", True
    ),
    "roadshows.announced": Message(N_("The roadshow %(title)s, %(when)s, is announced."), "roadshows.show"),
    "roadshows.moved": Message(
        N_("The roadshow %(title)s has another time or place now: %(when)s, %(place)s. It was %(was)s."),
        "roadshows.show",
        True,
    ),
    "roadshows.cancelled": Message(
        N_("The roadshow %(title)s, %(when)s, is called off: %(decision)s"), "roadshows.approvals", True
    ),
}
