"""Signing in and out over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.accounts.queries import live_sessions
from market.core.web import current_actor
from tests.factories import accounts as make


def who(client: FlaskClient) -> int | None:
    """Whom the server takes this client for."""
    with client:
        client.get("/sign-in")
        return current_actor().user_id


def test_sign_in_with_the_form(client: FlaskClient, app: Flask) -> None:
    person = make.user(make.organisation())
    answer = client.post("/sign-in", data={"email": person.email.upper(), "password": make.PASSWORD})
    assert answer.status_code == 302
    assert len(live_sessions(person.id)) == 1
    assert client.get("/sign-in").status_code == 302
    answer = client.post("/sign-out")
    assert answer.status_code == 302
    assert live_sessions(person.id) == []


@pytest.mark.parametrize("address", ["zürich@example.org", "zhao@例子.example", "赵@example.org"])
def test_an_address_no_mail_can_reach_is_refused(client: FlaskClient, address: str) -> None:
    answer = client.post("/password/forgotten?lang=en", data={"email": address})
    assert answer.status_code == 422
    assert "name@example.cn" in answer.text
