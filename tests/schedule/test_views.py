"""The pages of a programme: draft, editing, release, the public page, print, calendar, run-sheet, rehearsal."""

import io
import re
import zlib
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from market.accounts.models import User
from market.core import panels
from market.core.actor import Actor
from market.core.context import act_as
from market.core.db import db, forget, transaction
from market.roadshows.models import Roadshow
from market.schedule import queries, service
from market.schedule.rules.items import WantedRoom, hour
from tests.factories import accounts, guests, pitches, roadshows
from tests.factories import programmes as make

STREAM = "https://live.example.org/hall-2"


def browser(app: Flask, actor: Actor, language: str = "en") -> FlaskClient:
    """A browser in which this person is signed in and reads this language."""
    found = app.test_client()
    accounts.sign_in(found, db.session.get_one(User, actor.user_id))
    found.get(f"/?lang={language}")
    return found


@pytest.mark.parametrize(("language", "words"), [("zh", ("执行表", "议程")), ("en", ("Run-sheet", "Event programme"))])
def test_every_page_of_the_desk_in_both_languages(app: Flask, language: str, words: tuple[str, ...]) -> None:
    operator, show = make.drafted()
    make.released(operator, show)
    desk = browser(app, operator, language)
    row = make.pitch_items(show)[0]
    pages = ("", "/release", "/versions", "/versions/1", "/run-sheet", "/rehearsal", "/items/new", f"/items/{row.id}")
    for page in (*pages, f"/rooms/{row.room_id}"):
        answer = desk.get(f"/roadshows/{show.id}/schedule{page}?lang={language}")
        assert answer.status_code == 200, page
        if not page:
            assert all(word in answer.text for word in words)


def test_from_nothing_to_a_released_programme(app: Flask) -> None:
    operator = roadshows.operator()
    show = roadshows.roadshow(operator)
    _, pitch = pitches.pitch(show)
    desk, address = browser(app, operator), f"/roadshows/{show.id}/schedule"
    assert "Make the draft" in desk.get(address).text
    assert "not out yet" in desk.get(f"/roadshows/{show.id}/programme").text
    assert desk.get(f"/roadshows/{show.id}/programme.pdf").status_code == 404
    assert desk.post(f"{address}/fill", data={"pause": "y"}).status_code == 302
    assert pitch.title_en in desk.get(address).text
    assert "already has items" in desk.post(f"{address}/fill", follow_redirects=True).text
    sent = desk.post(f"{address}/release", data={"seen": make.version(show), "note": "Welcome"})
    assert sent.status_code == 302
    assert "Version 1 is released" in desk.get(sent.location).text
    assert desk.post(f"{address}/release", data={"seen": make.version(show)}).status_code == 409
    page = app.test_client().get(f"/roadshows/{show.id}/programme?lang=en").text
    assert pitch.title_en in page
    assert "Welcome" in page


def test_items_are_changed_by_plain_forms(app: Flask) -> None:
    operator, show = make.drafted()
    desk, address = browser(app, operator), f"/roadshows/{show.id}/schedule"
    first, second, third = make.pitch_items(show)
    pitch_id = second.pitch_id

    def send(path: str, **data: object) -> str:
        forget()
        return desk.post(f"{address}{path}", data=data, follow_redirects=True).text

    send(f"/items/{first.id}/minutes", seen=first.version, minutes=20)
    assert make.pitch_items(show)[0].minutes == 20
    second = make.pitch_items(show)[1]
    send(f"/items/{second.id}/step", seen=second.version, to="up")
    assert make.pitch_items(show)[0].id == second.id
    send("/swap", seen=make.version(show), one=first.id, other=third.id)
    assert [row.id for row in make.pitch_items(show)] == [second.id, third.id, first.id]
    assert "The room is added" in send("/rooms", name="二号厅", name_en="Hall 2", stream_url=STREAM)
    hall = queries.rooms(show.id)[1]
    third = make.pitch_items(show)[1]
    send(f"/items/{third.id}/room", seen=third.version, room_id=hall.id)
    assert {row.id: row.room_id for row in make.pitch_items(show)}[third.id] == hall.id
    assert "Move them to another room first" in send(f"/rooms/{hall.id}/drop")
    second = make.pitch_items(show)[0]
    send(f"/items/{second.id}/remove", seen=second.version)
    assert "Selected, but not on the draft" in desk.get(address).text
    send("/pitches", room_id=hall.id, pitch_id=pitch_id)
    assert len(make.pitch_items(show)) == 3
    added = send("/items/new", kind="break", title="Tea", minutes="15", room_id=hall.id, behind=third.key)
    assert "Tea" in added
    send("/clear", seen=make.version(show))
    forget()
    assert queries.draft_items(show.id) == []


