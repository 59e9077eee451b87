"""What a rule says about a listing: passed, not required, a warning, unknown, or a reason why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from market.core.i18n import translate
from market.core.money import Money
from market.listings.rules.law import LAW, Reference


class Outcome(StrEnum):
    """How a rule judges; only BLOCKING stops a deed."""

    BLOCKING = "blocking"
    WARNING = "warning"
    UNKNOWN = "unknown"
    PASSED = "passed"
    NOT_REQUIRED = "not_required"


TONES = {
    Outcome.BLOCKING: "bad",
    Outcome.WARNING: "warn",
    Outcome.UNKNOWN: "info",
    Outcome.PASSED: "ok",
    Outcome.NOT_REQUIRED: "idle",
}


@dataclass(frozen=True)
class Finding:
    """One line of the checklist.

    `sentence` and `todo` are message ids; `values` fills them (texts, numbers, Money). `patent` is the number of the
    patent concerned, empty for the whole listing. `step` is the form step where it can be put right.
    """

    rule: str
    outcome: Outcome
    sentence: str
    law: str
    values: Mapping[str, Any] = field(default_factory=dict)
    todo: str = ""
    patent: str = ""
    step: str = ""

    @property
    def blocks(self) -> bool:
        """Whether this stops the deed."""
        return self.outcome is Outcome.BLOCKING

    @property
    def tone(self) -> str:
        """The state class of the page: ok, warn, bad, info or idle."""
        return TONES[self.outcome]

    @property
    def reference(self) -> Reference:
        """The law behind the rule."""
        return LAW[self.law]

    def text(self, language: str = "zh") -> str:
        """The sentence for a reader, in the language of the page being made; amounts in `language`'s form."""
        return translate(self.sentence, **self._shown(language))

    def advice(self, language: str = "zh") -> str:
        """What to do about it, empty when there is nothing to do."""
        return translate(self.todo, **self._shown(language)) if self.todo else ""

    def _shown(self, language: str) -> dict[str, Any]:
        return {
            name: value.format(language) if isinstance(value, Money) else value for name, value in self.values.items()
        }

    def payload(self) -> dict[str, Any]:
        """Plain values, to be frozen with a request or an event."""
        return {
            "rule": self.rule,
            "outcome": str(self.outcome),
            "sentence": self.sentence,
            "values": {name: str(value) for name, value in self.values.items()},
            "law": self.law,
            "patent": self.patent,
        }


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Only those that stop the deed."""
    return [finding for finding in findings if finding.blocks]


def condense(findings: Iterable[Finding]) -> list[Finding]:
    """The checklist for people: what needs attention line by line, what holds throughout in one line."""
    result: list[Finding] = []
    seen: set[tuple[str, str]] = set()
    for finding in findings:
        if finding.outcome in (Outcome.PASSED, Outcome.NOT_REQUIRED):
            key = (finding.rule, finding.sentence)
            if key in seen:
                continue
            seen.add(key)
        result.append(finding)
    return result
