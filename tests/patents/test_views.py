"""The pages of patents: who sees what, the way of a file, editing with source and date, claims."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from market.accounts.models import Organisation, User
from market.core import outbox
from market.core.db import db, forget
from market.patents.models import ImportRun, Owner, OwnershipClaim, Patent
from market.patents.rules.identifiers import PatentType
from market.patents.rules.rows import text_of
from tests.factories import accounts
from tests.factories.patents import csv_bytes, number, patent, rows, xlsx


@pytest.fixture
def university(app: Flask) -> Organisation:
    """A vetted university."""
    return accounts.organisation("university", name="云州大学")


@pytest.fixture
def member(university: Organisation, client: FlaskClient) -> User:
    """Its manager, signed in, reading English."""
    person = accounts.user(university, role="manager")
    accounts.sign_in(client, person)
    return person


def signed_in_as(client: FlaskClient, kind: str, **over: Any) -> User:
    """Somebody of a new organisation, signed in."""
    person = accounts.user(accounts.organisation(kind, **over))
    accounts.sign_in(client, person)
    return person


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    """A page's text in English."""
    response = client.get(f"{path}{'&' if '?' in path else '?'}lang=en")
    assert response.status_code == status, response.text[-600:]
    return response.text


class TestRecord:
    @pytest.mark.rule("R29")
    @pytest.mark.parametrize(
        ("over", "said", "not_said"),
        [
            ({}, "Granted, in force", "not a patent in force"),
            ({"status": "pending", "status_detail": "examination", "grant_date": None}, "not a patent in force", "ZL2"),
            ({"status": "dead", "status_detail": "lapsed"}, "no longer in force", "Granted, in force"),
            ({"filing_date": date(2004, 1, 5)}, "no longer in force", "Granted, in force"),
            ({"status": "unknown", "status_detail": "", "status_as_of": None}, "has not been verified", "Granted, in"),
        ],
    )
    def test_only_a_living_patent_is_called_in_force(
        self, client: FlaskClient, over: dict[str, Any], said: str, not_said: str
    ) -> None:
        text = page(client, f"/patents/{patent(**over).id}")
        assert said in text
        assert not_said not in text

    @pytest.mark.rule("R33")
    def test_a_status_shows_source_and_date(self, client: FlaskClient) -> None:
        text = page(client, f"/patents/{patent(status_source='register copy 17').id}")
        assert "register copy 17" in text
        assert "2026-11-01" in text

    @pytest.mark.rule("R30")
    def test_a_secret_patent_is_there_for_its_owner_only(self, client: FlaskClient, university: Organisation) -> None:
        secret = patent(university, secret=True).id
        missing = page(client, "/patents/999999", 404)
        assert page(client, f"/patents/{secret}", 404)[:200] == missing[:200]
        signed_in_as(client, "firm")
        page(client, f"/patents/{secret}", 404)
        accounts.sign_in(client, accounts.user(university))
        assert "only you and the operator" in page(client, f"/patents/{secret}")

    def test_texts_are_escaped(self, client: FlaskClient) -> None:
        text = page(client, f"/patents/{patent(title='<i id=x1>', abstract='</script><i id=x2>').id}")
        assert "<i id=x" not in text


class TestMine:
    def test_the_list_is_ones_own_and_can_be_narrowed(
        self, client: FlaskClient, member: User, university: Organisation
    ) -> None:
        mine = patent(university, title="一种绿色支架")
        patent(university, PatentType.DESIGN, title="一种红色支架")
        patent(title="别人的支架")
        text = page(client, "/patents/mine")
        assert "绿色支架" in text
        assert "别人的支架" not in text
        queries = (
            "q=绿色",
            f"q={mine.display_number}",
            f"q={mine.application_number[:8]}",
            "kind=invention",
            "section=B",
        )
        for query in (*queries, "q=B22C5/00&kind=invention", "status=in_force&q=绿", "q=云州大学&kind=invention"):
            text = client.get(f"/patents/mine?{query}").text
            assert "绿色支架" in text, query
        for query in ("q=%25", "q=蓝色", "kind=design", "section=A", "status=dead", "sort=id;drop"):
            text = client.get(f"/patents/mine?{query}&lang=en").text
            assert ("绿色支架" in text) == query.startswith("sort"), query

    def test_exports_carry_no_live_formula(self, client: FlaskClient, member: User, university: Organisation) -> None:
        for start in "=+-@\t":
            patent(university, title=f"{start}cmd|'/c calc'!A1")
        book = openpyxl.load_workbook(io.BytesIO(client.get("/patents/mine?format=xlsx").data))
        kinds = {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value is not None}
        assert kinds == {"s"}
        text = client.get("/patents/mine?format=csv").get_data().decode("utf-8-sig")
        assert all(f",'{start}cmd" in text for start in "=+-@")

    def test_an_export_can_be_imported_again(self, client: FlaskClient, member: User, university: Organisation) -> None:
        patent(university)
        content = client.get("/patents/mine?format=xlsx").data
        assert finished(client, content).unchanged == 1


