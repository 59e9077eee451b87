"""The pages of needs over HTTP: the firm's way, the operator's review, the board, and what nobody else may see."""

import io
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from market.accounts.models import User
from market.core import clock
from market.core.db import db
from market.needs.models import Need
from tests.factories import accounts, needs


def person(actor: Any) -> User:
    """The person behind an actor."""
    return db.session.get_one(User, actor.user_id)


def enter(client: FlaskClient, actor: Any) -> None:
    """Sign in."""
    accounts.sign_in(client, person(actor))


def page(client: FlaskClient, path: str, status: int = 200, **values: Any) -> str:
    """A page in English."""
    answer = client.get(path, headers={"Accept-Language": "en"}, **values)
    assert answer.status_code == status, answer.text
    return answer.text


def test_a_firm_posts_a_need_in_steps(client: FlaskClient) -> None:
    firm = accounts.actor("firm")
    enter(client, firm)
    assert "Post a need" in page(client, "/my/needs")
    answer = client.post("/my/needs/new", data={"title": "降低铸件缩松废品率", "problem": "缩" * 70, "industry": "C"})
    need = db.session.scalars(select(Need)).one()
    assert answer.location == f"/my/needs/{need.id}/edit/solution"
    client.post(f"/my/needs/{need.id}/edit/solution", data={"indicators": "废品率低于2%", "later": "1"})
    client.post(
        f"/my/needs/{need.id}/edit/terms",
        data={"budget_text": "30-60万元", "cooperation": ["licence"], "deadline": str(clock.today())},
    )
    assert "600,000.00" in page(client, f"/my/needs/{need.id}/edit/terms")
    sent = {
        "contact_name": "李工",
        "contact_phone": "1",
        "show_name": "y",
        "files": [(io.BytesIO(b"%PDF-1.4"), "图纸.pdf"), (io.BytesIO(b"%PDF-1.4"), "报告.pdf")],
    }
    client.post(f"/my/needs/{need.id}/edit/private", data=sent, content_type="multipart/form-data")
    db.session.expire_all()
    assert [(d.file.filename, d.confidential) for d in need.documents] == [("图纸.pdf", True), ("报告.pdf", True)]
    assert need.title == "降低铸件缩松废品率"
    assert need.budget_max_minor == 60 * 10**6
    handed_in = client.post(f"/my/needs/{need.id}/submit", headers={"Accept-Language": "en"})
    assert need.reference in handed_in.text
    assert "What happens next" in handed_in.text
    db.session.expire_all()
    assert need.state == "submitted"


def test_nothing_typed_is_lost_when_a_step_is_refused(client: FlaskClient) -> None:
    enter(client, accounts.actor("firm"))
    answer = client.post("/my/needs/new", data={"title": "长" * 201, "problem": "这段文字要留下"})
    assert answer.status_code == 200
    assert "这段文字要留下" in answer.text
    assert 'href="#title"' in answer.text


def test_an_incomplete_need_says_what_is_missing(client: FlaskClient) -> None:
    firm, need = needs.drafted(indicators="", contact_phone="")
    enter(client, firm)
    answer = client.post(f"/my/needs/{need.id}/submit")
    assert answer.status_code == 422
    assert f"/my/needs/{need.id}/edit/solution#indicators" in answer.text
    assert f"/my/needs/{need.id}/edit/private#contact_phone" in answer.text


def test_a_hostile_file_kind_is_refused(client: FlaskClient) -> None:
    firm, need = needs.drafted()
    enter(client, firm)
    data = {"contact_name": "x", "files": [(io.BytesIO(b"<script>"), "a.html")]}
    answer = client.post(f"/my/needs/{need.id}/edit/private", data=data, content_type="multipart/form-data")
    assert answer.status_code == 200
    db.session.expire_all()
    assert need.documents == []


@pytest.mark.parametrize("kind", ["stranger", "firm", "university", "service", "authority"])
def test_secrets_stay_hidden_from_everybody_else(client: FlaskClient, kind: str) -> None:
    firm, need = needs.published(show_name=False)
    hidden = needs.with_file(firm, need, confidential=True)
    public = needs.with_file(firm, need, confidential=False)
    if kind != "stranger":
        enter(client, accounts.actor(kind))
    pages = [page(client, path) for path in ("/needs", f"/needs/{need.id}", "/needs?q=轮毂", "/needs?format=csv")]
    book = client.get("/needs?format=xlsx").data
    pages.append(zipfile.ZipFile(io.BytesIO(book)).read("xl/sharedStrings.xml").decode())
    for text in pages:
        assert need.title in text
        for secret in (needs.SECRET, "李工", "0538-0000000", "王总", need.known_firm, f"files/{hidden}"):
            assert secret not in text
    assert needs.SECRET not in page(client, f"/needs?q={needs.SECRET}").replace(f'value="{needs.SECRET}"', "")
    answer = client.get(f"/needs/{need.id}/files/{hidden}")
    assert answer.status_code == (302 if kind == "stranger" else 404)
    with client.get(f"/needs/{need.id}/files/{public}") as answer:
        assert answer.status_code == (302 if kind == "stranger" else 200)
    for path in (f"/my/needs/{need.id}", f"/my/needs/{need.id}/edit/private", f"/desk/needs/{need.id}"):
        assert client.get(path).status_code == (302 if kind == "stranger" else 404)


