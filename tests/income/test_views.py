"""The pages of income: the way from the receipt to the payment list, files, and who is let in."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from market.accounts.models import Membership
from market.core import clock, printing
from market.core.db import db, transaction
from market.core.money import Money
from market.income.models import IncomePerson, Split
from market.income.queries import splits
from market.income.service import deciding
from tests.factories import accounts
from tests.factories import income as make

PERCENTS = ("50", "30", "20")


def entered(one: make.Case, **over: str) -> dict[str, str]:
    """What the form of a split sends."""
    found = {"owners-0-name": one.licence.licensor.name, "owners-0-own": "1", "owners-0-percent": "100"}
    for place, (name, percent) in enumerate(zip(make.INVENTORS, PERCENTS, strict=True)):
        found |= {f"inventors-{place}-name": name, f"inventors-{place}-percent": percent}
    return found | {"college": "机械学院"} | over


def drafted(client: FlaskClient, one: make.Case, **over: str) -> Split:
    """The split drafted through the form."""
    response = client.post(f"/income/receipts/{one.receipt_id}/divide", data=entered(one, **over))
    assert response.status_code == 302, re.findall(r"mk-error.*?</p>", response.text, re.S)
    return db.session.query(Split).order_by(Split.id.desc()).first()  # type: ignore[return-value]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_the_receipt_to_the_payment_list(client: FlaskClient, language: str) -> None:
    one = make.case()
    accounts.sign_in(client, one.owner)
    assert f"/income/receipts/{one.receipt_id}/divide" in client.get(f"/income?lang={language}").text
    page = client.get(f"/income/receipts/{one.receipt_id}/divide").text
    assert all(name in page for name in make.INVENTORS)
    split = drafted(client, one)
    page = client.get(f"/income/splits/{split.id}").text
    assert "10,500.00" in page
    assert f"/income/splits/{split.id}/approve" not in page
    assert client.post(f"/income/splits/{split.id}/approve").status_code == 409
    accounts.sign_in(client, one.finance)
    assert f"/income/splits/{split.id}/approve" in client.get(f"/income/splits/{split.id}").text
    assert client.post(f"/income/splits/{split.id}/approve").status_code == 302
    book = openpyxl.load_workbook(io.BytesIO(client.get("/income/payments?format=xlsx").data))
    rows = list(book.active.iter_rows(min_row=2, values_only=True))  # type: ignore[union-attr]
    assert [row[3] for row in rows][:3] == make.INVENTORS
    assert sum(row[4] for row in rows) == 27_000
    chosen = [str(share.id) for share in splits.payable_rows(one.licence.licensor_id)]
    today = clock.today().isoformat()
    assert client.post("/income/payments", data={"share": [], "paid_on": today}).status_code == 422
    assert client.post("/income/payments", data={"share": chosen, "paid_on": today}).status_code == 302
    assert make.again(split).state == "paid"


def test_percentages_that_do_not_add_up_come_back_with_their_sentence(client: FlaskClient) -> None:
    one = make.case()
    accounts.sign_in(client, one.owner)
    data = entered(one, **{"inventors-0-percent": "49"})
    response = client.post(f"/income/receipts/{one.receipt_id}/divide?lang=en", data=data)
    assert response.status_code == 422
    assert "must add up to 100" in response.text
    assert 'value="49"' in response.text
    data["inventors-0-percent"] = "half"
    assert client.post(f"/income/receipts/{one.receipt_id}/divide", data=data).status_code == 422


def test_a_cost_is_entered_and_taken_out(client: FlaskClient) -> None:
    one = make.case()
    accounts.sign_in(client, one.owner)
    cost = {"kind": "tax", "amount": "1,800", "spent_on": clock.today().isoformat()}
    voucher = (io.BytesIO(b"%PDF-1.4 tax"), "tax.pdf")
    address = f"/income/receipts/{one.receipt_id}/costs"
    assert client.post(address, data=cost | {"amount": "0"}).status_code == 422
    assert client.post(address, data=cost | {"voucher": voucher}).status_code == 302
    page = client.get(f"/income/receipts/{one.receipt_id}/divide").text
    found = re.search(r"/income/costs/(\d+)/withdraw", page)
    assert found
    with client.get(f"/income/costs/{found[1]}/voucher") as download:
        assert download.data == b"%PDF-1.4 tax"
    assert client.post(f"/income/costs/{found[1]}/withdraw", data={"receipt": one.receipt_id}).status_code == 302
    assert "/withdraw" not in client.get(f"/income/receipts/{one.receipt_id}/divide").text


@pytest.mark.rule("R22")
def test_a_leaders_notice_is_read_outside_without_amounts(client: FlaskClient, app: Flask) -> None:
    one = make.case(with_policy=False)
    make.policy(one.drafter, notice_place="public")
    accounts.sign_in(client, one.owner)
    split = drafted(client, one, **{"inventors-0-leader": "y"})
    assert client.post(f"/income/splits/{split.id}/notice").status_code == 302
    inside = client.get(f"/income/notices/{split.id}?lang=en").text
    outside = app.test_client().get(f"/income/notices/{split.id}?lang=en").text
    assert "10,500.00" in inside
    assert "10,500.00" not in outside
    assert "陈立" in outside
    assert f"/income/notices/{split.id}" in app.test_client().get("/income/notices").text
    assert client.post(f"/income/splits/{split.id}/notice/result", data={"result": "none"}).status_code == 409
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        accounts.sign_in(client, one.finance)
        assert client.post(f"/income/splits/{split.id}/notice/result", data={"result": "none"}).status_code == 302
        assert client.post(f"/income/splits/{split.id}/approve").status_code == 302


def test_a_notice_inside_stays_inside(client: FlaskClient, app: Flask) -> None:
    one = make.case()
    accounts.sign_in(client, one.owner)
    split = drafted(client, one, **{"inventors-0-leader": "y"})
    client.post(f"/income/splits/{split.id}/notice")
    assert client.get(f"/income/notices/{split.id}").status_code == 200
    assert app.test_client().get(f"/income/notices/{split.id}").status_code == 404
    member = app.test_client()
    accounts.sign_in(member, accounts.user(one.licence.licensor, role="member"))
    assert member.get(f"/income/notices/{split.id}").status_code == 200


@pytest.mark.rule("R21")
def test_the_policy_page_refuses_less_than_the_law(client: FlaskClient) -> None:
    one = make.case(with_policy=False)
    accounts.sign_in(client, one.owner)
    assert 'value="70"' in client.get("/income/policy").text
    data = {
        "established": "government", "inventors": "60", "college": "10", "office": "10", "notice": "leader",
        "notice_days": "15", "notice_place": "inside", "cost_kinds": ["tax"],
    }  # fmt: skip
    assert client.post("/income/policy", data=data).status_code == 422
    assert client.post("/income/policy", data=data | {"inventors": "75"}).status_code == 302
    row = splits.policy_of(one.licence.licensor_id)
    assert row is not None
    assert (str(row.policy.inventors), row.policy.region) == ("0.75", "370302")


@pytest.mark.skipif(not printing.available(), reason="Pango is not installed")
def test_statements_as_files(client: FlaskClient) -> None:
    one = make.case()
    split = make.approved(one)
    accounts.sign_in(client, one.owner)
    person = db.session.get_one(IncomePerson, split.shares[0].person_id)
    address = f"/income/people/{person.id}/statement"
    paper = client.get(f"{address}?lang=zh")
    assert paper.data.startswith(b"%PDF-")
    assert paper.mimetype == "application/pdf"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}?format=xlsx").data))
    row = next(book.active.iter_rows(min_row=2, values_only=True))  # type: ignore[union-attr]
    assert (row[0], Money.of(str(row[5]))) == (split.number, Money(split.shares[0].amount_minor))
    assert client.get("/income/colleges/statement?name=nobody").status_code == 404


def test_a_person_is_entered_changed_and_kept_inside(client: FlaskClient, app: Flask) -> None:
    one = make.case()
    accounts.sign_in(client, one.owner)
    data = {"name": "陈立", "contact": "13800000000", "bank_account": "6222000011112222"}
    response = client.post("/income/people/new", data=data)
    assert response.status_code == 302
    page = response.location.rsplit("/", 1)[-1]
    assert client.post(f"/income/people/{page}/edit", data=data | {"leader": "y"}).status_code == 302
    assert db.session.get_one(IncomePerson, int(page)).leader
    assert client.post("/income/people/new", data={"name": ""}).status_code == 422
    for kind in ("operator", "university", "firm"):
        other = app.test_client()
        accounts.sign_in(other, accounts.user(accounts.organisation(kind)))
        assert other.get(f"/income/people/{page}").status_code == 404


def test_the_licensee_sees_nothing_of_the_split(client: FlaskClient, app: Flask) -> None:
    one = make.case()
    split = make.approved(one)
    deal = f"/licences/{one.licence_id}"
    firm = db.session.query(Membership).filter_by(organisation_id=one.licence.licensee_id).first()
    assert firm
    accounts.sign_in(client, firm.user)
    assert split.number not in client.get(deal).text
    assert client.get(f"/income/splits/{split.id}").status_code == 404
    for reader in (one.owner, accounts.user(accounts.organisation("operator"))):
        other = app.test_client()
        accounts.sign_in(other, reader)
        assert split.number in other.get(deal).text
        assert other.get(f"/income/splits/{split.id}").status_code == 200
        assert split.number in other.get("/income?format=csv").text


def test_a_pledge_is_answered_on_the_page(client: FlaskClient) -> None:
    one = make.case()
    make.pledge(one)
    accounts.sign_in(client, one.owner)
    split = drafted(client, one)
    address = f"/income/splits/{split.id}"
    assert f"{address}/pledge" in client.get(address).text
    assert client.post(f"{address}/pledge", data={"pledge_answer": "deposited"}).status_code == 302
    assert deciding.bars(one.approver, make.again(split)) == []
    with transaction():
        pass
    assert client.post(f"{address}/drop", data={"reason": "x"}).status_code == 302
    assert make.again(split).state == "dropped"
