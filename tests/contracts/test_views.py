"""The pages of contracts: the whole way through forms, files, verification by strangers, the operator's templates."""

import io
import re

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from market.contracts.models import Contract, ContractTemplate
from market.contracts.rules.states import Side as Which
from market.core.db import db
from market.core.outbox import drain
from market.notifications.models import Mail
from tests.factories import accounts
from tests.factories import contracts as made
from tests.factories import licensing as make
from tests.factories import negotiation as talks

Sides = tuple[make.Side, make.Side]


@pytest.fixture
def sides(app: Flask) -> Sides:
    return make.side("university"), make.side("firm")


def browser(app: Flask, side: make.Side) -> FlaskClient:
    found = app.test_client()
    accounts.sign_in(found, side.person)
    return found


def only_contract() -> Contract:
    db.session.rollback()
    return db.session.scalars(select(Contract)).one()


def test_the_whole_way_through_the_pages(app: Flask, sides: Sides) -> None:
    university, firm = sides
    asked = made.request_on(university, firm).id
    at_firm, at_university = browser(app, firm), browser(app, university)
    page = at_firm.get(f"/requests/{asked}?lang=en").text
    assert "Prepare the confirmation" in page
    assert at_firm.post("/contracts/begin", data={"subject": f"request:{asked}"}).status_code == 302
    number = only_contract().id
    for one in (at_firm, at_university):
        assert one.get(f"/contracts/{number}/details").status_code == 200
        assert one.post(f"/contracts/{number}/details", data={}).status_code == 422
        assert one.post(f"/contracts/{number}/details", data=made.DETAILS).status_code == 302
    assert "开放许可" in at_firm.get(f"/contracts/{number}/draw").text
    preview = at_firm.post(f"/contracts/{number}/draw", data={"seen": "0", "place": "淄博", "later": "1"})
    assert preview.status_code == 200
    assert only_contract().current == 0
    assert at_firm.post(f"/contracts/{number}/draw", data={"seen": "0", "place": "淄博"}).status_code == 302
    code = made.text_hash(only_contract())
    assert at_university.post(f"/contracts/{number}/agree", data={"text_hash": code}).status_code == 302
    assert "Sign with binding effect" in at_university.get(f"/contracts/{number}/sign?lang=en").text
    sign = {"text_hash": code, "accepted": "y", "password": accounts.PASSWORD}
    assert at_university.post(f"/contracts/{number}/sign", data=sign | {"password": "wrong"}).status_code == 422
    assert at_university.post(f"/contracts/{number}/sign", data=sign | {"accepted": ""}).status_code == 422
    assert at_university.post(f"/contracts/{number}/sign", data=sign | {"text_hash": "0" * 64}).status_code == 409
    assert at_university.post(f"/contracts/{number}/sign", data=sign).status_code == 302
    drain()
    scan = {"text_hash": code, "scan": (io.BytesIO(made.PDF), "signed.pdf")}
    assert at_firm.post(f"/contracts/{number}/scan", data=scan).status_code == 302
    text = only_contract().text
    assert text is not None
    waiting = text.signature(Which.LICENSEE)
    assert waiting is not None
    with at_university.get(f"/contracts/signatures/{waiting.id}/scan") as copy:
        assert copy.data == made.PDF
    assert at_university.post(f"/contracts/signatures/{waiting.id}/confirm").status_code == 302
    assert only_contract().state == "concluded"
    assert "Contract concluded" in at_firm.get(f"/requests/{asked}?lang=en").text
    for one in (at_firm, at_university):
        assert one.get(f"/contracts/{number}").status_code == 200
        assert one.get("/contracts").status_code == 200
    drain()
    assert {mail.key for mail in db.session.scalars(select(Mail))} >= {
        "contracts.drawn",
        "contracts.agreed",
        "contracts.signed",
        "contracts.to_confirm",
        "contracts.concluded",
    }


