"""The pages of meetings in both languages: hall, request, answers, desk, timetable, board, papers, calendar."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from market.accounts.models import User
from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, transaction
from market.meetings import queries, service
from market.meetings.models import Meeting, MeetingTable
from market.meetings.rules.circles import DEFAULT
from tests.factories import accounts, guests, pitches
from tests.factories import meetings as make

LANGUAGES = ("zh", "en")


def browser(app: Flask, actor: Actor) -> FlaskClient:
    found = app.test_client()
    accounts.sign_in(found, db.session.get_one(User, actor.user_id))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_offering_times_to_a_fixed_meeting(app: Flask, language: str) -> None:
    hall = make.hall()
    university, pitch = pitches.pitch(hall.roadshow)
    make.side(hall, actor=university, role="pitcher")
    firm, _ = guests.registration(hall.roadshow)
    ours, theirs = browser(app, firm), browser(app, university)
    address = f"/roadshows/{hall.id}/meetings"
    assert ours.get(f"{address}?lang={language}").status_code == 200
    assert f"/meetings/ask/{university.organisation_id}" not in ours.get(address).text
    assert ours.post(f"{address}/times", data={"slots": hall.slots, "says": "找铸造专利"}).status_code == 302
    page = ours.get(address).text
    assert pitch.name(language) in page
    asking = f"{address}/ask/{university.organisation_id}"
    assert asking in page
    assert ours.get(asking).status_code == 200
    assert ours.post(asking, data={"reason": "短"}).status_code == 422
    sent = ours.post(asking, data={"reason": make.REASON, "pitch_id": pitch.id})
    assert sent.status_code == 302
    assert ours.get(asking).location == sent.location
    again = ours.post(asking, data={"reason": make.REASON})
    assert (again.status_code, make.REASON in again.text) == (409, True), "what was typed is lost"
    assert make.REASON in theirs.get(f"{address}?lang={language}").text
    assert theirs.get(sent.location).status_code == 200
    assert theirs.post(f"{sent.location}/accept", data={}).status_code == 302
    assert theirs.post(f"{sent.location}/accept", data={"slot_id": hall.slots[1]}).status_code == 302
    found = db.session.query(Meeting).one()
    assert (found.state, found.booking.slot_id, found.pitch_id) == ("booked", hall.slots[1], pitch.id)
    for client in (ours, theirs):
        assert sent.location in client.get(address).text
        assert sent.location in client.get(f"/roadshows/{hall.id}").text
        assert "号厅" in client.get(sent.location).text


def test_every_answer_has_its_button(app: Flask) -> None:
    hall = make.hall(slots=6)
    firm = make.side(hall)
    universities = [make.side(hall, "university") for _ in range(4)]
    clients = [browser(app, one) for one in universities]
    meetings = [make.asked(hall, firm, one).id for one in universities]
    assert clients[0].post(f"/meetings/{meetings[0]}/decline", data={"code": "other", "note": ""}).status_code == 422
    assert clients[0].post(f"/meetings/{meetings[0]}/decline", data={"code": "no_time"}).status_code == 302
    assert clients[1].post(f"/meetings/{meetings[1]}/agree").status_code == 302
    assert clients[1].post(f"/meetings/{meetings[1]}/time", data={"slot_id": hall.slots[0]}).status_code == 302
    proposal = {"slot_id": hall.slots[3], "propose": "1"}
    assert clients[2].post(f"/meetings/{meetings[2]}/accept", data=proposal).status_code == 302
    ours = browser(app, firm)
    assert ours.post(f"/meetings/{meetings[2]}/accept", data={"slot_id": hall.slots[3]}).status_code == 302
    assert ours.post(f"/meetings/{meetings[3]}/cancel", data={"note": "已有答案"}).status_code == 302
    assert [make.again(number).state for number in meetings] == ["declined", "booked", "booked", "cancelled"]
    for number in meetings:
        assert ours.get(f"/meetings/{number}").status_code == 200
    assert "已有答案" in clients[3].get(f"/meetings/{meetings[3]}").text
    again = clients[0].post(f"/meetings/{meetings[0]}/accept", data={"slot_id": hall.slots[5]}, follow_redirects=True)
    assert again.status_code == 200
    assert make.again(meetings[0]).state == "declined"


def test_a_link_is_seen_by_the_two_sides_once_it_is_fixed(app: Flask) -> None:
    hall = make.hall()
    with transaction() as session:
        session.get_one(MeetingTable, hall.tables[0]).link = "https://meet.example.org/t1"
    firm, university, other = make.side(hall), make.side(hall, "university"), make.side(hall)
    meeting = make.booked(hall, firm, university)
    for actor, seen in ((firm, True), (university, True), (other, False)):
        client = browser(app, actor)
        texts = [client.get(f"/roadshows/{hall.id}/meetings").text, client.get(f"/meetings/{meeting.id}").text]
        texts.append(client.get(f"/roadshows/{hall.id}/meetings.ics").text.replace("\r\n ", ""))
        assert [("meet.example.org" in text) for text in texts] == [seen] * 3


def test_who_is_not_let_in_is_told_what_to_do_and_strangers_find_nothing(app: Flask, client: FlaskClient) -> None:
    hall = make.hall()
    meeting = make.booked(hall, make.side(hall), make.side(hall, "university"))
    address = f"/roadshows/{hall.id}/meetings"
    assert client.get(address).status_code == 302
    stranger = browser(app, accounts.actor("firm"))
    assert f"/roadshows/{hall.id}" in stranger.get(address).text
    hidden = ("/desk", "/board", ".ics", "/ask/1", "/timetable", "/plan", "/people", "/paper.pdf")
    for path in (f"/meetings/{meeting.id}", *(address + one for one in hidden)):
        assert stranger.get(path).status_code == 404, path
    for path in ("accept", "agree", "confirm", "cancel", "time", "result", "absence"):
        assert stranger.post(f"/meetings/{meeting.id}/{path}", data={"slot_id": 1}).status_code in (404, 422), path
    assert stranger.post(f"{address}/times", data={}).status_code == 404
    authority = browser(app, accounts.actor("authority"))
    assert authority.get(f"/meetings/{meeting.id}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_organiser_plans_and_reads_the_desk(app: Flask, language: str) -> None:
    hall = make.hall()
    make.booked(hall, make.side(hall), make.side(hall, "university"))
    client = browser(app, hall.operator)
    address = f"/roadshows/{hall.id}/meetings"
    client.get(f"/?lang={language}")
    assert client.get(address).status_code == 302
    for path in ("desk", "plan", "people", "timetable", "board", f"tables/{hall.tables[0]}"):
        assert client.get(f"{address}/{path}").status_code == 200, path
    assert "booked" not in client.get(f"{address}/desk?state=agreed&format=csv").text
    assert "3 号厅" in client.get(f"{address}/desk?format=csv").text
    assert client.get(f"{address}/people?format=xlsx").status_code == 200
    rules = {"pairs": list(DEFAULT), "most_open": 3, "most_meetings": 4, "rest_slots": 1, "answer_hours": 24}
    assert client.post(f"{address}/plan", data=rules).status_code == 422
    assert client.post(f"{address}/plan", data=rules | {"threshold": 60, "open": "y"}).status_code == 302
    assert queries.plan_of(hall.id).most_open == 3
    day = clock.local_date(hall.roadshow.starts_at) + timedelta(days=1)
    times = {"day": day.isoformat(), "begins": "09:00", "ends": "10:00", "slot_minutes": 20, "pause_minutes": 0}
    assert client.post(f"{address}/sessions", data=times | {"ends": "08:00"}).status_code == 422
    assert client.post(f"{address}/sessions", data=times | {"day": "0001-01-01"}).status_code == 422
    assert client.post(f"{address}/sessions", data=times).status_code == 302
    assert client.post(f"{address}/sessions", data=times).status_code == 422
    last = queries.slots(hall.id)[-1]
    assert f"{last.ends_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" == f"{day.isoformat()} 10:00"
    assert client.post(f"{address}/tables", data={"count": 0}).status_code == 422
    assert client.post(f"{address}/tables", data={"count": 2, "room": "线上"}).status_code == 302
    assert len(queries.tables(hall.id)) == 5
    table = f"{address}/tables/{hall.tables[0]}"
    assert client.post(table, data={"number": 2}).status_code == 422
    assert client.post(table, data={"number": 9, "link": "not a link"}).status_code == 422
    assert client.post(table, data={"number": 9, "link": "https://meet.example.org/9"}).status_code == 302
    session = queries.sessions(hall.id)
    for number, left in ((session[0].id, 2), (session[1].id, 1)):
        assert client.post(f"{address}/sessions/{number}/drop").status_code == 302
        assert len(queries.sessions(hall.id)) == left
    assert f"{address}/desk" in client.get(f"/roadshows/{hall.id}/desk").text


def test_cards_and_lists_are_paper(app: Flask) -> None:
    hall = make.hall()
    make.booked(hall, make.side(hall), make.side(hall, "university"))
    client = browser(app, hall.operator)
    for what in ("cards", "lists"):
        answer = client.get(f"/roadshows/{hall.id}/meetings/paper.pdf?what={what}")
        assert answer.status_code == 200
        assert answer.data.startswith(b"%PDF")


def test_the_calendar_file_is_right_to_the_minute_and_tells_of_moves_and_cancellations(app: Flask) -> None:
    hall = make.hall()
    firm, university = make.side(hall), make.side(hall, "university")
    meeting = make.booked(hall, firm, university, hall.slots[1]).id
    slots = {slot.id: (slot.starts_at, slot.ends_at) for slot in queries.slots(hall.id)}
    client = browser(app, firm)

    def read() -> tuple[object, ...]:
        book = Calendar.from_ical(client.get(f"/roadshows/{hall.id}/meetings.ics").data)
        (event,) = book.walk("VEVENT")
        times = (event["DTSTART"].dt, event["DTEND"].dt)
        return str(event["UID"]), times, int(event["SEQUENCE"]), str(event["STATUS"])

    uid, times, sequence, status = read()
    assert (times, sequence, status) == (slots[hall.slots[1]], 1, "CONFIRMED")
    with transaction():
        service.move(hall.operator, meeting, hall.slots[2])
    moved = read()
    assert (moved[0], moved[1], moved[3]) == (uid, slots[hall.slots[2]], "CONFIRMED")
    assert int(str(moved[2])) > sequence
    with transaction():
        service.cancel(university, meeting)
    gone = read()
    assert (gone[0], gone[3]) == (uid, "CANCELLED")
    assert int(str(gone[2])) > int(str(moved[2]))


def test_the_day_itself_result_absence_and_the_way_to_an_intent(app: Flask, time_machine: object) -> None:
    hall = make.hall()
    university, pitch = pitches.pitch(hall.roadshow)
    make.side(hall, actor=university, role="pitcher")
    firm = make.side(hall)
    meeting = make.booked(hall, firm, university).id
    ours, theirs, desk = browser(app, firm), browser(app, university), browser(app, hall.operator)
    ours.post(f"/meetings/{meeting}/result", data={"outcome": "visit"})
    assert make.again(meeting).results == []
    time_machine.move_to(make.again(meeting).booking.slot.starts_at + timedelta(minutes=5))  # type: ignore[attr-defined]
    ours, theirs, desk = browser(app, firm), browser(app, university), browser(app, hall.operator)
    assert ours.post(f"/meetings/{meeting}/result", data={"outcome": "none", "note": ""}).status_code == 422
    assert ours.post(f"/meetings/{meeting}/result", data={"outcome": "intent"}).status_code == 302
    assert f"/pitches/{pitch.id}/intent" in ours.get(f"/meetings/{meeting}").text
    assert theirs.post(f"/meetings/{meeting}/result", data={"outcome": "material", "note": "样件"}).status_code == 302
    found = make.again(meeting)
    assert found.state == "held"
    assert [row.outcome for row in found.results] == ["intent", "material"]
    missing = {"organisation": firm.organisation_id, "board": 1}
    assert ours.post(f"/meetings/{meeting}/absence", data=missing).status_code == 404
    assert desk.post(f"/meetings/{meeting}/absence", data=missing).location.endswith("/board")
    assert (make.again(meeting).state, make.again(meeting).missed_by) == ("missed", firm.organisation_id)
    assert desk.get(f"/roadshows/{hall.id}/meetings/board").status_code == 200
    assert desk.post(f"/meetings/{meeting}/absence", data={"board": 1}).status_code == 302
    assert make.again(meeting).state == "booked"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_timetable_is_a_draft_first_and_then_everybody_is_told_once(app: Flask, language: str) -> None:
    hall = make.hall(slots=4, tables=2)
    firms = [make.side(hall) for _ in range(3)]
    universities = [make.side(hall, "university") for _ in range(2)]
    agreed = make.asked(hall, firms[0], universities[0]).id
    with transaction():
        service.agree(universities[0], agreed)
    open_one = make.asked(hall, firms[1], universities[0]).id
    client = browser(app, hall.operator)
    client.get(f"/?lang={language}")
    address = f"/roadshows/{hall.id}/meetings/timetable"
    options = {"with_open": "y", "with_matches": "y", "threshold": 50, "seconds": 5}
    assert client.post(address, data=options | {"seconds": 99}).status_code == 422
    assert client.post(address, data=options).status_code == 302
    assert client.get(address).status_code == 200
    assert client.get(f"{address}.json").json["finished"] is False
    client.post(address, data=options)
    outbox.drain()
    assert client.get(f"{address}.json").json["finished"] is True
    assert {line.meeting_id for line in queries.current(hall.id).lines} == {agreed, open_one}
    assert make.again(agreed).state == "agreed"
    two = {"one": firms[2].organisation_id, "two": universities[1].organisation_id, "slot_id": hall.slots[3]}
    assert client.post(f"{address}/add", data=two).status_code == 302
    assert client.post(f"{address}/add", data=two | {"two": firms[1].organisation_id}).status_code == 302
    assert client.get(f"{address}?format=csv").status_code == 200
    lines = {(line.host_id, line.guest_id): line for line in queries.current(hall.id).lines}
    assert len(lines) == 3
    chosen = lines[universities[0].organisation_id, firms[0].organisation_id].id
    here = {"do": "move", "slot_id": hall.slots[2], "table_id": hall.tables[1]}
    assert client.post(f"{address}/lines/{chosen}", data=here).status_code == 302
    assert client.post(f"{address}/lines/{chosen}", data={"do": "nonsense"}).status_code == 404
    assert client.post(f"{address}/publish").status_code == 302
    assert (make.again(agreed).state, make.again(agreed).booking.slot_id) == ("booked", hall.slots[2])
    assert make.again(open_one).state == "invited"
    outbox.drain()
    ours = browser(app, firms[2])
    page = ours.get(f"/roadshows/{hall.id}/meetings?lang={language}").text
    assert "/confirm" in page
    assert client.get(f"/roadshows/{hall.id}/meetings/board").status_code == 200
