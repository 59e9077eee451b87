"""The survey after a roadshow: its questions, what an answer must be like, and what all answers say together.

Answers are anonymous: results are shown from `FEWEST` answers on, so that nobody can be guessed from them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from market.core.i18n import N_

FEWEST = 3
OPEN_DAYS = 21
REMIND_AFTER_DAYS = 4
LONGEST = 1000
MOST_OWN = 3
SCALE = range(1, 6)


class Kind(StrEnum):
    """What a question is answered with."""

    SCALE = "scale"
    PITCHES = "pitches"
    YES_NO = "yes_no"
    TEXT = "text"


KIND_NAMES: Mapping[str, str] = {
    Kind.SCALE: N_("From 1 to 5"),
    Kind.YES_NO: N_("Yes or no"),
    Kind.TEXT: N_("In own words"),
}
"""The kinds an operator's own question may have."""


@dataclass(frozen=True)
class Question:
    """One question; an empty text means the usual wording of its key."""

    key: str
    kind: Kind
    title: str = ""
    title_en: str = ""

    def to_plain(self) -> dict[str, str]:
        """As stored."""
        return {"key": self.key, "kind": str(self.kind), "title": self.title, "title_en": self.title_en}

    def own_words(self, language: str) -> str:
        """What the operator wrote instead of the usual wording; empty when nothing."""
        return (self.title_en or self.title) if language == "en" else self.title


USUAL: Mapping[str, tuple[Kind, str]] = {
    "useful": (Kind.SCALE, N_("How useful was the roadshow for you?")),
    "pitches": (Kind.PITCHES, N_("Which pitches were useful to you?")),
    "met": (Kind.YES_NO, N_("Did you meet somebody you want to talk to again?")),
    "next": (Kind.TEXT, N_("What should the next roadshow be about?")),
    "words": (Kind.TEXT, N_("What else do you want to tell us?")),
}
"""The questions asked unless the operator says otherwise, with their usual wording."""


def usual() -> list[Question]:
    """The questions of a new survey."""
    return [Question(key, kind) for key, (kind, _words) in USUAL.items()]


def read(plain: Sequence[Mapping[str, Any]]) -> list[Question]:
    """Questions from what is stored."""
    return [Question(str(it["key"]), Kind(it["kind"]), str(it["title"]), str(it["title_en"])) for it in plain]


def problems(questions: Sequence[Question]) -> dict[str, str]:
    """What is wrong with a set of questions, by field; empty when all is well."""
    if not questions:
        return {"questions": N_("Ask at least one question.")}
    if any(it.key not in USUAL and not it.title for it in questions):
        return {"questions": N_("Write each question of your own in Chinese; English readers see that if need be.")}
    return {}


def accepted(questions: Sequence[Question], given: Mapping[str, Any], pitches: Collection[int]) -> dict[str, Any]:
    """The answers worth keeping: of the right kind, nothing empty, nothing that was not asked. May be empty."""
    found = {it.key: _accepted(it.kind, given.get(it.key), pitches) for it in questions}
    return {key: value for key, value in found.items() if value is not None and value != "" and value != []}


def _accepted(kind: Kind, value: Any, pitches: Collection[int]) -> Any:
    if kind == Kind.SCALE:
        return value if isinstance(value, int) and not isinstance(value, bool) and value in SCALE else None
    if kind == Kind.YES_NO:
        return value if isinstance(value, bool) else None
    if kind == Kind.PITCHES:
        return sorted({it for it in value if it in pitches}) if isinstance(value, list) else None
    return value.strip()[:LONGEST] if isinstance(value, str) else None


@dataclass(frozen=True)
class Result:
    """What all answers to one question say. `counts` by answer as text; `texts` in no order that tells anything."""

    question: Question
    answered: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    texts: Sequence[str] = ()

    @property
    def mean(self) -> float | None:
        """The mean of a scale to one decimal; None without answers."""
        if self.question.kind != Kind.SCALE or not self.answered:
            return None
        return round(sum(int(key) * count for key, count in self.counts.items()) / self.answered, 1)


def results(questions: Sequence[Question], answers: Sequence[Mapping[str, Any]]) -> list[Result]:
    """The result of each question over all answers."""
    return [_result(it, [one[it.key] for one in answers if it.key in one]) for it in questions]


def _result(question: Question, given: Sequence[Any]) -> Result:
    if question.kind == Kind.TEXT:
        return Result(question, len(given), texts=sorted(str(it) for it in given))
    counts: dict[str, int] = {}
    if question.kind == Kind.SCALE:
        counts = {str(step): 0 for step in SCALE}
    elif question.kind == Kind.YES_NO:
        counts = {"yes": 0, "no": 0}
    for value in given:
        for key in _keys(value):
            counts[key] = counts.get(key, 0) + 1
    return Result(question, len(given), counts)


def _keys(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(it) for it in value] if isinstance(value, list) else [str(value)]


def rate(answered: int, asked: int) -> float | None:
    """Answers per hundred asked, to one decimal; None when nobody was asked."""
    return round(answered * 100 / asked, 1) if asked else None


def closes_on(sent: date) -> date:
    """The last day for answers."""
    return sent + timedelta(days=OPEN_DAYS)


def reminds(sent: date, today: date, reminded: bool) -> bool:
    """Whether those who have not answered are to be reminded: once, a few days after it was sent."""
    return not reminded and sent + timedelta(days=REMIND_AFTER_DAYS) <= today <= closes_on(sent)
