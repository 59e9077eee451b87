"""How the items of one room follow each other, and how they move along when one of them changes.

A room is a sequence: its first item keeps the room's beginning, every other one begins when the one before it ends,
except those whose start is fixed. So an item made longer pushes what follows, up to the next fixed start; it is not
allowed to run into that one any further than it did before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Slot:
    """Where one item stands: its room's id, its start, its minutes, and whether the start is fixed."""

    key: int
    room: int
    starts_at: datetime
    minutes: int
    fixed: bool = False

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


Room = Sequence[Slot]


def ordered(slots: Room) -> list[Slot]:
    """The slots of one room in the order of time."""
    return sorted(slots, key=lambda slot: (slot.starts_at, slot.key))


def laid(sequence: Room, begins_at: datetime) -> list[Slot]:
    """The sequence with its starts reckoned anew from the room's beginning."""
    cursor, result = begins_at, []
    for slot in sequence:
        placed = slot if slot.fixed else replace(slot, starts_at=cursor)
        cursor = max(cursor, placed.ends_at)
        result.append(placed)
    return result


def held(slots: Sequence[Slot]) -> set[int]:
    """The keys of items that need a fixed start to stand where they do: those that do not follow the one before."""
    found: set[int] = set()
    for room in {slot.room for slot in slots}:
        over: datetime | None = None
        for slot in ordered([slot for slot in slots if slot.room == room]):
            if over is not None and slot.starts_at != over:
                found.add(slot.key)
            over = slot.ends_at if over is None else max(over, slot.ends_at)
    return found


def overrun(slots: Room) -> int:
    """Minutes by which items of one room run into the next one, all together."""
    total = 0
    busy_until: datetime | None = None
    for slot in ordered(slots):
        if busy_until is not None and slot.starts_at < busy_until:
            total += int((min(busy_until, slot.ends_at) - slot.starts_at).total_seconds() // 60)
        busy_until = slot.ends_at if busy_until is None else max(busy_until, slot.ends_at)
    return total


def run_into(slots: Room) -> Slot | None:
    """The first item with a fixed start that another one runs into."""
    last: Slot | None = None
    for slot in ordered(slots):
        if last is not None and slot.starts_at < last.ends_at:
            return slot if slot.fixed else last
        if last is None or slot.ends_at >= last.ends_at:
            last = slot
    return None


def obstacle(before: Sequence[Slot], after: Sequence[Slot]) -> tuple[Slot, int] | None:
    """What a change would newly run into, and by how many minutes; None when no room gets worse than it was."""
    for room in sorted({slot.room for slot in after}):
        then = [slot for slot in before if slot.room == room]
        now = [slot for slot in after if slot.room == room]
        met = run_into(now)
        if met is not None and overrun(now) > overrun(then):
            return met, overrun(now) - overrun(then)
    return None


def begins(slots: Room, otherwise: datetime) -> datetime:
    """When a room begins."""
    return min((slot.starts_at for slot in slots), default=otherwise)


def stretched(slots: Room, key: int, minutes: int) -> list[Slot]:
    """One item gets other minutes; what follows moves along."""
    sequence = [replace(slot, minutes=minutes) if slot.key == key else slot for slot in ordered(slots)]
    return laid(sequence, begins(slots, _any(slots)))


def without(slots: Room, key: int) -> list[Slot]:
    """One item leaves; what follows closes up."""
    sequence = [slot for slot in ordered(slots) if slot.key != key]
    return laid(sequence, begins(slots, _any(slots)))


def place_behind(slots: Room, key: int | None) -> int:
    """The place in the order behind an item; the last one when it is not there."""
    keys = [slot.key for slot in ordered(slots)]
    return keys.index(key) + 1 if key in keys else len(keys)


def place_at(slots: Room, moment: datetime) -> int:
    """The place in the order behind everything that has begun by then."""
    return sum(1 for slot in slots if slot.starts_at <= moment)


def inserted(slots: Room, new: Slot, place: int) -> list[Slot]:
    """One item more, at this place of the order; one with a fixed start stands where its time puts it."""
    sequence = ordered(slots)
    if not sequence:
        return [new]
    if new.fixed:
        place = place_at(sequence, new.starts_at)
    beginning = begins([*sequence, new] if new.fixed else sequence, new.starts_at)
    return laid([*sequence[:place], new, *sequence[place:]], beginning)


def stepped(slots: Room, key: int, step: int) -> list[Slot]:
    """One item changes places with the one before it (step -1) or behind it (step 1); at the edge nothing moves."""
    sequence = ordered(slots)
    here = next((place for place, slot in enumerate(sequence) if slot.key == key), None)
    if here is None or not 0 <= here + step < len(sequence):
        return sequence
    sequence[here], sequence[here + step] = sequence[here + step], sequence[here]
    return laid(sequence, begins(slots, _any(slots)))


def swapped(slots: Sequence[Slot], one: int, other: int) -> list[Slot]:
    """Two items of the same or of different rooms take each other's place, a fixed start staying with the place."""
    found = {slot.key: slot for slot in slots}
    first, second = found[one], found[other]
    changed = {
        one: replace(first, room=second.room, starts_at=second.starts_at, fixed=second.fixed),
        other: replace(second, room=first.room, starts_at=first.starts_at, fixed=first.fixed),
    }
    result: list[Slot] = []
    for room in sorted({slot.room for slot in slots}):
        before = ordered([slot for slot in slots if slot.room == room])
        held = {slot.key: slot for slot in changed.values() if slot.room == room}
        if first.room == second.room:
            order = {one: other, other: one}
        else:
            order = {one: other} if first.room == room else {other: one}
        sequence = [held.get(order.get(slot.key, -1), slot) for slot in before]
        result += laid(sequence, begins(before, _any(slots)))
    return result


def pinned(slots: Room, key: int, starts_at: datetime | None) -> list[Slot]:
    """One item gets a fixed start and the place in the order that goes with it, or (None) follows the others again."""
    sequence = ordered(slots)
    slot = next(slot for slot in sequence if slot.key == key)
    if starts_at is None:
        loose = [replace(one, fixed=False) if one.key == key else one for one in sequence]
        return laid(loose, begins(slots, slot.starts_at))
    rest = [one for one in sequence if one.key != key]
    return inserted(rest, replace(slot, starts_at=starts_at, fixed=True), 0)


def moved(slots: Sequence[Slot], by: timedelta) -> list[Slot]:
    """Every item later (or earlier) by the same time, fixed ones too: the whole event moves."""
    return [replace(slot, starts_at=slot.starts_at + by) for slot in slots]


def _any(slots: Room) -> datetime:
    return min(slot.starts_at for slot in slots)
