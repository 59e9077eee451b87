"""What happens to proposals."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event


@dataclass(frozen=True)
class NeedMatched(Event):
    """A need has new proposals."""

    about: ClassVar[str] = "need_id"
    need_id: int
    count: int


@dataclass(frozen=True)
class MatchingAsked(Event):
    """The operator asked for a new run over one need."""

    about: ClassVar[str] = "need_id"
    need_id: int


@dataclass(frozen=True)
class ListingMatched(Event):
    """A new listing fits open needs or firms' profiles."""

    about: ClassVar[str] = "listing_id"
    listing_id: int
    count: int


@dataclass(frozen=True)
class ProposalAnswered(Event):
    """One side answered: interested, or declined with a reason from the closed list."""

    about: ClassVar[str] = "proposal_id"
    proposal_id: int
    side: str
    answer: str
