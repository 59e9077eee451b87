"""What is said about deals in negotiation."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

PAGE = "negotiation.show"
ABOUT = {
    "asked": N_("%(firm)s asks you about %(title)s (%(reference)s). Please answer by %(due_on)s."),
    "answered": N_("%(owner)s answers your need with %(title)s (%(reference)s). Take it up, or decline it."),
    "message": N_("%(sender)s has written to you about %(title)s (%(reference)s)."),
    "offer": N_("%(sender)s has put offer %(number)s on the table: %(title)s (%(reference)s)."),
    "rejected": N_("Your offer %(number)s on %(title)s was rejected (%(reference)s)."),
    "taken_back": N_("Offer %(number)s on %(title)s was taken back (%(reference)s)."),
    "accepted": N_("Offer %(number)s on %(title)s is accepted (%(reference)s): the terms are frozen."),
    "take_up": N_("%(firm)s takes up your answer: you are in talks about %(title)s (%(reference)s)."),
    "refuse": N_("Your answer with %(title)s was declined (%(reference)s): %(reason)s"),
    "withdraw": N_("The answer to your need was withdrawn (%(reference)s): %(reason)s"),
    "decline": N_("The talks about %(title)s were ended (%(reference)s): %(reason)s"),
    "expire": N_("The talks about %(title)s have expired: nobody said anything for 90 days (%(reference)s)."),
    "prepare": N_("%(reference)s on %(title)s can be signed now."),
    "object": N_("An objection to the price of %(title)s was upheld; the talks go on (%(reference)s): %(reason)s"),
    "reopen": N_("The operator has set %(reference)s on %(title)s back to the talks: %(reason)s"),
    "stop": N_("The operator has stopped %(reference)s on %(title)s: %(reason)s"),
    "confirmed": N_("%(sender)s confirms the signed contract on %(title)s (%(reference)s). Please confirm it too."),
    "concluded": N_("The contract on %(title)s is concluded (%(reference)s). Next: the steps up to the registration."),
    "completed": N_("%(reference)s on %(title)s is registered and complete."),
    "objection": N_("Somebody objects to the agreed price of %(title)s (%(reference)s). Please examine it."),
    "answer_soon": N_("Please answer by %(due_on)s: %(title)s (%(reference)s)."),
    "answer_overdue": N_("%(sender)s should have answered by %(due_on)s: %(title)s (%(reference)s)."),
}
QUIET = {
    "step": N_("A step of %(reference)s on %(title)s is done."),
    "notice": N_("The agreed price of %(title)s is publicly noticed until %(ends_on)s (%(reference)s)."),
    "document": N_("A document was put on file in %(reference)s on %(title)s."),
}
MESSAGES: Mapping[str, Message] = {
    **{f"negotiation.{name}": Message(sentence, PAGE, True) for name, sentence in ABOUT.items()},
    **{f"negotiation.{name}": Message(sentence, PAGE) for name, sentence in QUIET.items()},
    "negotiation.word": Message(
        N_("%(sender)s has written to you about %(title)s (%(reference)s)."), "licensing.request_page", True
    ),
    "negotiation.word_overdue": Message(
        N_("%(sender)s should have answered by %(due_on)s: %(title)s (%(reference)s)."), "licensing.request_page", True
    ),
    "negotiation.word_soon": Message(
        N_("Please answer by %(due_on)s: %(title)s (%(reference)s)."), "licensing.request_page", True
    ),
}
