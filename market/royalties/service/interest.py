"""Late interest, where it was agreed: shown running, asked for once the late amount is paid."""

from datetime import date, timedelta

from market.core import clock
from market.core.calendar import next_working_day
from market.core.db import db, lock_row
from market.core.money import Money
from market.core.outbox import emit
from market.licensing.rules.fees import late_interest
from market.payments.events import ReceivableSettled
from market.royalties import queries
from market.royalties.events import InterestAsked
from market.royalties.models import Obligation
from market.royalties.service.schedules import INTEREST_POSITIONS, ask


def running(obligation: Obligation, until: date) -> Money:
    """The interest on one line up to a day, by the days its parts came in; nothing when none was agreed."""
    receivable, rate = obligation.receivable, obligation.schedule.fee.late_rate
    if receivable is None or receivable.due_on is None or rate is None or obligation.kind == "interest":
        return Money.zero(obligation.currency)
    paid = [(row.received_on, row.applied) for row in receivable.receipts if row.currency == receivable.currency]
    return late_interest(receivable.money, receivable.due_on, until, rate, paid)


def on_settled(event: ReceivableSettled) -> None:
    """An amount is paid in full: if it was late and interest was agreed, ask for that, once per amount.

    Runs in the transaction that books the money.
    """
    late = queries.obligation_of(event.receivable_id)
    if late is None or late.kind == "interest" or late.schedule.fee.late_rate is None:
        return
    lock_row(late.schedule)
    position = INTEREST_POSITIONS + late.position
    if any(line.position == position for line in late.schedule.obligations):
        return
    money = running(late, date.fromisoformat(event.paid_on))
    if not money:
        return
    due_on = next_working_day(clock.today() + timedelta(days=late.schedule.fee.due_days))
    interest = Obligation(
        position=position,
        kind="interest",
        name=late.name,
        amount_minor=money.minor,
        currency=money.currency,
        due_on=due_on,
        period_start=late.period_start,
        period_end=late.period_end,
        state="planned",
        schedule=late.schedule,
    )
    db.session.add(interest)
    db.session.flush()
    ask(interest)
    emit(InterestAsked(late.schedule_id, late.schedule.subject, interest.id))
