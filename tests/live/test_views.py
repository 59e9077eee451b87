"""The pages of the day: who sees what, the board's tag, and that nothing personal stands on it."""

import gzip
import io
import json
import re
import time
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.core import clock, load
from market.core.db import db, transaction
from market.live import queries, service
from market.live.views.stage import View
from market.live.views.state import DESK
from market.roadshows.models import Roadshow
from tests.factories import accounts, pitches
from tests.factories import live as make

JSON = {"Accept": "application/json"}


def signed_in(app: Flask, actor: object) -> FlaskClient:
    found = app.test_client()
    accounts.sign_in(found, make.person(actor))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_those_let_in_see_the_stage_and_others_the_agenda(app: Flask, client: FlaskClient, language: str) -> None:
    day = make.day()
    make.begun(day, 2)
    guest = signed_in(app, make.guest(day))
    address = f"/roadshows/{day.id}/live"
    page = guest.get(f"{address}?lang={language}").text
    assert "data-live-stage" in page
    assert day.roadshow.stream_url in page
    for browser in (client, signed_in(app, accounts.actor("firm"))):
        outside = browser.get(f"{address}?lang={language}")
        assert outside.status_code == 200
        assert day.roadshow.stream_url not in outside.text
        assert "data-live-stage" not in outside.text
        assert day.pitches[0].name(language) in outside.text
    console = signed_in(app, day.host).get(f"/roadshows/{day.id}/console?lang={language}")
    assert console.status_code == 200
    assert signed_in(app, day.host).get(f"/roadshows/{day.id}/screen?lang={language}").status_code == 200
    assert guest.get(f"/roadshows/{day.id}/console").status_code == 404


def test_news_is_tagged_and_nothing_new_is_empty(app: Flask) -> None:
    day = make.day()
    make.begun(day)
    guest = signed_in(app, make.guest(day))
    address = f"/roadshows/{day.id}/live.json"
    first = guest.get(address)
    assert first.status_code == 200
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    assert int(first.headers["X-Ask-Again"]) == 3
    assert abs(int(first.headers["X-Server-Time"]) / 1000 - time.time()) < 60
    again = guest.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    with transaction():
        service.tell_all(day.host, day.id, "Coffee is ready")
    changed = guest.get(address, headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
    assert changed.status_code == 200
    assert changed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(changed.data))["message"]["text"] == "Coffee is ready"


def test_the_sealed_word_opens_the_board_without_signing_in(app: Flask, client: FlaskClient) -> None:
    day = make.day()
    guest = make.guest(day)
    address = f"/roadshows/{day.id}/live.json"
    word = service.issue(service.Viewer(day.id, guest.user_id or 0, True))
    DESK.presence.written = time.monotonic()
    assert client.get(address, headers={"X-Viewer": word}).status_code == 200
    assert client.get(address, headers={"X-Viewer": word + "0", **JSON}).status_code == 401
    assert client.get(address, headers=JSON).status_code == 401
    assert signed_in(app, accounts.actor("firm")).get(address).status_code == 404
    other = make.day()
    assert client.get(f"/roadshows/{other.id}/live.json", headers={"X-Viewer": word, **JSON}).status_code == 401
    heard = DESK.presence.take_all()
    assert guest.user_id in heard[day.id]


def test_nothing_about_a_person_stands_on_the_board(app: Flask) -> None:
    day = make.day()
    guest = make.guest(day, name="隐名机械厂", name_en="Hidden Works", industry="C36")
    person = make.person(guest)
    browser = signed_in(app, guest)
    page = f"/roadshows/{day.id}/live"
    make.begun(day, 2)
    assert browser.post(f"{page}/questions", data={"text": "How hot?", "key": "a"}).status_code == 302
    question = queries.questions_of(day.id)[0].id
    assert browser.post(f"{page}/questions/{question}/vote", data={"up": "1"}).status_code == 302
    pitch = day.pitches[0].id
    sent = browser.post(f"{page}/pitches/{pitch}/intent", data={"kind": "licence", "consent": "y", "key": "b"})
    assert sent.status_code == 302
    with transaction():
        service.renew(day.id) or service.tell_all(day.host, day.id, "x")
    text = browser.get(f"/roadshows/{day.id}/live.json").text
    board = json.loads(text)
    assert board["questions"][0]["from"]["zh"].endswith("汽车制造业")
    assert board["questions"][0]["votes"] == 1
    assert next(item for item in board["items"] if item["pitch"] == pitch)["intents"] == 1
    for secret in (person.name, person.email, "隐名机械厂", "Hidden Works", '"user', "mine"):
        assert secret not in text
    own = browser.get(f"{page}/mine.json").get_json()
    assert own["votes"] == [question]
    assert [one["text"] for one in own["questions"]] == ["How hot?"]
    assert own["intents"][str(pitch)][0]["kind"] == "licence"
    stranger = signed_in(app, accounts.actor("firm"))
    assert stranger.get(f"{page}/mine.json").status_code == 404


def test_deeds_of_the_floor_as_a_script_sends_them(app: Flask) -> None:
    day = make.day()
    guest = make.guest(day)
    browser, page = signed_in(app, guest), f"/roadshows/{day.id}/live"
    for _time in range(2):
        answer = browser.post(f"{page}/questions", data={"text": "Once?", "key": "k"}, headers=JSON)
        assert [one["text"] for one in answer.get_json()["questions"]] == ["Once?"]
    empty = browser.post(f"{page}/questions", data={"text": " "}, headers=JSON)
    assert (empty.status_code, bool(empty.get_json()["error"])) == (422, True)
    stranger = signed_in(app, accounts.actor("firm"))
    assert stranger.post(f"{page}/questions", data={"text": "?"}, headers=JSON).status_code == 403
    assert signed_in(app, day.host).post(f"{page}/pitches/1/intent").status_code == 404


