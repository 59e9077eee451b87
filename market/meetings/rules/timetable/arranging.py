"""From question to timetable: bound, first filling, improvement until nothing gets better or the time is up."""

import time
from itertools import combinations

from market.meetings.rules.timetable.filling import fill
from market.meetings.rules.timetable.hall import Hall
from market.meetings.rules.timetable.programme import best_use, most_possible
from market.meetings.rules.timetable.values import Arranged, Question, Reason, Wish

AT_ONCE_SECONDS = 3.0
SMALL = 600
"""Up to so many possible places the whole timetable is solved at once, which gives the true optimum."""


def arrange(question: Question, seconds: float = 15.0) -> Arranged:
    """The best timetable found in so many seconds; the same question gives the same answer unless time ran out."""
    until = time.monotonic() + seconds
    hall = Hall(question)
    bound, chosen = most_possible(hall)
    fill(hall, chosen)
    improve(hall, bound, until)
    left_out = {wish.id: _reason(hall, wish) for wish in question.wishes if wish.id not in hall.slots}
    fit = sum(hall.wishes[wish_id].fit for wish_id in hall.slots)
    return Arranged(dict(sorted(hall.slots.items())), left_out, fit, hall.worth, max(bound, hall.worth))


def improve(hall: Hall, bound: int, until: float) -> None:
    """Solve two slots at a time again, exactly, until a whole round over all pairs has changed nothing."""
    slots = tuple(range(len(hall.question.tables)))
    if len(slots) * len(hall.question.wishes) <= SMALL:
        _solve_again(hall, slots)
        return
    pairs = list(combinations(slots, 2))
    unchanged = 0
    while unchanged < len(pairs) and hall.worth < bound:
        for pair in pairs:
            if time.monotonic() > until:
                return
            unchanged = 0 if _solve_again(hall, pair) else unchanged + 1
            if unchanged >= len(pairs):
                return


def _solve_again(hall: Hall, slots: tuple[int, ...]) -> bool:
    """Whether the best use of these slots, all others staying, is worth more than before."""
    before, worth = {k: s for k, s in hall.slots.items() if s in slots and k not in hall.question.fixed}, hall.worth
    hall.clear(before)
    open_wishes = [wish for wish in hall.question.wishes if wish.id not in hall.slots]
    found = best_use(hall, open_wishes, slots, AT_ONCE_SECONDS)
    placed = found or {}
    for wish_id, slot in placed.items():
        hall.place(wish_id, slot)
    if hall.worth > worth:
        return True
    hall.clear(placed)
    for wish_id, slot in before.items():
        hall.place(wish_id, slot)
    return False


def _reason(hall: Hall, wish: Wish) -> Reason:
    """Why a wish found no place, the plainest reason first."""
    host, guest = hall.party(wish.host), hall.party(wish.guest)
    common = host.slots & guest.slots
    if not common:
        return Reason.ON_STAGE if (host.slots | host.away) & (guest.slots | guest.away) else Reason.NO_COMMON_SLOT
    if not (hall.left(wish.host) > 0 and hall.left(wish.guest) > 0):
        return Reason.ENOUGH_MEETINGS
    if all(hall.tables_left(slot) <= 0 for slot in common if hall.could(wish, slot)):
        return Reason.TABLES_FULL if any(hall.could(wish, slot) for slot in common) else Reason.BETTER_ELSEWHERE
    return Reason.BETTER_ELSEWHERE
