"""From invitation to money: how many organisations came how far. One unit throughout, so that shares mean something."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from market.core.i18n import N_
from market.outcomes.rules.facts import Facts, Wanted

STEPS: Mapping[str, str] = {
    "invited": N_("Invited"),
    "registered": N_("Registered to come"),
    "present": N_("Took part"),
    "intents": N_("Declared an intent"),
    "talks": N_("Began to talk"),
    "signed": N_("Signed a contract"),
    "recorded": N_("Had it recorded"),
    "paid": N_("Paid something"),
}
WITHIN: Mapping[str, str] = {
    "present": "registered",
    "talks": "intents",
    "signed": "talks",
    "recorded": "signed",
    "paid": "signed",
}
"""Steps that are part of an earlier one, which their share is taken of. One may register uninvited, and declare an
intent without having been there: those have none."""


@dataclass(frozen=True)
class Step:
    """One step: its number of organisations; `share` in percent of the step in WITHIN."""

    key: str
    count: int
    share: float | None = None


def funnel(facts: Facts) -> list[Step]:
    """The steps in their order, counting those the pitches are for."""
    visitors = facts.visitors
    counts = {
        "invited": sum(1 for it in visitors if it.invited),
        "registered": sum(1 for it in visitors if it.registered or it.present),
        "present": sum(1 for it in visitors if it.present),
        "intents": _bodies(facts, lambda it: True),
        "talks": _bodies(facts, lambda it: it.talked),
        "signed": _bodies(facts, lambda it: it.signed),
        "recorded": _bodies(facts, lambda it: it.signed and bool(it.recorded_on)),
        "paid": _bodies(facts, lambda it: it.signed and it.got_money),
    }
    return [Step(key, counts[key], _share(counts, key)) for key in STEPS]


def _bodies(facts: Facts, keep: Callable[[Wanted], bool]) -> int:
    return len({it.body_id for it in facts.standing if keep(it)})


def _share(counts: Mapping[str, int], key: str) -> float | None:
    whole = counts.get(WITHIN.get(key, ""), 0)
    return round(counts[key] * 100 / whole, 1) if whole else None


@dataclass(frozen=True)
class Bar:
    """One bar of the chart: its place and width in the units of the drawing (0 to `WIDTH`)."""

    key: str
    count: int
    y: int
    width: int


WIDTH, ROW, BAR = 300, 26, 18


def bars(steps: Sequence[Step]) -> list[Bar]:
    """The chart: widths in proportion to the largest step; something counted is never invisible."""
    most = max([it.count for it in steps], default=0) or 1
    return [
        Bar(it.key, it.count, place * ROW, max(2, it.count * WIDTH // most) if it.count else 0)
        for place, it in enumerate(steps)
    ]
