"""What happens to amounts due."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class PaymentAsked(Event):
    """An amount is due."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Payment asked for")
    receivable_id: int
    subject_key: str


@dataclass(frozen=True)
class PaymentReceived(Event):
    """Money was booked on a receivable."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Money booked")
    receivable_id: int
    receipt_id: int
    subject_key: str


@dataclass(frozen=True)
class ReceivableSettled(Event):
    """A receivable is paid in full; `paid_on` (ISO date) is the day the last part came in."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Paid in full")
    receivable_id: int
    subject_key: str
    paid_on: str


@dataclass(frozen=True)
class ReceivableCancelled(Event):
    """An amount is no longer due; what was paid on it is to be given back."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("What was open is no longer due")
    receivable_id: int
    subject_key: str


@dataclass(frozen=True)
class SurplusReceived(Event):
    """More came in than was due (or nothing was due any more): to be given back."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Money to be given back")
    receivable_id: int
    receipt_id: int
    subject_key: str


@dataclass(frozen=True)
class SurplusGivenBack(Event):
    """The surplus of a receipt went back to who paid it."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Money given back")
    receivable_id: int
    receipt_id: int
    subject_key: str


@dataclass(frozen=True)
class ReceivableFrozen(Event):
    """An amount is not asked for until further notice; money that comes is booked all the same."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Amount frozen")
    receivable_id: int
    subject_key: str
    reason: str


@dataclass(frozen=True)
class ReceivableUnfrozen(Event):
    """An amount that was on hold is asked for again."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Amount no longer frozen")
    receivable_id: int
    subject_key: str


@dataclass(frozen=True)
class ReceiptReversed(Event):
    """A receipt was a slip and counts no more; its number stays used."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Receipt reversed")
    receivable_id: int
    receipt_id: int
    subject_key: str
    reason: str


@dataclass(frozen=True)
class ReceivableReopened(Event):
    """An amount that counted as paid in full is open again: money turned out not to be there."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("The amount is open again")
    receivable_id: int
    subject_key: str


@dataclass(frozen=True)
class MatterNoted(Event):
    """Something about money needs a person's eye."""

    about: ClassVar[str] = "matter_id"
    said: ClassVar[str] = N_("Something about money to look at")
    matter_id: int
    kind: str


@dataclass(frozen=True)
class MatterClosed(Event):
    """The operator has looked at it."""

    about: ClassVar[str] = "matter_id"
    said: ClassVar[str] = N_("Matter of money looked at")
    matter_id: int


@dataclass(frozen=True)
class RefundAsked(Event):
    """Money of a receipt is to go back to the payer."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Refund asked for")
    receivable_id: int
    refund_id: int
    subject_key: str


@dataclass(frozen=True)
class RefundDone(Event):
    """Money of a receipt went back to the payer."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Refund done")
    receivable_id: int
    refund_id: int
    subject_key: str


@dataclass(frozen=True)
class RefundFailed(Event):
    """A refund did not work: the money is still here."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Refund failed")
    receivable_id: int
    refund_id: int
    subject_key: str


@dataclass(frozen=True)
class PayoutDone(Event):
    """Money of a receipt was passed on to the university."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Paid out")
    receivable_id: int
    payout_id: int
    subject_key: str


@dataclass(frozen=True)
class PayoutAccountReady(Event):
    """A university's account at the card service can take money."""

    about: ClassVar[str] = "organisation_id"
    said: ClassVar[str] = N_("Account for payouts ready")
    organisation_id: int


@dataclass(frozen=True)
class DisputeOpened(Event):
    """A payer contests a card payment at the card's bank."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Dispute opened by the payer's bank")
    receivable_id: int
    dispute_id: int
    subject_key: str


@dataclass(frozen=True)
class DisputeClosed(Event):
    """The card's bank has decided: `state` is "won" or "lost"."""

    about: ClassVar[str] = "receivable_id"
    said: ClassVar[str] = N_("Dispute closed")
    receivable_id: int
    dispute_id: int
    subject_key: str
    state: str