def test_the_page_of_the_deal_shows_its_contract_at_every_step(app: Flask, sides: Sides) -> None:
    university, firm = sides
    talks.no_notice(university)
    deal = talks.agreed_deal(university, firm)
    asked = made.request_on(university, firm).id
    pages = (f"/deals/{deal.id}?lang=en", f"/requests/{asked}?lang=en")
    keys = (f"deal:{deal.id}", f"request:{asked}")
    at_firm, at_university = browser(app, firm), browser(app, university)

    def shown(words: str) -> None:
        for one in (at_firm, at_university):
            for page in pages:
                assert words in one.get(page).text

    shown("Prepare the con")
    contracts = [made.opened(firm, key) for key in keys]
    shown("Both sides: Complete the details")
    for contract in contracts:
        made.fill(firm, contract), made.fill(university, contract), made.draw(firm, contract)
    shown("Licensor: Read the text and agree to it")
    for contract in contracts:
        made.agree(university, contract)
    shown("Both sides: Sign the text")
    scans = [made.scan(firm, contract) for contract in contracts]
    shown("Licensor: Sign the text")
    assert len(scans) == 2


@pytest.mark.parametrize("name", ["signed.exe", "signed.pdf.html", "signed.png"])
def test_a_scan_is_what_its_name_says(app: Flask, sides: Sides, name: str) -> None:
    contract = made.ready(*sides)
    number, code = contract.id, made.text_hash(contract)
    data = {"text_hash": code, "scan": (io.BytesIO(b"<html>not a picture"), name)}
    assert browser(app, sides[0]).post(f"/contracts/{number}/scan", data=data).status_code == 422


def test_passwords_cannot_be_guessed_here(app: Flask, sides: Sides) -> None:
    contract = made.ready(*sides)
    at_firm = browser(app, sides[1])
    sign = {"text_hash": made.text_hash(contract), "accepted": "y", "password": "wrong"}
    codes = [at_firm.post(f"/contracts/{contract.id}/sign", data=sign).status_code for _ in range(12)]
    assert codes[0] == 422
    assert codes[-1] == 429


def test_a_contract_is_nobody_elses(app: Flask, sides: Sides) -> None:
    contract = made.ready(*sides)
    number = contract.id
    signature = made.scan(sides[0], contract)
    paths = [f"/contracts/{number}{tail}" for tail in ("", "/details", "/draw", "/sign", "/texts/1", "/texts/1/pdf")]
    for kind in ("firm", "university", "authority", "service"):
        stranger = browser(app, make.side(kind))
        assert [stranger.get(path).status_code for path in paths] == [404] * len(paths)
        assert stranger.get(f"/contracts/signatures/{signature}/scan").status_code == 404
        assert stranger.post(f"/contracts/signatures/{signature}/confirm").status_code == 404
        assert stranger.post(f"/contracts/{number}/set-aside", data={"reason": "x"}).status_code == 404
    operator = browser(app, make.side("operator"))
    assert operator.get(paths[0]).status_code == 200
    assert operator.get(paths[-2]).status_code == 200
    assert operator.get("/contracts").status_code == 200


def shown_to_stranger(client: FlaskClient, content: bytes, name: str) -> str:
    """What the page of verification says to a large file (put together here: the client would leave its copy open)."""
    head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = head + content + b"\r\n--cut--\r\n"
    return client.post("/verify?lang=en", data=body, content_type="multipart/form-data; boundary=cut").text


def test_files_are_the_same_twice_and_recognised_by_strangers(app: Flask, client: FlaskClient, sides: Sides) -> None:
    contract = made.concluded(*sides)
    number, reference, code = contract.id, contract.reference, made.text_hash(contract)
    at_firm = browser(app, sides[1])
    for form in ("pdf", "docx"):
        first = at_firm.get(f"/contracts/{number}/texts/1/{form}").data
        assert first == at_firm.get(f"/contracts/{number}/texts/1/{form}").data
        told = shown_to_stranger(client, first, f"x.{form}")
        assert reference in told
        assert "has not been changed" in told
        assert sides[1].organisation.name not in told
        assert sides[1].organisation.name_en not in told
        assert "not known here" in shown_to_stranger(client, first + b" ", f"x.{form}")
    spaced = " ".join(re.findall(".{8}", code.upper()))
    assert reference in client.post("/verify", data={"code": spaced}).text
    for bad in ("", "xyz", "0" * 63, "0" * 65, "g" * 64):
        assert client.post("/verify", data={"code": bad}).status_code == 422