def test_wrong_entries_are_shown_at_their_fields(app: Flask) -> None:
    operator, show = make.drafted()
    desk, address = browser(app, operator), f"/roadshows/{show.id}/schedule"
    row = make.pitch_items(show)[0]
    assert (
        desk.post(f"{address}/items/{row.id}", data={"kind": "pitch", "title": "x", "minutes": "0"}).status_code == 422
    )
    assert (
        desk.post(f"{address}/items/{row.id}", data={"kind": "party", "title": "x", "minutes": "5"}).status_code == 422
    )
    assert desk.post(f"{address}/items/new", data={"kind": "pitch", "title": "x", "minutes": "5"}).status_code == 422
    wrong = desk.post(f"{address}/rooms", data={"name": "二号厅", "stream_url": "javascript:alert(1)"})
    assert wrong.status_code == 422
    name = queries.rooms(show.id)[0].name
    assert "has that name already" in desk.post(f"{address}/rooms", data={"name": name}).text


def test_who_was_overtaken_keeps_what_was_typed_and_sees_what_is_there_now(app: Flask) -> None:
    operator, show = make.drafted()
    desk, row = browser(app, operator), make.pitch_items(show)[0]
    address = f"/roadshows/{show.id}/schedule/items/{row.id}"
    typed = {"seen": row.version, "kind": "pitch", "title": "我的标题", "minutes": "15", "speaker": "徐明"}
    with transaction():
        service.stretch(operator, show.id, row.id, row.version, 33)
    late = desk.post(address, data=typed)
    assert late.status_code == 409
    assert "我的标题" in late.text
    assert "33 minutes" in late.text
    forget()
    assert make.pitch_items(show)[0].minutes == 33
    again = typed | {"seen": make.pitch_items(show)[0].version}
    assert desk.post(address, data=again).status_code == 302
    forget()
    assert (make.pitch_items(show)[0].minutes, make.pitch_items(show)[0].item.title) == (15, "我的标题")
    quick = desk.post(f"{address}/minutes", data={"seen": 1, "minutes": 9}, follow_redirects=True)
    assert "after you opened the page" in quick.text


def test_what_blocks_a_release_is_said_and_blocks_it(app: Flask) -> None:
    operator, show = make.drafted()
    row = make.pitch_items(show)[0]
    with transaction():
        if row.pitch is not None:
            row.pitch.state = "withdrawn"
    desk, address = browser(app, operator), f"/roadshows/{show.id}/schedule/release"
    assert "must be put right" in desk.get(address).text
    refused = desk.post(address, data={"seen": make.version(show)})
    assert refused.status_code == 422
    assert "Take it off the programme" in refused.text
    assert queries.released(show.id) is None


def changed_programme() -> tuple[Actor, Roadshow]:
    """An event with two rooms, whose second version moved a pitch."""
    operator, show = make.drafted()
    with transaction():
        service.add_room(operator, show.id, WantedRoom("二号厅", "Hall 2", STREAM))
    make.released(operator, show)
    row = make.pitch_items(show)[2]
    with transaction():
        service.to_room(operator, show.id, row.id, row.version, queries.rooms(show.id)[1].id)
    make.released(operator, show)
    return operator, show


def test_everybody_sees_the_newest_version_and_links_only_those_let_in(app: Flask) -> None:
    operator, show = changed_programme()
    guest, _ = guests.registration(show)
    waiting, _ = guests.registration(show, state="waiting")
    address = f"/roadshows/{show.id}/programme"
    stranger = app.test_client().get(f"{address}?lang=en").text
    assert "changed on" in stranger
    assert "Hall 2" in stranger
    seen = {actor: STREAM in browser(app, actor).get(address).text for actor in (operator, guest, waiting)}
    assert list(seen.values()) == [True, True, False]
    assert STREAM not in stranger
    versions = f"/roadshows/{show.id}/schedule/versions/1"
    assert browser(app, operator).get(versions).status_code == 200
    assert browser(app, guest).get(versions).status_code == 404
    assert browser(app, operator).get(f"/roadshows/{show.id}/schedule/versions/9").status_code == 404


def test_a_programme_left_behind_by_its_event_says_so(app: Flask) -> None:
    operator, show = make.drafted()
    make.released(operator, show)
    address = f"/roadshows/{show.id}/programme?lang=en"
    assert "The time of the event has changed" not in app.test_client().get(address).text
    with transaction():
        found = db.session.get_one(Roadshow, show.id)
        found.starts_at, found.ends_at = found.starts_at + timedelta(days=7), found.ends_at + timedelta(days=7)
    assert "The time of the event has changed" in app.test_client().get(address).text


def test_a_speaker_finds_the_own_pitch_marked(app: Flask) -> None:
    operator = roadshows.operator()
    show = roadshows.roadshow(operator)
    speaker, _ = pitches.pitch(show)
    other, _ = pitches.pitch(roadshows.roadshow(operator))
    with transaction():
        service.fill(operator, show.id)
    make.released(operator, show)
    address = f"/roadshows/{show.id}/programme"
    assert "This is yours" in browser(app, speaker).get(address).text
    assert "This is yours" not in browser(app, other).get(address).text


def test_drafts_of_events_not_announced_are_nobodys_business(app: Flask) -> None:
    _, show = make.drafted(state="approved")
    assert app.test_client().get(f"/roadshows/{show.id}/programme").status_code == 404
    firm = browser(app, accounts.actor("firm"))
    assert firm.get(f"/roadshows/{show.id}/programme").status_code == 404
    for page in ("", "/run-sheet", "/rehearsal", "/release"):
        assert firm.get(f"/roadshows/{show.id}/schedule{page}").status_code == 404


