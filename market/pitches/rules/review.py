"""What experts judge a pitch by, and what their scores come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from market.core.i18n import N_
from market.pitches.rules.states import State

LOWEST, HIGHEST = 1, 5
SCORE_NAMES: Mapping[int, str] = {
    1: N_("1 - weak"),
    2: N_("2 - below average"),
    3: N_("3 - average"),
    4: N_("4 - good"),
    5: N_("5 - excellent"),
}
MOST_WEIGHT = 100


@dataclass(frozen=True)
class Criterion:
    """One criterion with its weight, a whole number; the weights need not add up to 100."""

    key: str
    name: str
    weight: int

    @classmethod
    def read(cls, plain: Mapping[str, object]) -> "Criterion":
        """From its stored form."""
        return cls(str(plain["key"]), str(plain["name"]), int(str(plain["weight"])))

    def to_plain(self) -> dict[str, object]:
        """As values that can be stored."""
        return asdict(self)


CRITERIA: tuple[Criterion, ...] = (
    Criterion("novelty", N_("Novelty and legal standing"), 25),
    Criterion("maturity", N_("Maturity"), 20),
    Criterion("fit", N_("Fit to the industry chain"), 25),
    Criterion("market", N_("Market"), 20),
    Criterion("material", N_("Speaker and material"), 10),
)
"""The usual criteria; a roadshow may weigh them otherwise or name its own."""


@dataclass(frozen=True)
class Verdict:
    """One expert's answer about one pitch: scores by criterion, a comment; or an abstention for a conflict."""

    scores: Mapping[str, int]
    comment: str = ""
    conflict: bool = False
    conflict_reason: str = ""


def problems(verdict: Verdict, criteria: Sequence[Criterion]) -> dict[str, str]:
    """What is wrong with an answer, by field: every criterion needs a score unless the expert abstains."""
    if verdict.conflict:
        missing = not verdict.conflict_reason.strip()
        return {"conflict_reason": N_("Say in a few words what the conflict is.")} if missing else {}
    known = {criterion.key for criterion in criteria}
    return {
        f"score_{key}": N_("Give 1 to 5 points.")
        for key in known
        if not LOWEST <= verdict.scores.get(key, 0) <= HIGHEST
    }


def weighted(scores: Mapping[str, int], criteria: Sequence[Criterion]) -> Decimal:
    """One expert's score: the weighted mean of the points, half up to two decimals."""
    total = sum(criterion.weight for criterion in criteria)
    points = sum(criterion.weight * scores.get(criterion.key, 0) for criterion in criteria)
    return _rounded(Decimal(points) / total) if total else Decimal(0)


@dataclass(frozen=True)
class Result:
    """What the experts say together: mean of their scores, lowest and highest, how many scored and abstained."""

    mean: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    scored: int
    abstained: int

    @property
    def spread(self) -> Decimal | None:
        """How far apart the experts are; a wide spread wants a talk before the decision."""
        return None if self.lowest is None or self.highest is None else self.highest - self.lowest


def result(verdicts: Iterable[Verdict], criteria: Sequence[Criterion]) -> Result:
    """The experts' answers about one pitch together; abstentions do not count in the mean."""
    given = list(verdicts)
    scores = [weighted(one.scores, criteria) for one in given if not one.conflict]
    abstained = sum(one.conflict for one in given)
    if not scores:
        return Result(None, None, None, 0, abstained)
    mean = _rounded(sum(scores, Decimal(0)) / len(scores))
    return Result(mean, min(scores), max(scores), len(scores), abstained)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def link_open(dismissed: bool, now: datetime, ends_at: datetime, states: Iterable[str]) -> bool:
    """Whether an expert's link still opens: until everything is decided, and at the latest until the roadshow begins.

    `states` are those of the roadshow's applications; with nothing handed in yet there is nothing decided either.
    """
    if dismissed or now >= ends_at:
        return False
    found = list(states)
    waiting = any(state in (State.SUBMITTED, State.RETURNED) for state in found)
    decided = any(state in (State.SELECTED, State.RESERVE, State.DECLINED) for state in found)
    return waiting or not decided
