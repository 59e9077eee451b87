"""The course of a room: whatever a host presses, times stay true, nothing is jumped over, nothing comes too early."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.live.rules import course as rules
from market.live.rules import pace, presence, talking
from market.live.rules.course import MINUTE, Course, Run
from tests.factories.live import items

START = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
DEEDS = ("next", "back", "extend", "skip", "return", "pause", "go_on")
MOVES = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 900), st.integers(1, 6)), max_size=25)


def after(course: Course, name: str, number: int, now: datetime) -> Course | None:
    """One deed, as the service makes it."""
    deeds = {
        "next": lambda: None if course.over else rules.advanced(course, now),
        "back": lambda: rules.gone_back(course, now),
        "extend": lambda: rules.extended(course, number),
        "skip": lambda: rules.left_out(course, number, now),
        "return": lambda: rules.taken_in(course, number),
        "pause": lambda: rules.halted(course, now),
        "go_on": lambda: rules.resumed(course, now),
    }
    return deeds[name]()


def run(moves: list[tuple[str, int, int]], course: Course) -> tuple[Course, datetime]:
    """All deeds in turn, so many seconds apart; refused ones change nothing."""
    now = START
    for name, seconds, number in moves:
        now += timedelta(seconds=seconds)
        course = after(course, name, number, now) or course
    return course, now


@given(MOVES, st.integers(1, 6), st.integers(0, 5))
def test_coming_items_come_one_after_the_other_and_never_early(
    moves: list[tuple[str, int, int]], count: int, gap: int
) -> None:
    course, now = run(moves, Course(items(count, START, gap=gap)))
    times = rules.expected(course, now)
    assert list(times) == [item.key for item in course.coming]
    free = now
    for item in course.coming:
        assert times[item.key] >= max(free, item.starts_at)
        free = times[item.key] + MINUTE * item.minutes


@given(MOVES, st.integers(1, 6))
def test_each_item_has_one_place(moves: list[tuple[str, int, int]], count: int) -> None:
    course, now = run(moves, Course(items(count, START)))
    stands = [rules.stand(course, item) for item in course.items]
    assert stands.count("now") == (0 if course.current is None else 1)
    assert course.over <= (course.current is None)
    shown = [stand for stand in stands if stand != "skipped"]
    assert shown == sorted(shown, key=["past", "now", "coming"].index)
    assert (rules.remaining(course, now) is None) == (course.current is None)
    assert 0 <= course.number <= course.count


@given(MOVES, st.integers(1, 6), st.integers(1, 5))
def test_minutes_added_move_the_end_by_just_as_much(
    moves: list[tuple[str, int, int]], count: int, minutes: int
) -> None:
    course, now = run(moves, Course(items(count, START)))
    longer = rules.extended(course, minutes)
    if longer is None:
        assert course.run is None or course.run.extended + minutes > rules.LONGEST_EXTENSION
        return
    before, later = rules.ends_at(course, now), rules.ends_at(longer, now)
    assert before is not None
    assert later == before + MINUTE * minutes
    assert 0 <= rules.shift(longer, now) - rules.shift(course, now) <= minutes
    first, second = rules.expected(course, now), rules.expected(longer, now)
    assert all(timedelta() <= second[key] - first[key] <= MINUTE * minutes for key in first)


@given(st.integers(0, 3600), st.integers(0, 3600))
def test_a_pause_takes_nothing_away(before: int, stood: int) -> None:
    begun = rules.advanced(Course(items(3, START)), START)
    now = START + timedelta(seconds=before)
    halted = rules.halted(begun, now)
    assert halted is not None
    later = now + timedelta(seconds=stood)
    assert rules.remaining(halted, later) == rules.remaining(begun, now)
    going = rules.resumed(halted, later)
    assert going is not None
    assert rules.remaining(going, later) == rules.remaining(begun, now)
    assert rules.halted(halted, later) is None
    assert rules.resumed(going, later) is None


@given(st.integers(1, 5), st.integers(0, 900))
def test_back_after_next_is_as_if_nothing_had_been_pressed(steps: int, seconds: int) -> None:
    course, now = Course(items(5, START)), START
    for _step in range(steps):
        now += timedelta(seconds=seconds)
        course = rules.advanced(course, now)
    onward = rules.advanced(course, now + timedelta(seconds=5))
    assert rules.gone_back(onward, now + timedelta(seconds=9)) == course


@given(MOVES, st.integers(1, 6))
def test_runs_are_stored_and_read_without_a_change(moves: list[tuple[str, int, int]], count: int) -> None:
    course, _now = run(moves, Course(items(count, START)))
    assert {key: Run.read(one.to_plain()) for key, one in course.ran.items()} == course.ran


def test_what_the_drawing_shows() -> None:
    """Item three began two minutes late and has used 9:12 of its 12 minutes."""
    course = Course(items(8, START, minutes=12), 3, ran={3: Run(START + 26 * MINUTE)})
    now = START + 35 * MINUTE + timedelta(seconds=12)
    assert rules.remaining(course, now) == timedelta(minutes=2, seconds=48)
    assert rules.shift(course, now) == 2
    assert rules.expected(course, now)[4] == START + 38 * MINUTE
    assert (course.number, course.count) == (3, 8)


def test_leaving_out_what_is_on_begins_the_next_and_catches_up() -> None:
    course = rules.advanced(Course(items(3, START)), START)
    left = rules.left_out(course, 1, START + MINUTE)
    assert left is not None
    assert (left.current, rules.stand(left, left.items[0])) == (2, "skipped")
    assert rules.shift(left, START + MINUTE) == -9
    assert rules.taken_in(left, 1) is None
    later = rules.left_out(left, 3, START + MINUTE)
    assert later is not None
    assert later.coming == []
    again = rules.taken_in(later, 3)
    assert again is not None
    assert [item.key for item in again.coming] == [3]


def test_a_programme_without_the_item_that_is_on_goes_on_with_what_has_not_run() -> None:
    course = rules.advanced(rules.advanced(Course(items(4, START)), START), START + MINUTE)
    fresh = Course([item for item in course.items if item.key != 2], course.current, ran=course.ran)
    assert fresh.item is None
    assert [item.key for item in fresh.coming] == [3, 4]
    assert rules.advanced(fresh, START).current == 3


@given(st.floats(0, 100), st.floats(0, 100))
def test_the_busier_the_server_the_later_one_asks_again(one: float, other: float) -> None:
    first, second = sorted((one, other))
    assert 3 <= pace.interval(first) <= pace.interval(second) <= pace.LONGEST
    assert pace.overloaded(first) <= pace.overloaded(second)
    assert min(one, other) <= pace.smoothed(one, other) <= max(one, other)


def test_the_queue_makes_the_wait() -> None:
    assert pace.expected_wait(0, 1, 8) == 0
    assert pace.interval(pace.expected_wait(0, 0.01, 8)) == 3
    assert pace.interval(pace.expected_wait(400, 0.01, 8)) == 5
    assert pace.overloaded(pace.expected_wait(6000, 0.01, 8))


@pytest.mark.parametrize(("seconds", "counts"), [(0, 0), (30, 30), (90, 90), (91, 0), (-5, 0)])
def test_time_away_is_not_watched(seconds: int, counts: int) -> None:
    assert presence.watched(START, START + timedelta(seconds=seconds)) == timedelta(seconds=counts)


@given(st.dictionaries(st.integers(0, 4), st.integers(0, 500), max_size=5))
def test_a_poll_adds_up(answers: dict[int, int]) -> None:
    found = talking.outcome(answers, 5)
    assert sum(count for count, _percent in found) == sum(answers.values())
    assert all(0 <= percent <= 100 for _count, percent in found)
