"""Signing in and out over HTTP."""

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
