"""The inbox and the mail pages."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from market.accounts.events import PasswordChanged
from market.accounts.models import User
from market.core.db import db, transaction
from market.core.outbox import drain, emit
from market.notifications.models import Notification
from tests.factories import accounts
from tests.notifications.conftest import Market

Reader = Callable[[int], FlaskClient]


@pytest.fixture
def reader(client: FlaskClient) -> Reader:
    """A browser in which that person is signed in."""

    def sign_in(user_id: int) -> FlaskClient:
        accounts.sign_in(client, db.session.get_one(User, user_id))
        return client

    return sign_in


@pytest.fixture
def entry(market: Market) -> int:
    with transaction():
        emit(PasswordChanged(market.boss))
    drain()
    return db.session.scalars(select(Notification.id)).one()


def test_the_inbox_speaks_the_readers_language(reader: Reader, market: Market, entry: int) -> None:
    browser = reader(market.boss)
    assert "Your password was changed" in browser.get("/inbox?lang=en").text
    assert "您的密码已修改" in browser.get("/inbox?lang=zh").text


def test_opening_an_entry_marks_it_read(reader: Reader, market: Market, entry: int) -> None:
    browser = reader(market.boss)
    assert "is-unread" in browser.get("/inbox").text
    assert browser.get(f"/inbox/{entry}").status_code == 302
    assert "is-unread" not in browser.get("/inbox").text
    assert f"/inbox/{entry}" not in browser.get("/inbox?show=unread").text


def test_nobody_opens_another_ones_entry(reader: Reader, market: Market, entry: int) -> None:
    answer = reader(market.owner).get(f"/inbox/{entry}")
    assert answer.status_code == 404
    assert "boss" not in answer.text
    assert reader(market.boss).get("/inbox?show=unread").text.count("is-unread") == 1


def test_everything_is_read_by_one_button(reader: Reader, market: Market, entry: int) -> None:
    browser = reader(market.boss)
    assert browser.get("/inbox/read").status_code == 405
    assert browser.post("/inbox/read").status_code == 302
    assert "is-unread" not in browser.get("/inbox").text


@pytest.mark.parametrize("query", ["feature=accounts", "feature=nonsense", "show=x&page=9999999", "feature=%25"])
def test_filters_take_anything(reader: Reader, market: Market, entry: int, query: str) -> None:
    assert reader(market.boss).get(f"/inbox?{query}").status_code == 200


def test_the_mail_log_is_for_operators(reader: Reader, market: Market, entry: int) -> None:
    assert reader(market.boss).get("/desk/mail").status_code == 404
    page = reader(market.desk).get("/desk/mail?q=boss&state=sent")
    assert page.status_code == 200
    assert "boss@firm.example" in page.text


def test_mails_are_shown_on_a_development_machine_only(
    app: Flask, client: FlaskClient, market: Market, entry: int
) -> None:
    listing = client.get("/dev/mail")
    assert "Your password was changed" in listing.text
    assert client.get("/dev/mail/nothing").status_code == 404
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, environment="production")
    try:
        assert client.get("/dev/mail").status_code == 404
    finally:
        app.extensions["settings"] = before
