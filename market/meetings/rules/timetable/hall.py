"""A timetable under construction: who sits when, and what is still free."""

from collections import defaultdict
from collections.abc import Iterable

from market.meetings.rules.timetable.values import FIRST_MEETING, Party, Question, Wish


class Hall:
    """Wishes placed so far. `place` and `clear` keep parties, tables and counts in step."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.wishes = {wish.id: wish for wish in question.wishes}
        self.slots: dict[int, int] = {}
        self.taken = [0] * len(question.tables)
        self.busy: dict[int, set[int]] = defaultdict(set)
        self.worth = 0
        for wish_id, slot in question.fixed.items():
            self.place(wish_id, slot)

    def place(self, wish_id: int, slot: int) -> None:
        """Put a wish into a slot."""
        wish = self.wishes[wish_id]
        for party in (wish.host, wish.guest):
            self.worth += 0 if self.busy[party] else FIRST_MEETING
            self.busy[party].add(slot)
        self.worth += wish.fit
        self.taken[slot] += 1
        self.slots[wish_id] = slot

    def clear(self, wish_ids: Iterable[int]) -> None:
        """Take wishes out again."""
        for wish_id in wish_ids:
            wish, slot = self.wishes[wish_id], self.slots.pop(wish_id)
            for party in (wish.host, wish.guest):
                self.busy[party].discard(slot)
                self.worth -= 0 if self.busy[party] else FIRST_MEETING
            self.worth -= wish.fit
            self.taken[slot] -= 1

    def party(self, number: int) -> Party:
        """One of the two sides of a wish."""
        return self.question.parties[number]

    def left(self, number: int) -> int:
        """How many more meetings a party takes."""
        return self.party(number).most - len(self.busy[number])

    def rested(self, number: int, slot: int) -> bool:
        """Whether a party sits nowhere in this slot or too close to it."""
        near = range(slot - self.question.rest, slot + self.question.rest + 1)
        return self.busy[number].isdisjoint(near)

    def free(self, number: int, slot: int) -> bool:
        """Whether a party could sit in a slot."""
        return slot in self.party(number).slots and self.left(number) > 0 and self.rested(number, slot)

    def tables_left(self, slot: int) -> int:
        """How many tables are free in a slot."""
        return self.question.tables[slot] - self.taken[slot]

    def could(self, wish: Wish, slot: int) -> bool:
        """Whether a wish could go into a slot now, a table apart."""
        return wish.id not in self.slots and self.free(wish.host, slot) and self.free(wish.guest, slot)
