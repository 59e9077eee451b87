"""Reading amounts due: what is paid and open comes from the ledger. Lists hold what one may see."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from market.accounts.models import Organisation
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.ledger.queries import balances_by_subject
from market.payments import rules
from market.payments.models import Receivable

PAYING = ("receipt", "release", "apply", "dispute")
UNPAID = (Receivable.settled_at.is_(None), Receivable.cancelled_at.is_(None))


def open_amounts(receivables: Iterable[Receivable]) -> dict[int, Money]:
    """What is still to be paid on each, by id; nothing for settled and cancelled ones."""
    return _amounts(receivables, (), 1)


def paid_amounts(receivables: Iterable[Receivable]) -> dict[int, Money]:
    """What was paid on each and counts for it, by id; without surplus."""
    return _amounts(receivables, PAYING, -1)


def _amounts(receivables: Iterable[Receivable], kinds: Collection[str], sign: int) -> dict[int, Money]:
    rows = list(receivables)
    found = balances_by_subject("receivable", [row.ledger_subject for row in rows], kinds)
    return {
        row.id: Money(sign * found.get(row.ledger_subject, {}).get(row.currency, 0), row.currency)
        for row in rows
    }


def open_amount(receivable: Receivable) -> Money:
    """What is still to be paid, by the ledger."""
    return open_amounts([receivable])[receivable.id]


def paid(receivable: Receivable) -> Money:
    """What was paid and counts for it, by the ledger; without surplus."""
    return paid_amounts([receivable])[receivable.id]


def find_by_reference(text: str) -> Receivable | None:
    """The amount due whose payment reference stands in a text, however it was written.

    None when there is none, and when the text names several: then a person must decide.
    """
    references = rules.references_in(text)
    rows = db.session.scalars(select(Receivable).where(Receivable.reference.in_(references))).all()
    return rows[0] if len(rows) == 1 else None


def receivables_for(subject: str) -> Sequence[Receivable]:
    """Every amount asked for one subject ("request:12"), by position."""
    return db.session.scalars(
        select(Receivable).where(Receivable.subject == subject).order_by(Receivable.position)
    ).all()


def receivable_for(subject: str, position: int = 1) -> Receivable | None:
    """The amount asked for a subject at a position."""
    return db.session.scalar(
        select(Receivable).where(Receivable.subject == subject, Receivable.position == position)
    )


def visible(actor: Actor) -> ColumnElement[bool]:
    """Which amounts due a person may see: the operator all, others those their organisation owes or is owed."""
    if actor.operator:
        return Receivable.id.is_not(None)
    own = actor.organisation_id
    return or_(Receivable.debtor_id == own, Receivable.creditor_id == own)


def receivable(actor: Actor, receivable_id: int) -> Receivable:
    """One amount due, if this person may see it; raises NotFound."""
    found = db.session.scalar(select(Receivable).where(Receivable.id == receivable_id, visible(actor)))
    if found is None:
        raise NotFound
    return found


def owed(actor: Actor, receivable_id: int) -> Receivable:
    """One amount the person's own organisation owes; raises NotFound."""
    found = receivable(actor, receivable_id)
    if not actor.of(found.debtor_id):
        raise NotFound
    return found


def owed_by(organisation_id: int | None) -> Select[Any]:
    """What one organisation owes or owed, newest first."""
    return select(Receivable).where(Receivable.debtor_id == organisation_id).order_by(Receivable.id.desc())


def incoming(actor: Actor, state: str = "", words: str = "") -> Select[Any]:
    """What is owed to the person's organisation (to anybody, for the operator), newest first.

    `state`: "open", "frozen", "settled", "cancelled", or empty; `words`: part of a payment reference, payer or title.
    """
    statement = select(Receivable).order_by(Receivable.id.desc())
    if not actor.operator:
        statement = statement.where(Receivable.creditor_id == actor.organisation_id)
    conditions = {
        "open": (*UNPAID, Receivable.frozen_at.is_(None)),
        "frozen": (*UNPAID, Receivable.frozen_at.is_not(None)),
        "settled": (Receivable.settled_at.is_not(None), Receivable.cancelled_at.is_(None)),
        "cancelled": (Receivable.cancelled_at.is_not(None),),
    }
    statement = statement.where(*conditions.get(state, ()))
    if words:
        payer = Receivable.debtor.has(Organisation.name.contains(words, autoescape=True))
        named = payer | Receivable.title.contains(words, autoescape=True)
        references = [*rules.references_in(words), words.replace(" ", "").upper()]
        statement = statement.where(named | Receivable.reference.in_(references))
    return statement


def every_receivable() -> Sequence[Receivable]:
    """All amounts due, for checking."""
    return db.session.scalars(select(Receivable).order_by(Receivable.id)).all()


def open_items(until: date | None = None) -> list[tuple[Receivable, Money]]:
    """Amounts asked for and not paid in full, with what is open, earliest due first; due up to a day when given."""
    statement = (
        select(Receivable)
        .where(*UNPAID, Receivable.frozen_at.is_(None))
        .order_by(Receivable.due_on.is_(None), Receivable.due_on, Receivable.id)
    )
    if until is not None:
        statement = statement.where(Receivable.due_on <= until)
    rows = db.session.scalars(statement).all()
    amounts = open_amounts(rows)
    return [(row, amounts[row.id]) for row in rows]


def rows(statement: Select[Any]) -> Sequence[Receivable]:
    """All rows of a list of amounts due, for an export."""
    return db.session.scalars(statement).all()
