"""The figures of a roadshow: reckoned from its rows, added up over several, held against the targets.

None says "not measured": nothing is ever put in its place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from market.core.i18n import N_
from market.core.money import Money
from market.outcomes.rules.definitions import DEFINITIONS
from market.outcomes.rules.facts import HOME_CURRENCY, Facts

HEADLINES = ("pitches", "firms", "people", "intents", "signed", "contracted")
PUBLIC = (
    "pitches",
    "firms",
    "people",
    "viewers",
    "intents",
    "signed",
    "contracted",
    "signed_outside",
    "contracted_outside",
)
"""What everybody may see of an issued report: sums only."""
ADDITIVE = (
    "intents",
    "talks",
    "contracted",
    "recorded",
    "received",
    "closed",
    "signed",
    "signed_outside",
    "contracted_outside",
)
"""Figures that are the sum of those of the single pitches."""

Values = Mapping[str, int | None]
"""Figures by key. An amount is minor units of yuan; what it holds in another currency stands under "key:USD"."""


def reckon(facts: Facts) -> dict[str, int | None]:
    """Every figure of one roadshow by its key, amounts in other currencies beside."""
    found = {key: figure.reckon(facts) for key, figure in DEFINITIONS.items()}
    for key, figure in DEFINITIONS.items():
        for currency, minor in figure.parts(facts) if figure.parts is not None else ():
            if currency != HOME_CURRENCY and minor:
                found[f"{key}:{currency}"] = (found.get(f"{key}:{currency}") or 0) + minor
    return found


def amounts(key: str, values: Values) -> list[Money]:
    """An amount by currency, yuan first; nothing when it was not measured, zero yuan when there is none at all."""
    if values.get(key) is None:
        return []
    others = [
        Money(number, it.partition(":")[2]) for it, number in sorted(values.items()) if _is_part(it, key) and number
    ]
    home = Money(values[key] or 0)
    return [home, *others] if home.minor or not others else others


def _is_part(name: str, key: str) -> bool:
    return name.startswith(f"{key}:")


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
        for key, value in one.items():
            if value is not None and key not in ("peak", "useful"):
                found[key] = (found.get(key) or 0) + value
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
