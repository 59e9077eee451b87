"""The pages of filings over HTTP, and what they make opened again: form, sheet, files."""

import io
from io import BytesIO

import openpyxl
import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from market.core import clock, printing
from market.core.db import db
from market.filings import queries
from market.filings.models import Filing, Invoice
from tests.factories import accounts, contracts
from tests.factories import filings as file
from tests.factories import licensing as make
from tests.factories.filings import PDF
from tests.factories.licensing import Side

TODAY = clock.today().isoformat()


def browser(app: Flask, side: Side) -> FlaskClient:
    """A browser of this side's person, in English."""
    client = app.test_client()
    accounts.sign_in(client, side.person)
    client.get("/?lang=en")
    return client


def test_the_whole_way_of_a_recordal(app: Flask) -> None:
    deal = file.deal()
    firm, university = browser(app, deal.firm), browser(app, deal.university)
    address = f"/licences/{deal.licence_id}/recordal"
    page = firm.get(address).text
    assert "eight grounds" in page
    assert "We file" in page
    assert "the written notice reached the licensor" in page
    taken = {"kind": "recordal", "agent": "云州专利代理有限公司"}
    begun = firm.post(f"/licences/{deal.licence_id}/filings", data=taken)
    assert begun.location == address
    page = university.get(address).text
    assert "Only this side, or the operator, goes on from here" in page
    assert "We file" not in page
    filing = queries.filings_of(deal.licence_id)[0]
    sent = f"/filings/{filing.id}"
    assert university.post(f"{sent}/submit", data={"submitted_on": TODAY}).status_code == 403
    assert firm.post(f"{sent}/submit", data={"submitted_on": "2099-01-01"}).status_code == 422
    assert firm.post(f"{sent}/submit", data={"submitted_on": TODAY, "receipt_number": "GJ20260001"}).status_code == 302
    assert "GJ20260001" in university.get(address).text
    assert firm.post(f"{sent}/refuse", data={"refused_on": TODAY, "ground": "other"}).status_code == 422
    firm.post(f"{sent}/refuse", data={"refused_on": TODAY, "ground": "annuity", "refusal": "年费未缴"})
    page = university.get(address).text
    assert "Pay the annuity with its surcharge" in page
    university.post(f"/licences/{deal.licence_id}/filings", data={"kind": "recordal"})
    done = university.post(
        address, data={"number": "X2026980000001", "on": TODAY, "certificate": (BytesIO(PDF), "c.pdf")}
    )
    assert done.location == f"/licences/{deal.licence_id}"
    page = firm.get(f"/licences/{deal.licence_id}").text
    assert "X2026980000001" in page
    assert "Attempt 2" in page
    assert "A side took on the filing" in page


def test_recording_at_once_with_a_certificate(app: Flask) -> None:
    deal = file.deal()
    client, address = browser(app, deal.firm), f"/licences/{deal.licence_id}/recordal"
    bad = client.post(address, data={"number": "X12345", "on": "2099-01-01", "certificate": (BytesIO(PDF), "c.pdf")})
    assert bad.status_code == 422
    assert "lies in the future" in bad.text
    wrong = client.post(address, data={"number": "X12345", "on": TODAY, "certificate": (BytesIO(b"MZ"), "c.pdf")})
    assert "must be a PDF" in wrong.text
    good = client.post(address, data={"number": "X12345", "on": TODAY, "certificate": (BytesIO(PDF), "c.pdf")})
    assert good.location == f"/licences/{deal.licence_id}"
    assert deal.licence.state == "recorded"
    filing = queries.filings_of(deal.licence_id)[0]
    for path in (f"/licences/{deal.licence_id}/certificate", f"/filings/{filing.id}/certificate"):
        with client.get(path) as stored:
            assert stored.data == PDF
            assert "attachment" in stored.headers["Content-Disposition"]


def test_others_see_no_filing(app: Flask) -> None:
    deal = file.deal()
    file.begin(deal.firm.actor, deal.licence_id)
    stranger, number = browser(app, make.side()), deal.licence_id
    for path in (f"/licences/{number}/recordal", f"/licences/{number}/registration", "/filings/1/certificate"):
        assert stranger.get(path).status_code == 404
    for path in (f"/licences/{number}/filings", "/filings/1/drop", "/filings/1/submit", f"/licences/{number}/papers"):
        assert stranger.post(path, data={"submitted_on": TODAY, "kind": "recordal"}).status_code == 404
    assert app.test_client().get(f"/licences/{number}/recordal").status_code == 302