def test_a_host_runs_the_day_from_the_console(app: Flask) -> None:
    day = make.day(state="announced")
    guest = make.guest(day)
    host, console = signed_in(app, day.host), f"/roadshows/{day.id}/console"
    assert host.post(f"{console}/open").status_code == 302
    step = {"room": make.ROOM, "seen": "0", "step": "next"}
    assert host.post(f"{console}/step", data=step).status_code == 302
    again = host.post(f"{console}/step", data=step, follow_redirects=True)
    assert "mk-note--warn" in again.text
    assert queries.rooms_of(day.id)[make.ROOM].current == 1
    question = make.question(day, guest).id
    moderate = f"{console}/questions/{question}"
    assert host.post(moderate, data={"deed": "later"}).status_code == 302
    host.post(moderate, data={"deed": "written", "text": ""})
    assert queries.question(day.id, question).state == "later"
    host.post(moderate, data={"deed": "written", "text": "Three years."})
    bad = host.post(f"{console}/polls", data={"text": "Yes?", "options": "Yes"})
    assert bad.status_code == 422
    host.post(f"{console}/polls", data={"text": "Yes?", "options": "Yes\nNo", "at_once": "1"})
    poll = queries.polls_of(day.id)[0].id
    stage = f"/roadshows/{day.id}/live"
    signed_in(app, guest).post(f"{stage}/polls/{poll}/answer", data={"option": "0"})
    host.post(f"{console}/polls/{poll}", data={"deed": "close"})
    host.post(f"{console}/message", data={"text": "Thank you"})
    page = signed_in(app, guest).get(stage).text
    for text in ("Three years.", "Thank you", "100"):
        assert text in page
    sheet = host.get(f"{console}/questions.list?format=csv").text
    assert "Three years." in sheet
    assert make.person(guest).name in host.get(f"{console}/attendance.list?format=csv").text
    book = openpyxl.load_workbook(io.BytesIO(host.get(f"{console}/questions.list?format=xlsx").data))
    assert book.active.max_row == 2  # type: ignore[union-attr]
    assert host.post(f"{console}/close").status_code == 302
    assert host.get(console).status_code == 200
    assert signed_in(app, guest).get(stage).status_code == 200
    for other in (guest, pitches.pitch()[0]):
        assert signed_in(app, other).post(f"{console}/step", data=step).status_code == 404


def test_a_busy_server_slows_pages_down_and_turns_them_away(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    day = make.day()
    guest, address = signed_in(app, make.guest(day)), f"/roadshows/{day.id}/live.json"
    monkeypatch.setitem(app.extensions, "load", load.Load(lambda: 100, 1))
    monkeypatch.setattr(DESK, "seconds_each", 0.02)
    monkeypatch.setattr(DESK, "mean_wait", 2.0)
    assert guest.get(address).headers["X-Ask-Again"] == "10"
    monkeypatch.setattr(DESK, "seconds_each", 1.0)
    refused = guest.get(address)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "20")
    assert not refused.headers.get("ETag")


def test_other_pages_lead_here_while_it_is_on(app: Flask, client: FlaskClient) -> None:
    day = make.day()
    address = f"/roadshows/{day.id}/live"
    assert address in client.get(f"/roadshows/{day.id}").text
    assert f"/roadshows/{day.id}/console" in signed_in(app, day.host).get(f"/roadshows/{day.id}/desk").text


def test_a_roadshow_is_not_opened_days_early(app: Flask) -> None:
    far = make.day(state="announced", starts_at=clock.now() + timedelta(days=4))
    near = make.day(state="announced", starts_at=clock.now() + timedelta(hours=2))
    for day, early in ((far, True), (near, False)):
        host = signed_in(app, day.host)
        page = host.get(f"/roadshows/{day.id}/console?lang=en").text
        assert ("can be opened from" in page) == early
        assert (f'action="/roadshows/{day.id}/console/open"' in page) != early
        answer = host.post(f"/roadshows/{day.id}/console/open?lang=en", follow_redirects=True)
        assert ("it can be opened from" in answer.text) == early
        db.session.rollback()
        assert db.session.get_one(Roadshow, day.id).state == ("announced" if early else "live")


def test_without_a_script_the_clock_says_when_the_item_ends(app: Flask) -> None:
    day = make.day()
    host = signed_in(app, day.host)
    revision = make.begun(day)
    ends = (clock.now() + timedelta(minutes=10)).astimezone(clock.SHANGHAI)
    minute = {f"{ends + timedelta(seconds=off):%H:%M}" for off in (-5, 0)}

    def said(page: str) -> tuple[str, str]:
        text = host.get(f"/roadshows/{day.id}/{page}?lang=en").text
        (word,) = re.findall(r'data-clock="(\w+)">', text)
        (shown,) = re.findall(r'data-live="clock">([^<]*)<', text)
        return word, shown

    for page in ("live", "console", "screen"):
        word, shown = said(page)
        assert (word, shown in minute) == ("ends", True), (page, shown)
    view = View(json.loads(queries.board_text(day.id)[1]), make.ROOM, "en")
    assert (view.clock_word(ends + timedelta(minutes=1)), view.clock(ends) in minute) == ("late", True)
    with transaction():
        service.halt(day.host, day.id, make.ROOM, revision)
    word, shown = said("live")
    assert word == "paused"
    assert re.fullmatch(r"0?9:\d\d|10:00", shown)
