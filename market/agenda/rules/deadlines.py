"""A day that matters: what is due, until when, and who must act. Titles say no amounts and no names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256

from market.core.i18n import N_


class Kind(StrEnum):
    """What is due."""

    PAYMENT = "payment"
    RECORDAL = "recordal"
    REPORT = "report"
    MILESTONE = "milestone"
    ANSWER = "answer"
    REGISTRATION = "registration"
    INVOICE = "invoice"
    EFFECT = "effect"
    ANNUITY = "annuity"
    TERM = "term"
    INTENT = "intent"
    APPLICATION = "application"
    SLIDES = "slides"
    PLACE = "place"
    ROADSHOW = "roadshow"


KIND_NAMES: Mapping[str, str] = {
    Kind.PAYMENT: N_("Payment"),
    Kind.RECORDAL: N_("Recordal"),
    Kind.REPORT: N_("Royalty report"),
    Kind.MILESTONE: N_("Milestone"),
    Kind.ANSWER: N_("Answer"),
    Kind.REGISTRATION: N_("Technology contract"),
    Kind.INVOICE: N_("Invoice"),
    Kind.EFFECT: N_("Effect report"),
    Kind.ANNUITY: N_("Annuity"),
    Kind.TERM: N_("End of a licence"),
    Kind.INTENT: N_("Intent of a roadshow"),
    Kind.APPLICATION: N_("Application to pitch"),
    Kind.SLIDES: N_("Slides of a pitch"),
    Kind.PLACE: N_("Offered place"),
    Kind.ROADSHOW: N_("Roadshow"),
}
SENTENCES: Mapping[str, str] = {
    Kind.PAYMENT: N_("Payment due: %(reference)s"),
    Kind.RECORDAL: N_("Record the licence %(reference)s"),
    Kind.REPORT: N_("Royalty report due: %(reference)s"),
    Kind.MILESTONE: N_("Milestone: %(reference)s"),
    Kind.ANSWER: N_("Answer due: %(reference)s"),
    Kind.REGISTRATION: N_("Register the technology contract: %(reference)s"),
    Kind.INVOICE: N_("Issue the invoice %(reference)s"),
    Kind.EFFECT: N_("Effect report due: %(reference)s"),
    Kind.ANNUITY: N_("Annuity due: %(reference)s"),
    Kind.TERM: N_("The licence %(reference)s ends"),
    Kind.INTENT: N_("Next step on the intent %(reference)s"),
    Kind.APPLICATION: N_("The call closes: send the application %(reference)s"),
    Kind.SLIDES: N_("Hand in the slides: %(reference)s"),
    Kind.PLACE: N_("Take the offered place: %(reference)s"),
    Kind.ROADSHOW: N_("Roadshow %(reference)s"),
}
ALARM_DAYS: Mapping[str, tuple[int, ...]] = {
    Kind.RECORDAL: (60, 30, 7),
    Kind.PAYMENT: (7, 1),
    Kind.REPORT: (14, 3),
    Kind.MILESTONE: (14,),
    Kind.ANSWER: (1,),
    Kind.REGISTRATION: (7,),
    Kind.INVOICE: (1,),
    Kind.EFFECT: (14, 3),
    Kind.ANNUITY: (30, 7),
    Kind.TERM: (90, 30),
    Kind.INTENT: (1,),
    Kind.APPLICATION: (7, 1),
    Kind.SLIDES: (3, 1),
    Kind.PLACE: (0,),
    Kind.ROADSHOW: (7, 1),
}
"""Days before at which a calendar program rings."""

VOLUNTARY = frozenset({Kind.REGISTRATION})
"""What nobody must do: its day is when the market reminds of it."""


@dataclass(frozen=True)
class Deadline:
    """One entry. `key` stays the same while the thing lives ("recordal:12"); `who` are the organisations to act."""

    key: str
    kind: Kind
    day: date
    reference: str
    endpoint: str = ""
    arguments: Mapping[str, object] = field(default_factory=dict)
    who: frozenset[int] = frozenset()
    detail: str = ""
    """More for the page, where the reader is signed in; never part of the calendar."""

    @property
    def sentence(self) -> str:
        """Its title as a message id with %(reference)s."""
        return SENTENCES[self.kind]

    @property
    def fingerprint(self) -> str:
        """Changes whenever a calendar would show something else."""
        return sha256(f"{self.kind}|{self.day.isoformat()}|{self.reference}".encode()).hexdigest()

    def light(self, today: date) -> str:
        """Its traffic light; what is voluntary is never overdue."""
        return "idle" if self.kind in VOLUNTARY and self.day <= today else light(self.day, today)


def light(day: date, today: date) -> str:
    """How near a day is: past "bad", within 7 days "warn", within 30 "info", later "ok"."""
    left = (day - today).days
    if left < 0:
        return "bad"
    if left <= 7:
        return "warn"
    return "info" if left <= 30 else "ok"


def month_grid(first: date) -> list[list[date]]:
    """The weeks of a month, Monday to Sunday, with the days of its neighbours that fill them."""
    start = date.fromordinal(first.toordinal() - first.weekday())
    weeks: list[list[date]] = []
    while not weeks or (start.year, start.month) == (first.year, first.month):
        weeks.append([date.fromordinal(start.toordinal() + step) for step in range(7)])
        start = date.fromordinal(start.toordinal() + 7)
    return weeks
