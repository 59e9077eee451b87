"""The pages of intents: declaring in two taps, the list, the page, the desk, the panels; who sees what."""

from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.accounts.models import Organisation
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.intents import queries, service
from market.intents.models import Intent
from market.intents.rules import Wish
from market.licensing.events import NoticeSent
from market.pitches.models import Pitch
from tests.factories import accounts, intents, listings, pitches, roadshows
from tests.factories import licensing as make


def held() -> tuple[Actor, Pitch]:
    return pitches.pitch(roadshows.roadshow(state="held", starts_at=clock.now() - timedelta(days=2)))


def browser(app: Flask, actor: Actor) -> FlaskClient:
    client = app.test_client()
    accounts.sign_in(client, db.session.get_one(accounts.User, actor.user_id))
    return client


def declared(actor: Actor, pitch: Pitch, **over: object) -> int:
    with transaction():
        return service.declare(actor, pitch.id, Wish(**({"kind": "licence"} | over))).id  # type: ignore[arg-type]


def again(number: int) -> Intent:
    db.session.rollback()
    return db.session.get_one(Intent, number)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_intent_is_declared_changed_and_withdrawn(app: Flask, language: str) -> None:
    firm, (university, pitch) = accounts.actor("firm"), held()
    client = browser(app, firm)
    address = f"/pitches/{pitch.id}/intent"
    assert client.get(f"{address}?lang={language}").status_code == 200
    assert client.post(address, data={}).status_code == 422
    assert client.post(address, data={"kind": "licence", "low": "much"}).status_code == 422
    assert client.post(address, data={"kind": "licence", "low": "200", "high": "100"}).status_code == 422
    sent = client.post(address, data={"kind": "licence", "low": "100,000", "high": "200000", "note": "轮毂"})
    assert sent.status_code == 302
    shown = client.get(sent.location).text
    assert "100,000.00" in shown
    assert "轮毂" in shown
    assert "200,000.00" in client.get(address).text
    number = int(sent.location.rsplit("/", 1)[1])
    assert client.post(address, data={"kind": "licence", "consent": "y"}).location == sent.location
    assert again(number).consent_at is not None
    assert client.post(f"/intents/{number}/contact", data={"share": "0"}).status_code == 302
    assert again(number).consent_at is None
    assert client.post(f"/intents/{number}/withdraw").status_code == 302
    assert again(number).stage == "withdrawn"
    assert client.get(sent.location).status_code == 200
    assert client.post(f"/intents/{number}/withdraw").status_code == 409
    assert browser(app, university).get(address).status_code == 200


def test_refusals_and_foreign_people(app: Flask) -> None:
    firm, (university, pitch) = accounts.actor("firm"), held()
    number = declared(firm, pitch)
    stranger = browser(app, accounts.actor("firm"))
    for address in (f"/intents/{number}", "/intents/99999"):
        assert stranger.get(address).status_code == 404
    for what in ("stage", "word", "close", "plan", "withdraw", "contact"):
        data = {"move": "talk", "text": "x", "reason": "price", "share": "1"}
        assert stranger.post(f"/intents/{number}/{what}", data=data).status_code == 404, what
    assert stranger.get(f"/roadshows/{pitch.roadshow_id}/follow-up").status_code == 404
    assert browser(app, firm).post(f"/intents/{number}/plan", data={"next_step": "x"}).status_code == 404
    assert browser(app, firm).post(f"/intents/{number}/close", data={"reason": "price"}).status_code == 409
    assert browser(app, university).post(f"/pitches/{pitch.id}/intent", data={"kind": "licence"}).status_code == 409
    pending = browser(app, accounts.actor("firm", state="pending"))
    assert pending.post(f"/pitches/{pitch.id}/intent", data={"kind": "licence"}).status_code == 403
    assert app.test_client().get(f"/pitches/{pitch.id}/intent").status_code == 302
    assert stranger.get("/pitches/99999/intent").status_code == 404


