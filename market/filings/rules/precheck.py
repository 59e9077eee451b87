"""The eight grounds on which the patent office refuses to record a licence, looked at beforehand (R16).

Each ground is passed, failed or unknown, with the source it was judged by, that source's date, and what to do. What no
source has said stays unknown: a patent never looked up has no clean record.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from market.core.i18n import N_


class Outcome(StrEnum):
    """What is known of one ground."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


TONES = {Outcome.PASSED: "ok", Outcome.FAILED: "bad", Outcome.UNKNOWN: "warn"}


@dataclass(frozen=True)
class Ground:
    """One ground: what must be so, what to do where it is not, and what to do where nobody knows."""

    must: str
    cure: str
    find_out: str


GROUNDS: Mapping[str, Ground] = {
    "owner": Ground(
        N_("The licensor is the registered owner"),
        N_("Have the transfer or the change of name recorded first, then file."),
        N_("Compare the owner's name in the patent register with the licensor's, letter by letter."),
    ),
    "ended": Ground(
        N_("The patent is in force"),
        N_("An ended patent cannot be licensed: take it out of the contract, or have it restored in time."),
        N_("Get a fresh copy of the patent register."),
    ),
    "annuity": Ground(
        N_("Annuities are paid, none is in the period of grace"),
        N_("Pay the annuity with its surcharge, wait until the register shows it, then file."),
        N_("Look up the fees of this patent at the patent office and enter the year paid up to."),
    ),
    "dispute": Ground(
        N_("No dispute about ownership"),
        N_("Wait for the decision on ownership; the patent office records nothing before."),
        N_("Get a fresh copy of the patent register."),
    ),
    "term": Ground(
        N_("The licence ends no later than the patent"),
        N_("Agree on an earlier end: no later than the day the patent expires."),
        N_("Enter the end of the licence and the patent's filing date; the end of the patent follows from it."),
    ),
    "twice": Ground(
        N_("This licence has not been recorded before"),
        N_("File a change to the earlier recordal instead, or its cancellation first."),
        N_("Look up the recordals of this patent in the register."),
    ),
    "preserved": Ground(
        N_("No court preservation, no suspended procedure"),
        N_("Wait until the court lifts the preservation or the suspension ends."),
        N_("Get a fresh copy of the patent register."),
    ),
    "pledge": Ground(
        N_("Not pledged, or the pledgee agreed"),
        N_("Get the pledgee's written consent and upload it with the papers."),
        N_("Get a fresh copy of the patent register."),
    ),
}
"""Measures on recording patent licence contracts, the article on refusal; in the order they are shown."""


@dataclass(frozen=True)
class PatentRecord:
    """What is on record of one licensed patent; None means not known, `as_of` is the day the source was right."""

    number: str
    licensor_owns: bool | None = None
    in_force: bool | None = None
    annuity_open: bool | None = None
    disputed: bool | None = None
    preserved: bool | None = None
    pledged_without_consent: bool | None = None
    expires: date | None = None
    source: str = ""
    as_of: date | None = None


@dataclass(frozen=True)
class Finding:
    """What the pre-check says on one ground: the patents concerned, who said so and when; "" is this market's own."""

    ground: str
    outcome: Outcome
    numbers: tuple[str, ...] = ()
    source: str = ""
    as_of: date | None = None

    @property
    def must(self) -> str:
        """The ground as a sentence that has to be true."""
        return GROUNDS[self.ground].must

    @property
    def tone(self) -> str:
        """Its colour."""
        return TONES[self.outcome]

    @property
    def advice(self) -> str:
        """What to do; empty when nothing is."""
        ground = GROUNDS[self.ground]
        return {Outcome.FAILED: ground.cure, Outcome.UNKNOWN: ground.find_out}.get(self.outcome, "")


def precheck(
    patents: Sequence[PatentRecord], term_end: date | None, recorded_before: bool, today: date
) -> list[Finding]:
    """The eight grounds, each looked at for every licensed patent, in the order of GROUNDS."""
    good: Mapping[str, Callable[[PatentRecord], bool | None]] = {
        "owner": lambda it: it.licensor_owns,
        "ended": lambda it: it.in_force,
        "annuity": lambda it: _not(it.annuity_open),
        "dispute": lambda it: _not(it.disputed),
        "term": lambda it: None if term_end is None or it.expires is None else term_end <= it.expires,
        "preserved": lambda it: _not(it.preserved),
        "pledge": lambda it: _not(it.pledged_without_consent),
    }
    twice = Finding("twice", Outcome.FAILED if recorded_before else Outcome.PASSED, as_of=today)
    return [twice if ground == "twice" else _finding(ground, patents, good[ground]) for ground in GROUNDS]


def failed(findings: Sequence[Finding]) -> list[Finding]:
    """The grounds on which the office would refuse today."""
    return [finding for finding in findings if finding.outcome is Outcome.FAILED]


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _finding(
    ground: str, patents: Sequence[PatentRecord], good: Callable[[PatentRecord], bool | None]
) -> Finding:
    answers = [(patent, good(patent)) for patent in patents]
    bad = [patent for patent, answer in answers if answer is False]
    unknown = [patent for patent, answer in answers if answer is None]
    concerned = bad or unknown or list(patents)
    outcome = Outcome.FAILED if bad else Outcome.UNKNOWN if unknown or not patents else Outcome.PASSED
    dates = [patent.as_of for patent in concerned if patent.as_of is not None]
    return Finding(
        ground,
        outcome,
        tuple(patent.number for patent in bad or unknown),
        ", ".join(sorted({patent.source for patent in concerned if patent.source})),
        min(dates, default=None),
    )
