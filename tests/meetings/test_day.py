"""The day itself: the slot that is on counts down, the board renews itself, the stage knows what is next."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from market.accounts.models import User
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, forget, transaction
from market.meetings import queries, service
from market.meetings.models import MeetingTable
from tests.factories import accounts, guests
from tests.factories import meetings as make
from tests.factories.meetings import Hall, again


def browser(app: Flask, actor: Actor) -> FlaskClient:
    """A browser of this person."""
    found = app.test_client()
    accounts.sign_in(found, db.session.get_one(User, actor.user_id))
    return found


@contextmanager
def at(hall: Hall, slot: int, minutes: float) -> Iterator[None]:
    """So many minutes after a slot has begun."""
    forget()
    begins = queries.slots(hall.id)[slot].starts_at
    with time_machine.travel(clock.aware(begins) + timedelta(minutes=minutes), tick=False):
        yield


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_slot_that_is_on_is_counted_down_without_a_script(app: Flask, language: str) -> None:
    hall = make.hall(slots=3)
    firm = make.side(hall)
    second = clock.aware(queries.slots(hall.id)[1].starts_at).astimezone(clock.SHANGHAI)
    address, board = f"/roadshows/{hall.id}/meetings?lang={language}", f"/roadshows/{hall.id}/meetings/board"
    assert "data-slots" not in browser(app, firm).get(address).text, "days before there is nothing to count"
    with at(hall, 0, 13.8):
        for page in (browser(app, firm).get(address).text, browser(app, hall.operator).get(board).text):
            assert ">06:12</time>" in page
            assert f"{second:%H:%M}" in page
            (slots,) = re.findall(r'data-slots="([^"]+)"', page)
            day = json.loads(unescape(slots))
            assert [round((ends - begins) / 60_000) for begins, ends in day] == [20, 20, 20]
            (now,) = re.findall(r'data-slots="[^"]+" data-now="(\d+)"', page)
            assert day[0][1] - int(now) == 372_000
    with at(hall, 0, -30):
        assert ">30:00</time>" in browser(app, firm).get(address).text, "the first one begins in half an hour"
    with at(hall, 2, 25):
        assert "data-slots" not in browser(app, firm).get(address).text


def test_the_board_is_asked_for_cheaply_and_changes_with_every_deed(app: Flask) -> None:
    hall = make.hall(slots=3)
    firm, university = make.side(hall), make.side(hall, "university")
    desk, address = browser(app, hall.operator), f"/roadshows/{hall.id}/meetings/board"
    assert browser(app, firm).get(f"{address}.json").status_code in (403, 404)
    seen = []

    def tag() -> str:
        forget()
        first = desk.get(f"{address}.json")
        again_asked = desk.get(f"{address}.json", headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again_asked.status_code, again_asked.data) == (200, 304, b"")
        assert int(again_asked.headers["X-Ask-Again"]) > 0
        assert abs(int(first.headers["X-Server-Time"]) - clock.now().timestamp() * 1000) < 5_000
        assert f'data-tag="{first.json["tag"]}"' in desk.get(address).text
        return str(first.json["tag"])

    seen.append(tag())
    number = make.booked(hall, firm, university, hall.slots[0]).id
    seen.append(tag())
    with transaction():
        service.move(hall.operator, number, hall.slots[1])
    seen.append(tag())
    with transaction() as session:
        session.get_one(MeetingTable, hall.tables[2]).closed = True
    seen.append(tag())
    with at(hall, 1, 3):
        on_the_day = browser(app, hall.operator)
        desk = on_the_day
        seen.append(tag())
        with transaction():
            service.miss(hall.operator, number, firm.organisation_id or 0)
        seen.append(tag())
        with transaction():
            service.unmiss(hall.operator, number)
        seen.append(tag())
        with transaction():
            service.note_result(firm, number, "visit")
        seen.append(tag())
    with at(hall, 1, 21):
        desk = browser(app, hall.operator)
        seen.append(tag())
    assert len(set(seen)) == len(seen), "something changed and the board kept its tag"


def test_the_parts_that_renew_themselves_are_on_the_page(app: Flask) -> None:
    hall = make.hall(slots=2)
    page = browser(app, hall.operator).get(f"/roadshows/{hall.id}/meetings/board?slot={hall.slots[1]}").text
    assert re.findall(r'data-part="(\w+)"', page) == ["beat", "chosen", "whole"]
    assert f'data-page="/roadshows/{hall.id}/meetings/board?slot={hall.slots[1]}"' in page
    assert "<noscript>" in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_stage_shows_ones_own_next_meeting(app: Flask, language: str) -> None:
    hall = make.hall(slots=3)
    firm, university, watching = make.side(hall), make.side(hall, "university"), guests.registration(hall.roadshow)[0]
    first = make.booked(hall, firm, university, hall.slots[0]).id
    other = make.side(hall, "university")
    second = make.booked(hall, firm, other, hall.slots[2]).id
    with transaction() as session:
        table = session.get_one(MeetingTable, again(first).booking.table_id)
        table.link = "https://meet.example.org/one"
    address = f"/roadshows/{hall.id}/live?lang={language}"

    def strip(actor: Actor) -> str:
        forget()
        found = re.search(r"<div[^>]*data-upcoming.*?</div></div>", browser(app, actor).get(address).text, re.S)
        return found.group(0) if found else ""

    page = strip(firm)
    shown, later = re.findall(r"<p [^>]*data-until.*?</p>", page, re.S)
    assert f"/meetings/{first}" in shown
    assert f"{clock.aware(again(first).booking.slot.starts_at).astimezone(clock.SHANGHAI):%H:%M}" in shown
    assert again(first).asked.name_en in shown if language == "en" else again(first).asked.name in shown
    assert "https://meet.example.org/one" in shown
    assert "号厅" in shown
    assert (" hidden>" in shown.split("\n")[0], " hidden>" in later.split("\n")[0]) == (False, True)
    assert strip(watching) == strip(hall.operator) == ""
    with at(hall, 1, 0):
        assert f"/meetings/{first}" not in strip(firm), "what is over is not next"
        assert f"/meetings/{second}" in strip(firm)
    with at(hall, 0, 5):
        assert re.search(r"data-from=\"\d+\">", strip(firm)), "it is on now"