def test_the_contact_is_seen_with_consent_only(app: Flask) -> None:
    firm, (university, pitch) = accounts.actor("firm", contact_phone="0533-7654321"), held()
    number = declared(firm, pitch)
    other, operator = browser(app, university), browser(app, accounts.actor("operator"))
    mail = db.session.get_one(accounts.User, firm.user_id).email
    page = f"/intents/{number}"
    assert mail not in other.get(page).text
    assert "0533-7654321" not in other.get(page).text
    assert mail in operator.get(page).text
    with transaction():
        service.share_contact(firm, number)
    assert mail in other.get(page).text
    assert "0533-7654321" in other.get(page).text
    with transaction():
        service.take_contact_back(firm, number)
    assert mail not in other.get(page).text
    own_mail = db.session.get_one(accounts.User, university.user_id).email
    client = browser(app, firm)
    assert own_mail not in client.get(page).text
    assert other.post(f"{page}/contact", data={"share": "1"}).status_code == 302
    assert own_mail in client.get(page).text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_followed_up_on_its_page(app: Flask, language: str) -> None:
    firm, (university, pitch) = accounts.actor("firm"), held()
    number = declared(firm, pitch)
    client = browser(app, accounts.actor("operator"))
    assert client.get(f"/intents/{number}?lang={language}").status_code == 200
    assert client.post(f"/intents/{number}/stage", data={"move": "talk", "note": "已通电话"}).status_code == 302
    assert client.post(f"/intents/{number}/stage", data={"move": "pay"}).status_code == 422
    assert client.post(f"/intents/{number}/stage", data={"move": "sign"}).status_code == 422
    assert client.post(f"/intents/{number}/word", data={"text": ""}).status_code == 422
    assert client.post(f"/intents/{number}/word", data={"text": "等样件"}).status_code == 302
    day = (clock.today() + timedelta(days=5)).isoformat()
    data = {"next_on": day, "next_step": "寄样件", "owner": str(university.user_id)}
    assert client.post(f"/intents/{number}/plan", data=data).status_code == 302
    for far in ("0001-01-01", "9999-12-31"):
        assert client.post(f"/intents/{number}/plan", data=data | {"next_on": far}).status_code == 422
    assert again(number).owner_id == university.user_id
    text = client.get(f"/intents/{number}").text
    assert day in text
    assert "寄样件" in text
    assert "等样件" in text
    assert "已通电话" in text
    assert "等样件" not in browser(app, firm).get(f"/intents/{number}").text
    assert client.post(f"/intents/{number}/close", data={"reason": "other"}).status_code == 422
    assert client.post(f"/intents/{number}/close", data={"reason": "price", "text": "太贵"}).status_code == 302
    assert "太贵" in browser(app, firm).get(f"/intents/{number}").text
    assert client.post(f"/intents/{number}/stage", data={"move": "reopen"}).status_code == 302


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_side_has_its_list(app: Flask, language: str) -> None:
    firm, (university, pitch) = accounts.actor("firm"), held()
    number = declared(firm, pitch)
    reference = again(number).reference
    readers = {
        firm: True,
        university: True,
        accounts.actor("operator"): True,
        accounts.actor("firm"): False,
        accounts.actor("university"): False,
    }
    for actor, sees in readers.items():
        client = browser(app, actor)
        assert (f"/intents/{number}" in client.get(f"/intents?lang={language}").text) is sees
        assert (reference in client.get("/intents?format=csv").text) is sees
    client = browser(app, firm)
    for query, sees in (("stage=open", True), ("stage=won", False), ("kind=joint", False), ("late=1", False)):
        assert (f"/intents/{number}" in client.get(f"/intents?{query}").text) is sees, query
    assert f"/intents/{number}" in client.get("/intents", query_string={"q": pitch.title[:4]}).text
    assert browser(app, accounts.actor("authority")).get("/intents").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_desk_shows_stages_and_hands_over_in_bulk(app: Flask, language: str) -> None:
    university, pitch = held()
    yesterday = clock.today() - timedelta(days=1)
    late = intents.intent(pitch, next_on=yesterday)[1]
    fine = intents.intent(pitch, stage="talk", next_on=clock.today() + timedelta(days=9))[1]
    operator = accounts.actor("operator")
    client, address = browser(app, operator), f"/roadshows/{pitch.roadshow_id}/follow-up"
    text = client.get(f"{address}?lang={language}").text
    assert late.reference in text
    assert fine.reference in text
    assert "mk-status--bad" in text
    text = client.get(f"{address}?late=1").text
    assert late.reference in text
    assert fine.reference not in text
    assert late.reference in client.get(f"{address}?format=csv").text
    assert client.get(f"{address}?format=xlsx").data[:2] == b"PK"
    day = (clock.today() + timedelta(days=3)).isoformat()
    both = [str(late.id), str(fine.id)]
    sent = client.post(address, data={"intent": both, "owner": str(operator.user_id), "next_on": day})
    assert sent.status_code == 302
    assert {again(one.id).owner_id for one in (late, fine)} == {operator.user_id}
    assert again(late.id).next_on == clock.today() + timedelta(days=3)
    assert client.post(address, data={"intent": both, "owner": "999999"}).status_code == 422
    assert client.post(address, data={"intent": both, "next_on": "9999-12-31"}).status_code == 422
    assert client.post(address, data={"owner": "0"}).status_code == 302
    empty = roadshows.roadshow(state="held")
    assert client.get(f"/roadshows/{empty.id}/follow-up").status_code == 200
    assert browser(app, university).get(address).status_code == 404


