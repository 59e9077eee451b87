"""What can have happened to contracts.

`subject_key` is the deal, "request:7" or "deal:12": the events stand in its history.
"""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


class OfDeal:
    """Events that belong to the history of a deal."""

    subject_key: str

    def subject(self) -> str:
        """The deal."""
        return self.subject_key


@dataclass(frozen=True)
class ContractDrawn(OfDeal, Event):
    """A new text was drawn up; earlier ones no longer count."""

    said: ClassVar[str] = N_("Contract text drawn up")

    subject_key: str
    contract_id: int
    text_number: int


@dataclass(frozen=True)
class ContractAgreed(OfDeal, Event):
    """The other side agreed to the text: it can be signed."""

    said: ClassVar[str] = N_("Contract text agreed to")

    subject_key: str
    contract_id: int
    text_number: int


@dataclass(frozen=True)
class ContractSigned(OfDeal, Event):
    """A side has signed; a scan (`way` "scan") still waits for the other side's confirmation."""

    said: ClassVar[str] = N_("Contract signed by one side")

    subject_key: str
    contract_id: int
    signature_id: int
    way: str


@dataclass(frozen=True)
class ScanConfirmed(OfDeal, Event):
    """The other side confirmed an uploaded signed copy."""

    said: ClassVar[str] = N_("Signed copy confirmed")

    subject_key: str
    contract_id: int
    signature_id: int


@dataclass(frozen=True)
class ScanRejected(OfDeal, Event):
    """The other side did not accept an uploaded signed copy."""

    said: ClassVar[str] = N_("Signed copy rejected")

    subject_key: str
    contract_id: int
    signature_id: int


@dataclass(frozen=True)
class ContractConcluded(OfDeal, Event):
    """Both sides have signed the same text."""

    said: ClassVar[str] = N_("Contract concluded")

    subject_key: str
    contract_id: int
    concluded_on: str
    """ISO date in Shanghai."""
    reference: str = ""


@dataclass(frozen=True)
class ContractSetAside(OfDeal, Event):
    """A contract that was not concluded was set aside."""

    said: ClassVar[str] = N_("Contract set aside")

    subject_key: str
    contract_id: int


@dataclass(frozen=True)
class TemplateChanged(Event):
    """A template's version was drafted, changed, brought in force or withdrawn (`how`)."""

    said: ClassVar[str] = N_("Contract template changed")

    about: ClassVar[str] = "template_id"
    template_id: int
    how: str
