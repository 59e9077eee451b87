"""What can have happened on the day. Single steps of a room stand in the log of deeds instead."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class LiveEvent(Event):
    """Base: it stands in the history of its roadshow."""

    about: ClassVar[str] = "roadshow_id"
    roadshow_id: int


@dataclass(frozen=True)
class QuestionAnswered(LiveEvent):
    """A question was answered in writing; who asked it hears of it."""

    said: ClassVar[str] = N_("Question answered in writing")
    question_id: int


@dataclass(frozen=True)
class QuestionHidden(LiveEvent):
    """A host hid a question from everybody."""

    said: ClassVar[str] = N_("Question hidden")
    question_id: int


@dataclass(frozen=True)
class AllTold(LiveEvent):
    """A host sent a message to everybody on the live page."""

    said: ClassVar[str] = N_("Message to everybody on the live page")
    text: str
