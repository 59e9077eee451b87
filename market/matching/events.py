"""What happens to proposals."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class NeedMatched(Event):
    """A need has new proposals."""

    about: ClassVar[str] = "need_id"
    said: ClassVar[str] = N_("Proposals for a need")
    need_id: int
    count: int


@dataclass(frozen=True)
class MatchingAsked(Event):
    """The operator asked for a new run over one need."""

    about: ClassVar[str] = "need_id"
    said: ClassVar[str] = N_("New matching run asked for")
    need_id: int


@dataclass(frozen=True)
class ListingMatched(Event):
    """A new listing fits open needs or firms' profiles."""

    about: ClassVar[str] = "listing_id"
    said: ClassVar[str] = N_("Proposals for a listing")
    listing_id: int
    count: int


@dataclass(frozen=True)
class ProposalAnswered(Event):
    """One side answered: interested, or declined with a reason from the closed list."""

    about: ClassVar[str] = "proposal_id"
    said: ClassVar[str] = N_("Proposal answered")
    proposal_id: int
    side: str
    answer: str
