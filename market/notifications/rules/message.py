"""One message to a person: what it says, where it leads, and the circles that are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from market.core import seals

MANAGERS = ("owner", "manager")
MONEY_PEOPLE = ("owner", "manager", "finance")
MAIL_REMINDERS_TO_OPERATOR = (7, 0)


@dataclass(frozen=True)
class Message:
    """One message: the inbox sentence, the endpoint of the page to open, and whether a mail goes out as well.

    `endpoint` takes the message's `arguments` as its path values; an empty one means that there is nothing to open.
    `sealed` names the purpose of a secret address: then the argument `nonce` becomes the path value `token`.
    """

    sentence: str
    endpoint: str = ""
    mailed: bool = False
    inbox: bool = True
    sealed: str = ""
    calendar: str = ""
    """Its mail brings the guest's calendar entry: "REQUEST", or "CANCEL" to strike it out."""

    def path_values(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """What the page's address is made of."""
        if not self.sealed:
            return dict(arguments)
        return {name: value for name, value in arguments.items() if name != "nonce"} | {
            "token": seals.sealed(self.sealed, str(arguments["nonce"]))
        }
