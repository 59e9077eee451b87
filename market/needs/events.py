"""What happens to needs."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class NeedEvent(Event):
    """Base: every event of a need is about it."""

    about: ClassVar[str] = "need_id"
    need_id: int


@dataclass(frozen=True)
class NeedSubmitted(NeedEvent):
    """A firm hands a need to the operator for review."""

    said: ClassVar[str] = N_("Need handed in")


@dataclass(frozen=True)
class NeedReturned(NeedEvent):
    """The operator asks for changes."""

    said: ClassVar[str] = N_("Need returned for revision")


@dataclass(frozen=True)
class NeedPublished(NeedEvent):
    """The need is on the board; matching begins."""

    said: ClassVar[str] = N_("Need published")


@dataclass(frozen=True)
class NeedChanged(NeedEvent):
    """A published need changed in a way that matters for matching."""

    said: ClassVar[str] = N_("Need changed")


@dataclass(frozen=True)
class NeedTalked(NeedEvent):
    """The firm talks with an owner about a proposal."""

    said: ClassVar[str] = N_("Talks about a need begun")


@dataclass(frozen=True)
class NeedReopened(NeedEvent):
    """Talks led nowhere; the need is open again."""

    said: ClassVar[str] = N_("Need open again")


@dataclass(frozen=True)
class NeedClosed(NeedEvent):
    """Solved by a deal here, closed another way, or expired."""

    said: ClassVar[str] = N_("Need closed")

    how: str


@dataclass(frozen=True)
class NeedsImported(Event):
    """A file of needs came in; one event for all. They wait for the operator's review."""

    said: ClassVar[str] = N_("Needs imported")

    count: int
