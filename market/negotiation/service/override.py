"""What the operator may do with a deal: force a move the table marks so, set it back, stop it; with a reason."""

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.process import may, may_override
from market.licensing.rules.states import Who
from market.negotiation.errors import NotPossibleNow, ReasonNeeded
from market.negotiation.models import Confirmation, Deal
from market.negotiation.rules.processes import PROCESSES, State
from market.negotiation.service import moving, talks, turns
from market.negotiation.service.notices import UNBOUND

OWN = ("reopen", "stop")
"""The moves that are the operator's alone."""


def force(actor: Actor, deal_id: int, name: str, reason: str) -> Deal:
    """The operator makes a move with a reason that both sides read, inside a transaction."""
    if not actor.operator:
        raise NotFound
    if not reason.strip():
        raise ReasonNeeded
    deal, _side = moving.hold(actor, deal_id)
    moves = PROCESSES[deal.kind].moves
    move = moving.move_of(deal, name)
    own = name in OWN and may(moves, name, deal.state, Who.OPERATOR, moving.situation(deal, Who.OPERATOR))
    if not own and not may_override(moves, name, deal.state):
        raise NotPossibleNow
    moving.swap(deal, move.to or deal.state, reason=reason.strip()[:2000], **(UNBOUND if name == "reopen" else {}))
    if name == "reopen":
        for row in db.session.query(Confirmation).filter(Confirmation.deal_id == deal.id):
            db.session.delete(row)
        moving.refresh(deal)
    if deal.state in (State.WITHDRAWN, State.EXPIRED):
        talks.close_offers(deal)
        turns.over(deal)
    moving.told(deal, name, actor, reason.strip()[:2000], forced=True)
    return deal
