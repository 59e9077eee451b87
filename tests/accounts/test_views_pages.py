"""Every page of accounts opens for those who may see it, in both languages."""

import pytest
from flask.testing import FlaskClient

from market.accounts import service
from market.core.db import transaction
from tests.factories import accounts as make

MINE = ("/account", "/account/password", "/account/sessions", "/organisation", "/organisation/members")
PUBLIC = ("/sign-in", "/sign-up", "/sign-up?kind=firm", "/password/forgotten", "/organisations", "/organisations?kind=all")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_open(client: FlaskClient, language: str) -> None:
    firm = make.organisation(
        profile="Makes pumps.\n\nSince 1990.", industry="C", sme_class="small", website="https://pump.example"
    )
    waiting = make.organisation("university", "pending")
    person = make.user(waiting)
    operator = make.user(make.organisation("operator"))
    with transaction():
        invitation = service.invite(make.user(firm).actor, "new@example.org", "member")
        token = service.invitation_link_token(invitation)
    pages = [*PUBLIC, f"/organisations/{firm.id}", f"/invitations/{token}"]
    for path in pages:
        assert client.get(path +  lang(path, language)).status_code == 200, path
    make.sign_in(client, person)
    for path in (*MINE, "/organisation/edit", f"/organisations/{waiting.id}"):
        assert client.get(path +  lang(path, language)).status_code == 200, path
    make.sign_in(client, operator)
    for path in (*MINE, "/vetting", "/vetting?state=all", f"/vetting/{waiting.id}", f"/vetting/{firm.id}"):
        assert client.get(path +  lang(path, language)).status_code == 200, path


def lang(path: str, language: str) -> str:
    """The language, added to the address."""
    return f"{'&' if '?' in path else '?'}lang={language}"
