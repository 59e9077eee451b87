"""How items of a room follow each other: nothing overlaps after a change, and a fixed start stays where it is."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.schedule.rules import sequence
from market.schedule.rules.sequence import Slot

START = datetime(2026, 12, 10, 6, 0, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def room(*minutes: int) -> list[Slot]:
    """Items one behind the other, with keys from 1."""
    slots, begun = [], 0
    for key, lasting in enumerate(minutes, start=1):
        slots.append(Slot(key, 1, at(begun), lasting))
        begun += lasting
    return slots


def shape(slots: list[Slot]) -> list[tuple[int, int]]:
    """Keys with the minute they begin at, by time."""
    return [(slot.key, int((slot.starts_at - START).total_seconds() // 60)) for slot in sequence.ordered(slots)]


@st.composite
def rooms(draw: st.DrawFn) -> list[Slot]:
    """A room in which nothing overlaps, with gaps before some fixed starts."""
    slots, begun = [], 0
    for key in range(1, draw(st.integers(2, 9))):
        fixed = draw(st.booleans())
        begun += draw(st.integers(0, 30)) if fixed else 0
        minutes = draw(st.integers(1, 60))
        slots.append(Slot(key, 1, at(begun), minutes, fixed))
        begun += minutes
    return slots


def overlaps(slots: list[Slot]) -> bool:
    return any(other.starts_at < one.ends_at for one, other in pairwise(sequence.ordered(slots)))


@st.composite
def changed(draw: st.DrawFn) -> tuple[list[Slot], list[Slot]]:
    """A room and what one of the deeds makes of it."""
    before = draw(rooms())
    key = draw(st.sampled_from([slot.key for slot in before]))
    other = draw(st.sampled_from([slot.key for slot in before]))
    deeds = (
        lambda: sequence.stretched(before, key, draw(st.integers(1, 90))),
        lambda: sequence.without(before, key),
        lambda: sequence.stepped(before, key, draw(st.sampled_from((-1, 1)))),
        lambda: sequence.swapped(before, key, other) if key != other else list(before),
        lambda: sequence.pinned(before, key, None),
        lambda: sequence.inserted(before, Slot(99, 1, at(0), draw(st.integers(1, 60))), draw(st.integers(0, 9))),
    )
    return before, draw(st.sampled_from(deeds))()


@given(changed())
def test_nothing_overlaps_unless_the_change_is_refused(case: tuple[list[Slot], list[Slot]]) -> None:
    before, after = case
    assert overlaps(after) == (sequence.overrun(after) > 0)
    assert overlaps(after) == (sequence.obstacle(before, after) is not None)


@given(rooms(), st.data())
def test_fixed_starts_stay(slots: list[Slot], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([slot.key for slot in slots]))
    for after in (
        sequence.stretched(slots, key, data.draw(st.integers(1, 90))),
        sequence.without(slots, key),
        sequence.stepped(slots, key, data.draw(st.sampled_from((-1, 1)))),
    ):
        kept = {slot.key for slot in after}
        assert {slot.key: slot.starts_at for slot in after if slot.fixed} == {
            slot.key: slot.starts_at for slot in slots if slot.fixed and slot.key in kept
        }


@given(rooms(), st.integers(-600, 600))
def test_the_whole_event_moves_without_changing_its_shape(slots: list[Slot], by: int) -> None:
    moved = sequence.moved(slots, timedelta(minutes=by))
    assert sequence.moved(moved, -timedelta(minutes=by)) == slots
    assert not overlaps(moved)


@given(rooms(), st.integers(1, 60))
def test_longer_and_back_again_changes_nothing(slots: list[Slot], more: int) -> None:
    key, minutes = slots[0].key, slots[0].minutes
    longer = sequence.stretched(slots, key, minutes + more)
    if sequence.obstacle(slots, longer) is None:
        assert sequence.stretched(longer, key, minutes) == sequence.laid(slots, slots[0].starts_at)


def test_what_follows_moves_along() -> None:
    assert shape(sequence.stretched(room(10, 12, 12), 1, 15)) == [(1, 0), (2, 15), (3, 27)]
    assert shape(sequence.stretched(room(10, 12, 12), 2, 5)) == [(1, 0), (2, 10), (3, 15)]


def test_a_fixed_start_holds_and_is_not_run_into() -> None:
    slots = [*room(10, 12), Slot(3, 1, at(30), 10, fixed=True), Slot(4, 1, at(40), 5)]
    kept = sequence.stretched(slots, 1, 18)
    assert shape(kept) == [(1, 0), (2, 18), (3, 30), (4, 40)]
    assert sequence.obstacle(slots, kept) is None
    over = sequence.stretched(slots, 1, 20)
    met = sequence.obstacle(slots, over)
    assert met is not None
    assert (met[0].key, met[1]) == (3, 2)


def test_what_overlapped_before_may_get_better_but_not_worse() -> None:
    slots = [Slot(1, 1, at(0), 20), Slot(2, 1, at(15), 10, fixed=True)]
    assert sequence.overrun(slots) == 5
    assert sequence.obstacle(slots, sequence.stretched(slots, 1, 18)) is None
    assert sequence.obstacle(slots, sequence.stretched(slots, 1, 21)) is not None


def test_up_down_and_off() -> None:
    slots = room(10, 20, 30)
    assert shape(sequence.stepped(slots, 2, -1)) == [(2, 0), (1, 20), (3, 30)]
    assert shape(sequence.stepped(slots, 1, -1)) == shape(slots)
    assert shape(sequence.stepped(slots, 3, 1)) == shape(slots)
    assert shape(sequence.without(slots, 1)) == [(2, 0), (3, 20)]
    assert sequence.without(room(10), 1) == []


def test_two_items_of_two_rooms_take_each_others_place() -> None:
    here = room(10, 20, 30)
    there = [Slot(11, 2, at(0), 15), Slot(12, 2, at(15), 25)]
    after = sequence.swapped([*here, *there], 2, 11)
    assert {slot.key: slot.room for slot in after} == {1: 1, 11: 1, 3: 1, 2: 2, 12: 2}
    assert shape([slot for slot in after if slot.room == 1]) == [(1, 0), (11, 10), (3, 25)]
    assert shape([slot for slot in after if slot.room == 2]) == [(2, 0), (12, 20)]


def test_a_fixed_start_belongs_to_the_place_when_two_swap() -> None:
    slots = [*room(10, 10), Slot(3, 1, at(30), 10, fixed=True)]
    after = {slot.key: slot for slot in sequence.swapped(slots, 1, 3)}
    assert (after[1].starts_at, after[1].fixed) == (at(30), True)
    assert (after[3].starts_at, after[3].fixed) == (at(0), False)


@pytest.mark.parametrize(("behind", "expected"), [(1, [1, 9, 2]), (2, [1, 2, 9]), (None, [1, 2, 9])])
def test_one_more_item_goes_where_it_is_wanted(behind: int | None, expected: list[int]) -> None:
    slots = room(10, 20)
    after = sequence.inserted(slots, Slot(9, 1, at(500), 5), sequence.place_behind(slots, behind))
    assert [slot.key for slot in sequence.ordered(after)] == expected
    assert not overlaps(after)


def test_a_start_fixed_by_hand_stands_where_its_time_puts_it() -> None:
    assert shape(sequence.pinned(room(10, 10, 10), 1, at(15))) == [(2, 10), (1, 15), (3, 25)]
    loose = sequence.pinned([Slot(1, 1, at(0), 10), Slot(2, 1, at(30), 10, fixed=True)], 2, None)
    assert shape(loose) == [(1, 0), (2, 10)]
