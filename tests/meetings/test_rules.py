"""Sessions and slots, circles, fit, seating, the process and the calendar file, without a database."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar

from market.core import clock
from market.meetings.rules import ics
from market.meetings.rules.busy import Slotted
from market.meetings.rules.circles import DEFAULT, Circle, circle, may_ask, may_meet
from market.meetings.rules.drafting import Placed, clash, host_first, seating
from market.meetings.rules.fitting import Facts, fit, why
from market.meetings.rules.planning import Seated, SessionTimes, beat
from market.meetings.rules.states import MOVES, PROCESS, STANDING, State
from market.meetings.rules.timetable.values import LARGEST_FIT

DAY = datetime(2026, 12, 24, 1, 0, tzinfo=UTC)


@given(some.integers(1, 600), some.integers(5, 120), some.integers(0, 60))
def test_slots_lie_in_their_session_one_after_another(length: int, slot: int, pause: int) -> None:
    times = SessionTimes("", DAY, DAY + timedelta(minutes=length), slot, pause)
    found = times.slots()
    assert all(end - begin == timedelta(minutes=slot) for begin, end in found)
    assert all(begin >= DAY and end <= times.ends_at for begin, end in found)
    assert all(later[0] - earlier[1] == timedelta(minutes=pause) for earlier, later in pairwise(found))
    if len(found) < 60:
        last = found[-1][1] + timedelta(minutes=pause) if found else DAY
        assert last + timedelta(minutes=slot) > times.ends_at, "there was room for one more"


def test_touching_sessions_do_not_overlap() -> None:
    hour = timedelta(hours=1)
    times = SessionTimes("", DAY, DAY + hour, 20)
    assert not times.overlaps([(DAY - hour, DAY), (DAY + hour, DAY + 2 * hour)])
    assert times.overlaps([(DAY + hour / 2, DAY + 2 * hour)])


@given(some.sets(some.integers(0, 20)), some.integers(0, 20), some.integers(0, 3))
def test_rest_is_kept_on_both_sides(positions: set[int], position: int, rest: int) -> None:
    expected = not positions & set(range(position - rest, position + rest + 1))
    assert Seated(frozenset(positions)).rested(position, rest) is expected


@pytest.mark.parametrize(
    ("kind", "roles", "pitches", "expected"),
    [
        ("university", {"expert"}, False, Circle.UNIVERSITY),
        ("firm", {"firm"}, False, Circle.FIRM),
        ("firm", {"firm"}, True, Circle.PITCHER),
        ("service", {"investor", "service"}, False, Circle.INVESTOR),
        ("service", {"service"}, False, Circle.SERVICE),
        ("firm", {"press"}, False, None),
        ("authority", {"staff"}, False, None),
    ],
)
def test_the_circle_of_an_organisation(kind: str, roles: set[str], pitches: bool, expected: Circle | None) -> None:
    assert circle(kind, roles, pitches) == expected


def test_by_default_firms_meet_universities_and_banks_meet_firms() -> None:
    assert may_ask(DEFAULT, "firm", "university")
    assert may_ask(DEFAULT, "university", "firm")
    assert may_ask(DEFAULT, "investor", "firm")
    assert not may_ask(DEFAULT, "firm", "firm")
    assert not may_ask(DEFAULT, "investor", "university")
    assert not may_ask(DEFAULT, None, "firm")
    assert may_meet(["firm:expert"], "expert", "firm")
    assert not may_ask(["firm:expert"], "expert", "firm")


facts = some.builds(
    Facts,
    agreed=some.booleans(),
    asked=some.booleans(),
    match=some.floats(-1, 2),
    intent=some.booleans(),
    interest=some.booleans(),
)


@given(facts, facts)
def test_what_both_want_outweighs_what_nobody_asked_for(one: Facts, two: Facts) -> None:
    assert 1 <= fit(one) <= LARGEST_FIT
    if one.agreed and not (two.agreed or two.asked):
        assert fit(one) > fit(two)
    assert bool(why(one)) == (one.agreed or one.asked or one.match > 0 or one.intent or one.interest)


def test_a_host_keeps_its_table_and_nobody_shares_one() -> None:
    placed = [(1, 0, 100), (2, 0, 200), (3, 1, 200), (4, 1, 100), (5, 2, 200), (6, 2, 300)]
    found = seating(placed, {0: [1, 2], 1: [1, 2], 2: [1, 2]})
    assert found[1] == found[4]
    assert found[2] == found[3] == found[5]
    assert len(set(found.items())) == 6
    assert list(seating([(1, 0, 100), (2, 0, 200)], {0: [7]}).values()) == [7]


def test_changes_by_hand_are_refused_with_the_reason() -> None:
    others = [Placed(1, 11, 2, 1), Placed(2, 12, 2, 2)]
    assert clash(others, Placed(3, 13, 2, 3), 0, 5) == ""
    assert "already sits" in clash(others, Placed(1, 13, 2, 3), 0, 5)
    assert "rest" in clash(others, Placed(1, 13, 3, 3), 1, 5)
    assert "as many" in clash(others, Placed(1, 13, 4, 3), 0, 1)
    assert "Others sit" in clash(others, Placed(3, 13, 2, 2), 0, 5)


def test_firms_come_to_universities_and_banks() -> None:
    circles = {1: Circle.FIRM, 2: Circle.UNIVERSITY, 3: Circle.INVESTOR, 4: Circle.PITCHER}
    assert host_first(1, 2, circles) == (2, 1)
    assert host_first(1, 3, circles) == (3, 1)
    assert host_first(4, 2, circles) == (2, 4)
    assert host_first(1, 4, circles) == (4, 1)


def test_the_process_is_sound() -> None:
    assert PROCESS.problems() == []
    assert set(PROCESS.ends) == {State.DECLINED, State.CANCELLED, State.EXPIRED}
    assert all(move.label for move in MOVES.values())
    assert {State.ASKED, State.BOOKED} <= STANDING


def test_the_calendar_file_is_read_back_to_the_minute() -> None:
    entry = ics.Entry(
        uid="meeting-1@example.org",
        starts_at=DAY,
        ends_at=DAY + timedelta(minutes=20),
        title="洽谈：山东；逗号, 与换行",
        place="1 号桌 · 3 号厅",
        text="第一行\n第二行",
        url="https://example.org/meetings/1",
        sequence=3,
        status="CONFIRMED",
        changed_at=DAY,
    )
    (event,) = Calendar.from_ical(ics.calendar("一对一洽谈", [entry], DAY)).walk("VEVENT")
    assert event["DTSTART"].dt == DAY
    assert event["DTSTART"].dt.astimezone(clock.SHANGHAI).strftime("%H:%M") == "09:00"
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=20)
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (entry.title, entry.text)
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == (entry.uid, 3, "CONFIRMED")
    assert len(event.walk("VALARM")) == 1


@given(some.lists(some.tuples(some.integers(0, 100), some.integers(1, 20)), max_size=8), some.integers(-5, 130))
def test_the_beat_of_a_day_is_what_a_look_at_every_minute_says(slots: list[tuple[int, int]], at: int) -> None:
    def minute(number: int) -> datetime:
        return DAY + timedelta(minutes=number)

    day = [Slotted(number, minute(begin), minute(begin + long)) for number, (begin, long) in enumerate(slots)]
    found = beat(day, minute(at))
    running = [slot for slot in day if slot.starts_at <= minute(at) < slot.ends_at]
    coming = [slot.starts_at for slot in day if slot.starts_at > minute(at)]
    assert (found.on is None) is (running == [])
    assert found.on is None or (found.on in running and found.on.starts_at == min(one.starts_at for one in running))
    assert (found.next.starts_at if found.next else None) == min(coming, default=None)
    assert found.stands == ("on" if running else "before" if coming else "over")
    assert found.until == (found.on.ends_at if found.on else min(coming, default=None))
