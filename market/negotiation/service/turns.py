"""Whose turn it is to answer: opened when the other side speaks, closed when one answers or the talks are over."""

from sqlalchemy import select, update

from market.core import clock, outbox
from market.core.db import db, forget, lock_row, transaction
from market.negotiation.events import AnswerDueSoon, AnswerOverdue
from market.negotiation.models import Deal, Turn
from market.negotiation.rules import clocks


def spoke(speaker: int, other: int, deal_id: int | None = None, request_id: int | None = None) -> None:
    """One organisation said something: its own turn is answered, the other's begins unless it is open already."""
    answered(speaker, deal_id, request_id)
    about = Turn.deal_id == deal_id if deal_id is not None else Turn.request_id == request_id
    waiting = db.session.scalar(select(Turn.id).where(about, Turn.organisation_id == other, Turn.ended_at.is_(None)))
    if waiting is None:
        due = clocks.due(clock.today())
        db.session.add(Turn(deal_id=deal_id, request_id=request_id, organisation_id=other, due_on=due))
        db.session.flush()


def answered(organisation_id: int, deal_id: int | None = None, request_id: int | None = None) -> None:
    """An organisation answered."""
    about = Turn.deal_id == deal_id if deal_id is not None else Turn.request_id == request_id
    now = clock.now()
    db.session.execute(
        update(Turn)
        .where(about, Turn.organisation_id == organisation_id, Turn.ended_at.is_(None))
        .values(answered_at=now, ended_at=now)
        .execution_options(synchronize_session=False)
    )


def over(deal: Deal) -> None:
    """The talks are over: nobody need answer any more."""
    db.session.execute(
        update(Turn)
        .where(Turn.deal_id == deal.id, Turn.ended_at.is_(None))
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def remind_and_escalate() -> None:
    """Remind who must answer soon, and tell the operator what is overdue; each once, in a transaction of its own."""
    forget()
    open_ones = list(db.session.scalars(select(Turn.id).where(Turn.ended_at.is_(None)).order_by(Turn.due_on)))
    for turn_id in open_ones:
        with transaction():
            look(turn_id)


def look(turn_id: int) -> str:
    """What the clock does to one awaited answer: "remind", "escalate" or nothing."""
    turn = db.session.get(Turn, turn_id)
    if turn is None:
        return ""
    lock_row(turn)
    if turn.ended_at is not None:
        return ""
    today = clock.today()
    if clocks.overdue(turn.due_on, today):
        if turn.escalated_at is None:
            turn.escalated_at = clock.now()
            outbox.emit(AnswerOverdue(turn_id=turn.id))
            return "escalate"
    elif turn.reminded_at is None and today >= clocks.remind_from(clock.local_date(turn.asked_at)):
        turn.reminded_at = clock.now()
        outbox.emit(AnswerDueSoon(turn_id=turn.id))
        return "remind"
    return ""
