"""What happens to the search."""

from dataclasses import dataclass

from market.core.events import Event


@dataclass(frozen=True)
class IndexLost(Event):
    """A search found no index that opens; it was answered from the database and the index is to be rebuilt."""
