"""The operator's desk, the invitation behind its secret address, and who may see what."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.accounts.models import User
from market.core.db import db
from market.invitations import queries
from market.invitations.models import RoadshowInvitation
from tests.factories import accounts, guests, pitches, roadshows
from tests.factories import invitations as make


def state(row: RoadshowInvitation) -> str:
    db.session.rollback()
    return db.session.get_one(RoadshowInvitation, row.id).state


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_reasons_to_an_answer(app: Flask, client: FlaskClient, language: str) -> None:
    show = roadshows.roadshow()
    _, pitch = pitches.pitch(show)
    _firm, proposal = make.proposal(pitch)
    accounts.sign_in(client, accounts.user(accounts.organisation("operator")))
    address = f"/roadshows/{show.id}/invitations"
    text = client.get(f"{address}?lang={language}").text
    assert "低压铸造" in text
    assert client.post(f"{address}/draft", data={}).status_code == 422
    assert client.post(f"{address}/draft", data={"candidate": f"{pitch.id}-{proposal.id}"}).status_code == 302
    (row,) = queries.of_roadshow(show.id)
    one = f"{address}/{row.id}"
    assert client.post(one, data={"contact_email": "no address", "language": language}).status_code == 422
    letter = {"contact_email": "li@example.org", "language": language, "opening": "上周通过电话", "pitches": pitch.id}
    assert client.post(one, data=letter).status_code == 302
    page = client.get(one).text
    assert f"/invited/{queries.token(row)}" in page
    assert "上周通过电话" in page
    assert client.post(f"{address}/send", data={"invitation": row.id}).status_code == 302
    assert state(row) == "sent"
    assert "li@example.org" in client.get(f"{address}?format=csv").text

    guest = app.test_client()
    secret = f"/invited/{queries.token(row)}"
    assert "低压铸造" in guest.get(f"{secret}?lang={language}").text
    db.session.rollback()
    assert db.session.get_one(RoadshowInvitation, row.id).opened_at is not None
    assert guest.post(secret, data={}).status_code == 422
    assert guest.post(secret, data={"answer": "declined"}).status_code == 422
    assert guest.post(secret, data={"answer": "perhaps", "remark": "等领导定"}).status_code == 302
    assert state(row) == "perhaps"
    on = guest.post(secret, data={"answer": "coming"})
    assert on.location.endswith(f"/roadshows/{show.id}/register")
    assert state(row) == "coming"
    assert "等领导定" not in client.get(one).text


def test_an_answer_by_telephone_is_noted(client: FlaskClient) -> None:
    _, pitch = pitches.pitch()
    _, row = make.invitation(pitch)
    accounts.sign_in(client, accounts.user(accounts.organisation("operator")))
    address = f"/roadshows/{pitch.roadshow_id}/invitations/{row.id}"
    assert client.post(f"{address}/send", data={"way": "pigeon"}).status_code == 404
    assert client.post(f"{address}/answer", data={}).status_code == 422
    assert client.post(f"{address}/answer", data={"answer": "declined", "reason": "solved"}).status_code == 302
    assert state(row) == "declined"


def test_who_cancelled_is_shown_so_and_asked_back(app: Flask, client: FlaskClient) -> None:
    _, pitch = pitches.pitch()
    firm, row = make.invitation(pitch, state="registered")
    guests.registration(pitch.roadshow, firm, state="cancelled")
    accounts.sign_in(client, accounts.user(accounts.organisation("operator")))
    address = f"/roadshows/{pitch.roadshow_id}/invitations"
    for page in (f"{address}?lang=en&state=left", f"{address}/{row.id}?lang=en", f"{address}?format=csv&lang=en"):
        assert "Registered, cancelled later" in client.get(page).text
    assert row.name not in client.get(f"{address}?lang=en&state=registered").text
    assert "Register again" in app.test_client().get(f"/invited/{queries.token(row)}?lang=en").text


def test_an_organisation_is_invited_by_name(client: FlaskClient) -> None:
    show = roadshows.roadshow()
    body = accounts.organisation("university", name="东岭大学")
    accounts.sign_in(client, accounts.user(accounts.organisation("operator")))
    address = f"/roadshows/{show.id}/invitations"
    assert "东岭大学" in client.get(f"{address}?q=东岭").text
    assert client.post(f"{address}/add", data={"organisation": "x"}).status_code == 422
    assert client.post(f"{address}/add", data={"organisation": body.id}).status_code == 302
    (row,) = queries.of_roadshow(show.id)
    assert client.post(f"{address}/{row.id}/withdraw").status_code == 302
    assert state(row) == "withdrawn"


def test_others_see_their_own_invitations_only(app: Flask, client: FlaskClient) -> None:
    _, pitch = pitches.pitch()
    firm, row = make.invitation(pitch)
    own = app.test_client()
    accounts.sign_in(own, db.session.get_one(User, firm.user_id))
    assert queries.token(row) in own.get("/invited").text
    for kind in ("firm", "university"):
        other = app.test_client()
        accounts.sign_in(other, accounts.user(accounts.organisation(kind)))
        assert queries.token(row) not in other.get("/invited").text
        assert other.get(f"/roadshows/{pitch.roadshow_id}/invitations").status_code == 404
    assert client.get("/invited/deadbeef-0000").status_code == 404
    foreign = roadshows.roadshow()
    accounts.sign_in(client, accounts.user(accounts.organisation("operator")))
    assert client.get(f"/roadshows/{foreign.id}/invitations/{row.id}").status_code == 404
