"""What happens to pitches, their reviews and their order."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class PitchEvent(Event):
    """Base: every event of a pitch is about it."""

    about: ClassVar[str] = "pitch_id"
    pitch_id: int
    roadshow_id: int


@dataclass(frozen=True)
class PitchSubmitted(PitchEvent):
    """An application was handed in, for the first time or after revision."""

    said: ClassVar[str] = N_("Pitch applied for")
    again: bool = False


@dataclass(frozen=True)
class PitchReturned(PitchEvent):
    """The operator asks for a revision; the pitch says what to mend."""

    said: ClassVar[str] = N_("Pitch returned for revision")


@dataclass(frozen=True)
class PitchSelected(PitchEvent):
    """It is on the programme."""

    said: ClassVar[str] = N_("Pitch selected")


@dataclass(frozen=True)
class PitchReserved(PitchEvent):
    """It is in reserve: it moves up when another one drops out."""

    said: ClassVar[str] = N_("Pitch put in reserve")


@dataclass(frozen=True)
class PitchDeclined(PitchEvent):
    """It was not chosen, or is no longer."""

    said: ClassVar[str] = N_("Pitch declined")


@dataclass(frozen=True)
class PitchWithdrawn(PitchEvent):
    """The applicant took it back; `selected` says that it stood on the programme."""

    said: ClassVar[str] = N_("Pitch withdrawn")
    selected: bool = False


@dataclass(frozen=True)
class PitchDoubted(PitchEvent):
    """What it is about is no longer on offer: the operator decides whether it stays; `doubt` says why."""

    said: ClassVar[str] = N_("Pitch in doubt")
    doubt: str


@dataclass(frozen=True)
class PitchFilesDue(PitchEvent):
    """Its slides are still missing shortly before they are due."""

    said: ClassVar[str] = N_("Reminded of the slides")


@dataclass(frozen=True)
class ReviewEvent(Event):
    """Base: every event of an invited expert is about the roadshow."""

    about: ClassVar[str] = "roadshow_id"
    roadshow_id: int
    reviewer_id: int


@dataclass(frozen=True)
class ExpertInvited(ReviewEvent):
    """An expert was asked to review and gets a link by mail."""

    said: ClassVar[str] = N_("Expert invited")


@dataclass(frozen=True)
class ExpertReminded(ReviewEvent):
    """An expert was reminded of what is not yet reviewed."""

    said: ClassVar[str] = N_("Expert reminded")


@dataclass(frozen=True)
class ReviewFinished(ReviewEvent):
    """An expert has reviewed everything there is to review."""

    said: ClassVar[str] = N_("Expert has reviewed everything")


@dataclass(frozen=True)
class ExpertDismissed(ReviewEvent):
    """An expert's link was closed."""

    said: ClassVar[str] = N_("Expert's link closed")


@dataclass(frozen=True)
class OrderChanged(Event):
    """The order of the selected pitches was changed by hand."""

    said: ClassVar[str] = N_("Order of pitches changed by hand")
    about: ClassVar[str] = "roadshow_id"
    roadshow_id: int


@dataclass(frozen=True)
class DrawEvent(Event):
    """Base: every event of a draw is about its roadshow."""

    about: ClassVar[str] = "roadshow_id"
    roadshow_id: int
    draw_id: int


@dataclass(frozen=True)
class DrawCommitted(DrawEvent):
    """List and sealed secret of a draw were published."""

    said: ClassVar[str] = N_("Draw announced")


@dataclass(frozen=True)
class DrawHeld(DrawEvent):
    """The draw was held: secret and order are public."""

    said: ClassVar[str] = N_("Draw held")


@dataclass(frozen=True)
class DrawVoided(DrawEvent):
    """A draw that was announced was called off, with its reason."""

    said: ClassVar[str] = N_("Draw called off")
