"""What happens to listings."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event


@dataclass(frozen=True)
class ListingEvent(Event):
    """Base: every event of a listing is about it."""

    about: ClassVar[str] = "listing_id"
    listing_id: int


@dataclass(frozen=True)
class ListingDrafted(ListingEvent):
    """A draft was begun."""


@dataclass(frozen=True)
class ListingDeclared(ListingEvent):
    """The university has filed the declaration with CNIPA and says so here."""


@dataclass(frozen=True)
class ListingAnnounced(ListingEvent):
    """The declaration was announced: from now on anyone may take the licence."""


@dataclass(frozen=True)
class ListingChanged(ListingEvent):
    """The text of an announced listing changed (not its terms)."""


@dataclass(frozen=True)
class ListingSuspended(ListingEvent):
    """An obstacle came up; no new licences until it is gone."""

    reason: str


@dataclass(frozen=True)
class ListingResumed(ListingEvent):
    """The obstacle is gone."""


@dataclass(frozen=True)
class ListingWithdrawn(ListingEvent):
    """Withdrawn; licences given before live on (Patent Law Art. 50)."""


@dataclass(frozen=True)
class ListingEnded(ListingEvent):
    """Ended: term over, or the patent lapsed, expired, was invalidated or surrendered."""

    reason: str
