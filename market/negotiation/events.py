"""What happens between first question and conclusion."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class DealEvent(Event):
    """Base: events of a deal are about it."""

    about: ClassVar[str] = "deal_id"
    deal_id: int


@dataclass(frozen=True)
class DealOpened(DealEvent):
    """A firm asked an owner, or an owner answered a need; `how` is "asked" or "answered"."""

    said: ClassVar[str] = N_("Talks opened")
    how: str


@dataclass(frozen=True)
class MessageSent(DealEvent):
    """One side wrote to the other."""

    said: ClassVar[str] = N_("Letter to the other side")
    message_id: int
    organisation_id: int


@dataclass(frozen=True)
class OfferMade(DealEvent):
    """A numbered offer is on the table; one that stood before is superseded."""

    said: ClassVar[str] = N_("Offer made")
    offer: int
    side: str


@dataclass(frozen=True)
class OfferEnded(DealEvent):
    """An offer was rejected or taken back; `how` says which."""

    said: ClassVar[str] = N_("Offer rejected or taken back")
    offer: int
    how: str


@dataclass(frozen=True)
class OfferAccepted(DealEvent):
    """Both sides agree: the terms are frozen."""

    said: ClassVar[str] = N_("The offer is accepted, its terms are frozen")
    offer: int
    side: str


@dataclass(frozen=True)
class DealMoved(DealEvent):
    """Another move of the table of states; `forced` when the operator made it with a reason."""

    said: ClassVar[str] = N_("Deal moved on")
    move: str
    state: str
    reason: str = ""
    forced: bool = False


@dataclass(frozen=True)
class ContractConfirmed(DealEvent):
    """One side confirmed the contract signed on paper."""

    said: ClassVar[str] = N_("Contract on paper confirmed")
    side: str


@dataclass(frozen=True)
class DealConcluded(DealEvent):
    """The contract is concluded: the licence is granted, or the registration begins."""

    said: ClassVar[str] = N_("Contract concluded")


@dataclass(frozen=True)
class StepTaken(DealEvent):
    """A step of the checklist is done."""

    said: ClassVar[str] = N_("Step done")
    key: str


@dataclass(frozen=True)
class DealCompleted(DealEvent):
    """The registration is done: the patent or the shares have changed hands."""

    said: ClassVar[str] = N_("Registered: the deal is complete")


@dataclass(frozen=True)
class NoticePublished(DealEvent):
    """The agreed price is publicly noticed (R20)."""

    said: ClassVar[str] = N_("Public notice of the agreed price")
    notice_id: int


@dataclass(frozen=True)
class ObjectionRaised(DealEvent):
    """Somebody objects to the agreed price."""

    said: ClassVar[str] = N_("Objection to the agreed price")
    notice_id: int


@dataclass(frozen=True)
class DocumentAdded(DealEvent):
    """A consent or another document is on file."""

    said: ClassVar[str] = N_("Document filed with the deal")
    kind: str


@dataclass(frozen=True)
class TurnEvent(Event):
    """Base: events of an awaited answer."""

    about: ClassVar[str] = "turn_id"
    turn_id: int


@dataclass(frozen=True)
class AnswerDueSoon(TurnEvent):
    """The last day to answer is near."""

    said: ClassVar[str] = N_("Reminder to answer")


@dataclass(frozen=True)
class AnswerOverdue(TurnEvent):
    """Not answered in time: the operator sees to it."""

    said: ClassVar[str] = N_("Answer overdue")


@dataclass(frozen=True)
class WordOnRequest(Event):
    """One side wrote to the other about a notice or an open licence."""

    about: ClassVar[str] = "request_id"
    said: ClassVar[str] = N_("Letter to the other side")
    request_id: int
    message_id: int
    organisation_id: int
