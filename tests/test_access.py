"""The role x endpoint matrix, generated from the URL map: every cell behaves as the route's own mark says.

A route without a mark fails here and in the architecture test. Objects are asked for by ids that do not exist, so that
whoever may enter meets "not found" at worst, and whoever may not is turned away before anything is looked up.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter, Rule

from market.core.db import transaction
from tests.factories import accounts

ROLES = ("nobody", "university", "firm", "operator", "service", "authority")
OPEN_BY_NATURE = {"static", "bootstrap.static"}


def routes(app: Flask) -> Iterator[Rule]:
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if rule.endpoint not in OPEN_BY_NATURE:
            yield rule


def address(app: Flask, rule: Rule) -> str:
    """The rule's address with ids of nothing, and with the first of a closed list of words."""
    values: dict[str, object] = {}
    for argument in rule.arguments:
        converter = rule._converters[argument]
        words = sorted(getattr(converter, "items", ()))
        values[argument] = 987654321 if isinstance(converter, IntegerConverter) else (words or ["no-such-thing"])[0]
    return str(app.url_map.bind("localhost").build(rule.endpoint, values, method=method(rule)))


def method(rule: Rule) -> str:
    return "GET" if "GET" in (rule.methods or ()) else "POST"


@pytest.fixture
def browsers(app: Flask) -> dict[str, FlaskClient]:
    """One signed-in browser for each kind of organisation, and one for nobody."""
    found = {"nobody": app.test_client()}
    for kind in ROLES[1:]:
        with transaction():
            user = accounts.user(accounts.organisation(kind=kind, state="approved"))
        found[kind] = app.test_client()
        accounts.sign_in(found[kind], user)
    return found


def test_every_cell_is_as_marked(app: Flask, browsers: dict[str, FlaskClient]) -> None:
    wrong = []
    for rule in routes(app):
        who, _roles = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
        for role, browser in browsers.items():
            if rule.endpoint == "accounts.logout":
                continue
            response = browser.open(address(app, rule), method=method(rule))
            allowed = "public" in who or (role != "nobody" and ("signed_in" in who or role in who))
            turned_away = (
                response.status_code == 302 and "/sign-in" in response.location
                if role == "nobody"
                else response.status_code == 404
            )
            if response.status_code >= 500:
                wrong.append(f"{role} {rule} gave {response.status_code}")
            elif not allowed and not turned_away:
                wrong.append(f"{role} entered {rule}: {response.status_code}")
            elif (
                allowed and response.status_code == 302 and "/sign-in" in (response.location or "") and role != "nobody"
            ):
                wrong.append(f"{role} was sent away from {rule}")
    assert not wrong


def test_every_answer_carries_the_headers(app: Flask, browsers: dict[str, FlaskClient]) -> None:
    for rule in routes(app):
        response = browsers["nobody"].open(address(app, rule), method=method(rule))
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_no_state_changing_address_answers_get(app: Flask, browsers: dict[str, FlaskClient]) -> None:
    readable = {str(rule) for rule in routes(app) if "GET" in (rule.methods or ())}
    for rule in routes(app):
        if str(rule) not in readable:
            assert browsers["operator"].get(address(app, rule)).status_code in {404, 405}
