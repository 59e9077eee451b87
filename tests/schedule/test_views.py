"""The pages of a programme: draft, editing, release, the public page, print, calendar, run-sheet, rehearsal."""

import pytest
from flask.testing import FlaskClient

from market.accounts.models import User
from market.core.db import db
from tests.factories import accounts, pitches, roadshows


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_operator_makes_and_releases_a_programme(client: FlaskClient, language: str) -> None:
    operator = roadshows.operator()
    show = roadshows.roadshow(operator)
    for _ in range(3):
        pitches.pitch(show)
    accounts.sign_in(client, db.session.get_one(User, operator.user_id))
    desk = f"/roadshows/{show.id}/schedule"
    assert client.get(f"{desk}?lang={language}").status_code == 200
    assert client.post(f"{desk}/fill", data={"pause": "y"}).status_code == 302
    assert client.get(desk).status_code == 200
    assert client.get(f"{desk}/release").status_code == 200
    sent = client.post(f"{desk}/release", data={"seen": "1"})
    assert sent.status_code == 302
    for page in ("/programme", "/programme.pdf", "/programme.ics", "/schedule/run-sheet", "/schedule/rehearsal",
                 "/schedule/versions", "/schedule/versions/1", "/schedule/run-sheet?format=pdf",
                 "/schedule/run-sheet?format=xlsx", "/schedule/items/new", "/schedule/items/1", "/schedule/rooms/1"):
        assert client.get(f"/roadshows/{show.id}{page}").status_code == 200, page
