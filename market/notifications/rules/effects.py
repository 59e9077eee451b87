"""What is said about the effect of licences."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "effects.asked": Message(
        N_("What came of %(title)s in %(year)s? Please tell us by %(due_on)s; it takes three minutes."),
        "effects.form",
        True,
    ),
    "effects.reminded": Message(
        N_("We still miss your report on %(title)s in %(year)s. None yet is an answer too."), "effects.form", True
    ),
    "effects.reported": Message(N_("%(licensee)s reported what came of %(title)s in %(year)s."), "effects.report"),
    "effects.verified": Message(N_("The report on %(title)s in %(year)s is verified."), "effects.report"),
    "effects.queried": Message(
        N_("The operator asks about your report on %(title)s in %(year)s: %(question)s"), "effects.form", True
    ),
}
