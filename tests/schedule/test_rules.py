"""The half-day template, what the checks of a draft find, the calendar file, and the rehearsal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from market.core.clock import SHANGHAI
from market.schedule.rules.calendar import Sheet, calendar
from market.schedule.rules.clashes import ADVISORY, BLOCKING, Clash, Entry, Selected, Situation, blocking, clashes
from market.schedule.rules.items import Item, Kind, hour
from market.schedule.rules.rehearsal import Check, Readiness, needed
from market.schedule.rules.template import Planned, Project, blocks, half_day

BEGINS = datetime(2026, 12, 10, 14, 0, tzinfo=SHANGHAI)
ENDS = datetime(2026, 12, 10, 18, 0, tzinfo=SHANGHAI)
EIGHT = [Project(number, 8, 4) for number in range(1, 9)]
SIX_NEEDS = [Project(number, 8, 4, need=True) for number in range(11, 17)]


def lines(planned: list[Planned]) -> list[tuple[str, str, int]]:
    return [(f"{item.starts_at.astimezone(SHANGHAI):%H:%M}", item.kind, item.minutes) for item in planned]


def test_the_half_day_is_the_usual_one() -> None:
    """Sign-in 13:30, opening 14:00, policy 14:10, eight pitches from 14:20, six needs, comments, signing, meetings."""
    planned = half_day(BEGINS, ENDS + timedelta(minutes=5), [*EIGHT, *SIX_NEEDS], pause=False)
    found = lines(planned)
    assert found[:4] == [
        ("13:30", "sign_in", 30),
        ("14:00", "opening", 10),
        ("14:10", "policy", 10),
        ("14:20", "pitch", 12),
    ]
    assert found[11] == ("15:56", "pitch", 4)
    assert found[-4:] == [
        ("16:20", "comment", 10),
        ("16:30", "signing", 10),
        ("16:40", "meetings", 80),
        ("18:00", "closing", 5),
    ]
    assert [item.pitch_id for item in planned if item.pitch_id] == [*range(1, 9), *range(11, 17)]


def test_a_break_comes_before_two_hours_are_over() -> None:
    kinds = [item.kind for item in half_day(BEGINS, ENDS, [*EIGHT, *SIX_NEEDS])]
    assert kinds.index(Kind.BREAK) == 11
    assert Kind.BREAK not in [item.kind for item in half_day(BEGINS, ENDS, EIGHT[:3])]


def test_minutes_come_from_the_pitch_and_needs_are_quick_unless_they_are_the_matter() -> None:
    own = [Project(1, 10, 5), Project(2, 8, 4, need=True), Project(3, 6, 2, need=True)]
    quick = [(item.minutes, item.answer_minutes) for item in half_day(BEGINS, ENDS, own) if item.pitch_id]
    assert quick == [(15, 5), (4, 0), (8, 2)]
    shown = [
        (item.minutes, item.answer_minutes) for item in half_day(BEGINS, ENDS, own, needs_show=True) if item.pitch_id
    ]
    assert shown == [(15, 5), (12, 4), (8, 2)]


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(0, 10), st.booleans()), max_size=20),
    st.integers(1, 4),
    st.booleans(),
)
def test_no_plan_overlaps_in_any_room_and_every_pitch_is_there(
    drawn: list[tuple[int, int, bool]], rooms: int, pause: bool
) -> None:
    projects = [Project(number, speak, answer, need) for number, (speak, answer, need) in enumerate(drawn, start=1)]
    planned = half_day(BEGINS, ENDS, projects, rooms=rooms, pause=pause)
    assert sorted(item.pitch_id for item in planned if item.pitch_id) == [project.pitch_id for project in projects]
    for room in range(rooms):
        here = sorted((item for item in planned if item.room == room), key=lambda item: item.starts_at)
        assert all(one.ends_at <= other.starts_at for one, other in pairwise(here))
    assert all(item.kind == Kind.PITCH for item in planned if item.room > 0)


@given(st.lists(st.builds(Project, st.integers(), st.just(8), st.just(4)), max_size=30), st.integers(1, 6))
def test_blocks_keep_the_order_and_are_even(projects: list[Project], count: int) -> None:
    shared = blocks(projects, count)
    assert [project for block in shared for project in block] == projects
    assert max(map(len, shared)) - min(map(len, shared)) <= 1


def entry(key: int, minute: int, minutes: int = 12, room: int = 1, **over: Any) -> Entry:
    values: dict[str, Any] = {"kind": Kind.PITCH, "title": f"项目{key}", "pitch_id": key, "speaker": f"讲者{key}"}
    return Entry(key, room, BEGINS + timedelta(minutes=minute), minutes, **(values | over))


def situation(*entries: Entry, **over: Any) -> Situation:
    selected = [Selected(one.pitch_id, one.title, one.speaker, True) for one in entries if one.pitch_id is not None]
    return Situation(**({"begins_at": BEGINS, "ends_at": ENDS, "entries": entries, "selected": selected} | over))


def codes(it: Situation) -> list[str]:
    return [clash.code for clash in clashes(it)]


def test_a_good_draft_has_no_findings() -> None:
    assert codes(situation(entry(1, 0), entry(2, 12), entry(3, 0, room=2))) == []


def test_nothing_at_all_cannot_be_released() -> None:
    assert codes(situation()) == ["empty"]


def test_two_items_in_one_room_at_once_block() -> None:
    found = clashes(situation(entry(1, 0), entry(2, 11)))
    assert [(clash.code, clash.keys, clash.blocking) for clash in found] == [("room", (1, 2), True)]
    assert codes(situation(entry(1, 0), entry(2, 11, room=2))) == []


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"speaker": "孟庆元"}, ["person"]),
        ({"backup": "孟庆元"}, ["helper"]),
        ({"responsible": "孟庆元"}, ["helper"]),
        ({"speaker": "孟庆元", "organisation_id": 2}, []),
        ({"speaker": "孟庆元", "organisation_id": 1}, ["person"]),
    ],
)
def test_one_person_in_two_rooms_at_once(other: dict[str, Any], code: list[str]) -> None:
    one = entry(1, 0, speaker="孟庆元", organisation_id=1)
    assert codes(situation(one, entry(2, 6, room=2, **other))) == code


def test_changing_rooms_takes_five_minutes() -> None:
    here = entry(1, 0, speaker="孟庆元")
    assert codes(situation(here, entry(2, 15, room=2, speaker="孟庆元"))) == ["hurry"]
    assert codes(situation(here, entry(2, 17, room=2, speaker="孟庆元"))) == []
    assert codes(situation(here, entry(2, 12, room=1, speaker="孟庆元"))) == []


def test_times_of_the_event_hold() -> None:
    assert codes(situation(entry(1, -10))) == ["outside"]
    assert codes(situation(entry(1, 240))) == ["outside"]
    assert codes(situation(entry(1, 235))) == ["late"]
    sign_in: dict[str, Any] = {"kind": Kind.SIGN_IN, "pitch_id": None}
    assert codes(situation(entry(1, -30, 30, **sign_in))) == []
    assert codes(situation(entry(1, -180, 30, **sign_in))) == ["outside"]


def test_pitches_missing_withdrawn_unready() -> None:
    one = entry(1, 0)
    absent = Selected(9, "缺席项目", "某人", True)
    assert codes(situation(one, selected=[Selected(1, "项目1", "讲者1", True), absent])) == ["missing"]
    assert codes(situation(one, selected=[])) == ["withdrawn"]
    bare = [Selected(1, "项目1", "", False)]
    assert codes(situation(replace(one, speaker=""), selected=bare)) == ["no_speaker"]
    assert codes(situation(one, selected=bare, files_due=True)) == ["no_slides"]
    assert codes(situation(one, experts=frozenset({"讲者1"}))) == ["expert"]
    assert codes(situation(one, rooms_without_link=["二号厅"])) == ["no_link"]


def test_a_break_is_missed_after_two_hours_of_sitting() -> None:
    sitting = [entry(number, number * 30, 30) for number in range(5)]
    found = clashes(situation(*sitting))
    assert [(clash.code, clash.values["minutes"]) for clash in found] == [("no_break", 150)]
    pause = entry(9, 60, 10, kind=Kind.BREAK, pitch_id=None)
    later = [replace(one, starts_at=one.starts_at + timedelta(minutes=10)) for one in sitting[2:]]
    assert codes(situation(*sitting[:2], pause, *later)) == []
    gap = [replace(one, starts_at=one.starts_at + timedelta(minutes=15)) for one in sitting[2:]]
    assert codes(situation(*sitting[:2], *gap)) == []


def test_blocking_findings_stand_first_and_every_code_has_one_sentence() -> None:
    found = clashes(situation(entry(1, -10), entry(2, 0), selected=[Selected(7, "x", "", False)]))
    assert [clash.blocking for clash in found] == sorted((clash.blocking for clash in found), reverse=True)
    assert blocking(found)
    assert not set(BLOCKING) & set(ADVISORY)
    assert all(Clash(code).sentence for code in BLOCKING | ADVISORY)


SHEET = Sheet("rs-2026-001", "market.example", "专场", "会展中心", "https://market.example/p", 3, BEGINS, "zh")


def test_the_calendar_file_is_right_to_the_minute_and_known_again() -> None:
    item = Item(1, "一号厅", BEGINS.astimezone(UTC), 12, Kind.PITCH, "低压铸造", "Casting", "孟庆元", pitch_id=7)
    gone = Item(5, "一号厅", BEGINS.astimezone(UTC), 10, Kind.OTHER, "茶歇")
    events = Calendar.from_ical(calendar(SHEET, [item], [gone])).walk("VEVENT")
    shown, dropped = events
    assert shown["DTSTART"].dt.astimezone(SHANGHAI) == BEGINS
    assert shown["DTEND"].dt - shown["DTSTART"].dt == timedelta(minutes=12)
    assert (shown["UID"], shown["SEQUENCE"]) == ("programme-rs-2026-001-pitch-7@market.example", 3)
    assert (shown["SUMMARY"], shown["LOCATION"]) == ("低压铸造", "一号厅, 会展中心")
    assert (str(shown["STATUS"]), str(dropped["STATUS"])) == ("CONFIRMED", "CANCELLED")
    moved = replace(item, key=44, starts_at=item.starts_at + timedelta(minutes=5))
    again = Calendar.from_ical(calendar(replace(SHEET, number=4), [moved])).walk("VEVENT")[0]
    assert (again["UID"], again["SEQUENCE"]) == (shown["UID"], 4)
    off = Calendar.from_ical(calendar(SHEET, [item], cancelled=True)).walk("VEVENT")[0]
    assert str(off["STATUS"]) == "CANCELLED"


def test_a_pitch_is_ready_when_everything_needed_is_done() -> None:
    assert Check.VIDEO not in needed(video=False)
    state = Readiness(needed(video=True), frozenset({"slides", "speaker", "backup"}))
    assert (state.ready, state.missing) == (False, ["video"])
    assert Readiness(needed(video=False), state.done).ready


def test_hours_are_those_of_shanghai() -> None:
    assert hour(datetime(2026, 12, 10, 6, 5, tzinfo=UTC)) == "14:05"
