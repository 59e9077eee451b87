"""The pages of pitches: two clicks to an application, the desk, experts behind links, the draw anybody checks."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.accounts.models import Organisation
from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db
from market.pitches import queries
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from tests.factories import accounts, listings, needs, pitches, roadshows
from tests.pitches.helpers import PHONE, mails, person_of, submitted

PDF = b"%PDF-1.4 slides"


def status(browser: FlaskClient, address: str) -> int:
    """The status of a download, which is closed at once."""
    with browser.get(address) as response:
        return response.status_code


def entering(app: Flask, who: Actor | None) -> FlaskClient:
    """A browser of its own for somebody."""
    browser = app.test_client()
    if who is not None:
        accounts.sign_in(browser, person_of(who))
    return browser


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_university_applies_from_its_listing_in_two_clicks(app: Flask, language: str) -> None:
    show = roadshows.roadshow()
    university = accounts.actor("university")
    listing = listings.announced_listing(db.session.get_one(Organisation, university.organisation_id))
    browser = entering(app, university)
    page = browser.get(f"/listings/{listing.id}?lang={language}").text
    first = re.search(r'href="(/pitches/new\?listing=\d+)"', page)
    assert first is not None
    choice = browser.get(first[1]).text
    second = re.search(rf'href="(/roadshows/{show.id}/apply\?listing=\d+)"', choice)
    assert second is not None
    form = browser.get(second[1]).text
    assert listing.title in form
    filled = dict(re.findall(r'<input[^>]*name="(title|speaker|minutes|answer_minutes)"[^>]*value="([^"]*)"', form))
    summary = re.search(r'<textarea[^>]*name="summary"[^>]*>\s*(.*?)</textarea>', form, re.S)
    assert summary is not None
    sent = browser.post(second[1], data=filled | {"summary": summary[1], "speaker_phone": PHONE})
    assert sent.status_code == 302
    pitch = db.session.query(Pitch).one()
    assert (pitch.state, pitch.listing_id, pitch.title) == ("submitted", listing.id, listing.title)
    assert re.fullmatch(r"PT-\d{4}-\d{4}", pitch.reference)
    assert pitch.reference in browser.get("/pitches").text
    again = browser.get(second[1])
    assert again.location == f"/pitches/{pitch.id}"
    assert browser.post(second[1], data=filled | {"summary": summary[1], "speaker_phone": PHONE}).status_code == 409


def test_a_firm_applies_from_its_need_in_two_clicks(app: Flask) -> None:
    show = roadshows.roadshow(kind="needs")
    firm, need = needs.published()
    browser = entering(app, firm)
    assert f"/pitches/new?need={need.id}" in browser.get(f"/needs/{need.id}").text
    assert f"/roadshows/{show.id}/apply?need={need.id}" in browser.get(f"/pitches/new?need={need.id}").text
    address = f"/roadshows/{show.id}/apply?need={need.id}"
    form = browser.get(address).text
    assert "李工" in form
    data = {"title": need.title, "summary": need.problem, "speaker": "李工", "minutes": 5, "answer_minutes": 2}
    refused = browser.post(address, data=data)
    assert refused.status_code == 422
    assert db.session.query(Pitch).count() == 0
    assert browser.post(address, data=data | {"speaker_phone": PHONE, "video_url": "http://x.org"}).status_code == 422
    kept = browser.post(address, data=data | {"later": "1"})
    assert kept.status_code == 302
    pitch = db.session.query(Pitch).one()
    assert (pitch.state, pitch.need_id, pitch.minutes) == ("draft", need.id, 5)
    assert browser.post(f"/pitches/{pitch.id}/submit").status_code == 422
    mended = browser.post(f"/pitches/{pitch.id}/edit", data=data | {"speaker_phone": PHONE, "submit": "1"})
    assert mended.status_code == 302
    assert db.session.get_one(Pitch, pitch.id).state == "submitted"


def test_a_selected_pitch_still_changes_its_speaker_and_nothing_else(app: Flask) -> None:
    owner, pitch = pitches.pitch(roadshows.roadshow())
    browser = entering(app, owner)
    text = browser.get(f"/pitches/{pitch.id}/edit").get_data(as_text=True)
    assert 'name="speaker"' in text
    assert 'name="title"' not in text
    assert 'name="minutes"' not in text


def test_no_form_opens_where_the_call_is_closed(app: Flask) -> None:
    show = roadshows.roadshow(call_closes_at=clock.now() - timedelta(hours=1))
    owner, pitch = pitches.pitch(roadshows.roadshow())
    browser = entering(app, owner)
    for address in (f"/roadshows/{show.id}/apply", f"/roadshows/{show.id}/apply?listing={pitch.listing_id}"):
        text = browser.get(address).get_data(as_text=True)
        assert 'href="/calls"' in text
        assert 'name="speaker"' not in text


def test_others_meet_nothing_of_an_application(app: Flask) -> None:
    show = roadshows.roadshow()
    owner, pitch = pitches.pitch(show, state="submitted", position=None)
    operator = roadshows.operator()
    browsers = {
        "stranger": entering(app, None),
        "firm": entering(app, accounts.actor("firm")),
        "other": entering(app, accounts.actor("university")),
        "own": entering(app, owner),
        "operator": entering(app, operator),
    }
    seen = {name: browser.get(f"/pitches/{pitch.id}").status_code for name, browser in browsers.items()}
    assert seen == {"stranger": 404, "firm": 404, "other": 404, "own": 200, "operator": 200}
    for address in (f"/pitches/{pitch.id}/desk", f"/roadshows/{show.id}/pitches", f"/roadshows/{show.id}/call/terms"):
        assert browsers["own"].get(address).status_code == 404
        assert browsers["operator"].get(address).status_code == 200
    assert browsers["other"].get(f"/pitches/{pitch.id}/edit").status_code == 404
    assert browsers["other"].post(f"/pitches/{pitch.id}/withdraw").status_code == 404
    assert browsers["own"].post(f"/roadshows/{show.id}/pitches/decide").status_code == 404
    assert browsers["operator"].get("/pitches").status_code == 404
    listing = f"/roadshows/{show.id}/apply?listing={pitch.listing_id}"
    assert browsers["other"].get(listing).status_code == 404
    assert browsers["stranger"].get(listing).status_code == 302


def test_the_page_of_a_selected_pitch_is_public_without_the_phone(app: Flask) -> None:
    show = roadshows.roadshow()
    owner, pitch = pitches.pitch(show, speaker_phone=PHONE, summary="一句话说明。", video_url="https://v.example.org/1")
    text = entering(app, None).get(f"/pitches/{pitch.id}").text
    assert pitch.title in text
    assert PHONE not in text
    assert "https://v.example.org/1" in text
    assert f"/listings/{pitch.listing_id}" in text
    assert PHONE in entering(app, owner).get(f"/pitches/{pitch.id}").text
    assert pitch.title in entering(app, None).get(f"/roadshows/{show.id}").text


def test_files_open_by_tier(app: Flask) -> None:
    owner, pitch = pitches.pitch(state="selected")
    mine, stranger = entering(app, owner), entering(app, None)
    address = f"/pitches/{pitch.id}/files"
    wrong = mine.post(address, data={"file": (io.BytesIO(b"MZ program"), "slides.pdf"), "tier": "public"})
    assert wrong.status_code == 422
    assert mine.post(address, data={"tier": "public"}).status_code == 422
    for tier in ("public", "registered", "intent", "organiser"):
        sent = mine.post(address, data={"file": (io.BytesIO(PDF), f"{tier}.pdf"), "tier": tier, "slides": "y"})
        assert sent.status_code == 302
    files = {one.tier: one.id for one in db.session.get_one(Pitch, pitch.id).files}
    assert {tier: status(stranger, f"{address}/{number}") for tier, number in files.items()} == {
        "public": 200,
        "registered": 404,
        "intent": 404,
        "organiser": 404,
    }
    operator = entering(app, roadshows.operator())
    for number in files.values():
        with mine.get(f"{address}/{number}") as download:
            assert download.data == PDF
        assert status(operator, f"{address}/{number}") == 200
    assert stranger.post(f"{address}/{files['public']}/remove").status_code == 302
    assert entering(app, accounts.actor("university")).post(f"{address}/{files['public']}/remove").status_code == 404
    assert mine.post(f"{address}/{files['public']}/remove").status_code == 302
    assert mine.get(f"{address}/{files['public']}").status_code == 404
    other = pitches.pitch(pitch.roadshow)[1]
    assert mine.get(f"/pitches/{other.id}/files/{files['intent']}").status_code == 404


def test_the_operator_decides_one_and_many_and_the_applicant_reads_why(app: Flask) -> None:
    show = roadshows.roadshow()
    found = [submitted(show) for _number in range(3)]
    operator = entering(app, roadshows.operator())
    desk = f"/roadshows/{show.id}/pitches"
    text = operator.get(desk).text
    assert all(pitch.reference in text for _owner, pitch in found)
    ticked = re.findall(r'name="pitch" value="(\d+:\d+)"', text)
    assert len(ticked) == 3
    assert operator.post(f"{desk}/decide", data={"decision": "select"}).status_code == 302
    assert operator.post(f"{desk}/decide", data={"pitch": ticked, "decision": "decline"}).status_code == 422
    sent = operator.post(f"{desk}/decide", data={"pitch": ticked[:2], "decision": "select"})
    assert sent.status_code == 302
    assert [pitch.position for pitch in queries.of_roadshow(show.id)] == [1, 2]
    stale = operator.post(
        f"{desk}/decide", data={"pitch": ticked[:1], "decision": "reserve", "reason": "换场"}, follow_redirects=True
    )
    assert len(queries.of_roadshow(show.id)) == 2
    assert "mk-note" in stale.text
    owner, third = found[2]
    page = operator.get(f"/pitches/{third.id}/desk").text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    data = {"decision": "return", "reason": "请补充中试数据", "version": version[1]}
    assert operator.post(f"/pitches/{third.id}/desk", data=data | {"reason": ""}).status_code == 422
    assert operator.post(f"/pitches/{third.id}/desk", data=data).status_code == 302
    assert operator.post(f"/pitches/{third.id}/desk", data=data).status_code == 409
    applicant = entering(app, owner)
    assert "请补充中试数据" in applicant.get(f"/pitches/{third.id}").text
    reference = third.reference
    outbox.drain()
    assert "请补充中试数据" in applicant.get("/inbox").text
    book = openpyxl.load_workbook(io.BytesIO(operator.get(f"{desk}?format=xlsx").data))
    assert book.active is not None
    assert book.active.max_row == 4
    assert reference in operator.get(f"{desk}?format=csv").text


def test_an_expert_judges_by_a_secret_link(app: Flask) -> None:
    show = roadshows.roadshow()
    owner, pitch = submitted(show)
    show_id, pitch_id = show.id, pitch.id
    operator = entering(app, roadshows.operator())
    page = f"/roadshows/{show.id}/pitches/experts"
    data = {"name": "许教授", "email": "Expert@Example.org", "body": "某研究院", "language": "en"}
    assert operator.post(page, data=data | {"email": "nonsense"}).status_code == 422
    assert operator.post(page, data=data).status_code == 302
    assert operator.post(page, data=data).status_code == 409
    outbox.drain()
    show, pitch = db.session.get_one(Roadshow, show_id), db.session.get_one(Pitch, pitch_id)
    (mail,) = [text for text in mails() if "/reviews/" in text]
    link = re.search(r"http://localhost(/reviews/\S+)", mail)
    assert link is not None
    expert = app.test_client()
    assert pitch.reference in expert.get(f"{link[1]}/{pitch.id}").text
    assert expert.get(f"{link[1][:-1]}0x").status_code == 404
    assert expert.get("/reviews/nonsense").status_code == 404
    assert expert.get(f"{link[1]}/999999").status_code == 404
    scores = {f"score_{one.key}": "4" for one in queries.terms(show).criteria}
    assert expert.post(f"{link[1]}/{pitch.id}", data={"comment": "好"}).status_code == 422
    assert expert.post(f"{link[1]}/{pitch.id}", data=scores | {"comment": "工艺成熟"}).status_code == 302
    text = operator.get(page).text
    assert "4.00" in text
    assert "工艺成熟" in text
    applicant = entering(app, owner)
    assert "工艺成熟" not in applicant.get(f"/pitches/{pitch.id}").text
    assert "许教授" not in applicant.get(f"/pitches/{pitch.id}").text
    operator.post(f"/pitches/{pitch.id}/desk", data={"decision": "select"})
    assert expert.get(link[1]).status_code == 410
    assert expert.post(f"{link[1]}/{pitch.id}", data=scores).status_code == 410


def test_a_closed_link_is_gone(app: Flask) -> None:
    show = roadshows.roadshow()
    submitted(show)
    operator = entering(app, roadshows.operator())
    page = f"/roadshows/{show.id}/pitches/experts"
    operator.post(page, data={"name": "许教授", "email": "e@example.org", "language": "zh"})
    show_id = show.id
    outbox.drain()
    reviewer = queries.reviewers(show_id)[0]
    secret = re.search(r"/reviews/[0-9a-f-]+", "\n".join(mails()))
    assert secret is not None
    assert app.test_client().get(secret[0]).status_code == 200
    assert operator.post(f"{page}/{reviewer.id}/remind").status_code == 302
    assert operator.post(f"{page}/{reviewer.id}/dismiss").status_code == 302
    assert app.test_client().get(secret[0]).status_code == 410
    other = roadshows.roadshow()
    assert operator.post(f"/roadshows/{other.id}/pitches/experts/{reviewer.id}/remind").status_code == 404


def test_a_draw_is_announced_held_and_checked_by_anybody(app: Flask) -> None:
    show = roadshows.roadshow()
    found = [pitches.pitch(show, position=number)[1] for number in range(1, 5)]
    operator, stranger = entering(app, roadshows.operator()), entering(app, None)
    page, public = f"/roadshows/{show.id}/pitches/draw", f"/roadshows/{show.id}/draw"
    assert stranger.get(public).status_code == 200
    assert operator.post(page, data={"salt_source": "福彩3D 第2026320期"}).status_code == 302
    draw = queries.draws(show.id)[0]
    text = stranger.get(public).text
    assert draw.commitment in text
    assert draw.secret not in text
    assert operator.post(f"/roadshows/{show.id}/pitches/order", data={"pitch": found[0].id}).status_code == 409
    assert operator.post(f"{page}/{draw.id}/hold", data={"salt": ""}).status_code == 422
    assert operator.post(f"{page}/{draw.id}/hold", data={"salt": " 3  8 1 "}).status_code == 302
    assert operator.post(f"{page}/{draw.id}/hold", data={"salt": "3 8 1"}).status_code == 409
    text = stranger.get(public).text
    held = queries.draws(show.id)[0]
    assert held.secret in text
    assert held.seed in text
    recipe = re.search(r"<pre[^>]*><code>(.*?)</code>", text, re.S)
    assert recipe is not None
    printed: list[str] = []
    code = recipe[1].replace("&#34;", '"').replace("&#39;", "'").replace("&quot;", '"')
    exec(code, {"print": lambda *lines, **_kwargs: printed.extend(lines)})
    assert printed == [held.seed, *held.order]
    assert [pitch.reference for pitch in queries.of_roadshow(show.id)] == held.order
    assert operator.post(page, data={}).status_code == 422
    assert operator.post(page, data={"why": "两个项目临时增加"}).status_code == 302
    second = queries.draws(show.id)[1]
    assert operator.post(f"{page}/{second.id}/call-off", data={"reason": ""}).status_code == 422
    assert operator.post(f"{page}/{second.id}/call-off", data={"reason": "不再需要"}).status_code == 302
    text = stranger.get(public).text
    assert held.seed in text
    assert "不再需要" in text
    assert second.secret not in held.secret
    assert operator.post(f"/roadshows/{show.id}/pitches/order", data={"pitch": found[0].id}).status_code == 302


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_speaks_both_languages(app: Flask, language: str) -> None:
    show = roadshows.roadshow()
    owner, pitch = submitted(show)
    pitches.pitch(show, position=1)
    pitches.need_pitch(show, position=2)
    mine, operator, stranger = entering(app, owner), entering(app, roadshows.operator()), entering(app, None)
    pages = [
        (stranger, ["/calls", f"/roadshows/{show.id}/call", f"/roadshows/{show.id}/draw", f"/roadshows/{show.id}"]),
        (mine, ["/pitches", f"/pitches/{pitch.id}", f"/pitches/{pitch.id}/edit", f"/roadshows/{show.id}/apply"]),
        (
            operator,
            [
                f"/roadshows/{show.id}/pitches",
                f"/roadshows/{show.id}/pitches/experts",
                f"/roadshows/{show.id}/pitches/draw",
                f"/roadshows/{show.id}/call/terms",
                f"/roadshows/{show.id}/call",
                f"/pitches/{pitch.id}/desk",
            ],
        ),
    ]
    for browser, addresses in pages:
        for address in addresses:
            assert browser.get(f"{address}?lang={language}").status_code == 200, address
    assert mine.get("/pitches/new").location == "/calls"


def test_the_call_says_what_the_operator_stored(app: Flask) -> None:
    show = roadshows.roadshow()
    operator = entering(app, roadshows.operator())
    address = f"/roadshows/{show.id}/call/terms"
    data = {
        "takes": ["need"],
        "asked": "只收需求。",
        "minutes": 4,
        "answer_minutes": 2,
        "criteria": "紧迫性 60\nMarket 40",
    }
    assert operator.post(address, data=data | {"criteria": "no weight"}).status_code == 422
    assert operator.post(address, data=data | {"criteria": "a 0"}).status_code == 422
    assert operator.post(address, data=data | {"criteria": "same 5\nsame 6"}).status_code == 422
    assert operator.post(address, data=data).status_code == 302
    text = app.test_client().get(f"/roadshows/{show.id}/call").text
    assert "只收需求。" in text
    assert "紧迫性" in text
    assert "60 %" in text
    university = accounts.actor("university")
    listing = listings.announced_listing(db.session.get_one(Organisation, university.organisation_id))
    refused = entering(app, university).post(
        f"/roadshows/{show.id}/apply?listing={listing.id}",
        data={
            "title": "x",
            "summary": "y" * 40,
            "speaker": "z",
            "speaker_phone": PHONE,
            "minutes": 5,
            "answer_minutes": 0,
        },
    )
    assert refused.status_code == 409
