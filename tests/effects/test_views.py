"""The pages of effects: the form, who reads a report, the operator's look, the ranking."""

import io

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.core import clock
from market.effects import queries
from tests.factories import accounts
from tests.factories import effects as make

YEAR = clock.today().year
ANSWER = {"made": "yes", "product": "轮毂", "sales": "1,200,000", "exports": "", "tax": "90000", "jobs": "6"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_licensee_reports_and_corrects(client: FlaskClient, language: str) -> None:
    licence = make.licence()
    accounts.sign_in(client, make.person_of(licence.licensee_id))
    address = f"/effects/licences/{licence.id}/{YEAR}"
    assert address in client.get(f"/licences/{licence.id}?lang={language}").text
    assert client.get(address).status_code == 200
    assert client.post(address, data={}).status_code == 422
    assert client.post(address, data=ANSWER | {"exports": "2000000"}).status_code == 422
    assert client.post(address, data=ANSWER | {"sales": "much"}).status_code == 422
    evidence = (io.BytesIO(b"%PDF-1.4 list"), "list.pdf")
    sent = client.post(address, data=ANSWER | {"evidence": evidence})
    assert sent.status_code == 302
    assert "1,200,000.00" in client.get(sent.location).text
    with client.get(f"{sent.location}/evidence") as download:
        assert download.data == b"%PDF-1.4 list"
    assert "1,200,000.00" in client.get(address).text
    assert client.post(address, data={"made": "no"}).status_code == 302
    assert client.get(f"/effects/licences/{licence.id}/1999").status_code == 422


def test_both_sides_the_operator_and_the_authority_read_a_report(client: FlaskClient, app: Flask) -> None:
    licence = make.licence()
    row = make.report(licence)
    readers = {
        make.person_of(licence.licensee_id): 200,
        make.person_of(licence.licensor_id): 200,
        accounts.user(accounts.organisation("operator")): 200,
        accounts.user(accounts.organisation("authority")): 200,
        accounts.user(accounts.organisation("firm")): 404,
        accounts.user(accounts.organisation("university")): 404,
    }
    for person, status in readers.items():
        browser = app.test_client()
        accounts.sign_in(browser, person)
        assert browser.get(f"/effects/reports/{row.id}").status_code == status
    licensor = app.test_client()
    accounts.sign_in(licensor, make.person_of(licence.licensor_id))
    assert f"/effects/reports/{row.id}" in licensor.get(f"/licences/{licence.id}").text
    assert licence.reference in licensor.get("/effects?format=csv").text
    assert licensor.get(f"/effects/licences/{licence.id}/{YEAR}").status_code == 404


def test_the_operator_asks_back_and_the_licensee_reads_why(client: FlaskClient, app: Flask) -> None:
    licence = make.licence()
    row = make.report(licence)
    accounts.sign_in(client, accounts.user(accounts.organisation("operator")))
    address = f"/effects/reports/{row.id}"
    assert client.post(address, data={"decision": "queried"}).status_code == 422
    assert client.post(address, data={"decision": "queried", "note": "销售额按什么口径?"}).status_code == 302
    firm = app.test_client()
    accounts.sign_in(firm, make.person_of(licence.licensee_id))
    assert "销售额按什么口径?" in firm.get(f"/effects/licences/{licence.id}/{YEAR}").text


def test_the_ranking_is_opened_number_by_number_and_public_only_when_published(client: FlaskClient, app: Flask) -> None:
    licence = make.licence(free=True)
    row = make.report(licence)
    operator, authority, nobody = app.test_client(), app.test_client(), app.test_client()
    accounts.sign_in(operator, accounts.user(accounts.organisation("operator")))
    accounts.sign_in(authority, accounts.user(accounts.organisation("authority")))
    for browser in (operator, authority):
        page = browser.get(f"/effects/ranking?year={YEAR}&lang=en").text
        assert licence.licensor.name in page
        assert "225.00" in page
    assert "For each new job 5" in page
    assert f"/effects/reports/{row.id}" in authority.get(f"/effects/ranking/records?year={YEAR}").text
    assert "195.00" in operator.get(f"/effects/ranking?year={YEAR}&jobs=0").text
    book = openpyxl.load_workbook(io.BytesIO(operator.get(f"/effects/ranking?year={YEAR}&format=xlsx").data))
    assert [cell.value for cell in book.active[2]][:3] == [1, licence.licensor.name, 1]  # type: ignore[index]
    assert nobody.get(f"/effects/ranking/{YEAR}").status_code == 404
    assert authority.post("/effects/ranking/publish", data={"year": YEAR}).status_code == 404
    assert operator.post("/effects/ranking/publish", data={"year": YEAR, "jobs": "0"}).status_code == 302
    public = nobody.get(f"/effects/ranking/{YEAR}?lang=en").text
    assert "195.00" in public
    assert "/effects/reports/" not in public
    assert operator.post("/effects/ranking/withdraw", data={"year": YEAR}).status_code == 302
    assert queries.standing_ranking(YEAR) is None
