"""Answering proposals: each side once, with a reason for a decline; both interested begins the talks."""

from market.core import clock
from market.core.actor import SYSTEM, Actor
from market.core.db import lock_row
from market.core.errors import NotFound
from market.core.outbox import emit
from market.listings.rules.states import State as ListingState
from market.matching.errors import AnsweredMeanwhile, NoLongerOpen, NotVetted, ReasonMissing
from market.matching.events import ProposalAnswered
from market.matching.models import Proposal
from market.matching.rules.answers import FIRM, OWNER, Answer, acceptable
from market.needs import service as needs
from market.needs.rules.states import ON_BOARD


def side_of(actor: Actor, proposal: Proposal) -> str:
    """For which side the actor answers; NotFound for anybody else."""
    asker = proposal.firm_id or (proposal.need.organisation_id if proposal.need is not None else None)
    if actor.of(asker):
        return FIRM
    if actor.of(proposal.owner_id):
        return OWNER
    raise NotFound


def answer(actor: Actor, proposal: Proposal, said: str, reason: str = "", seen: str = "") -> None:
    """Store one side's answer. `seen` is the answer that stood when the page was read: another one is a clash."""
    lock_row(proposal)
    side = side_of(actor, proposal)
    if not actor.vetted:
        raise NotVetted
    if not acceptable(side, said, reason):
        raise ReasonMissing(fields={"reason": ReasonMissing.sentence})
    if getattr(proposal, f"{side}_answer") != seen:
        raise AnsweredMeanwhile
    if not is_open(proposal):
        raise NoLongerOpen
    reason = "" if said == Answer.INTERESTED else reason
    if (getattr(proposal, f"{side}_answer"), getattr(proposal, f"{side}_reason")) == (said, reason):
        return
    setattr(proposal, f"{side}_answer", said)
    setattr(proposal, f"{side}_reason", reason)
    setattr(proposal, f"{side}_answered_at", clock.now())
    emit(ProposalAnswered(proposal_id=proposal.id, side=side, answer=said), actor)
    if proposal.both_interested and proposal.need is not None:
        needs.talk(SYSTEM, proposal.need)


def is_open(proposal: Proposal) -> bool:
    """Whether need and offer are still there to be answered."""
    if proposal.need is not None and proposal.need.state not in ON_BOARD:
        return False
    return proposal.listing is None or proposal.listing.state == ListingState.ANNOUNCED