def test_papers_over_http(app: Flask) -> None:
    deal = file.deal()
    firm, university = browser(app, deal.firm), browser(app, deal.university)
    address = f"/licences/{deal.licence_id}/papers"
    assert firm.post(address, data={"paper": "power"}).status_code == 422
    assert firm.post(address, data={"paper": "x", "file": (BytesIO(PDF), "a.pdf")}).status_code == 422
    firm.post(address, data={"paper": "identity_licensee", "file": (BytesIO(PDF), "执照.pdf")})
    page = university.get(f"/licences/{deal.licence_id}/recordal").text
    assert "执照.pdf" in page
    assert "1 of 4 there" in page
    paper = queries.papers_of(deal.licence_id)[0]
    with university.get(f"/filing-papers/{paper.id}") as stored:
        assert stored.data == PDF
    assert university.post(f"/filing-papers/{paper.id}/remove").status_code == 403
    assert firm.post(f"/filing-papers/{paper.id}/remove").status_code == 302
    assert university.get(f"/filing-papers/{paper.id}").status_code == 404


def test_the_filled_form_as_word_file_and_pdf(app: Flask) -> None:
    deal = file.deal()
    client = browser(app, deal.firm)
    answer = client.get(f"/licences/{deal.licence_id}/recordal/application.docx")
    document = Document(io.BytesIO(answer.data))
    words = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words += [paragraph.text for paragraph in document.paragraphs]
    licence = deal.licence
    for wanted in (
        deal.firm.organisation.name,
        deal.firm.organisation.uscc,
        deal.university.organisation.uscc,
        licence.effective_on.isoformat(),
        f"ZL{licence.patents[0].patent.application_number}",
        licence.patents[0].patent.title,
        "许可方",
    ):
        assert wanted in words, wanted
    assert document.paragraphs[0].text == "专利实施许可合同备案申请表"
    if not printing.available():
        pytest.skip("Pango is missing: no PDF can be made")
    first = client.get(f"/licences/{deal.licence_id}/recordal/application.pdf")
    assert first.data.startswith(b"%PDF")
    assert first.data == client.get(f"/licences/{deal.licence_id}/recordal/application.pdf").data


def test_the_batch_sheet_has_a_row_for_each_patent(app: Flask) -> None:
    university = make.side("university")
    ours = [make.licence(make.offer(university), make.side()) for _ in range(3)]
    make.licence()
    client = browser(app, university)
    assert client.get("/filings").text.count("/recordal") >= 3
    for query, expected in (("", 3), (f"?licence={ours[0].id}&licence=999999", 1)):
        answer = client.get(f"/filings/batch.xlsx{query}")
        rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
        assert len(rows) == expected + 1
        assert rows[1][0] == ours[0].reference
        assert rows[1][5].startswith("ZL")
    assert browser(app, make.side()).get("/filings/batch.xlsx").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_in_both_languages_in_every_state(app: Flask, language: str) -> None:
    deal = file.deal()
    invoice = file.ask(deal)
    clients = [browser(app, side) for side in (deal.firm, deal.university, deal.operator)]
    pages = [
        f"/licences/{deal.licence_id}",
        f"/licences/{deal.licence_id}/recordal",
        f"/licences/{deal.licence_id}/registration",
        f"/invoices/{invoice.id}",
        "/invoices",
        *[f"/filings?group={group}" for group in queries.GROUPS],
    ]

    def look() -> None:
        for client in clients:
            client.get(f"/?lang={language}")
            for page in pages:
                assert client.get(page).status_code == 200, page
            assert client.get("/filings?format=xlsx").data.startswith(b"PK")
            assert client.get("/invoices?format=csv").status_code == 200

    look()
    filing = file.submit(deal.firm.actor, file.begin(deal.firm.actor, deal.licence_id))
    look()
    file.refuse(deal.firm.actor, filing)
    file.issue(deal, invoice)
    look()
    file.enter(deal.university.actor, deal.licence_id)
    file.begin(deal.firm.actor, deal.licence_id, "change", "更名")
    look()
    assert clients[0].get(f"/amounts/{deal.receivable_id}/invoice").status_code == 200
    assert clients[1].get(f"/amounts/{deal.receivable_id}/invoice").status_code == 404
    assert clients[1].get("/invoices/settings").status_code == 200


