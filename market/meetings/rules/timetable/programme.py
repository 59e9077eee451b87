"""Linear programmes over wishes: how much is possible at most, and the best use of a few slots."""

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array

from market.meetings.rules.timetable.hall import Hall
from market.meetings.rules.timetable.values import FIRST_MEETING, Wish


class Rows:
    """Inequalities `coefficients * x <= limit`, gathered line by line."""

    def __init__(self) -> None:
        self.lines: list[int] = []
        self.columns: list[int] = []
        self.values: list[float] = []
        self.limits: list[float] = []

    def add(self, terms: Iterable[tuple[int, float]], limit: float) -> None:
        """One more inequality."""
        for column, value in terms:
            self.lines.append(len(self.limits))
            self.columns.append(column)
            self.values.append(value)
        self.limits.append(limit)

    def matrix(self, width: int) -> coo_array:
        """All of them over so many unknowns."""
        return coo_array((self.values, (self.lines, self.columns)), shape=(len(self.limits), width)).tocsr()


def most_possible(hall: Hall) -> tuple[int, set[int]]:
    """No timetable is worth more than this; and the wishes a perfect one would take if slots did not matter.

    Only the number of a party's meetings and of all meetings is limited here, so the answer is a bound.
    """
    question = hall.question
    wishes = [wish for wish in question.wishes if _meets(hall, wish)]
    parties = sorted({side for wish in wishes for side in (wish.host, wish.guest)})
    first = {party: len(wishes) + column for column, party in enumerate(parties)}
    at: dict[int, list[int]] = {party: [] for party in parties}
    for column, wish in enumerate(wishes):
        at[wish.host].append(column)
        at[wish.guest].append(column)
    rows = Rows()
    for party, columns in at.items():
        rows.add([(column, 1) for column in columns], _limit(hall, party))
        rows.add([(first[party], 1), *((column, -1) for column in columns)], 0)
    rows.add([(column, 1) for column in range(len(wishes))], sum(question.tables))
    width = len(wishes) + len(parties)
    costs = np.array([-wish.fit for wish in wishes] + [-FIRST_MEETING] * len(parties), dtype=float)
    if not width:
        return 0, set()
    found = linprog(costs, A_ub=rows.matrix(width), b_ub=np.array(rows.limits), bounds=(0, 1), method="highs")
    taken = {wish.id for wish, share in zip(wishes, found.x, strict=False) if share > 0.5}
    return round(-found.fun), taken


def _meets(hall: Hall, wish: Wish) -> bool:
    """Whether a wish has its place, or has a slot in which both sides are free and there are tables."""
    common = hall.party(wish.host).slots & hall.party(wish.guest).slots
    return wish.id in hall.slots or any(hall.question.tables[slot] for slot in common)


def _limit(hall: Hall, number: int) -> int:
    """The most meetings a party can have: what it takes, and what its slots hold with their rests."""
    party, count, last = hall.party(number), 0, None
    for slot in sorted(party.slots):
        if last is None or slot - last > hall.question.rest:
            count, last = count + 1, slot
    return max(min(party.most, count), len(hall.busy[number]))


def best_use(hall: Hall, wishes: Sequence[Wish], slots: Sequence[int], seconds: float) -> dict[int, int] | None:
    """The best places for wishes in a few slots, everything else staying; None when time ran out without any."""
    places = [(wish, slot) for wish in wishes for slot in slots if hall.could(wish, slot)]
    if not places:
        return {}
    newcomers = sorted({side for wish, _ in places for side in (wish.host, wish.guest) if not hall.busy[side]})
    first = {party: len(places) + column for column, party in enumerate(newcomers)}
    rows = _rules_of(hall, places, slots, first)
    width = len(places) + len(newcomers)
    costs = np.array([-wish.fit for wish, _ in places] + [-FIRST_MEETING] * len(newcomers), dtype=float)
    found = milp(
        costs,
        constraints=LinearConstraint(rows.matrix(width), -np.inf, np.array(rows.limits)),
        integrality=np.ones(width),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    if found.x is None:
        return None
    return {wish.id: slot for (wish, slot), share in zip(places, found.x, strict=False) if share > 0.5}


def _rules_of(hall: Hall, places: list[tuple[Wish, int]], slots: Sequence[int], first: dict[int, int]) -> Rows:
    """Each wish once, each party at one table at a time, rested, as often as it likes; tables as there are."""
    rows = Rows()
    by_wish: dict[int, list[int]] = {}
    by_slot: dict[int, list[int]] = {}
    by_window: dict[tuple[int, int], list[int]] = {}
    by_party: dict[int, list[int]] = {}
    for column, (wish, slot) in enumerate(places):
        by_wish.setdefault(wish.id, []).append(column)
        by_slot.setdefault(slot, []).append(column)
        for side in (wish.host, wish.guest):
            for start in range(slot - hall.question.rest, slot + 1):
                by_window.setdefault((side, start), []).append(column)
            by_party.setdefault(side, []).append(column)
    for columns in [*by_wish.values(), *by_window.values()]:
        if len(columns) > 1:
            rows.add([(column, 1) for column in columns], 1)
    for slot, columns in by_slot.items():
        rows.add([(column, 1) for column in columns], hall.tables_left(slot))
    for party, columns in by_party.items():
        rows.add([(column, 1) for column in columns], min(hall.left(party), len(slots)))
        if party in first:
            rows.add([(first[party], 1), *((column, -1) for column in columns)], 0)
    return rows