def test_items_and_rooms_of_another_event_are_not_found(app: Flask) -> None:
    operator, show = make.drafted()
    _, other = make.drafted()
    desk, row = browser(app, operator), make.pitch_items(other)[0]
    address = f"/roadshows/{show.id}/schedule"
    assert desk.get(f"{address}/items/{row.id}").status_code == 404
    assert desk.get(f"{address}/rooms/{row.room_id}").status_code == 404
    assert (
        desk.post(f"{address}/swap", data={"seen": make.version(show), "one": row.id, "other": row.id}).status_code
        == 404
    )


def test_the_calendar_file_is_the_released_programme_to_the_minute(app: Flask) -> None:
    operator, show = make.drafted()
    make.released(operator, show)
    client, address = app.test_client(), f"/roadshows/{show.id}/programme.ics"
    first = {str(event["UID"]): event for event in Calendar.from_ical(client.get(address).data).walk("VEVENT")}
    items = queries.items(queries.released(show.id))
    assert len(first) == len(items)
    begun = sorted(event["DTSTART"].dt for event in first.values())
    assert begun == sorted(item.starts_at for item in items)
    row = make.pitch_items(show)[0]
    with transaction():
        service.remove(operator, show.id, row.id, row.version)
    make.released(operator, show)
    answer = client.get(address)
    assert answer.content_type.startswith("text/calendar")
    second = {str(event["UID"]): event for event in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert set(second) == set(first)
    assert {event["SEQUENCE"] for event in second.values()} == {2}
    assert [str(event["STATUS"]) for event in second.values()].count("CANCELLED") == 1


def sheets_of(pdf: bytes) -> int:
    """How many pages a PDF has; the page tree is in a compressed part of the file, which may end like a line."""
    parts = re.findall(rb"stream\r?\n(.*?)endstream", pdf, flags=re.DOTALL)
    plain = b"".join(zlib.decompressobj().decompress(part) for part in parts if part[:1] == b"\x78")
    return int(re.findall(rb"/Type ?/Pages.*?/Count (\d+)|/Count (\d+)[^>]*?/Type ?/Pages", plain)[0][0] or 0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_paper_fits_one_page(app: Flask, language: str) -> None:
    operator, show = make.drafted(8)
    make.released(operator, show)
    made = app.test_client().get(f"/roadshows/{show.id}/programme.pdf?lang={language}").data
    assert made.startswith(b"%PDF")
    assert sheets_of(made) == 1


def test_the_run_sheet_is_printed(app: Flask) -> None:
    operator, show = make.drafted(2)
    made = browser(app, operator).get(f"/roadshows/{show.id}/schedule/run-sheet?format=pdf").data
    assert sheets_of(made) == 1


def test_the_run_sheet_has_telephones_and_is_exported_as_shown(app: Flask) -> None:
    operator = roadshows.operator()
    show = roadshows.roadshow(operator)
    pitches.pitch(show, speaker_phone="13912345678", backup_speaker="吴刚")
    with transaction():
        service.fill(operator, show.id)
    make.released(operator, show)
    desk, address = browser(app, operator), f"/roadshows/{show.id}/schedule/run-sheet"
    page = desk.get(address).text
    assert "13912345678" in page
    assert "Slides missing" in page
    assert "13912345678" not in desk.get(f"/roadshows/{show.id}/programme").text
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{address}?format=xlsx").data))
    rows = [[cell.value for cell in row] for row in book.active.rows]  # type: ignore[union-attr]
    assert rows[0][0] == "Start"
    assert rows[4][0] == hour(show.starts_at + timedelta(minutes=20))
    assert {"13912345678", "吴刚"} <= set(rows[4])


def test_the_rehearsal_is_ticked_by_plain_forms(app: Flask) -> None:
    operator, show = make.drafted(1)
    desk, address = browser(app, operator), f"/roadshows/{show.id}/schedule/rehearsal"
    pitch_id = make.pitch_items(show)[0].pitch_id
    assert "0 of 1 pitches" in desk.get(address).text
    for what in ("slides", "speaker", "backup"):
        assert desk.post(address, data={"pitch_id": pitch_id, "what": what, "done": "1"}).status_code == 302
    assert "1 of 1 pitches" in desk.get(address).text
    assert desk.post(address, data={"pitch_id": pitch_id, "what": "music", "done": "1"}).status_code == 404


def test_pages_of_the_event_show_the_programme_and_how_far_it_is(app: Flask) -> None:
    operator, show = make.drafted()
    with app.test_request_context():
        act_as(operator)
        assert "programme" not in {panel.key for panel in panels.of("roadshow", show)}
        desk = {panel.key: panel for panel in panels.of("roadshow_desk", show)}
        assert (desk["programme"].values["newest"], len(desk["programme"].values["rows"])) == (None, 10)
    make.released(operator, show)
    page = app.test_client().get(f"/roadshows/{show.id}?lang=en").text
    assert "Whole programme, version 1" in page