def test_firm_and_operator_see_everything(client: FlaskClient) -> None:
    firm, need = needs.submitted()
    hidden = needs.with_file(firm, need, confidential=True)
    for who, path in ((firm, f"/my/needs/{need.id}"), (accounts.actor("operator"), f"/desk/needs/{need.id}")):
        enter(client, who)
        text = page(client, path)
        for secret in (needs.SECRET, "李工", "王总", f"files/{hidden}"):
            assert secret in text
        with client.get(f"/needs/{need.id}/files/{hidden}") as answer:
            assert answer.data == b"drawing"


def test_drafts_and_waiting_needs_are_not_public(client: FlaskClient) -> None:
    _, draft = needs.drafted()
    _, waiting = needs.submitted()
    for need in (draft, waiting):
        assert client.get(f"/needs/{need.id}").status_code == 404
    assert draft.title not in page(client, "/needs")


def test_another_firms_need_looks_like_none(client: FlaskClient) -> None:
    _, need = needs.drafted()
    enter(client, accounts.actor("firm"))
    posts = ["submit", "take-back", "close", "reopen", "files/1/remove"]
    for path in [f"/my/needs/{need.id}", f"/my/needs/{need.id}/edit/problem"]:
        assert client.get(path).status_code == 404
        assert (
            page(client, path, 404).replace(str(need.id), "")
            == page(client, "/my/needs/999999", 404).replace("999999", "")
            or client.get("/my/needs/999999").status_code == 404
        )
    for path in posts:
        assert client.post(f"/my/needs/{need.id}/{path}", data={"how": "dropped"}).status_code == 404


def test_the_operator_returns_publishes_and_notes(client: FlaskClient) -> None:
    firm, need = needs.submitted()
    enter(client, accounts.actor("operator"))
    assert f"/desk/needs/{need.id}" in page(client, "/desk/needs")
    refused = client.post(f"/desk/needs/{need.id}/return", data={"message": " "})
    assert refused.status_code == 422
    client.post(f"/desk/needs/{need.id}/note", data={"private_note": "called twice"})
    client.post(f"/desk/needs/{need.id}/return", data={"message": "指标请写数字"})
    db.session.expire_all()
    assert (need.state, need.review_message, need.private_note) == ("returned", "指标请写数字", "called twice")
    client.post(f"/desk/needs/{need.id}/resubmit")
    client.post("/desk/needs/publish", data={"need": [str(need.id), "x", "9" * 30]})
    db.session.expire_all()
    assert need.state == "published"
    enter(client, firm)
    text = page(client, f"/my/needs/{need.id}")
    assert "called twice" not in text


def test_the_operator_changes_a_need_for_the_firm(client: FlaskClient) -> None:
    _, need = needs.submitted()
    enter(client, accounts.actor("operator"))
    assert page(client, f"/desk/needs/{need.id}")
    answer = client.post(f"/my/needs/{need.id}/edit/solution", data={"indicators": "废品率低于1.5%"})
    assert answer.location == f"/desk/needs/{need.id}"
    db.session.expire_all()
    assert need.indicators == "废品率低于1.5%"


def test_the_firm_closes_its_need(client: FlaskClient) -> None:
    firm, need = needs.published()
    enter(client, firm)
    client.post(f"/my/needs/{need.id}/close", data={"how": "elsewhere"})
    db.session.expire_all()
    assert (need.state, need.closed_how) == ("closed", "elsewhere")
    assert client.get(f"/needs/{need.id}").status_code == 404


def test_the_board_filters_pages_and_exports(client: FlaskClient) -> None:
    firm = accounts.actor("firm")
    operator = accounts.actor("operator")
    for number in range(23):
        needs.published(firm, operator, title=f"铸造技术需求第{number}项")
    needs.published(firm, operator, title="=饲料检测技术需求", industry="A", region_text="四川省")
    text = page(client, "/needs")
    assert "24 needs" in text
    assert "page=2" in text
    assert "1 need" in page(client, "/needs?region=5100")
    assert "No need fits" in page(client, "/needs?q=不存在的词")
    for odd in ("?page=99&sort=x&budget=%27&region=%27%27&industry=CC", "?q=%25%5C_", "?cooperation=x"):
        assert client.get(f"/needs{odd}").status_code == 200
    rows = page(client, "/needs?industry=A&format=csv").splitlines()
    assert len(rows) == 2
    assert "'=饲料检测技术需求" in rows[1]


def test_pages_speak_chinese(client: FlaskClient) -> None:
    firm, need = needs.published()
    enter(client, firm)
    for path in ("/needs", f"/needs/{need.id}", "/my/needs", f"/my/needs/{need.id}", "/my/needs/new"):
        text = client.get(f"{path}?lang=zh").text
        assert "技术需求" in text or "需求" in text
        assert "Technical indicators" not in text
