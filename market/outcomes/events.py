"""What happens after a roadshow: thanks, reminders, replay, reports."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class OutcomeEvent(Event):
    """Base: they stand in the history of their roadshow."""

    about: ClassVar[str] = "roadshow_id"
    roadshow_id: int


@dataclass(frozen=True)
class GuestsThanked(OutcomeEvent):
    """Those who came are thanked, with the way to replay, materials and survey; those who missed it get the replay."""

    said: ClassVar[str] = N_("Thanks sent to the guests, with materials and survey")


@dataclass(frozen=True)
class SurveyRepeated(OutcomeEvent):
    """Those who have not answered the survey are reminded, once."""

    said: ClassVar[str] = N_("Reminded of the survey")


@dataclass(frozen=True)
class SurveyEdited(OutcomeEvent):
    """The questions of the survey were changed before it was sent."""

    said: ClassVar[str] = N_("Questions of the survey changed")


@dataclass(frozen=True)
class ReplaySet(OutcomeEvent):
    """The replay can be watched, or can no longer; `link` is empty then."""

    said: ClassVar[str] = N_("Replay set")
    link: str
    replay_for: str


@dataclass(frozen=True)
class PressEdited(OutcomeEvent):
    """The words for the press were changed."""

    said: ClassVar[str] = N_("Words for the press changed")


@dataclass(frozen=True)
class ReportDrafted(OutcomeEvent):
    """A version of the report is due: its draft is made."""

    said: ClassVar[str] = N_("Report drafted")
    version: int
    occasion: str


@dataclass(frozen=True)
class ReportOverdue(OutcomeEvent):
    """The draft of a report has waited a week."""

    said: ClassVar[str] = N_("Reminded of the report")
    version: int
    occasion: str


@dataclass(frozen=True)
class ReportIssued(OutcomeEvent):
    """A version of the report was frozen and issued."""

    said: ClassVar[str] = N_("Report issued")
    version: int
    occasion: str
    snapshot_hash: str
