"""Deals walked through three years by moving the clock: timed jobs and the worker run at every step, on both databases.

At the end every amount is settled, the books balance, and each reminder went out exactly once.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from market.core import outbox
from market.core.db import db, transaction
from market.core.money import Money
from market.core.outbox import EventRow, Job, TimedRun
from market.ledger import service as ledger
from market.licensing.rules.fees import FeePlan, Milestone, Part
from market.listings.rules.offer import Fee, FeeKind
from market.notifications.models import Mail
from market.payments import queries as payments
from market.payments import service as door
from market.payments.models import Receivable
from market.royalties import service
from market.royalties.models import Obligation, Schedule
from tests.factories import licensing, royalties
from tests.factories.licensing import Side, side

START = date(2026, 10, 19)
INSTALMENTS = Fee(
    kind=FeeKind.INSTALMENTS,
    amount=Money.of(60_000),
    due_at_start=Money.of(10_000),
    due_days=15,
    instalments=((Money.of(10_000), 0), (Money.of(20_000), 12), (Money.of(20_000), 24), (Money.of(10_000), 36)),
)


def at(day: date, hour: int = 10) -> datetime:
    """That hour of the day in Shanghai."""
    return datetime.combine(day, time(hour - 8), UTC)


class Calendar:
    """A clock that is moved by hand: each day it stops at, the timed jobs and the worker run."""

    def __init__(self, app: Flask, traveller: time_machine.Traveller) -> None:
        self.app, self.traveller, self.day = app, traveller, START

    def until(self, day: date, step: int = 21) -> None:
        """Go to a day in steps of at most so many days."""
        while self.day < day:
            self.day = min(day, self.day + timedelta(days=step))
            self.run()

    def around(self, day: date, *days: int) -> None:
        """Stop so many days after (before) a day, one after the other."""
        for number in days:
            self.until(day + timedelta(days=number))

    def run(self) -> None:
        """Everything that is due now."""
        self.traveller.move_to(at(self.day), tick=False)
        db.session.rollback()
        with self.app.app_context():
            outbox.drain()
            outbox.run_timed()
            outbox.drain()
        db.session.rollback()


@pytest.fixture
def calendar(app: Flask) -> Iterator[Calendar]:
    with time_machine.travel(at(START), tick=False) as traveller:
        yield Calendar(app, traveller)


def receivables() -> list[Receivable]:
    db.session.rollback()
    return list(db.session.scalars(select(Receivable).order_by(Receivable.id)))


def reminders(name: str) -> Counter[tuple[int, int]]:
    """How often each reminder was said, by what it is about and its threshold."""
    rows = db.session.scalars(select(EventRow).where(EventRow.name == f"royalties.{name}"))
    about = "receivable_id" if name == "PaymentDue" else "obligation_id"
    return Counter((row.payload[about], row.payload["days"]) for row in rows)


def all_is_well() -> None:
    """Every amount settled, nothing owed, books balanced, no job or timer failed, nobody mailed twice of one thing."""
    assert {row.state for row in receivables()} == {"settled"}
    assert not any(payments.open_amounts(receivables()).values())
    assert ledger.self_check() == []
    assert door.self_check() == []
    assert list(db.session.scalars(select(Job.error).where(Job.state != "done"))) == []
    assert set(db.session.scalars(select(TimedRun.last_error))) <= {""}
    mails = Counter((mail.event_id, mail.address) for mail in db.session.scalars(select(Mail)))
    assert set(mails.values()) == {1}
    for name in ("PaymentDue", "ReportDue"):
        assert set(reminders(name).values()) <= {1}


def test_an_instalment_deal_through_three_years(calendar: Calendar) -> None:
    firm, university = side(), side("university")
    licence = licensing.licence(licensing.offer(university, fee=INSTALMENTS, term_end=date(2031, 6, 11)), firm)
    made = royalties.schedule_of(licence)
    _start, second, third, last = [line.receivable for line in royalties.lines(made)]
    assert second
    assert third
    assert last
    assert [row.due_on for row in (second, third, last)] == [
        date(2027, 10, 19),
        date(2028, 10, 19),
        date(2029, 10, 19),
    ]
    calendar.run()
    calendar.around(date(2027, 10, 19), -14, -8, -3, -1)
    royalties.pay(second)
    calendar.around(date(2028, 10, 19), -14, -3, -2, 0, 1, 7, 8, 30, 37)
    royalties.pay(third, Money(5_000_00))
    royalties.pay(third, Money(15_000_00))
    calendar.around(date(2029, 10, 19), -10, -3, 3)
    royalties.pay(last)
    calendar.until(date(2030, 1, 1))
    all_is_well()
    assert set(reminders("PaymentDue")) == {
        *((second.id, days) for days in (-14, -3)),
        *((third.id, days) for days in (-14, -3, 0, 7, 30)),
        *((last.id, days) for days in (-14, -3, 0)),
    }
    assert [row.position for row in payments.receivables_for(made.subject)] == [2, 3, 4]


def test_a_royalty_deal_through_three_years(calendar: Calendar) -> None:
    firm, university = side(sme_class="small"), side("university")
    plan = FeePlan(
        "entry_royalty",
        parts=(Part(30_000_00),),
        royalty=royalties.royalty(period="half", minimum_minor=20_000_00, cap_minor=50_000_00),
        late_rate=Decimal("0.0365"),
        inspection=True,
    )
    made = royalties.schedule(plan, firm, university, START, date(2029, 10, 18))
    calendar.run()
    entry = royalties.lines(made)[0]
    assert entry.receivable is not None
    royalties.pay(entry.receivable)
    sales = [200_000, 900_000, 2_500_000, 0, 100_000, 800_000, 300_000]
    for number, gross in enumerate(sales):
        line = royalties.lines(made, "royalty")[number]
        walk_a_period(calendar, firm, university, line, gross, queried=number == 1, late=number == 3)
        for row in receivables():
            if row.state == "open" and number != 2:
                royalties.pay(row)
    calendar.until(date(2029, 12, 20))
    for row in receivables():
        if row.state == "open":
            royalties.pay(row)
    calendar.until(date(2029, 12, 27))
    all_is_well()
    check_royalties(made)


def walk_a_period(
    calendar: Calendar, firm: Side, university: Side, line: Obligation, gross: int, queried: bool, late: bool
) -> None:
    """One period: reported in time or late, queried or not, verified."""
    assert line.report_on is not None
    calendar.around(line.report_on, -10)
    if late:
        calendar.until(line.report_on + timedelta(days=25), step=7)
    royalties.report(firm, line, gross)
    if queried:
        with transaction():
            service.query(university.actor, line.id, 1, "请说明十二月的销售。")
        calendar.run()
        db.session.rollback()
        royalties.report(firm, db.session.get_one(Obligation, line.id), gross, answer="已补充。")
    calendar.run()
    royalties.verify(university, line)
    calendar.run()


def check_royalties(made: Schedule) -> None:
    lines = royalties.lines(made)
    # 2 % of what was sold; 2027 reaches the cap of 50,000 in its second half
    amounts = [line.money.minor for line in lines if line.kind == "royalty" and line.money]
    royalty = [Money(minor) for minor in (4_000_00, 18_000_00, 32_000_00, 2_000_00, 16_000_00, 6_000_00)]
    assert [Money(minor) for minor in amounts] == royalty
    assert [line.state for line in lines if line.kind == "royalty"].count("nothing") == 1
    # the minimum: by day in 2026, reached in 2027, short by 18,000 in 2028, reached in what is left of 2029
    least = [line.money for line in lines if line.kind == "minimum"]
    assert least == [Money(54_79), Money(0), Money(18_000_00), Money(0)]
    interest = [line for line in lines if line.kind == "interest"]
    assert interest
    assert all(line.receivable and line.receivable.state == "settled" for line in interest)
    days = sorted(days for _, days in reminders("ReportDue"))
    assert days == [-7, 0, 7, 21]
    for year in (2026, 2027, 2028, 2029):
        in_year = [
            line.money.minor
            for line in lines
            if line.kind in ("royalty", "minimum") and line.period and line.period.end.year == year and line.money
        ]
        assert sum(in_year) <= 50_000_00


def test_a_deal_paid_later_through_three_years(calendar: Calendar) -> None:
    firm, university = side(sme_class="micro"), side("university")
    plan = FeePlan(
        "pay_later",
        parts=(Part(40_000_00, 0, on_income=True), Part(30_000_00, 18)),
        milestones=(Milestone("首件合格", 10_000_00),),
        royalty=royalties.royalty(),
    )
    made = royalties.schedule(plan, firm, university, START, date(2029, 10, 18))
    income, _dated, milestone = royalties.lines(made, "deferred", "milestone")
    calendar.until(date(2027, 2, 1))
    assert [row.due_on for row in receivables()] == [date(2028, 4, 19)]
    with transaction():
        service.reach(firm.actor, milestone.id, date(2027, 1, 20), "首件通过检验")
    calendar.run()
    with transaction():
        service.confirm(university.actor, milestone.id)
    # confirmed in the first year, and yet not due before it is over (R27)
    assert royalties.lines(made, "milestone")[0].due_on == date(2027, 10, 19)
    for number, gross in enumerate([0, 50_000, 70_000, 30_000]):
        walk_a_period(calendar, firm, university, royalties.lines(made, "royalty")[number], gross, False, False)
        if number == 1:
            with transaction():
                service.reach(firm.actor, income.id, date(2028, 1, 10), "首笔销售收入")
            calendar.run()
            with transaction():
                service.confirm(university.actor, income.id)
        calendar.run()
        for row in receivables():
            if row.state == "open":
                royalties.pay(row)
    calendar.until(date(2029, 12, 1))
    all_is_well()
    assert sum(row.amount_minor for row in receivables()) == (40_000 + 30_000 + 10_000 + 3_000) * 100
    assert all(row.due_on and row.due_on >= date(2027, 10, 19) for row in receivables())
