"""Schedules for tests: deals with every kind of fee, periods reported and verified, money that comes in."""

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from market.core import clock
from market.core.db import db, transaction
from market.core.money import Money
from market.licensing.models import Licence
from market.licensing.rules.fees import FeePlan, Figures, Royalty, Step
from market.payments import service as payments
from market.payments.models import Receivable
from market.royalties import queries, service
from market.royalties.models import Obligation, RoyaltyReport, Schedule
from market.royalties.service import Bargain, Statement, freezing
from tests.factories import licensing
from tests.factories.licensing import Side, side

_numbers = itertools.count(1)
_bank = itertools.count(1)


def royalty(**over: Any) -> Royalty:
    """2 % of net sales, reported every year, unless told otherwise."""
    return Royalty(**({"steps": (Step(1, Decimal("0.02")),)} | over))


def schedule(
    plan: FeePlan,
    firm: Side | None = None,
    university: Side | None = None,
    effective: date | None = None,
    term_end: date | None = None,
) -> Schedule:
    """The schedule of a deal of its own, in effect today, ending after five years, unless told otherwise."""
    firm, university = firm or side(sme_class="small"), university or side("university")
    start, number = effective or clock.today(), next(_numbers)
    with transaction():
        return service.begin(
            Bargain(
                subject=f"deal:{number}",
                reference=f"HT-2026-{number:06d}",
                title="轮毂铸造方法",
                debtor_id=firm.organisation.id,
                creditor_id=university.organisation.id,
                plan=plan,
                effective_on=start,
                term_end=term_end or start.replace(year=start.year + 5),
            )
        )


def schedule_of(licence: Licence) -> Schedule:
    """The schedule of a licence as it stands now."""
    found = queries.schedule_of(f"licence:{licence.id}")
    if found is None:
        raise LookupError(licence.id)
    return found


def lines(schedule: Schedule, *kinds: str) -> list[Obligation]:
    """The lines of a schedule as they stand now, by position; of some kinds when given."""
    db.session.rollback()
    found = db.session.get_one(Schedule, schedule.id)
    return [line for line in found.obligations if not kinds or line.kind in kinds]


def report(firm: Side, line: Obligation, gross: int, answer: str = "", **over: Any) -> RoyaltyReport:
    """The licensee's report: so many yuan of sales, in the plan's currency."""
    figures = Figures(**({"gross": gross * 100, "currency": line.currency} | over))
    seen = line.report.number if line.report else 0
    with transaction():
        return service.submit(firm.actor, line.id, Statement(figures, answer=answer), seen)


def verify(university: Side, line: Obligation) -> RoyaltyReport:
    """The licensor accepts the newest version."""
    db.session.rollback()
    found = db.session.get_one(Obligation, line.id).report
    if found is None:
        raise LookupError(line.id)
    number = found.number
    with transaction():
        return service.verify(university.actor, line.id, number)


def pay(receivable: Receivable, amount: Money | None = None, on: date | None = None) -> None:
    """Money on an amount: all that is open, today, unless told otherwise."""
    booker = licensing.side("operator").actor
    money = amount or payments.open_amount(receivable)
    with transaction():
        payments.book_receipt(booker, receivable.id, "bank", f"R{next(_bank)}", money, on or clock.today())


def freeze(schedule: Schedule, reason: str = "patent") -> None:
    """A patent of the deal ended."""
    with transaction():
        freezing.freeze(db.session.get_one(Schedule, schedule.id), reason)
