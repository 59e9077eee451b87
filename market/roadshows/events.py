"""What happens to a roadshow. About the roadshow: its history on the desk reads them."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class RoadshowEvent(Event):
    """Base: they stand in the history of their roadshow."""

    about: ClassVar[str] = "roadshow_id"
    roadshow_id: int


@dataclass(frozen=True)
class RoadshowPlanned(RoadshowEvent):
    """A plan was begun, new or as a copy of a past one."""

    said: ClassVar[str] = N_("Plan begun")


@dataclass(frozen=True)
class RoadshowCopied(RoadshowEvent):
    """A plan was begun as a copy of `source_id`; each room takes over its own share in the same transaction."""

    said: ClassVar[str] = N_("Copied from an earlier roadshow")
    source_id: int


@dataclass(frozen=True)
class RoadshowChanged(RoadshowEvent):
    """The plan was changed; `fields` are the columns that are another now, joined by commas."""

    said: ClassVar[str] = N_("Plan changed")
    fields: str


@dataclass(frozen=True)
class RoadshowSubmitted(RoadshowEvent):
    """The plan was sent to the bureau."""

    said: ClassVar[str] = N_("Sent to the bureau for approval")


@dataclass(frozen=True)
class RoadshowTakenBack(RoadshowEvent):
    """The operator took the plan back before the bureau decided."""

    said: ClassVar[str] = N_("Taken back before the decision")


@dataclass(frozen=True)
class RoadshowApproved(RoadshowEvent):
    """The bureau approved the plan."""

    said: ClassVar[str] = N_("Plan approved")


@dataclass(frozen=True)
class RoadshowReturned(RoadshowEvent):
    """The bureau sent the plan back with a reason."""

    said: ClassVar[str] = N_("Plan returned with a reason")


@dataclass(frozen=True)
class RoadshowAnnounced(RoadshowEvent):
    """The roadshow is public from now on."""

    said: ClassVar[str] = N_("Roadshow announced")


@dataclass(frozen=True)
class RoadshowMoved(RoadshowEvent):
    """Time or place changed after the announcement: calendars update to this RFC 5545 sequence.

    `was_from`, `was_until` (UTC, ISO 8601) and `was_place` are what it was before.
    """

    said: ClassVar[str] = N_("Time or place changed")
    sequence: int
    was_from: str
    was_until: str
    was_place: str


@dataclass(frozen=True)
class RoadshowCancelled(RoadshowEvent):
    """The roadshow was called off; why, its row says. `announced`: whether the public knew of it."""

    said: ClassVar[str] = N_("Roadshow called off")
    announced: bool


@dataclass(frozen=True)
class RoadshowOpened(RoadshowEvent):
    """It is going on."""

    said: ClassVar[str] = N_("Roadshow opened")


@dataclass(frozen=True)
class RoadshowHeld(RoadshowEvent):
    """It is over; what came of it is followed up from now on."""

    said: ClassVar[str] = N_("Roadshow held")


@dataclass(frozen=True)
class SeriesChanged(Event):
    """A series was begun or changed."""

    said: ClassVar[str] = N_("Series of roadshows changed")
    about: ClassVar[str] = "series_id"
    series_id: int