def sent(client: FlaskClient, content: bytes, name: str = "list.xlsx", **fields: str) -> Any:
    """The answer to an upload."""
    data = {"file": (io.BytesIO(content), name), **fields}
    return client.post("/patents/import?lang=en", data=data, content_type="multipart/form-data")


def choices(client: FlaskClient, location: str) -> dict[str, str]:
    """The mapping form as the page shows it."""
    run = db.session.get_one(ImportRun, int(location.rsplit("/", 1)[1]))
    return {f"column_{name}": str(place) for name, place in run.mapping["columns"].items()}


def finished(client: FlaskClient, content: bytes, name: str = "list.xlsx", **chosen: str) -> ImportRun:
    """The whole way of a file; the import after it was run."""
    location = sent(client, content, name).headers["Location"]
    fields = {**choices(client, location), **chosen, "action": "start"}
    assert client.post(location, data=fields).status_code == 302
    import_id = int(location.rsplit("/", 1)[1])
    while db.session.get_one(ImportRun, import_id).state == "running":
        outbox.work_once()
        forget()
    return db.session.get_one(ImportRun, import_id)


class TestImport:
    def test_the_whole_way(self, client: FlaskClient, member: User, university: Organisation) -> None:
        own = university.id
        table = [*rows(3), ["x", "CN202010000001.0", "云州大学", "", "", ""]]
        location = sent(client, xlsx(table)).headers["Location"]
        text = page(client, location)
        assert "4 rows below the column titles in row 1" in text
        assert "一种传感器支架1" in text
        assert db.session.scalar(select(Patent.id)) is None
        assert client.post(location, data={**choices(client, location), "action": "start"}).status_code == 302
        assert "data-poll-url" in page(client, location)
        assert client.get(f"{location}/progress").json["finished"] is False  # type: ignore[index]
        assert client.post(location, data={"action": "start"}).status_code in (200, 302)
        outbox.work_once()
        forget()
        assert client.get(f"{location}/progress").json["finished"] is True  # type: ignore[index]
        text = page(client, location)
        assert "Some rows were refused" in text
        assert "check digit" in text
        report = openpyxl.load_workbook(io.BytesIO(client.get(f"{location}/refused.xlsx").data))
        assert [cell.value for cell in report.active[2]][1] == "CN202010000001.0"
        assert {owner.organisation_id for owner in db.session.scalars(select(Owner))} == {own}

    def test_the_mapping_can_be_corrected(self, client: FlaskClient, member: User) -> None:
        content = xlsx([["一种支架", "备注甲", number()]], headers=("名称", "备注", "编号"))
        location = sent(client, content).headers["Location"]
        assert "No column with application numbers" in page(client, location)
        client.post(location, data={**choices(client, location), "action": "start"})
        assert "Choose the column" in page(client, location)
        chosen = {"column_application_number": "2", "column_title": "0", "column_keywords": "1", "action": "check"}
        client.post(location, data=chosen)
        assert "No column with application numbers" not in page(client, location)
        assert finished(client, content, **chosen).imported == 1
        assert db.session.scalar(select(Patent.keywords)) == "备注甲"

    def test_a_trial_run_then_for_real(self, client: FlaskClient, member: User) -> None:
        location = sent(client, xlsx(rows(2))).headers["Location"]
        client.post(location, data={**choices(client, location), "action": "try"})
        outbox.work_once()
        forget()
        assert "nothing was saved" in page(client, location)
        assert db.session.scalar(select(Patent.id)) is None
        client.post(f"{location}/for-real")
        outbox.work_once()
        forget()
        assert len(db.session.scalars(select(Patent.id)).all()) == 2

    def test_cancelling(self, client: FlaskClient, member: User) -> None:
        location = sent(client, xlsx(rows(1))).headers["Location"]
        client.post(f"{location}/cancel")
        assert "was cancelled" in page(client, location)
        assert client.post(f"{location}/cancel").status_code == 409

    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"", "a.xlsx", "empty"),
            (b"<html>", "a.xlsx", "a web page"),
            (xlsx(rows(1))[:900], "a.xlsx", "damaged"),
            (b"a,b\n1,2\n", "a.csv", "No row with column titles"),
            (b"MZ", "../../x.exe", "cannot be read"),
        ],
    )
    def test_unreadable_files_are_refused_with_a_sentence(
        self, client: FlaskClient, member: User, content: bytes, name: str, said: str
    ) -> None:
        response = sent(client, content, name)
        assert response.status_code == 422
        assert said in response.text
        assert db.session.scalar(select(ImportRun.id)) is None

    def test_an_ambiguous_order_is_asked_on_the_page(self, client: FlaskClient, member: User) -> None:
        content = csv_bytes([["膜", number(2020), "6/7/20"]], "utf-8", ("名称", "申请号", "申请日"))
        location = sent(client, content, "a.csv").headers["Location"]
        assert "order of day and month" in page(client, location)
        run = finished(client, content, "a.csv", order_filing_date="month_first")
        assert run.imported == 1
        assert db.session.scalar(select(Patent.filing_date)) == date(2020, 6, 7)

    def test_the_encoding_can_be_chosen(self, client: FlaskClient, member: User) -> None:
        content = b"Title,Application number\nBr\x9annstr\x9am," + number().encode() + b"\n"
        location = sent(client, content, "a.csv").headers["Location"]
        assert "encoding of this file is not certain" in page(client, location)
        client.post(location, data={**choices(client, location), "encoding": "cp1252", "action": "check"})
        assert "Bršnnstršm" in page(client, location)

    def test_imports_of_others_are_not_there(self, client: FlaskClient, member: User) -> None:
        location = sent(client, xlsx(rows(1))).headers["Location"]
        signed_in_as(client, "university")
        for path in (location, f"{location}/progress", f"{location}/refused.xlsx"):
            page(client, path, 404)
        assert client.post(f"{location}/cancel").status_code == 404
        signed_in_as(client, "operator")
        page(client, location)

    def test_who_may_import(self, client: FlaskClient) -> None:
        signed_in_as(client, "firm")
        page(client, "/patents/import", 404)
        signed_in_as(client, "university", state="pending")
        assert sent(client, xlsx(rows(1))).status_code == 403


