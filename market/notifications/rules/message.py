"""One message to a person: what it says, where it leads, and the circles that are told."""

from dataclasses import dataclass

MANAGERS = ("owner", "manager")
MONEY_PEOPLE = ("owner", "manager", "finance")
MAIL_REMINDERS_TO_OPERATOR = (7, 0)


@dataclass(frozen=True)
class Message:
    """One message: the inbox sentence, the endpoint of the page to open, and whether a mail goes out as well.

    `endpoint` takes the message's `arguments` as its path values; an empty one means that there is nothing to open.
    """

    sentence: str
    endpoint: str = ""
    mailed: bool = False
    inbox: bool = True
