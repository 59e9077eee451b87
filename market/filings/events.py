"""What happens to filings, registrations and requests for invoices."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class LicenceEvent(Event):
    """Base: what stands in the history of a licence."""

    about: ClassVar[str] = "licence_id"
    licence_id: int


@dataclass(frozen=True)
class FilingBegun(LicenceEvent):
    """One side, or the operator, has taken it on itself to file."""

    said: ClassVar[str] = N_("A side took on the filing")
    filing_id: int


@dataclass(frozen=True)
class FilingDropped(LicenceEvent):
    """The side that had taken it gave it up; the other may file."""

    said: ClassVar[str] = N_("The filing was given up")
    filing_id: int


@dataclass(frozen=True)
class FilingSubmitted(LicenceEvent):
    """The papers went to the patent office."""

    said: ClassVar[str] = N_("Papers sent to the patent office")
    filing_id: int


@dataclass(frozen=True)
class FilingRefused(LicenceEvent):
    """The patent office refused; it can be put right and filed again."""

    said: ClassVar[str] = N_("The patent office refused")
    filing_id: int


@dataclass(frozen=True)
class FilingRecorded(LicenceEvent):
    """The patent office recorded a change or a cancellation (a first recordal is licensing's own event)."""

    said: ClassVar[str] = N_("The patent office recorded the change or cancellation")
    filing_id: int


@dataclass(frozen=True)
class ContractRegistered(LicenceEvent):
    """The technology contract is registered; `corrected` when an entry was put right."""

    said: ClassVar[str] = N_("Technology contract registered")
    corrected: bool = False


@dataclass(frozen=True)
class RegistrationWaived(LicenceEvent):
    """The seller will not register this contract."""

    said: ClassVar[str] = N_("Technology contract not to be registered")


@dataclass(frozen=True)
class RegistrationDue(LicenceEvent):
    """The seller is reminded, once, of a contract that is not registered."""

    said: ClassVar[str] = N_("Reminder to register the technology contract")


@dataclass(frozen=True)
class InvoiceEvent(Event):
    """Base: what happens to a request for an invoice stands in the history of the amount due."""

    about: ClassVar[str] = "receivable_id"
    receivable_id: int
    invoice_id: int


@dataclass(frozen=True)
class InvoiceAsked(InvoiceEvent):
    """The payer asked for an invoice."""

    said: ClassVar[str] = N_("Invoice asked for")


@dataclass(frozen=True)
class InvoiceIssued(InvoiceEvent):
    """The licensor issued it and entered its number."""

    said: ClassVar[str] = N_("Invoice issued")


@dataclass(frozen=True)
class InvoiceClosed(InvoiceEvent):
    """It comes to nothing: `how` is "declined", "cancelled" or "reversed"."""

    said: ClassVar[str] = N_("Invoice request closed")
    how: str
