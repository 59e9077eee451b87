"""What is said about dividing income; told inside the university only."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "income.drafted": Message(
        N_("Income split %(number)s of %(amount_money)s for %(title)s waits for approval."), "income.split", True
    ),
    "income.approved": Message(N_("Income split %(number)s is approved. The shares can be paid."), "income.split"),
    "income.reversed": Message(
        N_("The receipt behind income split %(number)s was taken back. The split is reversed."), "income.split", True
    ),
}
