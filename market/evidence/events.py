"""What can have happened to evidence files: apart from the deal's own history, which would change by it."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class EvidenceTaken(Event):
    """Somebody took the evidence file of a deal ("request:7"); `form` is "pdf" or "zip"."""

    said: ClassVar[str] = N_("Evidence file taken")
    deal: str
    form: str

    def subject(self) -> str:
        """Apart from the deal's own history."""
        return f"evidence:{self.deal}"
