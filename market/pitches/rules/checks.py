"""The automatic checks of an application, shown to applicant and operator alike: what stops it, what only advises."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from market.core.i18n import N_, translate

GOOD, FAIR = 85, 60
"""Per cent of what a reader looks for: above the first it is good, below the second it is thin."""


class Subject(StrEnum):
    """What a pitch is about."""

    LISTING = "listing"
    NEED = "need"


SUBJECT_NAMES: Mapping[str, str] = {
    Subject.LISTING: N_("Patents under open licence"),
    Subject.NEED: N_("Technology needs"),
}
TAKEN: Mapping[str, tuple[str, ...]] = {
    "patents": (Subject.LISTING, Subject.NEED),
    "needs": (Subject.NEED,),
    "banks": (Subject.LISTING, Subject.NEED),
    "training": (),
}
"""What a call takes by the kind of its roadshow unless it says otherwise; firms state their needs after the patents."""


class Tone(StrEnum):
    """How a check came out; only BAD stops a selection."""

    OK = "ok"
    INFO = "info"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Check:
    """One line of the checklist: sentence and advice are message ids, filled with `values`."""

    code: str
    tone: Tone
    sentence: str
    todo: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return translate(self.sentence, **self.values)

    @property
    def advice(self) -> str:
        """What to do about it, in the reader's language; empty when there is nothing to do."""
        return translate(self.todo, **self.values) if self.todo else ""

    @property
    def fine(self) -> str:
        """The same under the name by which lists of checks show their small print."""
        return self.advice


@dataclass(frozen=True)
class PatentStatus:
    """One patent as the register knew it: `verdict` is "ok", "unknown" or "bad"; `as_of` an ISO date or empty."""

    number: str
    verdict: str
    as_of: str = ""


@dataclass(frozen=True)
class Facts:
    """What the checks look at.

    `offered`: a listing is announced, its organisation vetted; a need is published and in time. `obstacle` is the
    sentence of what else stands against a licence. `quality` is in per cent, `missing` what a reader will miss.
    """

    subject: str
    taken: Sequence[str]
    offered: bool
    state: str = ""
    suspended: bool = False
    patents: Sequence[PatentStatus] = ()
    obstacle: str = ""
    quality: int = 0
    missing: Sequence[str] = ()
    industry: str = ""
    words: str = ""
    wanted_industry: str = ""
    chain: str = ""
    english: bool = False
    slides: bool = False
    selected: bool = False


def checks(it: Facts) -> list[Check]:
    """The whole checklist of an application, what stops it first."""
    found = [*_fits_the_call(it), *(_of_listing(it) if it.subject == Subject.LISTING else _of_need(it))]
    found += [*_quality(it), *_industry(it), *_material(it)]
    order = {Tone.BAD: 0, Tone.WARN: 1, Tone.INFO: 2, Tone.OK: 3}
    return sorted(found, key=lambda check: order[check.tone])


def stopping(found: Iterable[Check]) -> list[Check]:
    """Only those that stop a selection."""
    return [check for check in found if check.tone is Tone.BAD]


def _fits_the_call(it: Facts) -> Iterator[Check]:
    if it.subject in it.taken:
        yield Check("call", Tone.OK, N_("The call asks for this."))
    elif it.subject == Subject.LISTING:
        yield Check("call", Tone.BAD, N_("The call does not ask for patents."), N_("Look for another open call."))
    else:
        yield Check("call", Tone.BAD, N_("The call does not ask for needs."), N_("Look for another open call."))


def _of_listing(it: Facts) -> Iterator[Check]:
    if it.offered:
        yield Check("offered", Tone.OK, N_("The open licence is announced."))
    elif it.suspended:
        yield Check(
            "offered", Tone.BAD, N_("The listing is suspended."), N_("Resume the listing once the obstacle is gone.")
        )
    else:
        yield Check(
            "offered",
            Tone.BAD,
            N_("The open licence is not announced, or no longer on offer."),
            N_("Only what can be licensed on the day may be pitched."),
        )
    for patent in it.patents:
        yield _in_force(patent)
    if it.obstacle:
        yield Check("licensable", Tone.BAD, it.obstacle, N_("Clear this in the listing's checks first."))
    elif it.offered:
        yield Check("licensable", Tone.OK, N_("Nothing stands against a licence today."))


def _in_force(patent: PatentStatus) -> Check:
    values = {"number": patent.number, "day": patent.as_of or "?"}
    if patent.verdict == "ok":
        return Check("in_force", Tone.OK, N_("%(number)s is in force, as of %(day)s."), "", values)
    if patent.verdict == "unknown":
        return Check(
            "in_force",
            Tone.WARN,
            N_("The grant of %(number)s is not on record here."),
            N_("Look the patent up in the national register and put the record right."),
            values,
        )
    return Check(
        "in_force",
        Tone.BAD,
        N_("%(number)s is not known to be in force, as of %(day)s."),
        N_("Only patents in force are pitched."),
        values,
    )


def _of_need(it: Facts) -> Iterator[Check]:
    if it.offered:
        yield Check("offered", Tone.OK, N_("The need is published and open."))
    else:
        yield Check(
            "offered",
            Tone.BAD,
            N_("The need is not published, or its time is over."),
            N_("Have it published, or renew it, first."),
        )


def _quality(it: Facts) -> Iterator[Check]:
    values: dict[str, Any] = {"percent": it.quality}
    if it.quality >= GOOD:
        yield Check("quality", Tone.OK, N_("The description is complete: %(percent)s%%."), "", values)
        return
    tone = Tone.INFO if it.quality >= FAIR else Tone.WARN
    values["missing"] = "; ".join(translate(text) for text in it.missing[:3])
    yield Check(
        "quality",
        tone,
        N_("The description is %(percent)s%% complete."),
        N_("Readers will miss: %(missing)s") if it.missing else "",
        values,
    )


def same_industry(one: str, other: str) -> bool:
    """Whether two GB/T 4754 codes name the same industry, one perhaps more narrowly than the other."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def _industry(it: Facts) -> Iterator[Check]:
    values = {"chain": it.chain or it.wanted_industry}
    if not (it.wanted_industry or it.chain):
        return
    if same_industry(it.industry, it.wanted_industry) or (it.chain and it.chain in it.words):
        yield Check("industry", Tone.OK, N_("It fits the theme: %(chain)s."), "", values)
    elif not it.industry:
        yield Check(
            "industry", Tone.INFO, N_("Its industry is not stated."), N_("State it, so that firms find it."), values
        )
    else:
        yield Check(
            "industry",
            Tone.WARN,
            N_("Its industry is not that of the roadshow: %(chain)s."),
            N_("Say in the summary what it does for this chain."),
            values,
        )


def _material(it: Facts) -> Iterator[Check]:
    if not it.english:
        yield Check(
            "english", Tone.INFO, N_("There is no English title and summary."), N_("English readers see the Chinese.")
        )
    if it.slides:
        yield Check("slides", Tone.OK, N_("The slides are here."))
    elif it.selected:
        yield Check("slides", Tone.WARN, N_("The slides are missing."), N_("Upload them before they are due."))
