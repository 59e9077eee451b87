"""The pages about statements, rows, accounts and lists: the whole way over HTTP, and who may enter."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.accounts.models import User
from market.accounts.queries import account_for
from market.banking import queries
from market.banking.models import BankList, BankRow, BankStatement
from market.core import outbox
from market.core.db import db, transaction
from market.core.money import Money
from market.payments.models import GivenBack, Refund
from tests.factories import accounts
from tests.factories import banking as make
from tests.factories import payments as pay


def signed_in(client: FlaskClient, of: make.Kept) -> FlaskClient:
    """The client as the person who handles the account."""
    accounts.sign_in(client, db.session.get_one(User, of.person.user_id))
    return client


def sent(client: FlaskClient, of: make.Kept, content: bytes, filename: str = "流水.csv") -> str:
    """Upload a statement; gives the address of its page."""
    answer = client.post(
        "/bank/statements/new",
        data={"account": str(of.id), "file": (BytesIO(content), filename)},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def test_a_statement_goes_from_upload_to_booked(app: Flask, client: FlaskClient) -> None:
    programme = make.account()
    due = pay.find(pay.receivable())
    reference, name = due.reference, due.debtor.name
    lines = [
        make.Line("3000", name, f"许可费 {reference}", "B1"),
        make.Line("77.5", "路人甲", "不明", "B2"),
        make.Line("-8", "建行", "手续费"),
    ]
    signed_in(client, programme)
    address = sent(client, programme, make.csv(lines))
    page = client.get(address).text
    assert "路人甲" in page
    assert not db.session.query(BankRow).count()
    assert client.post(f"{address}/import").status_code == 302
    outbox.drain()
    page = client.get(address).text
    assert reference[:4] in page
    assert db.session.query(BankStatement).one().state == "done"
    for state in ("waiting", "matched", "debit", "nonsense"):
        assert client.get(address, query_string={"state": state, "q": "路"}).status_code == 200
    waiting = client.get("/bank/rows")
    assert "路人甲" in waiting.text
    assert "77.50" in waiting.text
    with client.get(f"{address}/file") as answer:
        assert answer.data == make.csv(lines)
    assert client.get(f"{address}/progress").json["finished"]


def test_a_row_is_divided_taken_back_and_ignored(app: Flask, client: FlaskClient) -> None:
    programme = make.account(role="owner")
    one, other = pay.receivable(), pay.receivable(Money.of(500))
    make.imported(programme, make.csv([make.Line("3600", "代付公司", "两笔")]))
    row = make.rows(programme)[0]
    signed_in(client, programme)
    page = client.get(f"/bank/rows/{row.id}?q=licence").text
    assert f'name="amount-{one}"' in page
    bad = client.post(f"/bank/rows/{row.id}/assign", data={f"amount-{one}": "abc", "version": row.version})
    assert bad.status_code == 422
    version = make.rows(programme)[0].version
    data = {f"amount-{one}": "3,000", f"amount-{other}": "500", "version": version}
    assert client.post(f"/bank/rows/{row.id}/assign", data=data).status_code == 302
    assert client.post(f"/bank/rows/{row.id}/assign", data=data).status_code == 409
    row = make.rows(programme)[0]
    assert (row.state, row.rest, row.suspended) == ("partial", Money.of(100), Money.of(100))
    page = client.get(f"/bank/rows/{row.id}").text
    part = row.parts[0].id
    assert client.post(f"/bank/parts/{part}/take-back", data={"reason": ""}).status_code == 422
    assert client.post(f"/bank/parts/{part}/take-back", data={"reason": "slip"}).status_code == 302
    row = make.rows(programme)[0]
    assert row.rest == Money.of(3100)
    assert client.post(f"/bank/rows/{row.id}/ignore", data={"reason": "x"}).status_code == 409
    client.post(f"/bank/parts/{row.parts[1].id}/take-back", data={"reason": "slip"})
    assert client.post(f"/bank/rows/{row.id}/ignore", data={"reason": "自有资金"}).status_code == 302
    assert queries.suspense(programme.organisation_id) == Money(0)
    assert "自有资金" in client.get(f"/bank/rows/{row.id}").text
    assert client.post(f"/bank/rows/{row.id}/wait").status_code == 302
    assert queries.suspense(programme.organisation_id) == Money.of(3600)


def test_surplus_goes_back_by_a_list_and_the_next_statement_ticks_it_off(app: Flask, client: FlaskClient) -> None:
    programme = make.account()
    due = pay.find(pay.receivable())
    name, debtor = due.debtor.name, due.debtor_id
    line = make.Line("3050", name, due.reference, "B9", number="6222020000001234567")
    make.imported(programme, make.csv([line]))
    assert make.rows(programme)[0].state == "over"
    signed_in(client, programme)
    page = client.get("/bank/lists/new").text
    assert "6222020000001234567" in page
    subject = page.split('name="subject" value="')[1].split('"')[0]
    data = {"subject": subject, "account": str(programme.id), "currency": "CNY"}
    assert client.post("/bank/lists/new", data={"currency": "CNY"}).status_code == 422
    assert client.post("/bank/lists/new", data=data).status_code == 302
    assert client.post("/bank/lists/new", data=data).status_code == 409
    made = db.session.query(BankList).one()
    assert made.total == Money.of(50)
    address = f"/bank/lists/{made.id}"
    assert made.number in client.get(address).text
    csv = client.get(address, query_string={"format": "csv"}).text
    assert "6222020000001234567" in csv
    assert "50.00" in csv
    assert client.get(address, query_string={"format": "xlsx"}).status_code == 200
    debit = make.Line("-50", name, f"退款 {made.lines[0].remark}", "B10", number="6222020000001234567")
    make.imported(programme, make.csv([debit], opening="13050"), "next.csv")
    made = db.session.query(BankList).one()
    assert (made.lines[0].state, made.lines[0].bank_reference) == ("done", "B10")
    assert db.session.query(Refund).one().state == "done"
    assert not db.session.query(GivenBack).count()
    assert account_for(debtor, "refunds") is None
    assert "B10" in client.get(address).text


def test_a_line_is_done_by_hand_or_removed(app: Flask, client: FlaskClient) -> None:
    programme = make.account()
    for reference in ("B1", "B2"):
        due = pay.find(pay.receivable())
        line = make.Line("3001", due.debtor.name, due.reference, reference, number="622202000000123")
        make.imported(programme, make.csv([line]), f"{reference}.csv")
    signed_in(client, programme)
    subjects = [part.split('"')[0] for part in client.get("/bank/lists/new").text.split('name="subject" value="')[1:]]
    subjects = [subject for subject in subjects if subject.startswith("surplus:")]
    client.post("/bank/lists/new", data={"subject": subjects, "currency": "CNY"})
    one, other = [line.id for line in db.session.query(BankList).one().lines]
    assert client.post(f"/bank/lines/{one}/done", data={"done_on": "2999-01-01"}).status_code == 422
    done = {"done_on": "2026-11-21", "bank_reference": "OUT1"}
    assert client.post(f"/bank/lines/{one}/done", data=done).status_code == 302
    assert client.post(f"/bank/lines/{one}/done", data=done).status_code == 302
    assert client.post(f"/bank/lines/{one}/remove").status_code == 409
    assert client.post(f"/bank/lines/{other}/remove", data={"reason": "account closed"}).status_code == 302
    assert client.post(f"/bank/lines/{other}/done", data=done).status_code == 409
    assert "3 transfers wait" in client.get("/bank/lists?lang=en").text
    assert [line.state for line in db.session.query(BankList).one().lines] == ["done", "removed"]


@pytest.mark.parametrize("content", [b"", b"no statement at all", b"<?xml version='1.0'?><a/>", b"PK\x03\x04rubbish"])
def test_what_is_no_statement_is_refused_with_a_sentence(app: Flask, client: FlaskClient, content: bytes) -> None:
    programme = make.account()
    signed_in(client, programme)
    for filename in ("a.csv", "a.xlsx", "a.xml", "a.sta", "a.exe"):
        data = {"account": str(programme.id), "file": (BytesIO(content), filename)}
        answer = client.post("/bank/statements/new", data=data, content_type="multipart/form-data")
        assert answer.status_code in (302, 422)
        if answer.status_code == 302:
            page = client.get(answer.location).text
            assert "mk-note--bad" in page
            assert client.post(f"{answer.location}/import").status_code == 302
    assert not db.session.query(BankRow).count()


def test_unknown_heads_are_mapped_by_hand_and_remembered(app: Flask, client: FlaskClient) -> None:
    programme = make.account()
    signed_in(client, programme)
    rows = [["当日", "进账", "户头", "说明"], ["2026-11-20", "88.00", "某公司", "货款"]]
    address = sent(client, programme, make.as_csv(rows, "utf-8"))
    assert "mk-note--bad" in client.get(address).text
    columns = {"column-day": "0", "column-credit": "1", "column-name": "2", "column-text": "3"}
    assert client.post(f"{address}/read", data=columns).status_code == 302
    assert "某公司" in client.get(address).text
    client.post(f"{address}/import", data=columns)
    outbox.drain()
    assert make.rows(programme)[0].name == "某公司"
    rows[1] = ["2026-11-21", "99.00", "某公司", "货款"]
    assert "99.00" in client.get(sent(client, programme, make.as_csv(rows, "utf-8"))).text


def test_others_see_nothing(app: Flask, client: FlaskClient) -> None:
    own, foreign = make.account(kind="university"), make.account(kind="university")
    statement = make.imported(foreign, make.csv([make.Line("10", "a", "b")]))
    row = make.rows(statement)[0].id
    number = statement.id
    signed_in(client, own)
    for address in (f"/bank/statements/{number}", f"/bank/statements/{number}/file", f"/bank/rows/{row}"):
        assert client.get(address).status_code == 404
    for address in (f"/bank/rows/{row}/assign", f"/bank/rows/{row}/wait", f"/bank/accounts/{foreign.id}/match"):
        assert client.post(address).status_code == 404
    data = {"account": str(foreign.id), "file": (BytesIO(b"x"), "a.csv")}
    assert client.post("/bank/statements/new", data=data, content_type="multipart/form-data").status_code == 422
    assert client.get("/bank/lists").status_code == 404
    with transaction():
        member = accounts.user(own.row.organisation, role="member")
    accounts.sign_in(client, member)
    assert client.get("/bank/statements").status_code == 403


def test_accounts_are_entered_shown_and_closed(app: Flask, client: FlaskClient) -> None:
    person = accounts.user(accounts.organisation("university"), role="finance")
    organisation = person.actor.organisation_id
    accounts.sign_in(client, person)
    data = {"holder": "某大学", "number": "3700 1234 5678 9012", "bank": "齐鲁银行"}
    data |= {"currency": "CNY", "purpose": "income"}
    assert client.post("/organisation/bank-accounts", data=data | {"number": "12"}).status_code == 422
    assert client.post("/organisation/bank-accounts", data=data).status_code == 302
    assert client.post("/organisation/bank-accounts", data=data).status_code == 409
    found = account_for(organisation, "income")
    assert found is not None
    assert found.number == "3700123456789012"
    assert account_for(organisation, "refunds") is None
    assert "3700 1234 5678 9012" in client.get("/organisation/bank-accounts").text
    assert client.post(f"/organisation/bank-accounts/{found.id}/close").status_code == 302
    assert account_for(organisation, "income") is None
    stranger = accounts.user(accounts.organisation("firm"), role="finance")
    accounts.sign_in(client, stranger)
    assert client.post(f"/organisation/bank-accounts/{found.id}/close").status_code == 404
