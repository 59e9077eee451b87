"""What somebody wishes of a pitch, and who may say so. An intent is no contract and may be withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from market.core.i18n import N_
from market.core.money import LARGEST_MINOR, Money
from market.intents.rules.states import KIND_NAMES, Source

LONGEST_NOTE = 1000
TAKERS: Mapping[str, frozenset[str]] = {
    "listing": frozenset({"firm", "service"}),
    "need": frozenset({"university", "service"}),
}
"""Who answers what is shown: firms want patents, universities and service bodies want to solve needs."""
ON_NEED: Mapping[str, str] = {
    "licence": N_("Offer a licence"),
    "purchase": N_("Offer the patent for sale"),
    "joint": N_("Develop together"),
    "know_more": N_("Know more first"),
}
"""The kinds of intent in the words of somebody who answers a need."""
BEFORE = frozenset({"announced", "live"})
"""While it is coming or on, those registered declare intents; afterwards every vetted organisation does."""
AFTER = frozenset({"held"})


@dataclass(frozen=True)
class Wish:
    """One declaration: what is wanted, between which amounts (yuan), a word, and whether contact may be shown.

    `consent` agrees that the side that pitches sees person, telephone and mail, for talks about this pitch only
    (PIPL Arts. 13 and 23).
    """

    kind: str
    low: Money | None = None
    high: Money | None = None
    note: str = ""
    consent: bool = False
    source: str = Source.PAGE

    def problems(self) -> dict[str, str]:
        """What is wrong with it, by field, as message ids."""
        found: dict[str, str] = {}
        if self.kind not in KIND_NAMES:
            found["kind"] = N_("Choose what you are interested in.")
        for name, amount in (("low", self.low), ("high", self.high)):
            if amount is not None and (amount.currency != "CNY" or not 0 <= amount.minor <= LARGEST_MINOR):
                found[name] = N_("Enter an amount in yuan, like 120,000, or leave it empty.")
        if not found and self.low is not None and self.high is not None and self.low.minor > self.high.minor:
            found["high"] = N_("The upper amount must not be below the lower one.")
        if len(self.note) > LONGEST_NOTE:
            found["note"] = N_("Use at most 1,000 characters.")
        return found


class Bar(StrEnum):
    """Why somebody may not declare an intent."""

    STAGE = "stage"
    STATE = "state"
    OWN = "own"
    KIND = "kind"
    VETTING = "vetting"
    REGISTER = "register"


@dataclass(frozen=True)
class Position:
    """Who stands before which pitch: `subject` is "listing" or "need", `roadshow` the state of the event."""

    kind: str
    vetted: bool
    own: bool
    subject: str
    selected: bool
    roadshow: str
    let_in: bool


def bar(it: Position) -> Bar | None:
    """Why this organisation may not declare an intent on this pitch now; None when it may."""
    if not it.selected:
        return Bar.STAGE
    if it.roadshow not in BEFORE | AFTER:
        return Bar.STATE
    if it.own:
        return Bar.OWN
    if it.kind not in TAKERS[it.subject]:
        return Bar.KIND
    if not it.vetted:
        return Bar.VETTING
    return Bar.REGISTER if it.roadshow in BEFORE and not it.let_in else None


def names(subject: str) -> Mapping[str, str]:
    """What the kinds of intent are called before a listed patent ("listing") or a need."""
    return ON_NEED if subject == "need" else KIND_NAMES
