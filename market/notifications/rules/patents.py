"""What is said about patents and their imports."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "patents.imported": Message(
        N_(
            "The import of %(file)s is done: %(imported)s new, %(updated)s updated, %(unchanged)s unchanged, "
            "%(refused)s refused."
        ),
        "patents.import_page",
        True,
    ),
    "patents.import_failed": Message(
        N_("The import of %(file)s failed and changed nothing: %(message)s"),
        "patents.import_page",
        True,
    ),
    "patents.ownership_claimed": Message(
        N_("%(organisation)s claims the patents of the owner name %(name)s."),
        "patents.claims",
    ),
    "patents.ownership_approved": Message(
        N_("The patents of the owner name %(name)s are now linked to %(organisation)s."),
        "patents.mine",
        True,
    ),
    "patents.ownership_declined": Message(
        N_("The claim to the owner name %(name)s was declined: %(message)s"),
        "patents.mine",
        True,
    ),
}
