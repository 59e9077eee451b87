"""How well two organisations fit, from what is known: their wishes, matching, intents and interests.

What both sides agreed on outweighs everything that nobody asked for, however well it fits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from market.core.i18n import N_
from market.meetings.rules.timetable.values import LARGEST_FIT

AGREED = 600
ASKED = 300
BY_MATCHING = 200
INTENT = 120
INTEREST = 80


@dataclass(frozen=True)
class Facts:
    """What is known of a pair. `match` is the best score of matching, 0 to 1; `words` are the telling shared words."""

    agreed: bool = False
    asked: bool = False
    match: float = 0.0
    words: tuple[str, ...] = ()
    title: str = ""
    intent: bool = False
    interest: bool = False


FACT_NAMES: Mapping[str, str] = {
    "agreed": N_("Both sides want to meet"),
    "asked": N_("One side asked for it"),
    "match": N_("Matching proposes it"),
    "intent": N_("An intent is declared"),
    "interest": N_("Registered with interest in the pitch"),
    "organiser": N_("The organiser brings them together"),
}


def fit(facts: Facts) -> int:
    """The weight of a meeting in the timetable, 1 to LARGEST_FIT."""
    wish = AGREED if facts.agreed else ASKED if facts.asked else 0
    known = round(BY_MATCHING * min(1.0, max(0.0, facts.match)))
    known += (INTENT if facts.intent else 0) + (INTEREST if facts.interest else 0)
    return min(LARGEST_FIT, max(1, wish + known))


def why(facts: Facts) -> list[dict[str, Any]]:
    """The reasons, the strongest first, as plain values that are worded at the edge."""
    found: list[dict[str, Any]] = []
    if facts.agreed or facts.asked:
        found.append({"fact": "agreed" if facts.agreed else "asked"})
    if facts.match > 0:
        found.append({"fact": "match", "words": list(facts.words), "title": facts.title})
    found += [{"fact": name} for name, given in (("intent", facts.intent), ("interest", facts.interest)) if given]
    return found
