"""Recording a licence with CNIPA: the clock (R16), its traffic light, reminders, and the eight grounds of refusal.

Implementing Rules 2023, Art. 15: within three months of taking effect; Art. 87: by the patentee or the licensee;
Art. 5: how the months are counted. Which day an open licence takes effect is disputed (the contract may be formed when
the notice arrives), so the clock runs from the earliest day that can be argued.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from market.core.calendar import period_end
from market.core.i18n import N_

MONTHS = 3
REMINDERS = (60, 30, 7, 0)
"""Days left at which both sides are reminded; 0 stands for overdue."""


def clock_from(noticed_on: date, paid_on: date | None, effective: date) -> date:
    """The earliest defensible day the three months are counted from."""
    return min(day for day in (noticed_on, paid_on, effective) if day is not None)


def due(start: date) -> date:
    """The last day to record: three months by the arithmetic of Art. 5."""
    return period_end(start, MONTHS)


def light(due_on: date, today: date) -> str:
    """The traffic light of an open term: more than 30 days "ok", 30 "info", 7 "warn", overdue "bad"."""
    left = (due_on - today).days
    if left < 0:
        return "bad"
    if left <= 7:
        return "warn"
    return "info" if left <= 30 else "ok"


def licence_light(state: str, due_on: date, today: date) -> str:
    """The light of a licence: green once recorded, grey once ended, else that of its term."""
    return {"recorded": "ok", "ended": "idle"}.get(state) or light(due_on, today)


def reached(due_on: date, today: date) -> list[int]:
    """The reminders whose time has come, loosest first."""
    left = (due_on - today).days
    return [days for days in REMINDERS if (left < 0 if days == 0 else left <= days)]


def reminder_due(due_on: date, today: date, given: Collection[int]) -> int | None:
    """The one reminder to give now: the tightest reached, unless it or a tighter one has been given already."""
    now = reached(due_on, today)
    return now[-1] if now and now[-1] not in given and all(days > now[-1] for days in given) else None


@dataclass(frozen=True)
class PatentFacts:
    """What is on record of one licensed patent; None means not known."""

    number: str
    licensor_owns: bool | None = True
    in_force: bool | None = True
    annuity_open: bool | None = False
    disputed: bool = False
    preserved: bool = False
    pledged_without_consent: bool = False
    expires: date | None = None


GROUNDS: Mapping[str, str] = {
    "owner": N_("The licensor is the registered owner"),
    "ended": N_("The patent is in force"),
    "annuity": N_("Annuities are paid, none is in the period of grace"),
    "dispute": N_("No dispute about ownership"),
    "term": N_("The licence ends no later than the patent"),
    "twice": N_("This licence has not been recorded before"),
    "preserved": N_("No court preservation, no suspended procedure"),
    "pledge": N_("Not pledged, or the pledgee agreed"),
}


@dataclass(frozen=True)
class Finding:
    """What the pre-check says on one ground: tone "ok", "warn" (not known) or "bad", and the patents concerned."""

    ground: str
    tone: str
    numbers: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The ground as a sentence to be true."""
        return GROUNDS[self.ground]


def precheck(patents: Sequence[PatentFacts], term_end: date | None, recorded_before: bool = False) -> list[Finding]:
    """The eight grounds on which CNIPA refuses to record a licence, each looked at beforehand (R16)."""
    good: dict[str, dict[str, bool | None]] = {
        "owner": {it.number: it.licensor_owns for it in patents},
        "ended": {it.number: it.in_force for it in patents},
        "annuity": {it.number: _not(it.annuity_open) for it in patents},
        "dispute": {it.number: not it.disputed for it in patents},
        "term": {it.number: _within(term_end, it.expires) for it in patents},
        "twice": {"": not recorded_before},
        "preserved": {it.number: not it.preserved for it in patents},
        "pledge": {it.number: not it.pledged_without_consent for it in patents},
    }
    return [_finding(ground, good[ground]) for ground in GROUNDS]


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _within(term_end: date | None, expires: date | None) -> bool | None:
    return None if term_end is None or expires is None else term_end <= expires


def _finding(ground: str, good: Mapping[str, bool | None]) -> Finding:
    bad = tuple(number for number, value in good.items() if value is False)
    unknown = tuple(number for number, value in good.items() if value is None)
    if bad:
        return Finding(ground, "bad", bad)
    return Finding(ground, "warn", unknown) if unknown else Finding(ground, "ok")


PAPERS = (
    N_("Application form for recording a patent licence, signed or sealed by one party"),
    N_("The written notice with its receipt, and the proof of payment (for a free licence the notice alone)"),
    N_("Proof of identity of both parties"),
    N_("Power of attorney, when an agent files"),
)
"""What CNIPA asks for (Measures on recording patent licence contracts, Art. 8; Implementing Rules, Art. 87)."""