def test_the_word_file_holds_the_text_of_the_pdf(app: Flask, sides: Sides) -> None:
    contract = made.concluded(*sides)
    text = contract.text
    assert text is not None
    code = text.text_hash
    blocks = [(block["kind"], block["zh"]) for block in text.content]
    found = Document(io.BytesIO(browser(app, sides[0]).get(f"/contracts/{contract.id}/texts/1/docx").data))
    words = "\n".join(paragraph.text for paragraph in found.paragraphs)
    words += "\n".join(cell.text for table in found.tables for row in table.rows for cell in row.cells)
    for _kind, cells in blocks:
        assert all(cell in words for cell in cells)
    assert code in words
    assert code in found.sections[0].footer.paragraphs[0].text
    assert words.count("Person") >= 2


def test_a_stranger_is_not_let_try_for_ever(app: Flask, client: FlaskClient) -> None:
    codes = [client.post("/verify", data={"code": f"{n:064x}"}).status_code for n in range(62)]
    assert codes[0] == 200
    assert codes[-1] == 429


def test_the_operator_edits_templates_by_versions(app: Flask) -> None:
    operator = browser(app, make.side("operator"))
    assert operator.get("/contracts/templates").status_code == 200
    assert operator.post("/contracts/templates/licence/new").status_code == 302
    db.session.rollback()
    draft = db.session.scalars(select(ContractTemplate).where(ContractTemplate.state == "draft")).one()
    number, version, zh, en = draft.id, draft.version, draft.body_zh, draft.body_en
    assert operator.get(f"/contracts/templates/{number}").status_code == 200
    hostile = {"seen": str(version), "body_zh": zh + "\n{{7*7}}", "body_en": en, "note": ""}
    for extra in ({}, {"later": "1"}):
        page = operator.post(f"/contracts/templates/{number}?lang=en", data=hostile | extra)
        assert page.status_code == 422
        assert "only fields, conditions" in page.text
    uneven = {"seen": str(version), "body_zh": zh + "\n多一段", "body_en": en, "note": ""}
    assert operator.post(f"/contracts/templates/{number}", data=uneven).status_code == 422
    good = {"seen": str(version), "body_zh": zh + "\n新增一段", "body_en": en + "\nOne more", "note": "more"}
    assert operator.post(f"/contracts/templates/{number}", data=good | {"later": "1"}).status_code == 200
    assert operator.post(f"/contracts/templates/{number}", data=good).status_code == 302
    assert operator.post(f"/contracts/templates/{number}", data=good).status_code == 409
    assert operator.post(f"/contracts/templates/{number}/in-force").status_code == 302
    assert operator.post(f"/contracts/templates/{number}/in-force").status_code == 409
    db.session.rollback()
    states = dict(
        db.session.execute(
            select(ContractTemplate.number, ContractTemplate.state).where(ContractTemplate.family == "licence")
        ).all()
    )
    assert states == {1: "withdrawn", 2: "in_force"}
    assert operator.post(f"/contracts/templates/{number}/withdraw", data={}).status_code == 422
    assert operator.post(f"/contracts/templates/{number}/withdraw", data={"reason": "old"}).status_code == 302
    assert browser(app, make.side("firm")).get("/contracts/templates").status_code == 404


def test_pages_in_chinese(app: Flask, sides: Sides) -> None:
    contract = made.ready(*sides)
    page = browser(app, sides[0]).get(f"/contracts/{contract.id}?lang=zh").text
    assert "待签署" in page
    assert "普通实施许可（开放许可）" in page
