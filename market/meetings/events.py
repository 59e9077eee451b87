"""What happens to meetings and timetables."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class MeetingEvent(Event):
    """Base: about one meeting of a roadshow; `by` is the organisation that did it, 0 for the organiser or the clock."""

    about: ClassVar[str] = "meeting_id"
    meeting_id: int
    roadshow_id: int
    by: int = 0


@dataclass(frozen=True)
class MeetingAsked(MeetingEvent):
    """One side asks the other for a meeting."""

    said: ClassVar[str] = N_("Meeting asked for")


@dataclass(frozen=True)
class MeetingTimeProposed(MeetingEvent):
    """A side answers with another time."""

    said: ClassVar[str] = N_("Another time proposed")


@dataclass(frozen=True)
class MeetingAgreed(MeetingEvent):
    """Both sides want to meet; the timetable brings the time."""

    said: ClassVar[str] = N_("Meeting agreed without a time")


@dataclass(frozen=True)
class MeetingArranged(MeetingEvent):
    """A meeting got its time and table, and both sides have said yes."""

    said: ClassVar[str] = N_("Meeting arranged")


@dataclass(frozen=True)
class MeetingPlaced(MeetingEvent):
    """A published timetable gave a meeting its place: arranged when both had agreed, else an invitation to both."""

    said: ClassVar[str] = N_("Meeting placed by the timetable")
    invited: bool = False


@dataclass(frozen=True)
class MeetingMoved(MeetingEvent):
    """A meeting got another time or table."""

    said: ClassVar[str] = N_("Meeting moved")


@dataclass(frozen=True)
class MeetingDeclined(MeetingEvent):
    """A side said no."""

    said: ClassVar[str] = N_("Meeting declined")


@dataclass(frozen=True)
class MeetingCancelled(MeetingEvent):
    """A side or the organiser called a meeting off."""

    said: ClassVar[str] = N_("Meeting cancelled")


@dataclass(frozen=True)
class MeetingExpired(MeetingEvent):
    """Nobody answered in time."""

    said: ClassVar[str] = N_("Request for a meeting expired")


@dataclass(frozen=True)
class MeetingMissed(MeetingEvent):
    """Somebody did not come, or it turned out that they did (`came`)."""

    said: ClassVar[str] = N_("Absence at a meeting noted")
    came: bool = False


@dataclass(frozen=True)
class MeetingResultNoted(MeetingEvent):
    """A side noted what came of a meeting."""

    said: ClassVar[str] = N_("Result of a meeting noted")
    outcome: str = ""


@dataclass(frozen=True)
class TimetableEvent(Event):
    """Base: about the meetings of a roadshow as a whole."""

    about: ClassVar[str] = "roadshow_id"
    roadshow_id: int


@dataclass(frozen=True)
class MeetingsPlanned(TimetableEvent):
    """Rules, sessions or tables were set or changed."""

    said: ClassVar[str] = N_("Meetings planned")
    what: str


@dataclass(frozen=True)
class TimesOffered(TimetableEvent):
    """Somebody opted in for slots, or took them back."""

    said: ClassVar[str] = N_("Times for meetings offered")
    user_id: int
    slots: int


@dataclass(frozen=True)
class MeetingsReminded(TimetableEvent):
    """An organisation was reminded of open requests, or of having no meeting yet."""

    said: ClassVar[str] = N_("Reminded of meetings")
    organisation_id: int
    waiting: int
    booked: int


@dataclass(frozen=True)
class TimetableAsked(TimetableEvent):
    """The operator lets a timetable be worked out."""

    said: ClassVar[str] = N_("Timetable of meetings asked for")
    timetable_id: int


@dataclass(frozen=True)
class TimetableReady(TimetableEvent):
    """The draft is there."""

    said: ClassVar[str] = N_("Draft of the timetable ready")
    timetable_id: int


@dataclass(frozen=True)
class TimetablePublished(TimetableEvent):
    """A draft became meetings and invitations; each person hears of it once."""

    said: ClassVar[str] = N_("Timetable of meetings published")
    timetable_id: int


@dataclass(frozen=True)
class TimetableDropped(TimetableEvent):
    """A draft was thrown away."""

    said: ClassVar[str] = N_("Draft of the timetable dropped")
    timetable_id: int
