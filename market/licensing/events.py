"""What happens on the way to a licence and after it."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class RequestEvent(Event):
    """Base: events of a request are about it."""

    about: ClassVar[str] = "request_id"
    request_id: int


@dataclass(frozen=True)
class NoticeSent(RequestEvent):
    """The written notice reached the patentee through the market; both sides get a receipt."""

    said: ClassVar[str] = N_("Written notice delivered")


@dataclass(frozen=True)
class RequestHeld(RequestEvent):
    """Paid, but a check failed: no licence; the operator decides, the money is kept on record."""

    said: ClassVar[str] = N_("Held: paid, but a check stands against it")
    reason: str


@dataclass(frozen=True)
class RequestClosed(RequestEvent):
    """Over without a licence; `how` is "cancelled" (by the firm, unpaid), "lapsed" or "closed" (by the operator)."""

    said: ClassVar[str] = N_("Request closed without a licence")
    how: str


@dataclass(frozen=True)
class LicenceEvent(Event):
    """Base: events of a licence are about it."""

    about: ClassVar[str] = "licence_id"
    licence_id: int


@dataclass(frozen=True)
class LicenceGranted(LicenceEvent):
    """Notice and payment are both there: the licence is in force."""

    said: ClassVar[str] = N_("Licence in force")


@dataclass(frozen=True)
class RecordalDueSoon(LicenceEvent):
    """So many days are left to record the licence (60, 30, 7), or it is overdue (0)."""

    said: ClassVar[str] = N_("Reminder to record the licence")
    days: int


@dataclass(frozen=True)
class LicenceRecorded(LicenceEvent):
    """CNIPA recorded the licence."""

    said: ClassVar[str] = N_("Licence recorded")


@dataclass(frozen=True)
class LicenceEnded(LicenceEvent):
    """Over; `reason` is "term" or "patent"."""

    said: ClassVar[str] = N_("Licence ended")
    reason: str


@dataclass(frozen=True)
class LicensedPatentEnded(LicenceEvent):
    """One of several licensed patents ended; the licence lives on for the others."""

    said: ClassVar[str] = N_("One of the licensed patents ended")
    patent_id: int


@dataclass(frozen=True)
class NoticeRead(RequestEvent):
    """Somebody of the licensor opened the notice for the first time: part of the proof of delivery."""

    said: ClassVar[str] = N_("The licensor opened the notice")
