"""Taking hold of a deal for a deed, and moving it along the table of its process: compare and swap."""

from typing import Any

from sqlalchemy import func, select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row, swap_state
from market.core.errors import NotFound
from market.core.process import Move, may
from market.licensing.rules.notices import SIGNING_ROLES
from market.licensing.rules.states import Who
from market.negotiation import queries
from market.negotiation.errors import MayNotSign, NotPossibleNow, NotVetted
from market.negotiation.events import DealMoved
from market.negotiation.models import Deal
from market.negotiation.rules import checklists, clocks, owners
from market.negotiation.rules.processes import PROCESSES, Situation
from market.patents.models import Patent


def hold(actor: Actor, deal_id: int, signing: bool = True) -> tuple[Deal, str]:
    """The deal, locked until the transaction ends, and the side that acts; NotFound for strangers.

    `signing`: the deed binds, so that only owners and managers of a vetted organisation may do it.
    """
    deal = queries.deal_for(actor, deal_id)
    side = queries.side_of(actor, deal)
    if side == Who.OPERATOR:
        lock_row(deal)
        return deal, side
    if not side:
        raise NotFound
    if signing and actor.role not in SIGNING_ROLES:
        raise MayNotSign
    if not actor.vetted:
        raise NotVetted
    lock_row(deal)
    return deal, side


def move_of(deal: Deal, name: str) -> Move:
    """A move of the deal's process; NotPossibleNow when it has none of that name."""
    moves = PROCESSES[deal.kind].moves
    if name not in moves:
        raise NotPossibleNow
    return moves[name]


def take(deal: Deal, name: str, situation: Situation, **values: Any) -> None:
    """Make a move of the table, or raise NotPossibleNow; the caller holds the row."""
    move = move_of(deal, name)
    if not may(PROCESSES[deal.kind].moves, name, deal.state, situation.who, situation):
        raise NotPossibleNow
    swap(deal, move.to or deal.state, **values)


def swap(deal: Deal, new: str, **values: Any) -> None:
    """Change the state, if it is still the one that was looked at."""
    if new in ("declined", "withdrawn", "expired", "concluded", "completed"):
        values.setdefault("closed_at", clock.now())
    if not swap_state(deal, (deal.state,), new, last_word_at=clock.now(), **values):
        raise NotPossibleNow


def told(deal: Deal, move: str, actor: Actor | None = None, reason: str = "", forced: bool = False) -> None:
    """Say that a move was made."""
    outbox.emit(DealMoved(deal_id=deal.id, move=move, state=deal.state, reason=reason, forced=forced), actor)


def patents_of(deal: Deal) -> list[Patent]:
    """The patents of a deal: those of the accepted offer once there is one."""
    chosen = set(deal.terms["patent_ids"]) if deal.terms else None
    return [link.patent for link in deal.patents if chosen is None or link.patent_id in chosen]


def facts(deal: Deal) -> owners.Facts:
    """What decides on consents."""
    patents = patents_of(deal)
    return owners.Facts(
        kind=deal.kind,
        owners=[[owner.name for owner in patent.owners] for patent in patents],
        pledged=any(patent.pledged and not patent.pledgee_consent for patent in patents),
        documents=[document.kind for document in deal.documents],
    )


def notice_state(deal: Deal) -> owners.NoticeState | None:
    """The public notice of the terms agreed last; an earlier agreement's does not count."""
    notice = deal.notice
    if notice is None or (deal.agreed_at is not None and notice.created_at < deal.agreed_at):
        return None
    return owners.NoticeState(notice.starts_on, notice.ends_on, notice.result)


def situation(deal: Deal, who: str, signed: bool = False) -> Situation:
    """What the guards of the deal's process look at."""
    standing, notice = deal.standing, notice_state(deal)
    required = queries.notice_rule(deal.owner).required
    until = standing.terms.get("valid_until") if standing else None
    return Situation(
        who=who,
        offer_by=standing.side if standing else "",
        fits=not until or until >= clock.today().isoformat(),
        ready=not owners.missing(facts(deal)) and owners.notice_passed(required, notice),
        noticed=notice is not None,
        confirmed=frozenset(one.side for one in deal.confirmations),
        signed=signed,
        steps_done=checklists.steps_done(deal.kind, [step.key for step in deal.steps]),
        quiet=clocks.quiet(clock.local_date(deal.last_word_at), clock.today()),
    )


def refresh(deal: Deal) -> None:
    """Read the deal's parts afresh after they were added to."""
    db.session.flush()
    db.session.expire(deal, ["offers", "confirmations", "steps", "documents", "notices"])


def number() -> int:
    """The next number of a deal, for its reference."""
    return int(db.session.scalar(select(func.coalesce(func.max(Deal.id), 0))) or 0) + 1
