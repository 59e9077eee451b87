"""Looks at a finished timetable as somebody who has not made it: every breach of the rules, counted from the answer."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import pairwise

from market.meetings.rules.timetable.values import Question


def breaches(question: Question, slots: Mapping[int, int]) -> list[str]:
    """What is wrong with an answer, one line each: parties twice, rest, limits, presence, tables, fixed ones moved.

    What was fixed beforehand is taken as it is: it may sit outside its parties' times and limits, never twice.
    """
    wishes = {wish.id: wish for wish in question.wishes}
    found = [f"wish {number} is unknown" for number in slots if number not in wishes]
    found += [f"fixed {number} moved" for number, slot in question.fixed.items() if slots.get(number) != slot]
    sits: defaultdict[int, list[int]] = defaultdict(list)
    for number, slot in slots.items():
        if number not in wishes:
            continue
        if not 0 <= slot < len(question.tables):
            found.append(f"wish {number} lies outside the day")
        for party in (wishes[number].host, wishes[number].guest):
            sits[party].append(slot)
            if number not in question.fixed and slot not in question.parties[party].slots:
                found.append(f"party {party} is not there in slot {slot}")
    for party, taken in sits.items():
        found += _of_party(question, party, sorted(taken))
    for slot, count in Counter(slots.values()).items():
        if 0 <= slot < len(question.tables) and count > question.tables[slot]:
            found.append(f"{count} meetings at {question.tables[slot]} tables in slot {slot}")
    return found


def _of_party(question: Question, party: int, taken: list[int]) -> list[str]:
    """Breaches by one party: twice in a slot, too little rest, too many meetings."""
    beforehand = {
        slot for number, slot in question.fixed.items() for wish in question.wishes
        if wish.id == number and party in (wish.host, wish.guest)
    }  # fmt: skip
    found = []
    for before, after in pairwise(taken):
        if before == after:
            found.append(f"party {party} sits twice in slot {after}")
        elif after - before <= question.rest and not {before, after} <= beforehand:
            found.append(f"party {party} has no rest before slot {after}")
    if len(taken) > max(question.parties[party].most, len(beforehand)):
        found.append(f"party {party} sits {len(taken)} times")
    return found
