"""The pages of guests and of the desk, in both languages, for each role, with their refusals."""

import io
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from market.accounts.models import User
from market.core import clock, panels, seals
from market.core.actor import Actor
from market.core.db import db, transaction
from market.guests import queries, service
from market.guests.models import Registration
from market.guests.rules.terms import Terms
from market.guests.service import places
from market.roadshows.models import Roadshow
from tests.factories import accounts, pitches, roadshows
from tests.factories import guests as make

FILLED = {"way": "site", "role": "firm", "question": "能否先试用？", "consent": "y"}


def person(actor: Actor) -> User:
    return db.session.get_one(User, actor.user_id)


def browser(app: Flask, actor: Actor) -> FlaskClient:
    found = app.test_client()
    accounts.sign_in(found, person(actor))
    return found


def held(**over: object) -> tuple[Actor, Roadshow]:
    operator = roadshows.operator()
    found = roadshows.roadshow(operator, **over)
    with transaction():
        service.set_terms(operator, found.id, Terms(automatic=True))
    return operator, found


def again(found: Registration) -> Registration:
    db.session.rollback()
    return db.session.get_one(Registration, found.id)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_firm_registers_changes_and_cancels(app: Flask, language: str) -> None:
    _operator, roadshow = held()
    _university, pitch = pitches.pitch(roadshow)
    guest = accounts.actor("firm")
    client = browser(app, guest)
    address = f"/roadshows/{roadshow.id}/register"
    page = client.get(f"{address}?lang={language}").text
    assert pitch.name(language) in page
    assert ("个人信息保护法" if language == "zh" else "Personal Information Protection Law") in page
    refused = client.post(address, data=FILLED | {"consent": ""})
    assert refused.status_code == 422
    assert queries.of_person(guest, roadshow.id) is None
    sent = client.post(address, data=FILLED | {"interests": [str(pitch.id)]})
    assert (sent.status_code, sent.location) == (302, f"/roadshows/{roadshow.id}/ticket")
    ticket = client.get(f"{sent.location}?lang={language}").text
    assert "data:image/svg+xml" in ticket
    assert pitch.name(language) in ticket
    assert "能否先试用？" in client.get(address).text
    assert client.post(address, data=FILLED | {"way": "online", "consent": ""}).status_code == 302
    own = queries.of_person(guest, roadshow.id)
    assert own is not None
    assert (own.way, own.interests) == ("online", [])
    assert roadshow.name(language) in client.get("/registrations").text
    assert client.post(f"/roadshows/{roadshow.id}/registration/cancel").status_code == 302
    assert again(own).state == "cancelled"


def test_a_stranger_is_led_to_sign_in_and_back(app: Flask, client: FlaskClient) -> None:
    _operator, roadshow = held()
    sent = client.get(f"/roadshows/{roadshow.id}/register")
    assert sent.status_code == 302
    assert f"next=/roadshows/{roadshow.id}/register" in sent.location.replace("%2F", "/")


def test_what_is_not_open_is_refused_with_a_sentence(app: Flask) -> None:
    client = browser(app, accounts.actor("firm"))
    closed = roadshows.roadshow(register_closes_at=clock.now() - timedelta(days=1))
    assert client.get(f"/roadshows/{closed.id}/register").status_code == 409
    assert client.post(f"/roadshows/{closed.id}/register", data=FILLED).status_code == 409
    draft = roadshows.roadshow(state="draft")
    assert client.get(f"/roadshows/{draft.id}/register").status_code == 404
    assert client.get(f"/roadshows/{closed.id}/ticket").status_code == 404
    assert client.get(f"/roadshows/{closed.id}/registration.ics").status_code == 404


def test_links_are_for_those_let_in(app: Flask) -> None:
    _operator, roadshow = held()
    guest, _row = make.registration(roadshow)
    other, _waiting = make.registration(roadshow, state="applied")
    assert roadshow.stream_url in browser(app, guest).get(f"/roadshows/{roadshow.id}/ticket").text
    assert roadshow.stream_url not in browser(app, other).get(f"/roadshows/{roadshow.id}/ticket").text


def test_an_offer_is_answered_with_one_press_from_the_mail(app: Flask, client: FlaskClient) -> None:
    _operator, roadshow = held(capacity=1)
    _guest, row = make.registration(roadshow, state="offered", way="site")
    address = f"/registrations/offers/{seals.sealed('guests.offer', row.nonce)}"
    page = client.get(address)
    assert page.status_code == 200
    assert again(row).state == "offered", "opening alone does nothing"
    assert client.post(address, data={"answer": "accept"}).status_code == 302
    assert again(row).state == "confirmed"
    assert client.post(address, data={"answer": "decline"}).status_code == 302
    assert again(row).state == "confirmed"
    assert client.get("/registrations/offers/no-such-thing").status_code == 404
    assert client.get(f"/registrations/offers/{row.nonce}-0").status_code == 404


