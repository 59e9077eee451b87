"""The first timetable: slot after slot as an assignment problem, those who are short of time first."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from market.meetings.rules.timetable.hall import Hall
from market.meetings.rules.timetable.values import FIRST_MEETING, LARGEST_FIT, Wish

URGENT = 20 * LARGEST_FIT
NEVER = -1e12
Weigh = Callable[[Wish], float]


def fill(hall: Hall, chosen: Collection[int]) -> None:
    """Place the chosen wishes as far as they go, then whatever else finds room."""
    slots = sorted(range(len(hall.question.tables)), key=lambda slot: (_present(hall, slot), slot))
    for position, slot in enumerate(slots):
        _fill_slot(hall, slot, chosen, _urgency(hall, chosen, frozenset(slots[position:])))
    everything = frozenset(hall.wishes)
    for slot in slots:
        _fill_slot(hall, slot, everything, lambda _wish: 0.0)


def _present(hall: Hall, slot: int) -> int:
    return sum(slot in party.slots for party in hall.question.parties.values())


def _urgency(hall: Hall, chosen: Collection[int], ahead: frozenset[int]) -> Weigh:
    """How little time the two sides of a wish have left for the meetings they still want."""
    wanted: Counter[int] = Counter()
    for wish_id in chosen:
        if wish_id not in hall.slots:
            wanted.update((hall.wishes[wish_id].host, hall.wishes[wish_id].guest))

    def weigh(wish: Wish) -> float:
        spare = (len(hall.party(side).slots & ahead) - wanted[side] for side in (wish.host, wish.guest))
        return sum(URGENT / (1 + max(0, left)) for left in spare)

    return weigh


def _fill_slot(hall: Hall, slot: int, wanted: Collection[int], urgency: Weigh) -> None:
    """The best pairs for one slot; who hosts one wish and is the guest of another is seated once."""
    found = [wish for wish in hall.question.wishes if wish.id in wanted and hall.could(wish, slot)]

    def weigh(wish: Wish) -> float:
        newcomers = sum(not hall.busy[side] for side in (wish.host, wish.guest))
        return wish.fit + newcomers * FIRST_MEETING + urgency(wish)

    for wish in best_pairs(found, weigh, hall.tables_left(slot)):
        if hall.could(wish, slot):
            hall.place(wish.id, slot)


def best_pairs(wishes: Sequence[Wish], weigh: Weigh, most: int) -> list[Wish]:
    """At most so many wishes that share no party, together as heavy as possible.

    The assignment problem gets extra rows and columns that may only take real ones: so exactly `most` real rows meet
    real columns, of which those without a wish count for nothing.
    """
    hosts = {number: row for row, number in enumerate(sorted({wish.host for wish in wishes}))}
    guests = {number: column for column, number in enumerate(sorted({wish.guest for wish in wishes}))}
    most = min(most, len(hosts), len(guests))
    if most <= 0:
        return []
    size = len(hosts) + len(guests) - most
    weights = np.zeros((size, size))
    weights[len(hosts) :, len(guests) :] = NEVER
    heaviest: dict[tuple[int, int], Wish] = {}
    for wish in wishes:
        place = hosts[wish.host], guests[wish.guest]
        if weigh(wish) > weights[place]:
            weights[place] = weigh(wish)
            heaviest[place] = wish
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return [heaviest[place] for place in zip(rows.tolist(), columns.tolist(), strict=True) if place in heaviest]
