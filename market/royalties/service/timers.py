"""What the clock does, and what follows a patent that came back: each thing in a transaction of its own, repeatable."""

from datetime import timedelta

from market.core import clock
from market.core.db import db, forget, lock_row, transaction
from market.core.outbox import emit
from market.licensing.service import endings
from market.patents.events import PatentStatusChanged
from market.payments.models import Receivable
from market.royalties import queries
from market.royalties.events import PaymentDue, ReportDue
from market.royalties.models import Obligation, PaymentReminder, ReportReminder, Schedule
from market.royalties.rules import reminders
from market.royalties.service import freezing


def remind_of_payments() -> None:
    """Remind of every open amount 14 and 3 days before it is due, on the day, and 7 and 30 days after; each once."""
    forget()
    for receivable_id in queries.payments_to_remind(clock.today()):
        with transaction():
            remind_of_payment(receivable_id)


def remind_of_payment(receivable_id: int) -> int | None:
    """Give the reminder that is due for one amount, inside a transaction; returns its threshold.

    Thresholds before the day the amount was asked for are passed over: asking was the first message.
    """
    receivable = db.session.get(Receivable, receivable_id)
    if receivable is None or receivable.due_on is None:
        return None
    lock_row(receivable)
    if receivable.state != "open":
        return None
    given = queries.payment_reminders(receivable_id)
    today, asked_on = clock.today(), clock.local_date(receivable.created_at)
    days = reminders.reminder_due(receivable.due_on, today, reminders.PAYMENT_DAYS, given)
    if days is None:
        return None
    for reached in reminders.reached(receivable.due_on, today, reminders.PAYMENT_DAYS):
        if reached not in given:
            db.session.add(PaymentReminder(receivable_id=receivable_id, days=reached))
    db.session.flush()
    if receivable.due_on + timedelta(days=days) <= asked_on:
        return None
    emit(PaymentDue(receivable_id, days, receivable.subject))
    return days


def remind_of_reports() -> None:
    """Remind of every report a week before its last day, on it, and 7, 21 and 45 days after; each once."""
    forget()
    for obligation_id in queries.reports_to_remind(clock.today()):
        with transaction():
            remind_of_report(obligation_id)


def remind_of_report(obligation_id: int) -> int | None:
    """Give the reminder that is due for one report, inside a transaction; returns its threshold."""
    line = db.session.get(Obligation, obligation_id)
    if line is None or line.report_on is None:
        return None
    lock_row(line)
    if line.state != "planned" or line.reports:
        return None
    given = queries.report_reminders(obligation_id)
    days = reminders.reminder_due(line.report_on, clock.today(), reminders.REPORT_DAYS, given)
    if days is None:
        return None
    for reached in reminders.reached(line.report_on, clock.today(), reminders.REPORT_DAYS):
        if reached not in given:
            db.session.add(ReportReminder(obligation_id=obligation_id, days=reached))
    db.session.flush()
    emit(ReportDue(line.schedule_id, line.schedule.subject, line.id, days))
    return days


def on_patent_status(event: PatentStatusChanged) -> None:
    """A patent came back (its status was wrong, or it was restored): what was frozen for it goes on."""
    forget()
    for schedule_id in queries.frozen_for(event.patent_id):
        with transaction():
            schedule = db.session.get_one(Schedule, schedule_id)
            links = schedule.licence.patents if schedule.licence else []
            if not any(endings.over(link.patent, clock.today()) for link in links):
                freezing.lift(schedule)
