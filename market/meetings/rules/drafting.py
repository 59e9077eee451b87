"""A draft of the timetable: which tables, whether a change by hand fits, and the figures it is judged by."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from market.core.i18n import N_
from market.meetings.rules.circles import Circle
from market.meetings.rules.timetable.values import Arranged

HOSTING = (
    Circle.UNIVERSITY, Circle.INVESTOR, Circle.EXPERT, Circle.SERVICE, Circle.PITCHER, Circle.FIRM,
)  # fmt: skip
SECONDS = 15
TAKEN = "taken"
"""Why a placed line did not become a meeting: somebody booked in between."""


@dataclass(frozen=True)
class Options:
    """What a run takes up beside agreed requests, and how long it may try. `threshold` is in hundredths."""

    with_open: bool = True
    with_matches: bool = True
    threshold: int = 50
    seconds: int = SECONDS

    def stored(self) -> dict[str, Any]:
        """As kept with the run."""
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Options":
        """As it was kept."""
        return cls(**{name: stored[name] for name in ("with_open", "with_matches", "threshold", "seconds")})


@dataclass(frozen=True)
class Placed:
    """A meeting in a draft: both organisations, the position of its slot in the day, its table."""

    host: int
    guest: int
    position: int
    table: int


def host_first(one: int, two: int, circles: Mapping[int, Circle | None]) -> tuple[int, int]:
    """Which of two sits still and which comes: firms come to universities and banks."""

    def rank(number: int) -> tuple[int, int]:
        circle = circles.get(number)
        return (HOSTING.index(circle) if circle is not None else len(HOSTING), number)

    return (one, two) if rank(one) <= rank(two) else (two, one)


def seating(placed: Sequence[tuple[int, int, int]], free: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """The table of each placed line (line, position, host): a host keeps its table as long as it can.

    `free` lists the free tables at each position, in their order. A line for which none is left gets none.
    """
    left = {position: list(tables) for position, tables in free.items()}
    home: dict[int, int] = {}
    found: dict[int, int] = {}
    busiest = Counter(host for _line, _position, host in placed)
    for line, position, host in sorted(placed, key=lambda one: (one[1], -busiest[one[2]], one[2], one[0])):
        tables = left.get(position, [])
        if not tables:
            continue
        others = set(home.values())
        wanted = home.get(host)
        chosen = wanted if wanted in tables else next((table for table in tables if table not in others), tables[0])
        tables.remove(chosen)
        home.setdefault(host, chosen)
        found[line] = chosen
    return found


def clash(others: Iterable[Placed], new: Placed, rest: int, most: int) -> str:
    """Why a meeting cannot be placed among the others, as a sentence; empty when it can."""
    others = list(others)
    for side in (new.host, new.guest):
        taken = [other.position for other in others if side in (other.host, other.guest)]
        if new.position in taken:
            return N_("One of the two already sits at a table at that time.")
        if any(abs(position - new.position) <= rest for position in taken):
            return N_("One of the two would have no rest between two meetings.")
        if len(taken) >= most:
            return N_("One of the two already has as many meetings as allowed.")
    if any(other.position == new.position and other.table == new.table for other in others):
        return N_("Others sit at this table at that time.")
    return ""


def figures(
    arranged: Arranged, sides: Iterable[tuple[int, int]], wanting: Iterable[int], seconds: float
) -> dict[str, Any]:
    """What a run is judged by: shares, how many organisations meet anybody, fewest and most meetings.

    `sides` are the two organisations of each placed wish, `wanting` those with any wish at all.
    """
    counts: defaultdict[int, int] = defaultdict(int)
    for one, two in sides:
        counts[one] += 1
        counts[two] += 1
    wishing = sorted(set(wanting))
    placed, wishes = len(arranged.slots), len(arranged.slots) + len(arranged.left_out)
    each = [counts[number] for number in wishing]
    return {
        "wishes": wishes,
        "placed": placed,
        "placed_share": round(placed / wishes, 4) if wishes else 1.0,
        "fit": arranged.fit,
        "fit_share_of_bound": round(arranged.share_of_bound, 4),
        "wishing": len(wishing),
        "meeting": sum(count > 0 for count in each),
        "fewest": min(each, default=0),
        "most": max(each, default=0),
        "seconds": round(seconds, 1),
    }
