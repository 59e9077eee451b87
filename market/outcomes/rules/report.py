"""A report as a value: what a snapshot holds, read again. Page, PDF, docx and xlsx are all made from it alone."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from market.outcomes.rules.facts import Facts, Shown
from market.outcomes.rules.figures import TARGETS, Values, reckon, verdict
from market.outcomes.rules.funnel import Step, funnel
from market.outcomes.rules.survey import Kind, Question, Result
from market.outcomes.rules.versions import snapshot_hash

FORMAT = APART = 2
"""Since 2 what was signed outside stands on lines of its own; in 1 the contracts signed hold it too."""


@dataclass(frozen=True)
class Head:
    """What the report is about. Instants are ISO texts; `bodies` are (part, name, English name)."""

    reference: str
    title: str
    title_en: str
    kind: str
    chain: str
    series: str
    series_en: str
    starts_at: str
    ends_at: str
    place: str
    place_en: str
    operator: str
    bodies: tuple[tuple[str, str, str], ...] = ()

    def name(self, language: str) -> str:
        """Its title in a language, Chinese where there is no other."""
        return self.title_en if language == "en" and self.title_en else self.title


@dataclass(frozen=True)
class Past:
    """An earlier roadshow of the series with its figures as they stood when the report was made."""

    reference: str
    title: str
    title_en: str
    held_on: str
    figures: Values


@dataclass(frozen=True)
class Words:
    """What the operator writes himself: a remark on this version, and words for the press with a link to pictures."""

    note: str = ""
    note_en: str = ""
    press: str = ""
    press_en: str = ""
    photos_url: str = ""

    def remark(self, language: str) -> str:
        """The remark in a language, Chinese where there is no other."""
        return self.note_en if language == "en" and self.note_en else self.note

    def for_press(self, language: str) -> str:
        """The words for the press in a language, Chinese where there are no others."""
        return self.press_en if language == "en" and self.press_en else self.press


@dataclass(frozen=True)
class Against:
    """A figure held against its target; `percent` of the target, None where there is none."""

    key: str
    value: int | None
    target: int
    verdict: str
    percent: float | None


@dataclass(frozen=True)
class Report:
    """One version: issued when it has a hash, else as it would be issued now."""

    number: int
    occasion: str
    as_of: datetime
    issuer: str
    head: Head
    facts: Facts
    figures: Values
    targets: Mapping[str, int]
    past: tuple[Past, ...]
    survey: tuple[Result, ...]
    words: Words
    hash: str = ""
    format: int = FORMAT

    @property
    def issued(self) -> bool:
        """Whether it is frozen."""
        return bool(self.hash)

    @property
    def steps(self) -> list[Step]:
        """The funnel."""
        return funnel(self.facts)

    @property
    def against(self) -> list[Against]:
        """The figures that have a place among the targets."""
        return [_against(key, self.figures.get(key), self.targets.get(key, 0)) for key in TARGETS]

    def pitch(self, pitch_id: int) -> Shown | None:
        """One pitch by its id; None for one that is no longer on the programme."""
        return next((it for it in self.facts.pitches if it.id == pitch_id), None)


def _against(key: str, value: int | None, target: int) -> Against:
    percent = round(value * 100 / target, 1) if value is not None and target else None
    return Against(key, value, target, verdict(value, target), percent)


@dataclass(frozen=True)
class Making:
    """What a snapshot is made of, beside number and occasion."""

    as_of: datetime
    issuer: str
    head: Head
    facts: Facts
    targets: Mapping[str, int]
    past: Sequence[Past]
    survey: Sequence[Result]
    words: Words


def snapshot(number: int, occasion: str, made: Making) -> dict[str, Any]:
    """The plain values of a version: exactly what is hashed and kept. Figures are kept beside the rows, so that a
    later change of a definition changes no old report."""
    return {
        "format": FORMAT,
        "number": number,
        "occasion": str(occasion),
        "as_of": made.as_of.isoformat(),
        "issuer": made.issuer,
        "head": asdict(made.head) | {"bodies": [list(it) for it in made.head.bodies]},
        "facts": made.facts.to_plain(),
        "figures": reckon(made.facts),
        "targets": dict(made.targets),
        "past": [asdict(it) | {"figures": dict(it.figures)} for it in made.past],
        "survey": [_plain_result(it) for it in made.survey],
        "words": asdict(made.words),
    }


def _plain_result(result: Result) -> dict[str, Any]:
    """Counts only: what somebody wrote in own words is never part of a report."""
    return result.question.to_plain() | {"answered": result.answered, "counts": dict(result.counts)}


def read(plain: Mapping[str, Any], kept_hash: str = "") -> Report:
    """A version from its snapshot."""
    head = plain["head"]
    return Report(
        number=int(plain["number"]),
        occasion=str(plain["occasion"]),
        as_of=datetime.fromisoformat(plain["as_of"]),
        issuer=str(plain["issuer"]),
        head=Head(**(head | {"bodies": tuple((part, name, name_en) for part, name, name_en in head["bodies"])})),
        facts=Facts.read(plain["facts"]),
        figures=dict(plain["figures"]),
        targets=dict(plain["targets"]),
        past=tuple(Past(**it) for it in plain["past"]),
        survey=tuple(_result(it) for it in plain["survey"]),
        words=Words(**plain["words"]),
        hash=kept_hash,
        format=int(plain.get("format", 1)),
    )


def _result(plain: Mapping[str, Any]) -> Result:
    question = Question(plain["key"], Kind(plain["kind"]), plain["title"], plain["title_en"])
    return Result(question, int(plain["answered"]), dict(plain["counts"]))


def intact(plain: Mapping[str, Any], kept_hash: str) -> bool:
    """Whether a snapshot is still the one that was issued."""
    return snapshot_hash(plain) == kept_hash
