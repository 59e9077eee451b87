"""The automatic timetable: as good as trying everything on small cases, and never a breach of the rules on any."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from market.meetings.rules.checking import breaches
from market.meetings.rules.timetable import Arranged, Party, Question, Reason, Wish, arrange
from market.meetings.rules.timetable.values import FIRST_MEETING, LARGEST_FIT

CASES = 240


def worth(question: Question, slots: Mapping[int, int]) -> int:
    """What an answer is worth: fit, and a first meeting for everybody who has one."""
    wishes = {wish.id: wish for wish in question.wishes}
    met = {party for number in slots for party in (wishes[number].host, wishes[number].guest)}
    return sum(wishes[number].fit for number in slots) + FIRST_MEETING * len(met)


def answers(question: Question) -> Iterator[dict[int, int]]:
    """Every answer that keeps the rules, by trying all places of all wishes."""
    free = [wish for wish in question.wishes if wish.id not in question.fixed]
    parties, fixed = question.parties, dict(question.fixed)
    busy: dict[int, set[int]] = {party: set() for party in parties}
    left = list(question.tables)
    wishes = {wish.id: wish for wish in question.wishes}
    for number, slot in fixed.items():
        left[slot] -= 1
        for party in (wishes[number].host, wishes[number].guest):
            busy[party].add(slot)

    def possible(party: int, slot: int) -> bool:
        own = parties[party]
        near = any(abs(slot - other) <= question.rest for other in busy[party])
        return slot in own.slots and not near and len(busy[party]) < own.most

    def further(index: int, chosen: dict[int, int]) -> Iterator[dict[int, int]]:
        if index == len(free):
            yield dict(chosen)
            return
        yield from further(index + 1, chosen)
        wish = free[index]
        for slot in range(len(left)):
            if left[slot] > 0 and possible(wish.host, slot) and possible(wish.guest, slot):
                left[slot] -= 1
                busy[wish.host].add(slot)
                busy[wish.guest].add(slot)
                chosen[wish.id] = slot
                yield from further(index + 1, chosen)
                del chosen[wish.id]
                busy[wish.guest].remove(slot)
                busy[wish.host].remove(slot)
                left[slot] += 1

    yield from further(0, fixed)


def small(seed: int) -> Question:
    """A small case of its own for each seed: rest, limits, fixed meetings, tables of each slot, mixed sides."""
    chance = random.Random(seed)
    slots = chance.randint(2, 4)
    hosts, guests = range(1, 1 + chance.randint(2, 4)), range(11, 11 + chance.randint(2, 4))
    parties = {
        number: Party(
            number,
            frozenset(slot for slot in range(slots) if chance.random() < 0.75),
            chance.randint(1, slots),
        )
        for number in [*hosts, *guests]
    }
    pairs = [(host, guest) for host in hosts for guest in guests]
    if seed % 3 == 0:
        pairs += [(guests[0], guest) for guest in guests[1:]]
    chosen = chance.sample(pairs, min(len(pairs), chance.randint(3, 7)))
    wishes = [Wish(number, host, guest, chance.randint(1, LARGEST_FIT)) for number, (host, guest) in enumerate(chosen)]
    tables = [chance.randint(0 if seed % 5 == 0 else 1, 3) for _ in range(slots)]
    question = Question(parties, wishes, tables, rest=chance.choice((0, 0, 1)))
    if seed % 2 and (answer := next((one for one in answers(question) if one), None)):
        number = chance.choice(sorted(answer))
        question = replace(question, fixed={number: answer[number]})
    return question


@pytest.mark.parametrize("seed", range(CASES))
def test_as_good_as_trying_everything(seed: int) -> None:
    question = small(seed)
    found = arrange(question)
    best = max(worth(question, answer) for answer in answers(question))
    assert breaches(question, found.slots) == []
    assert worth(question, found.slots) == found.value == best
    assert found.bound >= best


def test_the_cases_are_not_trivial() -> None:
    questions = [small(seed) for seed in range(CASES)]
    assert sum(bool(question.fixed) for question in questions) > 60
    assert sum(question.rest > 0 for question in questions) > 40
    assert sum(len(set(question.tables)) > 1 for question in questions) > 100
    assert sum(bool(arrange(question).left_out) for question in questions[:60]) > 15


@pytest.mark.parametrize("seed", range(0, CASES, 4))
def test_nobody_stays_alone_who_could_meet_somebody(seed: int) -> None:
    """The fairness floor: no other timetable lets more organisations meet anybody, whatever its fit."""
    question = small(seed)
    wishes = {wish.id: wish for wish in question.wishes}

    def meeting(slots: Mapping[int, int]) -> int:
        return len({party for number in slots for party in (wishes[number].host, wishes[number].guest)})

    assert meeting(arrange(question).slots) == max(meeting(answer) for answer in answers(question))


def test_a_popular_host_does_not_leave_others_alone() -> None:
    parties = {number: Party(number, frozenset({0}), 1) for number in (1, 2, 11, 12)}
    wishes = [Wish(1, 1, 11, LARGEST_FIT), Wish(2, 1, 12, 1), Wish(3, 2, 11, 1)]
    assert arrange(Question(parties, wishes, [2])).slots == {2: 0, 3: 0}


@some.composite
def questions(draw: some.DrawFn) -> Question:
    """Any question within a hall of up to eight slots, with up to three meetings fixed beforehand."""
    slots = draw(some.integers(1, 8))
    numbers = list(range(draw(some.integers(2, 14))))
    parties = {
        number: Party(
            number, frozenset(draw(some.sets(some.integers(0, slots - 1)))), draw(some.integers(0, slots))
        )
        for number in numbers
    }
    pairs = draw(some.lists(some.tuples(*[some.sampled_from(numbers)] * 2), max_size=40, unique=True))
    unequal = [(one, two) for one, two in pairs if one != two]
    fits = draw(some.lists(some.integers(1, LARGEST_FIT), min_size=len(unequal), max_size=len(unequal)))
    wishes = [Wish(index, one, two, fit) for index, ((one, two), fit) in enumerate(zip(unequal, fits, strict=True))]
    tables = draw(some.lists(some.integers(0, 4), min_size=slots, max_size=slots))
    question = Question(parties, wishes, tables, rest=draw(some.integers(0, 2)))
    return replace(question, fixed=_fixed(question, draw(some.lists(some.integers(0, 999), max_size=3))))


def _fixed(question: Question, wanted: list[int]) -> dict[int, int]:
    """Some meetings that stand already: never two of a party in a slot, as the database holds it."""
    fixed: dict[int, int] = {}
    busy: set[tuple[int, int]] = set()
    left = Counter(dict(enumerate(question.tables)))
    for number in wanted:
        if not question.wishes:
            break
        wish, slot = question.wishes[number % len(question.wishes)], number % len(question.tables)
        places = {(wish.host, slot), (wish.guest, slot)}
        if wish.id not in fixed and not places & busy and left[slot] > 0:
            fixed[wish.id] = slot
            busy |= places
            left[slot] -= 1
    return fixed


@settings(max_examples=200, deadline=None)
@given(questions())
def test_the_rules_hold_whatever_is_asked(question: Question) -> None:
    """No party twice in a slot, rest, limits, presence and tables kept, fixed never moved; each wish is answered."""
    found = arrange(question, 2.0)
    assert breaches(question, found.slots) == []
    assert found.slots.keys() | found.left_out.keys() == {wish.id for wish in question.wishes}
    assert not found.slots.keys() & found.left_out.keys()
    assert found.value == worth(question, found.slots) <= found.bound
    assert 0 <= found.share_of_bound <= 1


@settings(max_examples=30, deadline=None)
@given(questions())
def test_the_same_question_has_the_same_answer(question: Question) -> None:
    first, second = arrange(question, 5.0), arrange(question, 5.0)
    assert (first.slots, first.left_out) == (second.slots, second.left_out)


@settings(max_examples=50, deadline=None)
@given(questions())
def test_fixing_an_answer_and_running_again_moves_nothing(question: Question) -> None:
    first = arrange(question, 2.0)
    again = arrange(replace(question, fixed=first.slots), 2.0)
    assert all(again.slots[number] == slot for number, slot in first.slots.items())
    assert again.value >= first.value


def two(slots_one: set[int], slots_two: set[int], most: int = 2, tables: tuple[int, ...] = (1, 1)) -> Arranged:
    parties = {1: Party(1, frozenset(slots_one), most), 2: Party(2, frozenset(slots_two), 2)}
    return arrange(Question(parties, [Wish(7, 1, 2, 10)], tables))


def test_what_has_no_place_says_why() -> None:
    assert two({0}, {1}).left_out == {7: Reason.NO_COMMON_SLOT}
    assert two({0}, {0}, most=0).left_out == {7: Reason.ENOUGH_MEETINGS}
    assert two({0}, {0}, tables=(0, 1)).left_out == {7: Reason.TABLES_FULL}
    parties = {number: Party(number, frozenset({0}), 1) for number in (1, 11, 12)}
    parties[1] = Party(1, frozenset({0}), 2)
    found = arrange(Question(parties, [Wish(1, 1, 11, 900), Wish(2, 1, 12, 100)], [2]))
    assert found.slots == {1: 0}
    assert found.left_out == {2: Reason.BETTER_ELSEWHERE}


def test_an_empty_hall_is_no_error() -> None:
    assert arrange(Question({}, [], [])).share_of_bound == 1.0
    assert arrange(Question({1: Party(1, frozenset(), 0)}, [], [3, 3])).slots == {}


@pytest.mark.parametrize(
    ("slots", "told"),
    [
        ({1: 0, 2: 0}, "twice"),
        ({1: 2}, "not there"),
        ({1: 5}, "outside"),
        ({9: 0}, "unknown"),
        ({3: 1}, "moved"),
        ({1: 0, 3: 0, 4: 0}, "tables"),
        ({1: 0, 2: 1, 3: 0}, "rest"),
    ],
)
def test_the_check_sees_every_breach(slots: dict[int, int], told: str) -> None:
    """The independent check is itself tested: it must find what is planted."""
    parties = {number: Party(number, frozenset({0, 1}), 2) for number in (1, 2, 3, 11, 12, 13)}
    wishes = [Wish(1, 1, 11, 5), Wish(2, 1, 12, 5), Wish(3, 2, 13, 5), Wish(4, 3, 12, 5)]
    question = Question(parties, wishes, [2, 2, 2], fixed={3: 0}, rest=1)
    assert any(told in line for line in breaches(question, slots))


def test_the_check_sees_too_many_meetings() -> None:
    parties = {1: Party(1, frozenset({0, 1}), 1), 11: Party(11, frozenset({0, 1}), 2), 12: Party(12, frozenset({1}), 2)}
    question = Question(parties, [Wish(1, 1, 11, 5), Wish(2, 1, 12, 5)], [1, 1])
    assert breaches(question, {1: 0, 2: 1}) == ["party 1 sits 2 times"]
