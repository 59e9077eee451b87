"""What a call asks for: whose applications it takes, how long a pitch may be, and what experts judge by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from market.core.i18n import N_
from market.pitches.rules.checks import TAKEN
from market.pitches.rules.review import CRITERIA, MOST_WEIGHT, Criterion

MOST_CRITERIA = 8


@dataclass(frozen=True)
class Terms:
    """The call of one roadshow. `takes` are subjects (rules.checks.Subject); minutes are what is usually given."""

    takes: tuple[str, ...]
    asked: str = ""
    asked_en: str = ""
    who: str = ""
    who_en: str = ""
    criteria: tuple[Criterion, ...] = CRITERIA
    minutes: int = 8
    answer_minutes: int = 4

    def says(self, name: str, language: str) -> str:
        """One of its texts in a language, Chinese where there is no other."""
        english = str(getattr(self, f"{name}_en"))
        return english if language == "en" and english else str(getattr(self, name))

    def share(self, criterion: Criterion) -> int:
        """The weight of a criterion in per cent of all."""
        return round(100 * criterion.weight / (sum(one.weight for one in self.criteria) or 1))


def usual(kind: str) -> Terms:
    """The call of a kind of roadshow that says nothing of its own."""
    return Terms(TAKEN.get(kind, ()))


def problems(it: Terms) -> Mapping[str, str]:
    """What is wrong with a call, by field."""
    found: dict[str, str] = {}
    names = [criterion.name for criterion in it.criteria]
    if not names or len(names) > MOST_CRITERIA or len(set(names)) != len(names):
        found["criteria"] = N_("Name one to eight different criteria.")
    if any(not 1 <= criterion.weight <= MOST_WEIGHT for criterion in it.criteria):
        found["criteria"] = N_("Give every criterion a weight from 1 to 100.")
    return found


def named(names: Sequence[str], weights: Sequence[int]) -> tuple[Criterion, ...]:
    """Criteria as typed; those that are among the usual ones keep their keys, so that scores keep their meaning."""
    known = {criterion.name: criterion.key for criterion in CRITERIA}
    rows = zip(names, weights, strict=True)
    return tuple(
        Criterion(known.get(name, f"own{number}"), name, weight) for number, (name, weight) in enumerate(rows, 1)
    )
