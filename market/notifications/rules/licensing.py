"""What is said about requests and licences."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "licensing.notice_received": Message(
        N_("%(licensee)s has given written notice on %(title)s (%(reference)s)."),
        "licensing.request_page",
        True,
    ),
    "licensing.notice_sent": Message(
        N_("Your written notice on %(title)s is delivered: %(reference)s."),
        "licensing.request_page",
        True,
    ),
    "licensing.notice_to_operator": Message(
        N_("%(licensee)s has given notice on %(title)s of %(licensor)s (%(reference)s)."),
        "licensing.request_page",
    ),
    "licensing.held": Message(
        N_(
            "%(reference)s is held: the payment came, but a check failed. The operator decides; your money is on "
            "record."
        ),
        "licensing.request_page",
        True,
    ),
    "licensing.held_to_operator": Message(
        N_("%(reference)s is held and needs your decision: %(reason)s"),
        "licensing.request_page",
        True,
    ),
    "licensing.cancelled": Message(
        N_("%(reference)s on %(title)s was cancelled before payment."),
        "licensing.request_page",
        True,
    ),
    "licensing.lapsed": Message(
        N_("%(reference)s on %(title)s has lapsed: the time to pay ran out."),
        "licensing.request_page",
        True,
    ),
    "licensing.closed": Message(
        N_("%(reference)s on %(title)s was closed by the operator; what was paid will be given back."),
        "licensing.request_page",
        True,
    ),
    "licensing.notice_read": Message(
        N_("%(licensor)s has opened your notice %(reference)s."),
        "licensing.request_page",
    ),
    "licensing.patent_ended": Message(
        N_("A patent of the licence %(reference)s has ended: %(patent)s. The licence lives on for the others."),
        "licensing.licence_page",
        True,
    ),
    "licensing.granted": Message(
        N_(
            "The licence %(reference)s on %(title)s is in force since %(effective_on)s. Record it by "
            "%(recordal_due_on)s."
        ),
        "licensing.licence_page",
        True,
    ),
    "licensing.granted_to_operator": Message(
        N_("%(licensee)s has the licence %(reference)s on %(title)s of %(licensor)s since %(effective_on)s."),
        "licensing.licence_page",
        True,
    ),
    "licensing.recordal_soon": Message(
        N_("%(reference)s: %(days)s days left to record the licence, until %(recordal_due_on)s."),
        "licensing.licence_page",
        True,
    ),
    "licensing.recordal_overdue": Message(
        N_("%(reference)s: the licence should have been recorded by %(recordal_due_on)s."),
        "licensing.licence_page",
        True,
    ),
    "licensing.recorded": Message(
        N_("%(reference)s is recorded with CNIPA under number %(recordal_number)s."),
        "licensing.licence_page",
        True,
    ),
    "licensing.ended": Message(
        N_("The licence %(reference)s on %(title)s has ended."),
        "licensing.licence_page",
        True,
    ),
}
