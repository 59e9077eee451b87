"""The book's pages: who sees what, figures of a period read from the postings, exports, paper."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from market.core import printing
from market.core.db import db, transaction
from market.core.money import Money
from market.ledger import queries, service
from market.ledger.models import Account, JournalEntry
from market.ledger.rules import Line
from tests.factories import accounts


class Book:
    """A firm that owes a university 3,000 yuan since January, and paid 1,000 in March and 500 in July."""

    def __init__(self) -> None:
        self.firm, self.university = accounts.organisation("firm"), accounts.organisation("university")
        self.person = accounts.user(self.firm)
        self.operator = accounts.user(accounts.organisation("operator"))
        self.stranger = accounts.user(accounts.organisation("firm"))
        owed, claim = self.university.id, self.firm.id
        with transaction():
            self.post("ask:1", "ask", date(2026, 1, 10), [("receivable", claim, 3000), ("payable", owed, -3000)])
            self.post("receipt:1", "receipt", date(2026, 3, 5), [("bank", owed, 1000), ("receivable", claim, -1000)])
            last = self.post(
                "receipt:2", "receipt", date(2026, 7, 5), [("bank", owed, 500), ("receivable", claim, -500)]
            )
            self.last = last.id
        self.account = db.session.scalars(select(Account).where(Account.code == f"receivable:{claim}:CNY")).one().id
        self.others = db.session.scalars(select(Account).where(Account.code == f"bank:{owed}:CNY")).one().id

    @staticmethod
    def post(key: str, kind: str, on: date, lines: list[tuple[str, int, int]]) -> JournalEntry:
        return service.post(
            key,
            kind,
            on,
            [Line(purpose, owner, Money.of(yuan)) for purpose, owner, yuan in lines],
            {"for": "request:5"} if kind == "ask" else {"receipt": f"SJ-{key}"},
            "receivable:1",
        )


@pytest.fixture
def book(app: object) -> Book:
    return Book()


def read(client: FlaskClient, person: object, path: str) -> str:
    accounts.sign_in(client, person)  # type: ignore[arg-type]
    answer = client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_period_has_opening_movement_and_closing(book: Book) -> None:
    account = db.session.get_one(Account, book.account)
    part = queries.section(account, date(2026, 2, 1), date(2026, 6, 30))
    assert (part.opening, part.debit, part.credit) == (Money.of(3000), Money.zero(), Money.of(1000))
    assert part.closing == Money.of(2000) == part.lines[-1].running
    assert [line.running.minor for line in queries.section(account, None, None).lines] == [300000, 200000, 150000]
    assert queries.section(account, None, None, limit=1, offset=2).lines[0].running == Money.of(1500)


def test_the_trial_balance_of_a_period_agrees_with_the_statements(book: Book) -> None:
    for start, until in ((None, None), (date(2026, 2, 1), date(2026, 6, 30)), (None, date(2026, 3, 4))):
        rows = queries.trial_balance(until=until, start=start)
        assert sum(row.money.minor for row in rows) == 0
        assert all(debit == credit for debit, credit in queries.sums(rows))
        for row in rows:
            part = queries.section(row.account, start, until)
            assert (part.opening, part.debit, part.credit) == (row.opening, row.debit, row.credit)
        totals = queries.totals(rows)
        assert sum(total.money.minor for total in totals) == 0
        assert sum(total.accounts for total in totals) == len(rows)


def test_the_operator_walks_from_the_sum_to_the_entry(book: Book, client: FlaskClient) -> None:
    page = read(client, book.operator, "/ledger?from=2026-02-01&until=2026-06-30&currency=CNY")
    assert "1,000.00" in page
    assert "Debit and credit are equal" in page
    assert "1,500.00" not in page
    assert book.firm.name in read(client, book.operator, "/ledger/accounts?purpose=receivable&currency=CNY")
    assert "1,500.00" in read(client, book.operator, f"/ledger/accounts/{book.account}")
    assert f"bank:{book.university.id}" not in read(client, book.operator, f"/ledger/entries/{book.last}")
    assert book.university.name in read(client, book.operator, f"/ledger/entries/{book.last}")
    assert book.firm.name_en in read(client, book.operator, "/ledger/statements?kind=firm")


def test_a_party_sees_its_own_lines_alone(book: Book, client: FlaskClient) -> None:
    own = read(client, book.person, f"/ledger/statements/{book.firm.id}?from=2026-02-01")
    assert "3,000.00" in own
    assert "SJ-receipt:1" in own
    entry = read(client, book.person, f"/ledger/entries/{book.last}")
    assert "Lines on the accounts of others are not shown" in entry
    assert book.university.name not in entry
    for path in (f"/ledger/accounts/{book.others}", f"/ledger/statements/{book.university.id}", "/ledger"):
        assert client.get(path).status_code == 404
    assert "SJ-receipt:1" in read(client, book.person, "/ledger/statement")


def test_strangers_find_nothing(book: Book, client: FlaskClient) -> None:
    accounts.sign_in(client, book.stranger)
    for path in (
        f"/ledger/accounts/{book.account}",
        f"/ledger/entries/{book.last}",
        f"/ledger/statements/{book.firm.id}",
        "/ledger/statements",
        "/ledger/accounts",
    ):
        assert client.get(path).status_code == 404


def test_nonsense_in_the_address_is_no_error(book: Book, client: FlaskClient) -> None:
    for query in ("from=x&until=", "from=9999-12-31&until=0001-01-01", "currency=XXX", "page=99999"):
        read(client, book.operator, f"/ledger?{query}")
        read(client, book.operator, f"/ledger/accounts?{query}")
        read(client, book.operator, f"/ledger/accounts/{book.account}?{query}")
        read(client, book.operator, f"/ledger/statements/{book.firm.id}?{query}")


def test_a_statement_is_exported_with_its_opening_and_closing(book: Book, client: FlaskClient) -> None:
    accounts.sign_in(client, book.person)
    path = f"/ledger/statements/{book.firm.id}?from=2026-02-01&until=2026-12-31"
    sheet = openpyxl.load_workbook(BytesIO(client.get(f"{path}&format=xlsx").data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[6] for row in rows[1:]] == [3000, 2000, 1500, 1500]
    assert "2000.00" in client.get(f"{path}&format=csv").get_data(as_text=True)
    accounts.sign_in(client, book.operator)
    assert "3000.00" in client.get("/ledger?format=csv").get_data(as_text=True)


@pytest.mark.skipif(not printing.available(), reason="this machine has no Pango")
def test_a_statement_is_printed(book: Book, client: FlaskClient) -> None:
    accounts.sign_in(client, book.person)
    answer = client.get(f"/ledger/statements/{book.firm.id}?format=pdf")
    assert answer.data.startswith(b"%PDF-")
    assert "statement-" in answer.headers["Content-Disposition"]
