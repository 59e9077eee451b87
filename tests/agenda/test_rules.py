"""Days and calendar files as values: lights, months, and what a calendar program reads back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from market.agenda.rules import ics
from market.agenda.rules.deadlines import ALARM_DAYS, KIND_NAMES, SENTENCES, Deadline, Kind, light, month_grid

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def entry(**over: object) -> ics.Entry:
    values: dict[str, object] = {
        "uid": "recordal:1@market.example",
        "day": date(2026, 12, 31),
        "title": "备案",
        "category": "备案",
        "url": "https://market.example/licences/1/recordal",
        "sequence": 2,
        "changed_at": NOW,
        "alarms": (60, 30, 7),
    }
    return ics.Entry(**(values | over))  # type: ignore[arg-type]


def test_every_kind_has_a_name_a_sentence_and_alarms() -> None:
    for kind in Kind:
        assert kind in KIND_NAMES
        assert "%(reference)s" in SENTENCES[kind]
        assert ALARM_DAYS[kind]


@pytest.mark.parametrize(
    ("left", "tone"), [(-1, "bad"), (0, "warn"), (7, "warn"), (8, "info"), (30, "info"), (31, "ok")]
)
def test_the_light_of_a_day(left: int, tone: str) -> None:
    assert light(date(2026, 11, 22) + timedelta(days=left), date(2026, 11, 22)) == tone


@given(DAYS)
def test_a_month_is_whole_weeks_that_hold_all_its_days(day: date) -> None:
    weeks = month_grid(day.replace(day=1))
    days = [one for week in weeks for one in week]
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in weeks)
    assert days == [days[0] + timedelta(days=step) for step in range(len(days))]
    inside = [one for one in days if (one.year, one.month) == (day.year, day.month)]
    assert inside[0].day == 1
    assert (inside[-1] + timedelta(days=1)).day == 1
    assert 4 <= len(weeks) <= 6


def test_what_a_calendar_program_reads() -> None:
    book = Calendar.from_ical(ics.calendar("专利期限", [entry(), entry(uid="payment:2@x", alarms=())], NOW))
    assert book["VERSION"] == "2.0"
    first, second = book.walk("VEVENT")
    assert (str(first["UID"]), first["SEQUENCE"]) == ("recordal:1@market.example", 2)
    assert first.decoded("DTSTART") == date(2026, 12, 31)
    assert first.decoded("DTEND") == date(2027, 1, 1)
    assert first["DTSTART"].params["VALUE"] == "DATE"
    assert first.decoded("LAST-MODIFIED") == NOW
    assert str(first["TRANSP"]) == "TRANSPARENT"
    assert [alarm.decoded("TRIGGER") for alarm in first.walk("VALARM")] == [timedelta(days=-d) for d in (60, 30, 7)]
    assert second.walk("VALARM") == []


def test_hostile_text_cannot_break_out_of_a_line() -> None:
    title = "x\r\nEND:VEVENT\r\nATTENDEE:mailto:a@b.c;,\\" + "长" * 200
    raw = ics.calendar("x", [entry(title=title)], NOW)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert "ATTENDEE" not in event
    assert str(event["SUMMARY"]).endswith("长")


def test_a_fingerprint_changes_with_what_is_shown_and_with_nothing_else() -> None:
    one = Deadline("recordal:1", Kind.RECORDAL, date(2026, 12, 31), "XK1", detail="a", who=frozenset({1}))
    assert one.fingerprint == Deadline("recordal:1", Kind.RECORDAL, date(2026, 12, 31), "XK1").fingerprint
    assert one.fingerprint != Deadline("recordal:1", Kind.RECORDAL, date(2027, 1, 4), "XK1").fingerprint
