"""What happens to listings."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class ListingEvent(Event):
    """Base: every event of a listing is about it."""

    about: ClassVar[str] = "listing_id"
    listing_id: int


@dataclass(frozen=True)
class ListingDrafted(ListingEvent):
    """A draft was begun."""

    said: ClassVar[str] = N_("Listing drafted")


@dataclass(frozen=True)
class ListingDeclared(ListingEvent):
    """The university has filed the declaration with CNIPA and says so here."""

    said: ClassVar[str] = N_("Declaration filed")


@dataclass(frozen=True)
class ListingAnnounced(ListingEvent):
    """The declaration was announced: from now on anyone may take the licence."""

    said: ClassVar[str] = N_("Open licence announced")


@dataclass(frozen=True)
class ListingChanged(ListingEvent):
    """The text of an announced listing changed (not its terms)."""

    said: ClassVar[str] = N_("Listing text changed")


@dataclass(frozen=True)
class ListingSuspended(ListingEvent):
    """An obstacle came up; no new licences until it is gone."""

    said: ClassVar[str] = N_("Listing suspended")

    reason: str


@dataclass(frozen=True)
class ListingResumed(ListingEvent):
    """The obstacle is gone."""

    said: ClassVar[str] = N_("Listing resumed")


@dataclass(frozen=True)
class ListingWithdrawn(ListingEvent):
    """Withdrawn; licences given before live on (Patent Law Art. 50)."""

    said: ClassVar[str] = N_("Listing withdrawn")


@dataclass(frozen=True)
class ListingEnded(ListingEvent):
    """Ended: term over, or the patent lapsed, expired, was invalidated or surrendered."""

    said: ClassVar[str] = N_("Listing ended")

    reason: str
