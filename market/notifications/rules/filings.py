"""What is said about filings, registered contracts and invoices."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "filings.begun": Message(
        N_("%(filer)s files for the licence %(reference)s: %(kind)s. You need not do so too."),
        "filings.recordal",
    ),
    "filings.dropped": Message(
        N_("%(filer)s has given up filing for the licence %(reference)s: %(kind)s. Either side may file now."),
        "filings.recordal",
        True,
    ),
    "filings.submitted": Message(
        N_("The papers for the licence %(reference)s went to the patent office on %(submitted_on)s: %(kind)s."),
        "filings.recordal",
    ),
    "filings.refused": Message(
        N_("The patent office refused for the licence %(reference)s: %(kind)s. Put it right and file again."),
        "filings.recordal",
        True,
    ),
    "filings.recorded": Message(
        N_("The patent office recorded for the licence %(reference)s: %(kind)s, number %(number)s."),
        "filings.recordal",
        True,
    ),
    "filings.registered": Message(
        N_("The technology contract of the licence %(reference)s is registered under number %(number)s."),
        "filings.registration",
    ),
    "filings.registration_due": Message(
        N_(
            "The technology contract of the licence %(reference)s is not registered yet. Register it, or say that you "
            "will not."
        ),
        "filings.registration",
        True,
    ),
    "filings.invoice_asked": Message(
        N_("%(payer)s asks for an invoice over %(amount_money)s: %(reference)s."),
        "filings.invoice",
        True,
    ),
    "filings.invoice_issued": Message(
        N_("The invoice %(number)s over %(amount_money)s is issued: %(reference)s."),
        "filings.invoice",
        True,
    ),
    "filings.invoice_declined": Message(
        N_("%(licensor)s does not issue the invoice %(reference)s: %(words)s"),
        "filings.invoice",
        True,
    ),
    "filings.invoice_cancelled": Message(
        N_("%(payer)s has taken back the request for an invoice %(reference)s."),
        "filings.invoice",
    ),
    "filings.invoice_reversed": Message(
        N_("The invoice %(number)s is cancelled by a red-letter invoice: %(words)s"),
        "filings.invoice",
        True,
    ),
}
