"""Payments due, and invoices to be issued."""

from datetime import date

from sqlalchemy import select

from market.agenda.rules.deadlines import Deadline, Kind
from market.core import clock
from market.core.actor import Actor
from market.core.calendar import add_working_days
from market.core.db import db
from market.filings import queries as filings
from market.filings.rules.invoices import State
from market.payments import queries as payments
from market.payments.models import Receivable

INVOICE_WORKING_DAYS = 10
"""A rule of the house: so many working days a licensor has for an invoice."""
MOST = 2000


def payments_due(actor: Actor, start: date, end: date) -> list[Deadline]:
    """Amounts not paid in full; who owes must act. What is frozen (R18) is not asked for and has no day."""
    statement = select(Receivable).where(
        payments.visible(actor),
        Receivable.settled_at.is_(None),
        Receivable.cancelled_at.is_(None),
        Receivable.frozen_at.is_(None),
        Receivable.due_on.between(start, end),
    )
    return [
        Deadline(
            key=f"payment:{row.id}",
            kind=Kind.PAYMENT,
            day=row.due_on,
            reference=row.reference,
            endpoint="payments.page",
            arguments={"receivable_id": row.id},
            who=frozenset({row.debtor_id}),
            detail=row.title,
        )
        for row in db.session.scalars(statement.limit(MOST))
        if row.due_on is not None
    ]


def invoices_to_issue(actor: Actor, start: date, end: date) -> list[Deadline]:
    """Invoices asked for; the licensor must act."""
    found = [
        (add_working_days(clock.local_date(row.asked_at), INVOICE_WORKING_DAYS), row)
        for row in db.session.scalars(filings.invoices_of(actor, State.ASKED).limit(MOST))
    ]
    return [
        Deadline(
            key=f"invoice:{row.id}",
            kind=Kind.INVOICE,
            day=day,
            reference=row.reference,
            endpoint="filings.invoice",
            arguments={"invoice_id": row.id},
            who=frozenset({row.creditor_id}),
            detail=row.title,
        )
        for day, row in found
        if start <= day <= end
    ]
