"""What a report may say, its states, and its figures with their units kept apart (R34)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from market.core.actor import Actor
from market.core.i18n import N_
from market.core.money import LARGEST_MINOR, Money

MOST_JOBS = 1_000_000
NOTHING = Money(0)


class State(StrEnum):
    """Where one version of a report stands; "replaced" by a corrected one."""

    REPORTED = "reported"
    VERIFIED = "verified"
    QUERIED = "queried"
    REPLACED = "replaced"


NAMES: Mapping[str, str] = {
    "asked": N_("Asked for"),
    "reported": N_("Reported"),
    "verified": N_("Verified"),
    "queried": N_("Queried"),
    "replaced": N_("Replaced"),
}
TONES: Mapping[str, str] = {
    "asked": "info",
    "reported": "info",
    "verified": "ok",
    "queried": "warn",
    "replaced": "idle",
}
COUNTED = (State.REPORTED, State.VERIFIED)
"""States whose figures count: what is queried does not until it is corrected."""


@dataclass(frozen=True)
class Unit:
    """A figure of a report: its name and its unit; figures of different units are never added up."""

    name: str
    unit: str


YUAN, POSTS = N_("yuan"), N_("jobs")
FIGURES: Mapping[str, Unit] = {
    "sales": Unit(N_("Sales of the product"), YUAN),
    "exports": Unit(N_("Of this, exports"), YUAN),
    "tax": Unit(N_("Tax paid on it"), YUAN),
    "savings": Unit(N_("Costs saved"), YUAN),
    "jobs": Unit(N_("New jobs"), POSTS),
}


@dataclass(frozen=True)
class Effect:
    """What a licensee says came of a licence in one year. `made` False is a valid answer: none yet."""

    made: bool
    product: str = ""
    sales: Money = NOTHING
    exports: Money = NOTHING
    tax: Money = NOTHING
    savings: Money = NOTHING
    jobs: int = 0
    note: str = ""

    def cleaned(self) -> "Effect":
        """Without figures where nothing was made and nothing saved: only the note and what was saved stay."""
        if self.made:
            return self
        return Effect(False, note=self.note)


def problems(effect: Effect) -> dict[str, str]:
    """What is wrong with a report, by field; empty when it can be taken."""
    found = {}
    if effect.made and not effect.product.strip():
        found["product"] = N_("Say what you make with the licence.")
    for name in ("sales", "exports", "tax", "savings"):
        money: Money = getattr(effect, name)
        if not 0 <= money.minor <= LARGEST_MINOR:
            found[name] = N_("Enter an amount of zero or more.")
    if "sales" not in found and effect.exports > effect.sales:
        found["exports"] = N_("Exports are a part of sales and cannot be more.")
    if not 0 <= effect.jobs <= MOST_JOBS:
        found["jobs"] = N_("Enter a whole number of zero or more.")
    return found


REPORTERS = ("owner", "manager", "finance")


def reports(actor: Actor, licensee_id: int) -> bool:
    """Whether this person reports for the licensee, while it is vetted."""
    return actor.vetted and actor.of(licensee_id) and actor.role in REPORTERS
