"""The book takes only what balances, keeps it for ever, and says so itself when it does not."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from market.core.db import db, transaction
from market.core.errors import Conflict
from market.core.money import Money
from market.ledger import queries, service
from market.ledger.errors import AlreadyReversed, KeyTaken, Unbalanced
from market.ledger.models import Account, JournalEntry, Posting
from market.ledger.rules import Line

ON = date(2026, 11, 22)


def lines(minor: int = 100, currency: str = "CNY") -> list[Line]:
    money = Money(minor, currency)
    return [Line("bank", 1, money), Line("receivable", 2, -money)]


def posted(key: str = "receipt:1", of: list[Line] | None = None, subject: str = "") -> JournalEntry:
    with transaction():
        return service.post(key, "receipt", ON, of or lines(), {"number": "SJ-1"}, subject)


def test_an_entry_moves_both_accounts(app: Flask) -> None:
    posted(subject="receivable:1")
    posted("receipt:2", lines(250))
    assert queries.balance("bank", 1) == Money(350)
    assert queries.balance("receivable", 2) == Money(-350)
    assert queries.balance("bank", 9) == Money.zero()
    assert queries.balances_by_subject("bank", ["receivable:1"]) == {"receivable:1": {"CNY": 100}}
    assert queries.balances_by_subject("bank", ["receivable:1"], ["ask"]) == {}
    rows = queries.trial_balance()
    assert [(row.account.code, row.money.minor) for row in rows] == [
        ("bank:1:CNY", 350),
        ("receivable:2:CNY", -350),
    ]
    assert queries.sums(rows) == [(Money(350), Money(350))]
    assert [row.account.code for row in queries.trial_balance(organisation_id=2)] == ["receivable:2:CNY"]
    assert queries.trial_balance(until=date(2026, 11, 21)) == []


@pytest.mark.parametrize(
    "of",
    [
        [],
        [Line("bank", 1, Money(100))],
        [Line("bank", 1, Money(100)), Line("receivable", 2, Money(-99))],
        [Line("bank", 1, Money(100)), Line("receivable", 2, Money(-100, "USD"))],
        [Line("bank", 1, Money(0)), Line("receivable", 2, Money(0))],
        [Line("pocket", 1, Money(100)), Line("receivable", 2, Money(-100))],
    ],
)
def test_what_does_not_balance_is_refused(app: Flask, of: list[Line]) -> None:
    with pytest.raises(Unbalanced), transaction():
        service.post("receipt:1", "receipt", ON, of)


def test_the_same_fact_is_booked_once(app: Flask) -> None:
    first = posted().id
    assert posted(of=list(reversed(lines()))).id == first
    with pytest.raises(KeyTaken):
        posted(of=lines(101))
    assert queries.balance("bank", 1) == Money(100)


def test_a_reversal_is_the_mirror_image_and_made_once(app: Flask) -> None:
    entry = posted(subject="receivable:1")
    for _ in range(2):
        with transaction():
            back = service.reverse(db.session.merge(entry), "typed twice")
            assert back.reverses_id == entry.id
            assert back.subject == "receivable:1"
    assert queries.balance("bank", 1) == Money.zero()
    assert service.self_check() == []
    with pytest.raises(AlreadyReversed), transaction():
        service.reverse(db.session.merge(entry), "another reason")


def refused(statement: str, **values: Any) -> str:
    """The database's own refusal of a statement, however it is sent."""
    with pytest.raises(DBAPIError) as caught, db.engines[None].begin() as connection:
        connection.execute(text(statement), values)
    return str(caught.value.orig)


