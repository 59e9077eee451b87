"""What the clock does to deals: reminders and escalations, quiet talks that expire; each in its own transaction."""

from sqlalchemy import select

from market.core.db import db, forget, lock_row, transaction
from market.core.process import may
from market.licensing.rules.states import Who
from market.negotiation.models import Deal
from market.negotiation.rules.processes import PROCESSES, TALKS, State
from market.negotiation.service import moving, talks, turns

remind_and_escalate = turns.remind_and_escalate


def expire_quiet() -> None:
    """End talks in which nobody has said anything for long."""
    forget()
    states = (*TALKS, State.ANSWERED)
    for deal_id in list(db.session.scalars(select(Deal.id).where(Deal.state.in_(states)).order_by(Deal.id))):
        with transaction():
            expire(deal_id)


def expire(deal_id: int) -> bool:
    """End one deal if it has been quiet for long, inside a transaction."""
    deal = db.session.get(Deal, deal_id)
    if deal is None:
        return False
    lock_row(deal)
    now = moving.situation(deal, Who.SYSTEM)
    if not may(PROCESSES[deal.kind].moves, "expire", deal.state, Who.SYSTEM, now):
        return False
    moving.take(deal, "expire", now)
    talks.close_offers(deal)
    turns.over(deal)
    moving.told(deal, "expire")
    return True
