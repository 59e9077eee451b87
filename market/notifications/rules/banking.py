"""What is said about bank statements."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "banking.imported": Message(
        N_("Bank statement %(file)s is imported: %(rows)s rows, all decided."), "banking.statement"
    ),
    "banking.waiting": Message(
        N_("Bank statement %(file)s is imported: %(waiting)s of %(rows)s rows wait for you."), "banking.statement", True
    ),
    "banking.failed": Message(N_("Bank statement %(file)s could not be imported: %(why)s"), "banking.statement"),
}
