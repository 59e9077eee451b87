"""When a report is due, what makes its versions immutable, and what changed from one to the next."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from market.core.i18n import N_
from market.outcomes.rules.definitions import DEFINITIONS
from market.outcomes.rules.facts import Facts, Wanted
from market.outcomes.rules.figures import Values

THANKS_AFTER_DAYS = 1
REMIND_AFTER_DAYS = 7


class Occasion(StrEnum):
    """Why a version is issued."""

    FIRST = "first"
    NINETY = "ninety"
    OTHER = "other"


OCCASION_NAMES: Mapping[str, str] = {
    Occasion.FIRST: N_("First report"),
    Occasion.NINETY: N_("What became of it after 90 days"),
    Occasion.OTHER: N_("Further version"),
}
DAYS: Mapping[str, int] = {Occasion.FIRST: 3, Occasion.NINETY: 90}
"""How many days after the roadshow each is due."""
STATE_NAMES: Mapping[str, str] = {"draft": N_("Draft"), "issued": N_("Issued for good")}


def due_on(held: date, occasion: str) -> date:
    """The day a version is due."""
    return held + timedelta(days=DAYS[occasion])


def due(held: date, today: date, drafted: Collection[str]) -> str:
    """The occasion to draft today; empty when there is none. Once 90 days are over, only that report is still due."""
    if today >= due_on(held, Occasion.NINETY):
        return "" if Occasion.NINETY in drafted else Occasion.NINETY
    if today >= due_on(held, Occasion.FIRST) and Occasion.FIRST not in drafted:
        return Occasion.FIRST
    return ""


def next_due(held: date, today: date, issued: Collection[str]) -> tuple[str, date] | None:
    """What is to be issued next, and when it is due; None when both reports are out."""
    for occasion in (Occasion.FIRST, Occasion.NINETY):
        if occasion not in issued and not (occasion == Occasion.FIRST and today >= due_on(held, Occasion.NINETY)):
            return str(occasion), due_on(held, occasion)
    return None


def snapshot_hash(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 (hexadecimal) over the canonical JSON of a snapshot."""
    plain = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """One figure that is not what it was."""

    key: str


def changed_figures(before: Values, now: Values) -> list[Change]:
    """The figures that differ, in the order of the definitions."""
    changed = {key.partition(":")[0] for key in (*before, *now) if before.get(key) != now.get(key)}
    return [Change(key) for key in DEFINITIONS if key in changed]


@dataclass(frozen=True)
class Progress:
    """What became of an intent since an earlier version; `before` is its stage then, empty when it is new."""

    intent: Wanted
    before: str


def progressed(before: Facts, now: Facts) -> list[Progress]:
    """The intents that are new or stand elsewhere than they did, in the order of the later version."""
    known = {it.id: it for it in before.intents}
    return [
        Progress(it, known[it.id].stage if it.id in known else "")
        for it in now.intents
        if it.id not in known or _stand(known[it.id]) != _stand(it)
    ]


def _stand(it: Wanted) -> tuple[object, ...]:
    return it.stage, it.contract, it.amount, it.recorded_on, it.received, it.received_more, it.elsewhere
