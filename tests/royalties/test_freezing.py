"""R18: a patent ends; what is still to come is frozen, both sides choose, nothing is refunded."""

from datetime import date

import pytest
import time_machine
from flask import Flask

from market.core import outbox
from market.core.db import db, transaction
from market.core.errors import Invalid, NotFound
from market.core.money import Money
from market.licensing.models import Licence
from market.licensing.rules.fees import FeePlan, Milestone, Part
from market.licensing.service import timers as licensing_timers
from market.listings.rules.offer import Fee, FeeKind
from market.patents.events import PatentStatusChanged
from market.patents.models import Patent
from market.payments import queries as payments
from market.payments import service as door
from market.royalties import service
from market.royalties.errors import NotPossibleNow, NotYourSide, ScheduleIsFrozen
from market.royalties.models import Schedule
from market.royalties.service import timers
from tests.factories import licensing, royalties
from tests.factories.licensing import Side, side

pytestmark = pytest.mark.rule("R18")
START = "2026-10-19 02:00:00+00:00"
LATER = "2027-08-02 02:00:00+00:00"
PARTS = Fee(
    kind=FeeKind.INSTALMENTS,
    amount=Money.of(60_000),
    due_at_start=Money.of(10_000),
    due_days=15,
    instalments=((Money.of(10_000), 0), (Money.of(20_000), 6), (Money.of(30_000), 24)),
)


def states(schedule: Schedule) -> list[str]:
    return [line.state for line in royalties.lines(schedule)]


def now(schedule: Schedule) -> str:
    db.session.rollback()
    return db.session.get_one(Schedule, schedule.id).state


def end_patent(licence: Licence, status: str = "dead") -> None:
    """The office's record says so, and the worker hears it."""
    patent_id = licence.patents[0].patent_id
    with transaction() as session:
        patent = session.get_one(Patent, patent_id)
        old, patent.status = patent.status, status
        outbox.emit(PatentStatusChanged(patent_id, old, status))
    event = PatentStatusChanged(patent_id, old, status)
    licensing_timers.on_patent_status(event)
    timers.on_patent_status(event)


def deal(plan: FeePlan) -> tuple[Schedule, Side, Side]:
    firm, university = side(sme_class="small"), side("university")
    return royalties.schedule(plan, firm, university, date(2026, 10, 19)), firm, university


def test_a_dead_patent_freezes_the_future_and_only_that(app: Flask) -> None:
    with time_machine.travel(START, tick=False):
        licence = licensing.licence(licensing.offer(fee=PARTS))
        made = royalties.schedule_of(licence)
    with time_machine.travel(LATER, tick=False):
        end_patent(licence)
        # paid, due in April and still open, due next year
        assert states(made) == ["asked", "asked", "frozen"]
        assert [row.state for row in payments.receivables_for(made.subject)] == ["open", "frozen"]
        assert now(made) == "frozen"


def test_a_status_that_was_wrong_lifts_it(app: Flask) -> None:
    with time_machine.travel(START, tick=False):
        licence = licensing.licence(licensing.offer(fee=PARTS))
        made = royalties.schedule_of(licence)
    with time_machine.travel(LATER, tick=False):
        end_patent(licence)
        end_patent(licence, "in_force")
        assert states(made) == ["asked", "asked", "asked"]
        assert [row.state for row in payments.receivables_for(made.subject)] == ["open", "open"]
        db.session.rollback()
        assert [pause.outcome for pause in db.session.get_one(Schedule, made.id).pauses] == ["lifted"]


def test_the_end_of_the_term_freezes_nothing(app: Flask) -> None:
    with time_machine.travel(START, tick=False):
        licence = licensing.licence(licensing.offer(fee=PARTS, term_end=date(2027, 7, 1)))
        made = royalties.schedule_of(licence)
    with time_machine.travel(LATER, tick=False):
        licensing_timers.end_what_is_over()
        assert now(made) == "running"


@time_machine.travel(START, tick=False)
def test_both_must_say_the_same(app: Flask) -> None:
    plan = FeePlan("milestones", parts=(Part(10_000_00, 6),), milestones=(Milestone("首件", 5_000_00),))
    made, firm, university = deal(plan)
    royalties.freeze(made)
    milestone = royalties.lines(made, "milestone")[0]
    with pytest.raises(ScheduleIsFrozen), transaction():
        service.reach(firm.actor, milestone.id, date(2026, 10, 19), "done")
    with transaction():
        service.choose(firm.actor, made.id, "end")
    with transaction():
        service.choose(university.actor, made.id, "continue")
    assert now(made) == "frozen"
    with transaction():
        service.choose(firm.actor, made.id, "continue")
    assert now(made) == "running"
    assert states(made) == ["asked", "planned"]
    with pytest.raises(NotPossibleNow), transaction():
        service.choose(firm.actor, made.id, "end")


