"""What happens to invitations."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class InvitationEvent(Event):
    """Base: events of an invitation are about its roadshow."""

    about: ClassVar[str] = "roadshow_id"
    roadshow_id: int
    invitation_id: int


@dataclass(frozen=True)
class InvitationSent(InvitationEvent):
    """It went out; `way` says how, `again` whether it reminds."""

    said: ClassVar[str] = N_("Invitation sent")
    way: str
    again: bool = False


@dataclass(frozen=True)
class InvitationAnswered(InvitationEvent):
    """The firm, or the operator for it, answered."""

    said: ClassVar[str] = N_("Invitation answered")
    answer: str


@dataclass(frozen=True)
class InvitationTakenBack(InvitationEvent):
    """The operator took it back."""

    said: ClassVar[str] = N_("Invitation taken back")
