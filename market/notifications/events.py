"""What happens to mails."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class MailQueued(Event):
    """A mail is to be sent; the text is made when it is sent."""

    about: ClassVar[str] = "mail_id"
    said: ClassVar[str] = N_("Mail queued")
    mail_id: int
