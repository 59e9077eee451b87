"""The operator's page of differences: list, filter, explanation, comparing at once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from market.core.db import db
from market.reconciliation.models import Difference
from tests.factories import accounts
from tests.factories import payments as make
from tests.reconciliation.test_service import spoil


@pytest.fixture
def spoilt(app: Flask) -> int:
    """An amount due that says "paid" while the ledger says "open"."""
    number = make.receivable()
    spoil(f"update receivable set settled_at = '2026-11-20 08:00:00' where id = {number}")
    return number


def test_the_operator_compares_explains_and_filters(spoilt: int, client: FlaskClient) -> None:
    accounts.sign_in(client, accounts.user(accounts.organisation("operator"), name="Zhao"))
    english = {"Accept-Language": "en"}
    assert "never checked" in client.get("/differences", headers=english).get_data(as_text=True)
    assert client.post("/differences/check").status_code == 302
    page = client.get("/differences", headers=english).get_data(as_text=True)
    assert "is kept as paid, but by the ledger" in page
    assert "Everything agrees" in client.get("/differences?kind=surplus", headers=english).get_data(as_text=True)
    row = db.session.scalars(select(Difference)).one().id
    assert f"/payments/{spoilt}" in client.get(f"/differences/{row}").get_data(as_text=True)
    assert client.post(f"/differences/{row}", data={"note": " "}).status_code == 422
    assert client.post(f"/differences/{row}", data={"note": "a slip of mine"}).status_code == 302
    assert "a slip of mine" in client.get("/differences?state=explained").get_data(as_text=True)
    assert "Zhao" in client.get(f"/differences/{row}").get_data(as_text=True)
    assert "a slip of mine" in client.get("/differences?state=explained&format=csv").get_data(as_text=True)
    assert "Everything agrees" in client.get("/differences", headers=english).get_data(as_text=True)


def test_nobody_else_sees_them(spoilt: int, client: FlaskClient) -> None:
    for kind in ("firm", "university", "authority"):
        accounts.sign_in(client, accounts.user(accounts.organisation(kind)))
        for path in ("/differences", "/differences/1"):
            assert client.get(path).status_code == 404
        assert client.post("/differences/check").status_code == 404
