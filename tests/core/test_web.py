"""The edge: no open redirect, no leak in errors, languages by choice, headers always."""

import io
import json
import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from market.core.db import MarketSession, db, transaction
from market.core.errors import TooLarge
from market.core.files import clean_filename, keep, path_of
from market.core.logs import JsonLine
from market.core.web import safe_next
from tests.factories import accounts


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/ /evil.example",
        "/%0d%0a\n",
        "evil.example",
        "",
        None,
        "/a\\b",
        "\x00/x",
        "data:text/html,x",
        "ftp://x",
        "/\r\nLocation: x",
        " /x",
        "https:/evil",
        "https:///evil",
        "//\\evil",
    ],
)
def test_foreign_targets_are_replaced(target: str | None) -> None:
    assert safe_next(target, "/home") == "/home"


@pytest.mark.parametrize("target", ["/", "/needs/1?x=2", "/search?q=%E9%93%B8"])
def test_local_targets_are_kept(target: str) -> None:
    assert safe_next(target, "/home") == target


def test_an_unknown_page_tells_nothing_in_two_languages(client: FlaskClient) -> None:
    chinese = client.get("/no/such/page", headers={"Accept-Language": "zh"})
    english = client.get("/no/such/page", headers={"Accept-Language": "en"})
    assert chinese.status_code == english.status_code == 404
    assert "没有这个页面" in chinese.text
    assert 'lang="en"' in english.text
    assert "Traceback" not in chinese.text


def test_chinese_is_the_language_of_browsers_that_name_neither(client: FlaskClient) -> None:
    assert 'lang="zh-CN"' in client.get("/no/such/page", headers={"Accept-Language": "fr"}).text


def test_a_chosen_language_is_remembered(client: FlaskClient) -> None:
    client.get("/no/such/page?lang=en", headers={"Accept-Language": "zh"})
    assert 'lang="en"' in client.get("/no/such/page", headers={"Accept-Language": "zh"}).text


def test_a_bug_shows_its_number_and_nothing_else(app: Flask) -> None:
    client = app.test_client()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == "reports.home")
    before = app.view_functions[rule.endpoint]

    def broken() -> str:
        raise RuntimeError("secret detail")

    app.view_functions[rule.endpoint] = broken
    try:
        response = client.get(str(rule))
    finally:
        app.view_functions[rule.endpoint] = before
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert response.status_code == 500
    assert "secret detail" not in response.text
    assert response.headers["X-Request-Id"] in response.text


def test_a_failing_database_is_told_on_a_bare_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    person = accounts.user(accounts.organisation())
    client = app.test_client()
    accounts.sign_in(client, person)

    def broken(*_: object, **__: object) -> None:
        raise OperationalError("select secret_table", {}, Exception("secret detail"))

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(MarketSession, "scalar", broken)
    try:
        answers = [client.get(path, headers={"Accept-Language": "en"}) for path in ("/", "/inbox", "/no/such/page")]
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None
    for response in answers:
        assert response.status_code == 500
        assert "secret" not in response.text
        assert "Something went wrong" in response.text
        assert response.headers["X-Request-Id"] in response.text
        assert response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/needs/2147483648", "/needs/" + "9" * 30, "/patents/" + "9" * 5000])
def test_a_number_that_no_row_can_have_is_no_page(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_text_that_cannot_be_stored_is_turned_away(client: FlaskClient) -> None:
    asked = client.get("/needs?q=a%00b&page=2")
    assert (asked.status_code, asked.location) == (302, "/needs?q=ab&page=2")
    assert client.post("/sign-in?next=%00", data={"email": "a"}).status_code == 400
    assert client.get("/invitations/%00").status_code == 400
    assert client.post("/sign-in", data={"email": "a\x00b@example.org", "password": "x"}).status_code == 400


def test_log_lines_cannot_be_forged() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "name %s", ("a\nERROR b\x1b[31m",), None)
    line = JsonLine().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"].startswith("name a")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\证书.pdf", "证书.pdf"),
        ("a\x00b.txt", "ab.txt"),
        ("", "file"),
        ("\u202egpj.exe", "gpj.exe"),
        ('a"; filename=b.exe\r\nX: y', "a; filename=b.exeX y"),
        ("...", "file"),
    ],
)
def test_file_names_are_cleaned(given: str, kept: str) -> None:
    assert clean_filename(given) == kept


def test_a_file_lies_under_a_random_name_and_has_a_limit(app: Flask) -> None:
    with transaction():
        stored = keep(io.BytesIO(b"content"), "报告.pdf", None)
        db.session.add(stored)
    assert path_of(stored).read_bytes() == b"content"
    assert "报告" not in stored.key
    with pytest.raises(TooLarge):
        keep(io.BytesIO(b"x" * 100), "big.bin", None, limit=99)
    assert len(list(path_of(stored).parent.iterdir())) == 1
