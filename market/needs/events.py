"""What happens to needs."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event


@dataclass(frozen=True)
class NeedEvent(Event):
    """Base: every event of a need is about it."""

    about: ClassVar[str] = "need_id"
    need_id: int


@dataclass(frozen=True)
class NeedSubmitted(NeedEvent):
    """A firm hands a need to the operator for review."""


@dataclass(frozen=True)
class NeedReturned(NeedEvent):
    """The operator asks for changes."""


@dataclass(frozen=True)
class NeedPublished(NeedEvent):
    """The need is on the board; matching begins."""


@dataclass(frozen=True)
class NeedChanged(NeedEvent):
    """A published need changed in a way that matters for matching."""


@dataclass(frozen=True)
class NeedTalked(NeedEvent):
    """The firm talks with an owner about a proposal."""


@dataclass(frozen=True)
class NeedReopened(NeedEvent):
    """Talks led nowhere; the need is open again."""


@dataclass(frozen=True)
class NeedClosed(NeedEvent):
    """Solved by a deal here, closed another way, or expired."""

    how: str


@dataclass(frozen=True)
class NeedsImported(Event):
    """A file of needs came in; one event for all. They wait for the operator's review."""

    count: int
