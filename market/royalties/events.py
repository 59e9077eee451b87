"""What happens after the start of a deal: each stands in the history of its licence or transfer."""

from dataclasses import dataclass

from market.core.events import Event


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


@dataclass(frozen=True)
class ObligationEvent(ScheduleEvent):
    """Base: about one line of the schedule."""

    obligation_id: int


@dataclass(frozen=True)
class MilestoneReported(ObligationEvent):
    """The licensee says that a milestone, or its first income, is reached."""


@dataclass(frozen=True)
class MilestoneConfirmed(ObligationEvent):
    """The licensor agrees; the amount is asked for."""


@dataclass(frozen=True)
class MilestoneDoubted(ObligationEvent):
    """The licensor does not agree, and says why."""


@dataclass(frozen=True)
class ReportSubmitted(ObligationEvent):
    """The licensee reported its sales for a period: version `report`."""

    report: int


@dataclass(frozen=True)
class ReportQueried(ObligationEvent):
    """The licensor asks about a report."""

    report: int


@dataclass(frozen=True)
class ReportVerified(ObligationEvent):
    """The licensor accepts a report; the royalty, if any, is asked for."""

    report: int


@dataclass(frozen=True)
class ReportDue(ObligationEvent):
    """A report is due, or missing since so many days."""

    days: int


@dataclass(frozen=True)
class PaymentDue(Event):
    """An open amount is due in, or since, so many days (negative before the day)."""

    receivable_id: int
    days: int
    subject_key: str

    def subject(self) -> str:
        """The amount due."""
        return f"receivable:{self.receivable_id}"


@dataclass(frozen=True)
class InterestAsked(ObligationEvent):
    """An amount was paid late; the agreed interest is asked for."""


@dataclass(frozen=True)
class ScheduleFrozen(ScheduleEvent):
    """A patent ended: what is still to come is frozen, both sides are asked how to go on (R18)."""

    reason: str


@dataclass(frozen=True)
class ChoiceMade(ScheduleEvent):
    """One side said how it wants to go on."""

    side: str
    choice: str


@dataclass(frozen=True)
class ScheduleReleased(ScheduleEvent):
    """What was frozen goes on, on lower amounts, or is no longer due; `outcome` says which."""

    outcome: str
