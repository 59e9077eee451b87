"""What people do with the pages of accounts, over HTTP."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from market.accounts import queries, service
from market.accounts.models import Invitation, Organisation, PasswordReset, User, VettingDecision
from market.core.db import MarketSession, transaction
from tests.factories import accounts as make

NEW = "a quite different sentence"


WRONG_ENTRIES: list[tuple[dict[str, str], str]] = [
    ({"uscc": "91110108551385082R"}, "uscc"),
    ({"email": "nobody"}, "email"),
    ({"email": "a@b.cn\r\nBcc: x@example.org"}, "email"),
    ({"name": "a\r\nb"}, "name"),
    ({"name": "x" * 121}, "name"),
    ({"password": "password123"}, "password"),
    ({"password": "zhao@example.org"}, "password"),
    ({"kind": "operator"}, "kind"),
    ({"industry": "Z"}, "industry"),
    ({"entitled": ""}, "entitled"),
]


def application(**over: str) -> dict[str, str]:
    """A sign-up form as somebody fills it in."""
    return {
        "kind": "firm",
        "name": "云州水泵厂",
        "uscc": make.uscc(),
        "sme_class": "small",
        "industry": "C",
        "person_name": "赵强",
        "phone": "0533-1234567",
        "email": "zhao@example.org",
        "password": NEW,
        "entitled": "y",
    } | over


def errors(text: str) -> list[str]:
    """The fields that a page marks."""
    return re.findall(r'class="mk-error" id="([a-z_]+)-error"', text)


def test_the_way_from_sign_up_to_vetted(app: Flask, session: MarketSession) -> None:
    applicant, operator = app.test_client(), app.test_client()
    assert applicant.post("/sign-up", data=application()).status_code == 200
    organisation = session.scalars(select(Organisation)).one()
    login = {"email": "zhao@example.org", "password": NEW}
    assert applicant.post("/sign-in?next=/organisation", data=login).headers["Location"] == "/organisation"
    make.sign_in(operator, make.user(make.organisation("operator")))
    assert organisation.name in operator.get("/vetting").text
    page = f"/vetting/{organisation.id}"
    data = {"decision": "return", "private_note": "called, nobody answered"}
    answer = operator.post(page, data=data)
    assert (answer.status_code, errors(answer.text)) == (422, ["message"])
    answer = operator.post(page, data=data | {"message": "The name is not the registered one."})
    assert answer.status_code == 302
    assert "nobody answered" in operator.get(page).text
    seen = applicant.get("/organisation").text
    assert "The name is not the registered one." in seen
    changed = application(name="云州水泵有限公司", uscc=organisation.uscc)
    assert applicant.post("/organisation/edit", data=changed).status_code == 302
    assert applicant.post("/organisation/resubmit").status_code == 302
    assert operator.post(page, data={"decision": "approve"}).status_code == 302
    assert (organisation.name, organisation.state) == ("云州水泵有限公司", "approved")
    assert app.test_client().get(f"/organisations/{organisation.id}").status_code == 200
    assert operator.post(page, data={"decision": "approve"}).status_code == 409


def test_a_private_note_is_shown_to_operators_only(app: Flask) -> None:
    organisation = make.organisation(state="pending")
    owner, boss = make.user(organisation), make.actor("operator")
    with transaction():
        service.add_note(boss, organisation.id, "SECRETNOTE one")
        service.decide(boss, organisation.id, "approve", "welcome", "SECRETNOTE two")
    readers = {"stranger": None, "owner": owner, "firm": make.user(make.organisation())}
    paths = ["/account", "/organisation", "/organisation/members", "/organisation/edit", f"/vetting/{organisation.id}"]
    for person in readers.values():
        client = app.test_client()
        if person is not None:
            make.sign_in(client, person)
        for path in [*paths, f"/organisations/{organisation.id}", "/organisations?kind=all"]:
            for accept in ("text/html", "application/json"):
                assert "SECRETNOTE" not in client.get(path, headers={"Accept": accept}).text, path
    client = app.test_client()
    make.sign_in(client, make.user(make.organisation("operator")))
    assert client.get(f"/vetting/{organisation.id}").text.count("SECRETNOTE") == 2


def test_vetting_is_closed_to_others(client: FlaskClient) -> None:
    organisation = make.organisation(state="pending")
    for kind in ("university", "firm", "service", "authority"):
        make.sign_in(client, make.user(make.organisation(kind)))
        assert client.get("/vetting").status_code == 404
        assert client.get(f"/vetting/{organisation.id}").status_code == 404
        assert client.post(f"/vetting/{organisation.id}", data={"decision": "approve"}).status_code == 404
    assert organisation.state == "pending"


def test_a_suspended_operator_sees_nothing(client: FlaskClient) -> None:
    make.sign_in(client, make.user(make.organisation("operator", "suspended")))
    assert client.get("/vetting").status_code == 404


def test_sign_up_says_everything_that_is_missing(client: FlaskClient, session: MarketSession) -> None:
    answer = client.post("/sign-up", data={"kind": "firm"})
    assert answer.status_code == 422
    missing = set(errors(answer.text))
    assert missing >= {"name", "uscc", "sme_class", "industry", "person_name", "phone", "email", "password"}
    for number, (over, field) in enumerate(WRONG_ENTRIES):
        address = {"REMOTE_ADDR": f"192.0.2.{number}"}
        answer = client.post("/sign-up", data=application(**over), environ_overrides=address)
        assert (answer.status_code, errors(answer.text)) == (422, [field]), over
    assert session.scalars(select(Organisation)).all() == []


def test_universities_need_no_size(client: FlaskClient, session: MarketSession) -> None:
    data = application(kind="university", uscc=make.uscc("university"), sme_class="", industry="")
    assert client.post("/sign-up", data=data).status_code == 200
    assert session.scalars(select(Organisation.kind)).all() == ["university"]


def test_sign_up_with_a_known_address_looks_the_same(client: FlaskClient, session: MarketSession) -> None:
    make.user(make.organisation(), email="known@example.org")
    one = client.post("/sign-up", data=application(email="known@example.org"))
    two = client.post("/sign-up", data=application(email="fresh@example.org"))
    assert one.status_code == two.status_code == 200
    assert one.text.replace("known@", "fresh@") == two.text
    assert len(session.scalars(select(User)).all()) == 2


def test_sign_ups_are_limited(client: FlaskClient) -> None:
    answers = [client.post("/sign-up", data=application(email=f"z{n}@example.org")).status_code for n in range(22)]
    assert answers == [200] * 20 + [429] * 2


def test_extra_fields_change_nothing(client: FlaskClient, session: MarketSession) -> None:
    extra = {"state": "approved", "role": "owner", "id": "7", "version": "9", "vetted_at": "2020-01-01"}
    assert client.post("/sign-up", data=application(**extra)).status_code == 200
    assert session.scalars(select(Organisation.state)).all() == ["pending"]
    organisation = make.organisation()
    make.sign_in(client, make.user(organisation, "manager"))
    before = (organisation.name, organisation.uscc, organisation.kind)
    forged = {"name": "Other", "kind": "university", "uscc": make.uscc(), "state": "revoked"}
    data = {"sme_class": "small", "industry": "C", **forged}
    assert client.post("/organisation/edit", data=data).status_code == 302
    assert (organisation.name, organisation.uscc, organisation.kind) == before
    assert (organisation.state, organisation.sme_class) == ("approved", "small")


def test_a_website_never_runs_a_script(client: FlaskClient) -> None:
    organisation = make.organisation("university")
    make.sign_in(client, make.user(organisation))
    for text in ("javascript:alert(1)", "data:text/html,x", "ftp://x.example/", "https:", "//x.example"):
        answer = client.post("/organisation/edit", data={"website": text})
        assert (answer.status_code, errors(answer.text)) == (422, ["website"]), text
    assert client.post("/organisation/edit", data={"website": "https://x.example/a"}).status_code == 302


def test_markup_in_a_profile_is_shown_as_text(client: FlaskClient) -> None:
    organisation = make.organisation(profile='"><i id=x1></i>{{7*7}}', name='<b id="x2">', name_en="")
    page = client.get(f"/organisations/{organisation.id}").text
    assert 'id="x2"' not in page
    assert "<i id=x1>" not in page
    assert "{{7*7}}" in page


def test_unvetted_organisations_are_not_public(client: FlaskClient) -> None:
    missing = client.get("/organisations/999999")
    for state in ("pending", "returned", "declined", "suspended", "revoked"):
        make.sign_out(client)
        organisation = make.organisation(state=state)
        path = f"/organisations/{organisation.id}"
        hidden = client.get(path)
        assert missing.status_code == hidden.status_code == 404
        assert organisation.name not in client.get("/organisations?kind=all").text
        make.sign_in(client, make.user(make.organisation()))
        assert client.get(path).status_code == 404
        make.sign_in(client, make.user(organisation, "member"))
        assert client.get(path).status_code == 200


def test_contact_data_is_not_public(client: FlaskClient) -> None:
    contact = {"contact_name": "HIDDENNAME", "contact_phone": "HIDDENPHONE", "contact_email": "HIDDEN@x.cn"}
    organisation = make.organisation(**contact)
    assert "HIDDEN" not in client.get(f"/organisations/{organisation.id}").text


def test_joining_by_invitation(app: Flask, session: MarketSession) -> None:
    organisation = make.organisation()
    owner, newcomer = app.test_client(), app.test_client()
    make.sign_in(owner, make.user(organisation))
    data = {"email": "New@example.org", "role": "finance", "language": "en"}
    assert owner.post("/organisation/members/invite", data=data).status_code == 302
    link = "/invitations/" + service.invitation_link_token(session.scalars(select(Invitation)).one())
    page = newcomer.get(link)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    answer = newcomer.post(link, data={"name": "New", "password": "short"})
    assert (answer.status_code, errors(answer.text)) == (422, ["password"])
    assert newcomer.post(link, data={"name": "New", "password": NEW}).status_code == 302
    assert newcomer.get("/organisation").status_code == 200
    assert app.test_client().get(link).status_code == 410
    found = queries.by_email("new@example.org")
    assert found is not None
    assert found.actor.role == "finance"
    assert owner.post(f"/organisation/members/{found.id}/role", data={"role": "member"}).status_code == 302
    assert found.actor.role == "member"
    assert newcomer.post("/organisation/members/invite", data=data).status_code == 403
    assert newcomer.get("/organisation/edit").status_code == 403
    assert owner.post(f"/organisation/members/{found.id}/role", data={"role": "king"}).status_code == 404
    assert owner.post(f"/organisation/members/{found.id}/remove").status_code == 302
    assert newcomer.get("/organisation").status_code == 404
    assert newcomer.get("/account").status_code == 200


def test_joining_with_an_account(app: Flask, session: MarketSession) -> None:
    owner = make.user(make.organisation()).actor
    free = make.user()
    with transaction():
        link = "/invitations/" + service.invitation_link_token(service.invite(owner, free.email, "member"))
    client = app.test_client()
    assert "name=\"password\"" not in client.get(link).text
    assert client.post(link, data={"name": "Thief", "password": NEW}).status_code == 410
    make.sign_in(client, make.user())
    assert client.post(link).status_code == 403
    make.sign_in(client, free)
    assert client.post(link).status_code == 302
    assert free.actor.organisation_id == owner.organisation_id


def test_members_see_each_other_but_do_not_rule(client: FlaskClient) -> None:
    organisation = make.organisation()
    owner = make.user(organisation)
    make.sign_in(client, make.user(organisation, "member"))
    page = client.get("/organisation/members").text
    assert owner.email in page
    assert "/remove" in page
    assert f"/members/{owner.id}/remove" not in page
    assert client.post(f"/organisation/members/{owner.id}/remove").status_code == 403


def test_a_forgotten_password(app: Flask, session: MarketSession) -> None:
    person = make.user(make.organisation())
    client = app.test_client()
    assert client.post("/password/forgotten", data={"email": person.email.upper()}).status_code == 200
    link = "/password/choose/" + service.reset_token(session.scalars(select(PasswordReset)).one())
    assert client.get(link).headers["Referrer-Policy"] == "no-referrer"
    answer = client.post(link, data={"password": person.email})
    assert (answer.status_code, errors(answer.text)) == (422, ["password"])
    assert client.post(link, data={"password": NEW}).status_code == 302
    assert client.post(link, data={"password": NEW + "2"}).status_code == 410
    assert client.get(link).status_code == 410
    assert client.post("/sign-in", data={"email": person.email, "password": make.PASSWORD}).status_code == 422
    assert client.post("/sign-in", data={"email": person.email, "password": NEW}).status_code == 302


def test_changing_the_password_needs_the_present_one(client: FlaskClient) -> None:
    person = make.user()
    make.sign_in(client, person)
    answer = client.post("/account/password", data={"current": "wrong", "password": NEW})
    assert (answer.status_code, errors(answer.text)) == (422, ["current"])
    answer = client.post("/account/password", data={"current": make.PASSWORD, "password": "1234567890"})
    assert (answer.status_code, errors(answer.text)) == (422, ["password"])
    answers = [
        client.post("/account/password", data={"current": "wrong", "password": NEW}).status_code for _ in range(10)
    ]
    assert answers.count(429) == 2
    assert client.get("/account").status_code == 200


def test_huge_passwords_are_refused_quickly(client: FlaskClient) -> None:
    data = {"email": "a@example.org", "password": "x" * 1_000_000}
    assert client.post("/sign-in", data=data).status_code == 422


def test_language_is_remembered(app: Flask) -> None:
    person = make.user(language="zh")
    client = app.test_client()
    english = '<html lang="en">'
    assert english not in client.get("/sign-in").text
    assert client.get("/language?lang=en&next=/sign-in").headers["Location"] == "/sign-in"
    assert english in client.get("/sign-in").text
    client.post("/sign-in", data={"email": person.email, "password": make.PASSWORD})
    assert english not in client.get("/account").text
    client.post("/language", data={"lang": "en"})
    assert person.language == "en"
    assert english in client.get("/account").text
    assert client.post("/account", data={"name": "Other", "language": "zh"}).status_code == 302
    assert (person.name, person.language) == ("Other", "zh")
    assert client.get("/language?lang=xx&next=//evil.example").headers["Location"] == "/"


FOREIGN_TARGETS = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/x\r\nX: y",
    "/\t/evil.example",
    " /evil.example",
    "///evil.example",
)


def test_sign_in_leads_nowhere_else(client: FlaskClient) -> None:
    person = make.user()
    login = {"email": person.email, "password": make.PASSWORD}
    for target in FOREIGN_TARGETS:
        answer = client.post("/sign-in", query_string={"next": target}, data=login)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/"), target
        assert client.get("/sign-in", query_string={"next": target}).headers["Location"] == "/"
    assert client.post("/sign-in?next=/a%3Fb%3D1", data=login).headers["Location"] == "/a?b=1"


def test_forms_need_their_token(app: Flask, session: MarketSession) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        person, operator = make.user(make.organisation()), make.user(make.organisation("operator"))
        waiting = make.organisation(state="pending")
        client, other = app.test_client(), app.test_client()
        make.sign_in(client, operator)
        make.sign_in(other, person)
        foreign = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', other.get("/account").text)[0]
        path = f"/vetting/{waiting.id}"
        for token in ({}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": foreign}):
            assert client.post(path, data={"decision": "approve", **token}).status_code == 400
        assert client.post(path, data='{"decision":"approve"}', content_type="text/plain").status_code == 400
        for open_path in ("/sign-in", "/sign-up", "/sign-out", "/password/forgotten", "/language"):
            assert client.post(open_path, data={}).status_code == 400, open_path
        assert waiting.state == "pending"
        own = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).text)[0]
        assert client.post(path, data={"decision": "approve", "csrf_token": own}).status_code == 302
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert session.scalars(select(VettingDecision.decision)).all() == ["approve"]


def test_pages_of_signed_in_people_are_not_kept(client: FlaskClient) -> None:
    make.sign_in(client, make.user(make.organisation()))
    for path in ("/account", "/organisation", "/nothing-here"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "<style" not in answer.text
        assert not re.search(r"<script(?![^>]* src=)", answer.text)
        assert not re.search(r"\son[a-z]+=", answer.text)