def test_an_invoice_over_http(app: Flask) -> None:
    deal = file.deal()
    firm, university = browser(app, deal.firm), browser(app, deal.university)
    university.post("/invoices/settings", data={"exempt": "y", "note": "财务处五个工作日内开具"})
    address = f"/amounts/{deal.receivable_id}/invoice"
    page = firm.get(address).text
    assert "财务处五个工作日内开具" in page
    assert "专利许可使用费" in page
    assert 'value="special"' not in page
    values = {"once": make.once(), "title": "某公司", "tax_number": deal.firm.organisation.uscc, "kind": "exempt"}
    assert firm.post(address, data=values | {"amount": "30000.01"}).status_code == 422
    assert firm.post(address, data=values | {"amount": "1", "tax_number": "123"}).status_code == 422
    assert firm.post(address, data=values | {"amount": "1", "kind": "special"}).status_code == 422
    asked = firm.post(address, data=values | {"amount": "30,000"})
    assert asked.status_code == 302
    page = university.get(asked.location).text
    assert "Enter the invoice you issued" in page
    issued = {"number": "24372000000012345678", "on": TODAY, "file": (BytesIO(PDF), "fp.pdf")}
    assert firm.post(f"{asked.location}/issue", data={"number": "12345678", "on": TODAY}).status_code == 403
    assert university.post(f"{asked.location}/issue", data={"number": "12", "on": TODAY}).status_code == 422
    assert university.post(f"{asked.location}/issue", data=issued).status_code == 302
    with firm.get(f"{asked.location}/file") as stored:
        assert stored.data == PDF
    assert "24372000000012345678" in firm.get(f"/licences/{deal.licence_id}").text
    reversal = {"number": "24372000000099999999", "on": TODAY, "reason": "退款"}
    assert university.post(f"{asked.location}/reverse", data=reversal).status_code == 302
    assert "退款" in firm.get(asked.location).text
    assert browser(app, make.side()).get(asked.location).status_code == 404
    assert db.session.get_one(Invoice, 1).state == "reversed"


def test_a_contract_registered_over_http(app: Flask) -> None:
    deal = file.deal()
    firm, university = browser(app, deal.firm), browser(app, deal.university)
    address = f"/licences/{deal.licence_id}/registration"
    values = {"number": "2026370301000123", "amount": "30,000", "technology": "30,000", "office": "登记站", "on": TODAY}
    assert firm.post(address, data=values).status_code == 403
    assert university.post(address, data=values | {"technology": "30,000.01"}).status_code == 422
    assert university.post(address, data=values | {"certificate": (BytesIO(PDF), "c.pdf")}).status_code == 302
    assert "2026370301000123" in firm.get(address).text
    assert "2026370301000123" in firm.get(f"/licences/{deal.licence_id}").text
    with firm.get(f"{address}/certificate") as stored:
        assert stored.data == PDF
    assert university.post(f"{address}/waive", data={"reason": "x"}).status_code == 409
    other = file.deal()
    owner = browser(app, other.university)
    assert owner.post(f"/licences/{other.licence_id}/registration/waive", data={"reason": ""}).status_code == 422
    assert owner.post(f"/licences/{other.licence_id}/registration/waive", data={"reason": "金额小"}).status_code == 302
    assert db.session.query(Filing).count() == 0


def test_a_contract_concluded_here_stands_among_the_papers(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    request = contracts.request_on(university, firm)
    make.pay(request)
    licence = make.licence_of(request)
    address, client = f"/licences/{licence.id}/recordal", browser(app, firm)
    assert queries.contract_of(licence) is None
    contract = contracts.opened(firm, f"request:{request.id}")
    for side in (firm, university):
        contracts.fill(side, contract)
    contracts.draw(firm, contract)
    contracts.agree(university, contract)
    for side in (firm, university):
        contracts.sign(side, contract)
    assert queries.contract_of(make.licence_of(request)) is not None
    assert "contract" in queries.papers_there(make.licence_of(request))
    assert f"/contracts/{contract.id}" in client.get(address).text