def test_the_forms_of_the_request_are_filled_in(app: Flask) -> None:
    firm, (_university, pitch) = accounts.actor("firm"), held()
    number = declared(firm, pitch, note="用于轮毂")
    client = browser(app, firm)
    text = client.get(f"/intents/{number}").text.replace("&amp;", "&")
    addresses = [part.split('"')[0] for part in text.split('href="') if part.startswith("/listings/")]
    notice = next(one for one in addresses if "/notice?" in one)
    ask = next(one for one in addresses if "/ask?" in one)
    assert "用于轮毂" in parse_qs(urlparse(notice).query)["remark"][0]
    assert "用于轮毂" in client.get(notice).text
    assert parse_qs(urlparse(ask).query)["kind"] == ["ordinary"]
    assert again(number).reference in client.get(ask).text
    buy = declared(firm, pitch, kind="purchase")
    assert "kind=transfer" in client.get(f"/intents/{buy}").text
    maker, need = pitches.need_pitch(pitch.roadshow)
    university = accounts.actor("university")
    listings.granted_patent(db.session.get_one(Organisation, university.organisation_id))
    answer = declared(university, need, kind="joint", note="可提供样机")
    text = browser(app, university).get(f"/intents/{answer}").text.replace("&amp;", "&")
    address = next(part.split('"')[0] for part in text.split('href="') if "/answer?" in part.split('"')[0])
    assert "可提供样机" in browser(app, university).get(address).text
    assert browser(app, maker).get(f"/intents/{answer}").status_code == 200


@pytest.mark.parametrize("language", ["zh", "en"])
def test_deals_say_where_they_began(app: Flask, language: str) -> None:
    university, firm = make.side("university"), make.side()
    listing = make.offer(university)
    show = roadshows.roadshow(state="held", starts_at=clock.now() - timedelta(days=2))
    _actor, pitch = pitches.pitch(show, listing_id=listing.id, organisation_id=university.organisation.id)
    number = declared(firm.actor, pitch)
    request = make.notice(listing, firm)
    from_intent = f"/intents/{number}"
    app_page = f"/requests/{request.id}?lang={language}"
    assert from_intent not in browser(app, firm.actor).get(app_page).text
    with transaction():
        service.on_request(NoticeSent(request.id))
    assert from_intent in browser(app, firm.actor).get(app_page).text
    assert queries.of_request(request.id)[0].id == number