class TestEditing:
    def test_hand_entry(self, client: FlaskClient, member: User, university: Organisation) -> None:
        fields = {
            "application_number": "ZL201710601862.3",
            "title": "一种催化剂",
            "filing_date": "2017-07-21",
            "classes": "B01J 37/08; B01J37/03",
            "inventors": "李明\n王芳",
        }
        response = client.post("/patents/new", data=fields)
        assert response.status_code == 302
        (made,) = db.session.scalars(select(Patent))
        assert (made.application_number, made.kind, made.ipc) == (
            "201710601862.3",
            "invention",
            ["B01J 37/08", "B01J 37/03"],
        )
        assert (made.inventors, made.expiry_date) == (["李明", "王芳"], date(2037, 7, 21))
        assert [owner.organisation_id for owner in made.owners] == [university.id]
        assert client.post("/patents/new", data=fields).status_code == 409

    @pytest.mark.rule("R01")
    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("application_number", "ZL201710601862.4", "check digit"),
            ("classes", "B01J", "International Patent Classification"),
            ("publication_number", "US5686888A", "Chinese patents only"),
            ("filing_date", "2030-01-01", "future"),
            ("filing_date", "", "Give the date"),
            ("title", "", "Fill this in"),
        ],
    )
    def test_hand_entry_refuses_what_does_not_fit(
        self, client: FlaskClient, member: User, field: str, value: str, said: str
    ) -> None:
        fields = {"application_number": "ZL201710601862.3", "title": "x", "filing_date": "2017-07-21", field: value}
        response = client.post("/patents/new?lang=en", data=fields)
        assert response.status_code == 422
        assert said in response.text
        assert db.session.scalar(select(Patent.id)) is None

    @pytest.mark.rule("R33")
    def test_a_status_needs_source_and_date(self, client: FlaskClient, member: User, university: Organisation) -> None:
        found = patent(university).id
        path = f"/patents/{found}/status"
        page(client, path)
        fields = {"detail": "lapsed", "source": "", "as_of": ""}
        assert client.post(path, data=fields).status_code == 422
        fields = {"detail": "lapsed", "source": "登记簿副本", "as_of": "2026-11-20", "annuity_paid_to_year": "6"}
        assert client.post(path, data=fields).status_code == 302
        forget()
        kept = db.session.get_one(Patent, found)
        assert (kept.status, kept.status_detail, kept.status_source) == ("dead", "lapsed", "登记簿副本")
        assert (kept.status_as_of, kept.annuity_due) == (date(2026, 11, 20), date(2026, 3, 2))

    def test_an_evaluation_report_is_kept_as_a_file(
        self, client: FlaskClient, member: User, university: Organisation
    ) -> None:
        found = patent(university, PatentType.UTILITY_MODEL).id
        fields = {
            "detail": "granted", "source": "r", "as_of": "2026-11-20", "evaluation": "positive",
            "evaluation_date": "2026-10-01", "report": (io.BytesIO(b"%PDF"), "report.pdf"),
        }  # fmt: skip
        response = client.post(f"/patents/{found}/status", data=fields, content_type="multipart/form-data")
        assert response.status_code == 302, text_of(response.text)[-500:]
        with client.get(f"/patents/{found}/evaluation-report") as answer:
            assert answer.data == b"%PDF"
            assert "attachment" in answer.headers["Content-Disposition"]

    def test_others_cannot_edit(self, client: FlaskClient, university: Organisation) -> None:
        found = patent(university).id
        for kind in ("university", "firm"):
            signed_in_as(client, kind)
            for path in (f"/patents/{found}/status", f"/patents/{found}/description"):
                page(client, path, 404)
                assert client.post(path, data={"title": "x"}).status_code == 404
        signed_in_as(client, "operator")
        page(client, f"/patents/{found}/status")

    def test_describing(self, client: FlaskClient, member: User, university: Organisation) -> None:
        found = patent(university).id
        path = f"/patents/{found}/description"
        page(client, path)
        fields = {"title": "新名称", "title_en": "New title", "industry": "35", "keywords": "余热"}
        assert client.post(path, data=fields).status_code == 302
        assert "Special machinery" in page(client, f"/patents/{found}")


