"""Matching one need: find, explain, keep; and again whenever something has changed. Every run can be repeated."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, forget, lock_row, transaction
from market.core.errors import NotFound
from market.core.outbox import emit
from market.core.settings import settings
from market.listings.events import ListingEvent
from market.matching.events import MatchingAsked, NeedMatched
from market.matching.models import NeedRun, Proposal
from market.matching.rules.reasons import Wanted
from market.matching.service.engine import Texts, nearest
from market.matching.service.offers import Draft, drafts
from market.needs.events import NeedClosed, NeedEvent
from market.needs.models import Need
from market.needs.rules.content import has_figures
from market.needs.rules.states import ON_BOARD
from market.patents.events import PatentsImported
from market.search.index.rows import Row
from market.search.index.shelves import library
from market.search.index.store import IndexUnavailable

LOOKED_AT = 120
RUNS_AT_ONCE = 25
OLD = timedelta(days=7)


def texts_of(need: Need) -> Texts:
    """What of a need is compared: its public texts, never the confidential part."""
    parts = [(2.0, need.title), (1.0, need.problem), (0.5, need.indicators), (0.5, need.industry_text)]
    if need.background != need.problem:
        parts.append((0.8, need.background))
    return [(weight, text) for weight, text in parts if text]


def wanted_of(need: Need, classes: tuple[str, ...]) -> Wanted:
    """What reasons compare of a need."""
    low, high = need.budget
    return Wanted(
        industry=need.industry,
        region=need.region,
        budget_low=low,
        budget_high=high,
        unlimited=need.budget_min_minor == 0 and need.budget_max_minor is None,
        classes=classes,
        measurable=has_figures(need.indicators),
    )


def alive(row: Row) -> bool:
    """Whether an offer can be licensed at all: what has ended is free for everybody."""
    return row.status != "dead"


def match_need(need_id: int, tell: bool = True) -> int:
    """Propose for one need; returns how many proposals are new. Answers are kept, also of what is proposed no more.

    Reading and comparing happen outside the transaction. `tell` says whether NeedMatched is emitted.
    Raises IndexUnavailable.
    """
    forget()
    need = db.session.get(Need, need_id)
    if need is None or need.state not in ON_BOARD:
        return 0
    found = nearest(library(settings().index), texts_of(need), LOOKED_AT, alive)
    made = drafts(wanted_of(need, found.classes), found.hits, need.organisation_id)
    with transaction():
        return _keep(need_id, made, found.classes, tell)


def _keep(need_id: int, made: Sequence[Draft], classes: Sequence[str], tell: bool) -> int:
    """Store the drafts over the earlier proposals."""
    need = db.session.get(Need, need_id)
    if need is None:
        return 0
    lock_row(need)
    if need.state not in ON_BOARD:
        return 0
    earlier = {
        (proposal.listing_id, proposal.patent_id): proposal
        for proposal in db.session.scalars(select(Proposal).where(Proposal.need_id == need_id))
    }
    new = 0
    for rank, draft in enumerate(made, start=1):
        proposal = earlier.pop((draft.listing_id, draft.patent_id), None)
        if proposal is None:
            proposal = Proposal(need_id=need_id, listing_id=draft.listing_id, patent_id=draft.patent_id)
            db.session.add(proposal)
            new += 1
        write(proposal, draft, rank)
    for proposal in earlier.values():
        proposal.stale = True
    _note_run(need_id, classes, len(made))
    if new and tell:
        emit(NeedMatched(need_id=need_id, count=new))
    return new


def write(proposal: Proposal, draft: Draft, rank: int) -> None:
    """Bring a proposal up to date; answers stay."""
    proposal.owner_id = draft.owner_id
    proposal.rank, proposal.score = rank, draft.score
    proposal.reasons = [reason.stored() for reason in draft.reasons]
    proposal.stale = False
    proposal.updated_at = clock.now()


def _note_run(need_id: int, classes: Sequence[str], kept: int) -> None:
    run = db.session.get(NeedRun, need_id)
    if run is None:
        run = NeedRun(need_id=need_id)
        db.session.add(run)
    run.due, run.done_at = False, clock.now()
    run.classes, run.kept = list(classes), kept


def on_need(event: NeedEvent | MatchingAsked) -> None:
    """A need was published or changed, or the operator asked: match it now, or by the clock once an index is there."""
    try:
        match_need(event.need_id)
    except IndexUnavailable:
        forget()
        with transaction() as session:
            session.merge(NeedRun(need_id=event.need_id, due=True))


def on_need_closed(event: NeedClosed) -> None:
    """A need that is over proposes nothing any more."""
    with transaction() as session:
        session.execute(update(Proposal).where(Proposal.need_id == event.need_id).values(stale=True))


def on_listing_gone(event: ListingEvent) -> None:
    """A listing that was suspended, withdrawn or has ended is proposed no more."""
    with transaction() as session:
        session.execute(update(Proposal).where(Proposal.listing_id == event.listing_id).values(stale=True))


def on_import(_events: Sequence[PatentsImported]) -> None:
    """New patents may fit open needs: ask the clock to run them again, however many imports there were."""
    with transaction() as session:
        session.execute(update(NeedRun).values(due=True))


def ask(actor: Actor, need: Need) -> None:
    """The operator asks for a new run over one need."""
    if not actor.operator:
        raise NotFound
    emit(MatchingAsked(need_id=need.id), actor)


def run_due() -> None:
    """Timed: match some of the open needs that were never matched, are asked for again, or were matched long ago."""
    statement = (
        select(Need.id)
        .outerjoin(NeedRun, NeedRun.need_id == Need.id)
        .where(
            Need.state.in_(ON_BOARD),
            NeedRun.done_at.is_(None) | NeedRun.due | (NeedRun.done_at < clock.now() - OLD),
        )
        .order_by(NeedRun.done_at, Need.id)
        .limit(RUNS_AT_ONCE)
    )
    for need_id in list(db.session.scalars(statement)):
        try:
            match_need(need_id)
        except IndexUnavailable:
            return
