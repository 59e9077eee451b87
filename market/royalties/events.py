"""What happens after the start of a deal: each stands in the history of its licence or transfer."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class ScheduleEvent(Event):
    """Base: about the deal whose schedule it is; `subject_key` is "licence:12" or "deal:3"."""

    schedule_id: int
    subject_key: str

    def subject(self) -> str:
        """The deal."""
        return self.subject_key


@dataclass(frozen=True)
class ScheduleMade(ScheduleEvent):
    """The schedule of everything that will fall due exists."""

    said: ClassVar[str] = N_("Schedule of payments made")


@dataclass(frozen=True)
class ObligationEvent(ScheduleEvent):
    """Base: about one line of the schedule."""

    obligation_id: int


@dataclass(frozen=True)
class MilestoneReported(ObligationEvent):
    """The licensee says that a milestone, or its first income, is reached."""

    said: ClassVar[str] = N_("Milestone reported as reached")


@dataclass(frozen=True)
class MilestoneConfirmed(ObligationEvent):
    """The licensor agrees; the amount is asked for."""

    said: ClassVar[str] = N_("Milestone confirmed")


@dataclass(frozen=True)
class MilestoneDoubted(ObligationEvent):
    """The licensor does not agree, and says why."""

    said: ClassVar[str] = N_("Milestone not confirmed")


@dataclass(frozen=True)
class ReportSubmitted(ObligationEvent):
    """The licensee reported its sales for a period: version `report`."""

    said: ClassVar[str] = N_("Royalty report sent")
    report: int


@dataclass(frozen=True)
class ReportQueried(ObligationEvent):
    """The licensor asks about a report."""

    said: ClassVar[str] = N_("Royalty report queried")
    report: int


@dataclass(frozen=True)
class ReportVerified(ObligationEvent):
    """The licensor accepts a report; the royalty, if any, is asked for."""

    said: ClassVar[str] = N_("Royalty report verified")
    report: int


@dataclass(frozen=True)
class ReportDue(ObligationEvent):
    """A report is due, or missing since so many days."""

    said: ClassVar[str] = N_("Reminder of the royalty report")
    days: int


@dataclass(frozen=True)
class PaymentDue(Event):
    """An open amount is due in, or since, so many days (negative before the day)."""

    said: ClassVar[str] = N_("Reminder of a payment")
    receivable_id: int
    days: int
    subject_key: str

    def subject(self) -> str:
        """The amount due."""
        return f"receivable:{self.receivable_id}"


@dataclass(frozen=True)
class InterestAsked(ObligationEvent):
    """An amount was paid late; the agreed interest is asked for."""

    said: ClassVar[str] = N_("Late interest asked for")


@dataclass(frozen=True)
class ScheduleFrozen(ScheduleEvent):
    """A patent ended: what is still to come is frozen, both sides are asked how to go on (R18)."""

    said: ClassVar[str] = N_("Future payments frozen")
    reason: str


@dataclass(frozen=True)
class ChoiceMade(ScheduleEvent):
    """One side said how it wants to go on."""

    said: ClassVar[str] = N_("One side chose how to go on")
    side: str
    choice: str


@dataclass(frozen=True)
class ScheduleReleased(ScheduleEvent):
    """What was frozen goes on, on lower amounts, or is no longer due; `outcome` says which."""

    said: ClassVar[str] = N_("Frozen payments settled")
    outcome: str
