"""The pages of licensing over HTTP."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from market.core.db import db
from market.core.money import Money
from market.licensing.models import LicenceRequest
from market.patents.models import Patent
from tests.factories import accounts, listings
from tests.factories import licensing as make
from tests.factories.licensing import Side

PDF = b"%PDF-1.4 certificate"


def browser(app: Flask, side: Side) -> FlaskClient:
    client = app.test_client()
    accounts.sign_in(client, side.person)
    client.get("/?lang=en")
    return client


def once_of(page: TestResponse) -> str:
    found = re.search(r'name="once"[^>]*value="([0-9a-f]{32})"', page.text)
    assert found is not None
    return found[1]


def latest() -> LicenceRequest:
    db.session.rollback()
    return db.session.query(LicenceRequest).order_by(LicenceRequest.id.desc()).first()


def test_a_firm_takes_a_licence(app: Flask) -> None:
    listing, firm = make.offer(), make.side()
    client = browser(app, firm)
    address = f"/listings/{listing.id}/notice"
    page = client.get(address)
    assert page.status_code == 200
    assert "30,000.00" in page.text
    assert firm.organisation.uscc in page.text
    sent = client.post(address, data={"once": once_of(page), "product": "<b>轮毂</b>", "accepted": "y"})
    request = latest()
    assert sent.location == f"/requests/{request.id}/sent"
    done = client.get(sent.location)
    assert request.reference in done.text
    assert f"/payments/{make.receivable(request).id}/pay" in done.text
    deal = client.get(f"/requests/{request.id}")
    assert "Waiting for payment" in deal.text
    assert "&lt;b&gt;" in deal.text
    assert "<b>轮毂" not in deal.text
    make.pay(request)
    moved = client.get(f"/requests/{request.id}")
    licence = make.licence_of(request)
    assert moved.location == f"/licences/{licence.id}"
    page = client.get(moved.location)
    assert "In force, to be recorded" in page.text
    assert licence.recordal_due.isoformat() in page.text


def test_the_same_form_twice_leads_to_the_same_request(app: Flask) -> None:
    listing = make.offer()
    client = browser(app, make.side())
    form = {"once": once_of(client.get(f"/listings/{listing.id}/notice")), "accepted": "y"}
    first, second = (client.post(f"/listings/{listing.id}/notice", data=form) for _ in range(2))
    assert first.location == second.location
    tab = client.post(f"/listings/{listing.id}/notice", data=form | {"once": "f" * 32})
    assert tab.location == f"/requests/{latest().id}"
    assert client.get(f"/listings/{listing.id}/notice").location == f"/requests/{latest().id}"
    assert db.session.query(LicenceRequest).count() == 1


def test_without_the_statement_nothing_is_sent_and_nothing_typed_is_lost(app: Flask) -> None:
    listing = make.offer()
    client = browser(app, make.side())
    page = client.get(f"/listings/{listing.id}/notice")
    again = client.post(f"/listings/{listing.id}/notice", data={"once": once_of(page), "product": "wheels"})
    assert again.status_code == 422
    assert 'value="wheels"' in again.text
    assert once_of(again) == once_of(page)
    assert latest() is None


@pytest.mark.parametrize(
    ("kind", "over", "sentence"),
    [
        ("university", {}, "Licences are taken by firms"),
        ("firm", {"state": "pending"}, "has not been vetted yet"),
        ("firm", {"role": "member"}, "the owner or a manager"),
    ],
)
def test_who_cannot_take_it_is_told_why(app: Flask, kind: str, over: dict[str, str], sentence: str) -> None:
    listing = make.offer()
    client = browser(app, make.side(kind, **over))
    page = client.get(f"/listings/{listing.id}/notice")
    assert sentence in page.text
    assert "<textarea" not in page.text
    answer = client.post(f"/listings/{listing.id}/notice", data={"once": "a" * 32, "accepted": "y"})
    assert answer.status_code in (403, 422)
    assert latest() is None


def test_what_is_not_on_offer_today_is_said_before_anything_is_typed(app: Flask) -> None:
    listing = make.offer()
    with make.transaction():
        db.session.get_one(Patent, listing.patents[0].patent_id).annuity_due = date(2020, 1, 1)
    client = browser(app, make.side())
    page = client.get(f"/listings/{listing.id}/notice").text
    assert "cannot be taken at present" in page
    assert "<textarea" not in page
    answer = client.post(f"/listings/{listing.id}/notice", data={"once": "a" * 32, "accepted": "y"})
    assert answer.status_code == 409
    assert latest() is None


def test_strangers_sign_in_first(app: Flask, client: FlaskClient) -> None:
    listing = make.offer()
    assert "/sign-in" in client.get(f"/listings/{listing.id}/notice").location
    assert "/sign-in" in client.get("/licences").location


def test_a_free_licence_is_in_force_at_once(app: Flask) -> None:
    listing = make.offer(fee=listings.FREE)
    client = browser(app, make.side())
    page = client.get(f"/listings/{listing.id}/notice")
    client.post(f"/listings/{listing.id}/notice", data={"once": once_of(page), "accepted": "y"})
    done = client.get(f"/requests/{latest().id}/sent")
    assert "Your licence is in force" in done.text
    assert "Free of charge" in client.get(f"/licences/{make.licence_of(latest()).id}").text


def test_every_page_of_a_deal_is_hidden_from_others(app: Flask) -> None:
    licence = make.licence()
    request_id, missing = licence.request_id, 999_999
    pages = ["/requests/%d", "/requests/%d/sent", "/requests/%d/notice"]
    for side in (make.side(), make.side("university"), make.side("authority")):
        client = browser(app, side)
        for page in pages:
            assert client.get(page % request_id).status_code == client.get(page % missing).status_code == 404
        for page in ("/licences/%d", "/licences/%d/recordal", "/licences/%d/certificate"):
            assert client.get(page % licence.id).status_code == 404
        assert (
            client.post(f"/licences/{licence.id}/recordal", data={"number": "1", "on": "2026-01-01"}).status_code == 404
        )
        for deed in ("cancel", "release", "close"):
            assert client.post(f"/requests/{request_id}/{deed}", data={"reason": "x"}).status_code == 404


def test_both_sides_see_the_deal_and_reading_is_noted(app: Flask) -> None:
    university, firm = make.side("university", contact_phone="0533-111"), make.side(contact_phone="0533-222")
    request = make.notice(make.offer(university), firm)
    mine = browser(app, firm).get(f"/requests/{request.id}").text
    assert "0533-111" in mine
    assert "0533-222" not in mine
    assert make.again(request).read_at is None
    theirs = browser(app, university).get(f"/requests/{request.id}").text
    assert "0533-222" in theirs
    assert "The licensor opened the notice" in theirs
    assert make.again(request).read_at is not None
    assert "Cancel the notice" not in theirs


def test_the_notice_prints_with_its_proof(app: Flask) -> None:
    firm = make.side()
    request = make.notice(make.offer(), firm)
    page = browser(app, firm).get(f"/requests/{request.id}/notice").text
    assert request.terms_hash in page
    assert "unchanged since then" in page


def test_cancelling(app: Flask) -> None:
    firm = make.side()
    request = make.notice(make.offer(), firm)
    client = browser(app, firm)
    assert "Cancel the notice" in client.get(f"/requests/{request.id}").text
    client.post(f"/requests/{request.id}/cancel")
    assert "Cancelled by the firm" in client.get(f"/requests/{request.id}").text


def test_the_operator_decides(app: Flask) -> None:
    firm, operator = make.side(), make.side("operator")
    request = make.notice(make.offer(), firm)
    patent_id = request.terms["patent_ids"][0]
    with make.transaction():
        db.session.get_one(Patent, patent_id).disputed = True
    make.pay(request)
    client = browser(app, operator)
    assert request.reference in client.get("/desk/held").text
    page = client.get(f"/requests/{request.id}").text
    assert "Ownership is disputed" in page
    assert "Grant the licence" not in page
    assert client.post(f"/requests/{request.id}/release").status_code == 409
    assert client.post(f"/requests/{request.id}/close", data={}).status_code == 422
    with make.transaction():
        db.session.get_one(Patent, patent_id).disputed = False
    assert "Grant the licence" in client.get(f"/requests/{request.id}").text
    assert client.post(f"/requests/{request.id}/release").status_code == 302
    assert "In force" in browser(app, firm).get(f"/licences/{make.licence_of(request).id}").text


def test_lists_filter_and_export(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    listing = make.offer(university)
    make.notice(listing, firm)
    make.licence(make.offer(university), firm)
    for side, address in ((firm, "/licences"), (university, "/licences"), (make.side("operator"), "/desk/licences")):
        client = browser(app, side)
        assert client.get(address).text.count("30,000.00") >= 2
        only = client.get(f"{address}?stage=effective&sort=due").text
        assert "XK-" in only
        assert "TZ-" not in only
        assert "Nothing fits" in client.get(f"{address}?q=zzz").text
        table = client.get(f"{address}?format=csv").text
        assert table.count("\r\n") == 3
        assert client.get(f"{address}?format=xlsx").data.startswith(b"PK")
    assert "No licences yet" in browser(app, make.side()).get("/licences").text
    assert browser(app, firm).get("/desk/licences").status_code == 404


@pytest.mark.parametrize("fee", [listings.FEE, listings.FREE, listings.ONE_OFF])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fee_shows_in_both_languages(app: Flask, fee: listings.Fee, language: str) -> None:
    university, firm = make.side("university"), make.side()
    licence = make.licence(make.offer(university, fee=fee), firm)
    for side in (university, firm, make.side("operator")):
        client = browser(app, side)
        client.get(f"/?lang={language}")
        for page in (
            f"/licences/{licence.id}",
            f"/licences/{licence.id}/recordal",
            f"/requests/{licence.request_id}/notice",
            f"/requests/{licence.request_id}/sent",
        ):
            assert client.get(page).status_code == 200


def test_money_given_back_is_shown(app: Flask) -> None:
    firm = make.side()
    request = make.notice(make.offer(), firm)
    make.pay(request, Money.of(31_000))
    page = browser(app, firm).get(f"/licences/{make.licence_of(request).id}").text
    assert "1,000.00" in page
    assert "to be given back" in page
