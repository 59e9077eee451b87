"""Every page of accounts opens for those who may see it, in both languages."""

from collections.abc import Sequence

from flask.testing import FlaskClient

from market.accounts import service
from market.core.db import transaction
from tests.factories import accounts as make

MINE = ("/account", "/account/password", "/account/sessions", "/organisation", "/organisation/members")
PUBLIC = ("/sign-in", "/sign-up", "/sign-up?kind=firm", "/password/forgotten", "/organisations?kind=all")


def test_pages_open(client: FlaskClient) -> None:
    firm = make.organisation(
        profile="Makes pumps.\n\nSince 1990.", industry="C", sme_class="small", website="https://pump.example"
    )
    waiting = make.organisation("university", "pending")
    person = make.user(waiting)
    operator = make.user(make.organisation("operator"))
    with transaction():
        invitation = service.invite(make.user(firm).actor, "new@example.org", "member")
        token = service.invitation_link_token(invitation)
    public = [*PUBLIC, f"/organisations/{firm.id}", f"/invitations/{token}"]
    member = [*MINE, "/organisation/edit", f"/organisations/{waiting.id}"]
    queue = ["/vetting", "/vetting?state=all&q=50%25&kind=firm"]
    vetting = [*MINE, *queue, f"/vetting/{waiting.id}", f"/vetting/{firm.id}"]
    for language in ("zh", "en"):
        make.sign_out(client)
        open_all(client, language, public)
        make.sign_in(client, person)
        open_all(client, language, member)
        make.sign_in(client, operator)
        open_all(client, language, vetting)


def open_all(client: FlaskClient, language: str, paths: Sequence[str]) -> None:
    """Open each page in a language; English ones hold no Chinese but names, Chinese ones are Chinese."""
    for path in paths:
        answer = client.get(path + lang(path, language))
        assert answer.status_code == 200, path
        assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in answer.text


def lang(path: str, language: str) -> str:
    """The language, added to the address."""
    return f"{'&' if '?' in path else '?'}lang={language}"
