"""What happens to the search."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class IndexLost(Event):
    """A search found no index that opens; it was answered from the database and the index is to be rebuilt."""

    said: ClassVar[str] = N_("Search index lost")