class TestClaims:
    def test_claiming_and_deciding(self, client: FlaskClient, member: User, university: Organisation) -> None:
        patent(None, owner_names=["云州矿业学院"])
        assert "云州矿业学院" in page(client, "/patents/claims?q=矿业")
        assert client.post("/patents/claims", data={"name": "没有的名称", "reason": "x"}).status_code == 422
        fields = {"name": "云州矿业学院", "reason": "曾用名"}
        assert client.post("/patents/claims", data=fields).status_code == 302
        assert client.post("/patents/claims", data=fields).status_code == 422
        claim = db.session.scalars(select(OwnershipClaim)).one().id
        assert client.post(f"/patents/claims/{claim}/decision", data={"decision": "approve"}).status_code == 404
        signed_in_as(client, "operator")
        assert "曾用名" in page(client, "/patents/claims")
        assert client.post(f"/patents/claims/{claim}/decision", data={"decision": "approve"}).status_code == 302
        assert client.post(f"/patents/claims/{claim}/decision", data={"decision": "decline"}).status_code == 409
        forget()
        assert db.session.scalars(select(Owner)).one().organisation_id == university.id


def test_pages_in_chinese(client: FlaskClient, member: User, university: Organisation) -> None:
    found = patent(university).id
    paths = ("mine", f"{found}", "new", "import", "imports", "claims", f"{found}/status", f"{found}/description")
    for path in paths:
        response = client.get(f"/patents/{path}?lang=zh")
        assert response.status_code == 200
        assert "专利" in response.text


def test_uploads_are_counted(client: FlaskClient, member: User) -> None:
    answers = [sent(client, b"", "a.xlsx").status_code for _ in range(62)]
    assert answers[:50] == [422] * 50
    assert answers[-1] == 429