CHANGES = [
    "update posting set amount_minor = amount_minor + 1",
    "update posting set account_id = 1",
    "update journal_entry set kind = 'gift'",
    "update journal_entry set source = '{}'",
    "update account set currency = 'USD'",
    "delete from posting",
    "delete from journal_entry",
    "delete from account",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_nothing_written_is_changed_or_deleted(app: Flask, statement: str) -> None:
    posted()
    assert "append-only" in refused(statement)


@pytest.mark.parametrize("table", ["posting", "journal_entry", "account"])
def test_nothing_is_truncated_or_replaced(app: Flask, table: str) -> None:
    posted()
    if db.engines[None].dialect.name == "postgresql":
        assert "append-only" in refused(f"truncate {table} cascade")
        return
    rows = {
        "posting": "(id, entry_id, account_id, amount_minor, currency) values (1, 1, 1, 5, 'CNY')",
        "journal_entry": '(id, business_key, kind, subject, "on", booked_at, source) '
        "values (9, 'receipt:1', 'gift', '', '2026-11-22', '2026-11-22', '{}')",
        "account": "(id, code, kind, currency) values (9, 'bank:1:CNY', 'asset', 'CNY')",
    }
    for recursive in ("off", "on"):
        with pytest.raises(DBAPIError, match=r"append-only|sealed"), db.engines[None].connect() as connection:
            connection.connection.execute(f"pragma recursive_triggers={recursive}")  # type: ignore[attr-defined]
            connection.execute(text(f"insert or replace into {table} {rows[table]}"))
    assert db.session.scalar(select(Posting.amount_minor).where(Posting.id == 1)) == 100


INSERT_ENTRY = (
    'insert into journal_entry (id, business_key, kind, subject, "on", booked_at, source) '
    "values (77, 'raw', 'receipt', '', '2026-11-22', '2026-11-22', '{}')"
)
INSERT_POSTING = (
    "insert into posting (id, entry_id, account_id, amount_minor, currency) "
    "values (:id, :entry, :account, :amount, :currency)"
)


def raw(postings: list[tuple[int, int]], currency: str = "CNY", entry_first: bool = False) -> None:
    """Write an entry past the service, straight into the tables."""
    ids = db.session.scalars(select(Account.id).order_by(Account.id)).all()
    db.session.rollback()
    with db.engines[None].begin() as connection:
        if entry_first:
            connection.execute(text(INSERT_ENTRY))
        for number, (account, amount) in enumerate(postings):
            values = {"id": 500 + number, "entry": 77, "account": ids[account], "amount": amount}
            connection.execute(text(INSERT_POSTING), {**values, "currency": currency})
        if not entry_first:
            connection.execute(text(INSERT_ENTRY))


def test_the_database_takes_a_balanced_entry(app: Flask) -> None:
    posted()
    raw([(0, 5), (1, -5)])
    assert queries.balance("bank", 1) == Money(105)
    assert service.self_check() == []


@pytest.mark.parametrize("postings", [[(0, 5), (1, -4)], [(0, 5)], []])
def test_the_database_refuses_an_unbalanced_entry(app: Flask, postings: list[tuple[int, int]]) -> None:
    posted()
    with pytest.raises(DBAPIError, match="does not balance"):
        raw(postings)


def test_the_database_refuses_a_posting_without_an_entry(app: Flask) -> None:
    posted()
    values = {"id": 500, "entry": 4711, "account": 1, "amount": 5, "currency": "CNY"}
    assert refused(INSERT_POSTING, **values)


def test_the_database_refuses_a_posting_on_a_sealed_entry(app: Flask) -> None:
    posted()
    entry = db.session.scalar(select(JournalEntry.id))
    db.session.rollback()
    values = {"id": 500, "entry": entry, "account": 1, "amount": 5, "currency": "CNY"}
    assert "sealed" in refused(INSERT_POSTING, **values)


def test_the_database_refuses_the_wrong_currency_and_nothing(app: Flask) -> None:
    posted()
    with pytest.raises(DBAPIError, match="currency"):
        raw([(0, 5), (1, -5)], currency="USD")
    with pytest.raises(DBAPIError):
        raw([(0, 0), (1, 0)])


def test_a_refusal_by_the_database_is_a_conflict_not_a_bug(app: Flask) -> None:
    posted()
    with pytest.raises(Conflict), transaction() as session:
        session.execute(text(INSERT_ENTRY))


def test_the_self_check_finds_what_was_done_behind_the_triggers(app: Flask) -> None:
    posted()
    dialect = db.engines[None].dialect.name
    db.session.rollback()
    with db.engines[None].begin() as connection:
        if dialect == "postgresql":
            connection.execute(text("alter table posting disable trigger user"))
        else:
            connection.execute(text("drop trigger posting_no_update"))
        connection.execute(text("update posting set amount_minor = 101 where amount_minor = 100"))
    assert any("out of balance by 1 CNY" in finding for finding in service.self_check())
