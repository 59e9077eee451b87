"""What happens to intents."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class IntentEvent(Event):
    """Base: events of an intent are about it."""

    about: ClassVar[str] = "intent_id"
    intent_id: int


@dataclass(frozen=True)
class IntentDeclared(IntentEvent):
    """Somebody wants something of a pitch."""

    said: ClassVar[str] = N_("Intent declared")
    pitch_id: int
    roadshow_id: int


@dataclass(frozen=True)
class IntentEntered(IntentEvent):
    """The operator entered it, or corrected the entry, for somebody who said it on paper or aloud."""

    said: ClassVar[str] = N_("Intent entered by the operator")
    how: str


@dataclass(frozen=True)
class IntentConfirmed(IntentEvent):
    """Whoever it was entered for says that it is right."""

    said: ClassVar[str] = N_("Entered intent confirmed by the firm")


@dataclass(frozen=True)
class IntentChanged(IntentEvent):
    """Declared again: kind and pitch stay, the rest is new."""

    said: ClassVar[str] = N_("Intent changed")


@dataclass(frozen=True)
class IntentWithdrawn(IntentEvent):
    """Whoever declared it does not want it any more."""

    said: ClassVar[str] = N_("Intent withdrawn")
    pitch_id: int


@dataclass(frozen=True)
class IntentAdvanced(IntentEvent):
    """It reached another stage; `by_itself` when a request or deal said so, not a person."""

    said: ClassVar[str] = N_("Intent reached another stage")
    stage: str
    by_itself: bool = False


@dataclass(frozen=True)
class IntentClosed(IntentEvent):
    """Nothing comes of it; `reason` is a key of rules.closing.REASONS."""

    said: ClassVar[str] = N_("Intent closed")
    reason: str


@dataclass(frozen=True)
class IntentReopened(IntentEvent):
    """It was taken up again."""

    said: ClassVar[str] = N_("Intent taken up again")


@dataclass(frozen=True)
class IntentHandedOver(IntentEvent):
    """Somebody else looks after it."""

    said: ClassVar[str] = N_("Intent handed over")
    owner_id: int


@dataclass(frozen=True)
class IntentPlanned(IntentEvent):
    """Its next date or step was set."""

    said: ClassVar[str] = N_("Next step of an intent set")


@dataclass(frozen=True)
class IntentNoted(IntentEvent):
    """Somebody wrote a word into its log."""

    said: ClassVar[str] = N_("Word noted on an intent")
    step_id: int


@dataclass(frozen=True)
class ContactShared(IntentEvent):
    """One side lets the other see its contact; `side` is "declarer" or "presenter"."""

    said: ClassVar[str] = N_("Contact shared with the other side")
    side: str


@dataclass(frozen=True)
class ContactTakenBack(IntentEvent):
    """One side does not show its contact any more."""

    said: ClassVar[str] = N_("Contact no longer shared")
    side: str


@dataclass(frozen=True)
class IntentLinked(IntentEvent):
    """A request or a deal came of it; the other one is 0."""

    said: ClassVar[str] = N_("A request or deal came of an intent")
    request_id: int = 0
    deal_id: int = 0


@dataclass(frozen=True)
class OutsideContractReported(IntentEvent):
    """A contract signed outside this service was reported, or the report was corrected."""

    said: ClassVar[str] = N_("Contract signed outside reported")
    contract_id: int


@dataclass(frozen=True)
class IntentSetBack(IntentEvent):
    """The request or deal it led to came to nothing: its owner sees to it."""

    said: ClassVar[str] = N_("Request or deal of an intent came to nothing")


@dataclass(frozen=True)
class IntentReminded(IntentEvent):
    """So many days after the event nothing is signed yet."""

    said: ClassVar[str] = N_("Reminder of an intent")
    days: int


@dataclass(frozen=True)
class IntentDue(IntentEvent):
    """Its next date has come."""

    said: ClassVar[str] = N_("Next date of an intent has come")
