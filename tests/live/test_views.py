"""The pages of the day: who sees what, the board's tag, and that nothing personal stands on it."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.core.db import transaction
from market.live import queries, service
from market.live.views.state import DESK
from tests.factories import accounts, pitches
from tests.factories import live as make

JSON = {"Accept": "application/json"}


def signed_in(app: Flask, actor: object) -> FlaskClient:
    found = app.test_client()
    accounts.sign_in(found, make.person(actor))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_those_let_in_see_the_stage_and_others_the_agenda(app: Flask, client: FlaskClient, language: str) -> None:
    day = make.day()
    make.begun(day, 2)
    guest = signed_in(app, make.guest(day))
    address = f"/roadshows/{day.id}/live"
    page = guest.get(f"{address}?lang={language}").text
    assert "data-live-stage" in page
    assert day.roadshow.stream_url in page
    for browser in (client, signed_in(app, accounts.actor("firm"))):
        outside = browser.get(f"{address}?lang={language}")
        assert outside.status_code == 200
        assert day.roadshow.stream_url not in outside.text
        assert "data-live-stage" not in outside.text
        assert day.pitches[0].name(language) in outside.text
    console = signed_in(app, day.host).get(f"/roadshows/{day.id}/console?lang={language}")
    assert console.status_code == 200
    assert signed_in(app, day.host).get(f"/roadshows/{day.id}/screen?lang={language}").status_code == 200
    assert guest.get(f"/roadshows/{day.id}/console").status_code == 404