def test_an_offer_is_answered_on_the_ticket_page(app: Flask) -> None:
    _operator, roadshow = held(capacity=1)
    guest, row = make.registration(roadshow, state="offered", way="site")
    client = browser(app, guest)
    assert "registration/offer" in client.get(f"/roadshows/{roadshow.id}/ticket?lang=en").text
    assert client.post(f"/roadshows/{roadshow.id}/registration/offer", data={"answer": "no"}).status_code == 302
    assert again(row).state == "cancelled"


@pytest.mark.parametrize("state", ["applied", "waiting", "offered", "confirmed", "declined", "cancelled", "expired"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_ticket_page_says_where_one_stands(app: Flask, state: str, language: str) -> None:
    roadshow = roadshows.roadshow()
    guest, _row = make.registration(roadshow, state=state, way="site", message="仅限企业")
    client = browser(app, guest)
    page = client.get(f"/roadshows/{roadshow.id}/ticket?lang={language}")
    assert page.status_code == 200
    assert ("data:image/svg" in page.text) == (state == "confirmed")
    assert client.get(f"/registrations?lang={language}").status_code == 200


def test_the_desk_decides_filters_and_exports(app: Flask) -> None:
    operator, roadshow = held()
    rows = [make.registration(roadshow, state="applied", question="=1+1")[1] for _ in range(3)]
    client = browser(app, operator)
    address = f"/roadshows/{roadshow.id}/guests"
    for language in ("zh", "en"):
        assert client.get(f"{address}?lang={language}&state=applied").text.count('name="chosen"') == 3
    name = rows[0].user.name
    assert client.get(f"{address}?q={name}&role=firm&way=online&here=no").text.count('name="chosen"') == 1
    chosen = [str(row.id) for row in rows[:2]]
    assert client.post(address, data={"decision": "approve", "chosen": chosen}).status_code == 302
    assert client.post(address, data={"decision": "decline", "chosen": [str(rows[2].id)]}).status_code == 302
    assert [again(row).state for row in rows] == ["confirmed", "confirmed", "applied"], "no reason, no refusal"
    data = {"decision": "decline", "chosen": [str(rows[2].id)], "reason": "仅限企业"}
    assert client.post(f"{address}?state=applied", data=data).location.endswith("state=applied")
    assert again(rows[2]).state == "declined"
    assert client.post(address, data={"decision": "approve"}).status_code == 302
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}?format=xlsx").data))
    sheet = book.active
    assert sheet is not None
    assert sheet.max_row == 4
    assert sheet.cell(2, 9).value == "=1+1"
    assert sheet.cell(2, 9).data_type == "s"
    assert client.get(f"{address}/door.pdf").data.startswith(b"%PDF")


def test_the_rules_of_registration_are_set(app: Flask) -> None:
    operator, roadshow = held()
    client = browser(app, operator)
    address = f"/roadshows/{roadshow.id}/guests/terms"
    assert client.get(f"{address}?lang=en").status_code == 200
    data = {"automatic": "y", "per_organisation": "3", "offer_hours": "12", "remind_hours": "48，2"}
    for wrong in ({"remind_hours": "soon"}, {"offer_hours": "0"}, {"per_organisation": "-1"}, {"offer_hours": "999"}):
        assert client.post(address, data=data | wrong).status_code == 422
    assert client.post(address, data=data).status_code == 302
    assert queries.terms_of(roadshow.id) == Terms(True, 3, 12, False, (48, 2))
    with transaction():
        assert [str(way) for way in queries.ways_of(roadshow)] == ["site"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_check_in_on_a_telephone(app: Flask, language: str) -> None:
    operator, roadshow = held()
    _guest, row = make.registration(roadshow, way="site")
    client = browser(app, operator)
    address = f"/roadshows/{roadshow.id}/check-in"
    code = service.ticket_code(row)
    page = client.get(f"{address}?code={code}&lang={language}")
    assert row.user.name in page.text
    assert again(row).checked_in_at is None, "opening alone does nothing"
    assert client.post(address, data={"registration_id": row.id}).status_code == 200
    first = again(row).checked_in_at
    assert first is not None
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        later = browser(app, operator)
        assert later.post(address, data={"registration_id": row.id}).status_code == 200
        shown = first.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
        assert shown in later.get(f"{address}?code={code}&lang={language}").text
    assert again(row).checked_in_at == first
    assert client.get(f"{address}?code=00C7-KQ2M-XD9").status_code == 404
    other = roadshows.roadshow()
    wrong = client.get(f"/roadshows/{other.id}/check-in?code={code}&lang={language}")
    assert wrong.status_code == 409
    assert roadshow.name(language) in wrong.text
    assert client.post(f"/roadshows/{other.id}/check-in", data={"registration_id": row.id}).status_code == 404
    assert row.user.name in client.get(f"{address}?q={row.user.name[-3:]}").text
    assert client.post(f"{address}/undo", data={"registration_id": row.id}).status_code == 302
    assert again(row).checked_in_at is None


def test_who_has_no_place_is_let_in_only_on_purpose(app: Flask) -> None:
    operator, roadshow = held(capacity=1)
    _guest, row = make.registration(roadshow, state="waiting", way="site")
    client = browser(app, operator)
    address = f"/roadshows/{roadshow.id}/check-in"
    assert client.post(address, data={"registration_id": row.id}).status_code == 409
    assert client.post(address, data={"registration_id": row.id, "admit": "yes"}).status_code == 200
    _late, second = make.registration(roadshow, state="waiting", way="site")
    assert client.post(address, data={"registration_id": second.id, "admit": "yes"}).status_code == 409
    assert again(row).state == "confirmed"
    assert places.counter(roadshow.id, "site").taken == 1


@pytest.mark.parametrize("kind", ["firm", "university", "service", "authority"])
def test_the_desk_is_the_organisers_alone(app: Flask, kind: str) -> None:
    _operator, roadshow = held()
    _guest, row = make.registration(roadshow)
    client = browser(app, accounts.actor(kind))
    code = service.ticket_code(row)
    for address in ("guests", "guests/terms", "guests/door.pdf", f"check-in?code={code}"):
        assert client.get(f"/roadshows/{roadshow.id}/{address}").status_code == 404
    assert client.post(f"/roadshows/{roadshow.id}/check-in", data={"registration_id": row.id}).status_code == 404
    assert client.get(f"/roadshows/{roadshow.id}/ticket").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_panels_show_the_way_in_and_the_counts(app: Flask, language: str) -> None:
    operator, roadshow = held(capacity=1)
    guest, _row = make.registration(roadshow, way="site")
    waiting, _second = make.registration(roadshow, state="waiting", way="site")
    for actor in (guest, waiting, accounts.actor("firm")):
        page = browser(app, actor).get(f"/roadshows/{roadshow.id}?lang={language}").text
        assert f"/roadshows/{roadshow.id}/{'ticket' if actor in (guest, waiting) else 'register'}" in page
        assert (roadshow.stream_url in page) == (actor == guest)
    page = browser(app, operator).get(f"/roadshows/{roadshow.id}/desk?lang={language}").text
    assert f"/roadshows/{roadshow.id}/guests" in page
    assert panels.of("roadshow_desk", db.session.get_one(Roadshow, roadshow.id))


@pytest.mark.parametrize("value", ["9" * 30, "-1", "2147483648", "\ufdfa" * 90, "😀<script>'\"%{{7*7}}\x00", "1e400"])
def test_what_no_honest_browser_sends_is_no_error_of_ours(app: Flask, value: str) -> None:
    operator, roadshow = held()
    guest, _row = make.registration(roadshow, state="offered", way="site")
    fields = dict.fromkeys(
        ("way", "role", "interests", "question", "consent", "answer", "decision", "chosen", "reason", "registration_id",
         "admit", "automatic", "online", "per_organisation", "offer_hours", "remind_hours"), value
    )  # fmt: skip
    asked = dict.fromkeys(("q", "code", "state", "way", "role", "here", "page", "format"), value)
    for client, paths in (
        (browser(app, guest), ("register", "ticket", "registration/cancel", "registration/offer", "registration.ics")),
        (browser(app, operator), ("guests", "guests/terms", "check-in", "check-in/undo", "guests/door.pdf")),
    ):
        client.application.config["PROPAGATE_EXCEPTIONS"] = False
        for path in paths:
            address = f"/roadshows/{roadshow.id}/{path}"
            assert client.get(address, query_string=asked).status_code < 500
            assert client.post(address, data=fields).status_code < 500


@pytest.mark.parametrize(("language", "word"), [("zh", "时间重叠"), ("en", "at the same hours")])
def test_two_at_the_same_hours_are_taken_with_a_kind_word(app: Flask, language: str, word: str) -> None:
    _operator, first = held()
    _other, second = held(starts_at=first.starts_at + timedelta(hours=2))
    _third, after = held(starts_at=first.ends_at)
    guest = accounts.actor("firm")
    client = browser(app, guest)
    assert client.post(f"/roadshows/{first.id}/register", data=FILLED).status_code == 302
    page = client.get(f"/roadshows/{second.id}/register?lang={language}").text
    assert first.name(language) in page
    assert first.name(language) not in client.get(f"/roadshows/{after.id}/register?lang={language}").text
    assert client.post(f"/roadshows/{second.id}/register", data=FILLED).status_code == 302
    assert second.name(language) in client.get(f"/roadshows/{first.id}/ticket?lang={language}").text
    assert client.get(f"/registrations?lang={language}").text.count(word) == 2
    assert client.post(f"/roadshows/{first.id}/registration/cancel").status_code == 302
    assert word not in client.get(f"/registrations?lang={language}").text
    assert first.name(language) not in client.get(f"/roadshows/{second.id}/ticket?lang={language}").text
