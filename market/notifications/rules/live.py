"""What is said after the day itself."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "live.answered": Message(
        N_("Your question at %(roadshow)s was answered in writing: %(answer)s"), "live.stage"
    ),
}
