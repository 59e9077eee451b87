"""The figures of a roadshow: reckoned from its rows, added up over several, held against the targets.

None says "not measured": nothing is ever put in its place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from market.core.i18n import N_
from market.outcomes.rules.definitions import DEFINITIONS
from market.outcomes.rules.facts import Facts

HEADLINES = ("pitches", "firms", "people", "intents", "signed", "contracted")
PUBLIC = ("pitches", "firms", "people", "viewers", "intents", "signed", "contracted")
"""What everybody may see of an issued report: sums only."""
ADDITIVE = ("intents", "talks", "contracted", "recorded", "received", "closed", "signed")
"""Figures that are the sum of those of the single pitches."""

Values = Mapping[str, int | None]


def reckon(facts: Facts) -> dict[str, int | None]:
    """Every figure of one roadshow by its key."""
    return {key: figure.reckon(facts) for key, figure in DEFINITIONS.items()}


def narrowed(facts: Facts, key: str) -> Facts:
    """The facts with only those rows that a figure counts."""
    figure = DEFINITIONS[key]
    if not figure.rows:
        return facts
    kept: dict[str, Any] = {figure.rows: tuple(it for it in getattr(facts, figure.rows) if figure.counts(it))}
    return replace(facts, **kept)


def added(values: Iterable[Values]) -> dict[str, int | None]:
    """Sums over several roadshows: what none of them measured stays unmeasured; a mean and a peak are never added."""
    found: dict[str, int | None] = dict.fromkeys(DEFINITIONS)
    for one in values:
        for key in DEFINITIONS:
            value = one.get(key)
            if value is not None and key not in ("peak", "useful"):
                found[key] = (found[key] or 0) + value
    return found


TARGETS: Mapping[str, str] = {
    "pitches": "target_pitches",
    "firms": "target_firms",
    "viewers": "target_viewers",
    "intents": "target_intents",
    "signed": "target_signed",
    "contracted": "target_amount_minor",
}
"""Which figure is held against which target of the approved plan."""

VERDICTS: Mapping[str, tuple[str, str]] = {
    "met": ("ok", N_("Met")),
    "behind": ("warn", N_("Behind")),
    "unmeasured": ("idle", N_("Not measured")),
    "untold": ("idle", N_("No target set")),
}


def verdict(value: int | None, target: int) -> str:
    """How a figure stands against its target: a key of VERDICTS. A target of 0 was not set."""
    if not target:
        return "untold"
    if value is None:
        return "unmeasured"
    return "met" if value >= target else "behind"