@time_machine.travel(START, tick=False)
def test_ending_takes_back_what_nobody_paid_and_nothing_else(app: Flask) -> None:
    plan = FeePlan("instalments", parts=(Part(10_000_00), Part(20_000_00, 6), Part(30_000_00, 12)))
    made, firm, university = deal(plan)
    first, second, _third = payments.receivables_for(made.subject)
    royalties.pay(first)
    royalties.pay(second, Money(1_00))
    royalties.freeze(made)
    with transaction():
        service.choose(firm.actor, made.id, "end")
    with transaction():
        service.choose(university.actor, made.id, "end")
    assert states(made) == ["asked", "frozen", "dropped"]
    assert [row.state for row in payments.receivables_for(made.subject)] == ["settled", "frozen", "cancelled"]
    surplus = [receipt.surplus_minor for row in payments.receivables_for(made.subject) for receipt in row.receipts]
    assert surplus == [0, 0]
    assert door.self_check() == []


@time_machine.travel(START, tick=False)
def test_lower_amounts_need_the_same_number_of_both(app: Flask) -> None:
    plan = FeePlan("entry_royalty", parts=(Part(10_000_00), Part(20_001_00, 12)), royalty=royalties.royalty())
    made, firm, university = deal(plan)
    royalties.freeze(made, "one_patent")
    for percent in (None, 0, 100):
        with pytest.raises(Invalid), transaction():
            service.choose(firm.actor, made.id, "reduce", percent=percent)
    with transaction():
        service.choose(firm.actor, made.id, "reduce", percent=30)
    with transaction():
        service.choose(university.actor, made.id, "reduce", percent=50)
    assert now(made) == "frozen"
    with transaction():
        service.choose(firm.actor, made.id, "reduce", percent=50)
    assert now(made) == "running"
    asked = {(row.state, row.money) for row in payments.receivables_for(made.subject)}
    assert asked == {
        ("cancelled", Money(10_000_00)),
        ("cancelled", Money(20_001_00)),
        ("open", Money(5_000_00)),
        ("open", Money(10_000_50)),
    }
    with time_machine.travel("2028-01-10 02:00:00+00:00", tick=False):
        running, later = royalties.lines(made, "royalty")[:2]
        royalties.report(firm, running, 100_000)
        royalties.verify(university, running)
        royalties.report(firm, later, 100_000)
        royalties.verify(university, later)
        # the period in which the patent ended is counted as agreed before, the next ones at half the rate
        assert [line.money for line in royalties.lines(made, "royalty")[:2]] == [Money(2_000_00), Money(1_000_00)]


@time_machine.travel(START, tick=False)
def test_only_the_sides_choose_and_only_the_operator_enters_a_settlement(app: Flask) -> None:
    made, firm, university = deal(FeePlan("one_off", parts=(Part(10_000_00, 6),)))
    royalties.freeze(made)
    finance, member = side("operator"), side(role="member")
    with pytest.raises(NotFound), transaction():
        service.choose(member.actor, made.id, "continue")
    with pytest.raises(NotYourSide), transaction():
        service.choose(finance.actor, made.id, "continue")
    for who in (firm, university):
        with pytest.raises(NotFound), transaction():
            service.decide(who.actor, made.id, "continue", "ruling")
    with pytest.raises(Invalid), transaction():
        service.decide(finance.actor, made.id, "continue", " ")
    with transaction():
        service.decide(finance.actor, made.id, "continue", "调解书第 12 号")
    assert states(made) == ["asked"]


@time_machine.travel(START, tick=False)
def test_freezing_twice_asks_once(app: Flask) -> None:
    made, _, _ = deal(FeePlan("one_off", parts=(Part(10_000_00, 6),)))
    royalties.freeze(made, "one_patent")
    royalties.freeze(made, "patent")
    db.session.rollback()
    (pause,) = db.session.get_one(Schedule, made.id).pauses
    assert pause.reason == "patent"
