"""What is said about invitations to roadshows."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "invitations.invited": Message(
        N_("You are invited to the roadshow %(roadshow)s: %(starts)s"), "invitations.reply", True, sealed="invitation"
    ),
    "invitations.reminded": Message(
        N_("Will you come to the roadshow %(roadshow)s? %(starts)s"), "invitations.reply", True, sealed="invitation"
    ),
    "invitations.answered": Message(
        N_("%(organisation)s answered the invitation to %(roadshow)s: %(reason)s"), "invitations.page"
    ),
}
