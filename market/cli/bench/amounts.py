"""Amounts due with their bookings and history, for a large market: paid in one of the usual ways, or open."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import insert, select

from market.cli.bench.rows import Rows, table_of
from market.core import clock
from market.core.db import db, transaction
from market.core.events import Event
from market.core.outbox import EventRow
from market.ledger import rules as ledger
from market.ledger.models import Account, JournalEntry, Posting, Sequence
from market.payments import rules as payments
from market.payments.events import PaymentAsked, PaymentReceived, ReceivableCancelled, ReceivableSettled
from market.payments.models import GivenBack, Receipt, Receivable

FEES = (500_000, 1_200_000, 1_800_000, 3_000_000, 6_000_000)
TOO_MUCH = 70_000
LATER = {"paid": 80, "two parts": 8, "too much": 4, "open": 8}
"""How amounts that fell due are paid, in per cent."""


@dataclass(frozen=True)
class Due:
    """One amount to be written: between whom, for what, when, and in which way it goes on ("paid", "open" ...)."""

    debtor: int
    creditor: int
    subject: str
    position: int
    day: date
    way: str


class Amounts:
    """Writes amounts due with their receipts, entries and events, and keeps the series of numbers."""

    def __init__(self, rows: Rows, chance: random.Random) -> None:
        self.rows, self.chance, self.today = rows, chance, clock.today()
        known = db.session.execute(select(Account.code, Account.id))
        self.accounts: dict[str, int] = {row.code: row.id for row in known}
        self.numbers: dict[tuple[str, int], int] = defaultdict(int)
        for row in db.session.scalars(select(Sequence)):
            self.numbers[row.series, row.year] = row.last

    def later_way(self) -> str:
        """How an amount that fell due is paid."""
        return self.chance.choices(list(LATER), list(LATER.values()))[0]

    def add(self, due: Due) -> int:
        """One amount due with everything that happened to it; returns its id."""
        minor = self.chance.choice(FEES) + self.chance.randrange(99_999)
        parts = {"paid": [minor], "two parts": [minor // 3, minor - minor // 3], "too much": [minor + TOO_MUCH]}
        asked = min(due.day, self.today)
        done = min(due.day + timedelta(days=self.chance.randrange(1, 15)), self.today)
        number = self._receivable(due, minor, asked, done)
        claim, owed = ("receivable", due.debtor), ("payable", due.creditor)
        entry = self._entry(f"ask:{number}", "ask", asked, number, [(claim, minor), (owed, -minor)])
        self._tell(PaymentAsked(number, due.subject), asked)
        if due.way == "cancelled":
            self._entry(f"reversal:ask:{number}", "ask", done, number, [(claim, -minor), (owed, minor)], entry)
            self._tell(ReceivableCancelled(number, due.subject), done)
        for part in parts.get(due.way, []):
            self._receipt(number, due, part, max(0, part - minor), done)
        if due.way in parts:
            self._tell(ReceivableSettled(number, due.subject, done.isoformat()), done)
        return number

    def _receivable(self, due: Due, minor: int, asked: date, done: date) -> int:
        number = self.rows.number(Receivable)
        values = {
            "reference": payments.reference_text(asked.year, self._next(payments.REFERENCE_SERIES, asked.year)),
            "subject": due.subject,
            "position": due.position,
            "title": f"LC-B{number} 开放许可使用费",
            "debtor_id": due.debtor,
            "creditor_id": due.creditor,
            "amount_minor": minor,
            "currency": "CNY",
            "due_on": due.day + timedelta(days=15),
            "created_at": at(asked),
            "settled_at": None if due.way in ("open", "cancelled") else at(done, 15),
            "cancelled_at": at(done, 15) if due.way == "cancelled" else None,
        }
        return self.rows.add(Receivable, values, number)

    def _receipt(self, receivable: int, due: Due, minor: int, surplus: int, day: date) -> None:
        """Money that came by bank; what was too much went back the same day."""
        number = self.rows.number(Receipt)
        values = {
            "number": payments.receipt_text(day.year, self._next(payments.RECEIPT_SERIES, day.year)),
            "receivable_id": receivable,
            "way": "bank",
            "external_key": f"{due.creditor}:B{number:012d}",
            "amount_minor": minor,
            "surplus_minor": surplus,
            "currency": "CNY",
            "received_on": day,
            "payer_name": "测算",
            "booked_at": at(day, 15),
        }
        self.rows.add(Receipt, values, number)
        bank, over = ("bank", due.creditor), ("surplus", due.debtor)
        lines = [(bank, minor), (("receivable", due.debtor), surplus - minor), (over, -surplus)]
        self._entry(f"receipt:{number}", "receipt", day, receivable, lines)
        self._tell(PaymentReceived(receivable, number, due.subject), day)
        if surplus:
            back = {"receipt_id": number, "amount_minor": surplus, "currency": "CNY", "given_on": day}
            given = self.rows.add(GivenBack, {**back, "booked_at": at(day, 16)})
            self._entry(f"given_back:{given}", "given_back", day, receivable, [(over, surplus), (bank, -surplus)])

    def _entry(
        self,
        key: str,
        kind: str,
        day: date,
        receivable: int,
        lines: list[tuple[tuple[str, int], int]],
        reverses: int | None = None,
    ) -> int:
        entry = self.rows.number(JournalEntry)
        for (purpose, owner), minor in lines:
            if minor:
                account = self._account(purpose, owner)
                values = {"entry_id": entry, "account_id": account, "amount_minor": minor, "currency": "CNY"}
                self.rows.add(Posting, values)
        values = {
            "business_key": key,
            "kind": kind,
            "subject": f"receivable:{receivable}",
            "on": day,
            "booked_at": at(day, 15),
            "reverses_id": reverses,
        }
        return self.rows.add(JournalEntry, values, entry)

    def _account(self, purpose: str, owner: int) -> int:
        code = ledger.account_code(purpose, owner, "CNY")
        if code not in self.accounts:
            values = {"code": code, "kind": ledger.CHART[purpose], "currency": "CNY", "organisation_id": owner}
            self.accounts[code] = self.rows.add(Account, values)
        return self.accounts[code]

    def _tell(self, event: Event, day: date) -> None:
        values = {"name": event.name(), "subject": event.subject(), "payload": event.payload(), "at": at(day, 15)}
        self.rows.add(EventRow, values)

    def _next(self, series: str, year: int) -> int:
        self.numbers[series, year] += 1
        return self.numbers[series, year]

    def keep_numbers(self) -> None:
        """Let the series go on where these books end."""
        with transaction() as session:
            session.execute(table_of(Sequence).delete())
            values = [{"series": series, "year": year, "last": last} for (series, year), last in self.numbers.items()]
            session.execute(insert(table_of(Sequence)), values)


def at(day: date, hour: int = 9) -> datetime:
    """An hour of a day in Shanghai."""
    return datetime.combine(day, time(hour), clock.SHANGHAI)
