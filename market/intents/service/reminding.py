"""Bringing intents back to mind: 7, 30, 90 and 180 days after the event, and on their own next date. Each once."""

from datetime import date, timedelta

from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import SYSTEM
from market.core.db import db, forget, lock_row, transaction
from market.intents import queries
from market.intents.events import IntentDue, IntentReminded
from market.intents.models import Intent, IntentReminder
from market.intents.rules import reminding
from market.intents.rules.states import OPEN
from market.intents.service import moving
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State


def remind_due() -> None:
    """Give every reminder that is due, each intent in a transaction of its own."""
    forget()
    today = clock.today()
    over = clock.now() - timedelta(days=reminding.THRESHOLDS[0] - 1)
    after_event = (
        select(Intent.id)
        .join(Roadshow)
        .where(Intent.stage.in_(OPEN), Roadshow.ends_at <= over, Roadshow.state != State.CANCELLED)
    )
    dated = select(Intent.id).where(Intent.stage.in_(OPEN), Intent.next_on <= today)
    found = set(db.session.scalars(after_event)) | set(db.session.scalars(dated))
    for intent_id in sorted(found):
        with transaction():
            remind(intent_id)


def remind(intent_id: int) -> list[int]:
    """Give what is due for one intent, inside a transaction: thresholds in days, 0 for its next date."""
    intent = db.session.get(Intent, intent_id)
    if intent is None:
        return []
    lock_row(intent)
    if not intent.open:
        return []
    given, today = [], clock.today()
    event_on, declared_on = clock.local_date(intent.roadshow.ends_at), clock.local_date(intent.declared_at)
    counted_from = reminding.counts_from(event_on, declared_on)
    days = reminding.reminder_due(counted_from, today, queries.reminders_given(intent.id))
    if days is not None and intent.roadshow.state != State.CANCELLED:
        _keep(intent, days, counted_from + timedelta(days=days))
        moving.log(intent, "remind", SYSTEM, str(days))
        outbox.emit(IntentReminded(intent.id, days), SYSTEM)
        given.append(days)
    if intent.next_on is not None and intent.next_on <= today and not _was_due(intent, intent.next_on):
        _keep(intent, 0, intent.next_on)
        outbox.emit(IntentDue(intent.id), SYSTEM)
        given.append(0)
    return given


def _keep(intent: Intent, days: int, on: date) -> None:
    db.session.add(IntentReminder(intent_id=intent.id, days=days, on=on))
    db.session.flush()


def _was_due(intent: Intent, on: date) -> bool:
    found = select(IntentReminder.id).where(
        IntentReminder.intent_id == intent.id, IntentReminder.days == 0, IntentReminder.on == on
    )
    return db.session.scalar(found) is not None
