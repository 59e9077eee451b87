"""Reading deals: what a side or the operator may see, the thread, answers awaited, public figures, public notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import Organisation
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.outbox import EventRow, history
from market.licensing.models import LicenceRequest
from market.licensing.rules.states import Who
from market.licensing.rules.terms import Terms as FrozenTerms
from market.negotiation.models import Deal, DealPatent, Message, MessageFile, NoticeRule, PublicNotice, Turn
from market.negotiation.rules import clocks
from market.negotiation.rules.owners import NOTICE_DAYS
from market.negotiation.rules.processes import LIVE, UNAGREED
from market.patents.models import Owner, Patent

SUBJECT = "deal:"


def visible(actor: Actor) -> ColumnElement[bool]:
    """Which deals somebody may see: the operator all, the two sides and the broker their own, others none."""
    if actor.operator:
        return true()
    if actor.organisation_id is None:
        return false()
    own = actor.organisation_id
    return or_(Deal.firm_id == own, Deal.owner_id == own, Deal.broker_id == own)


def deal_for(actor: Actor, deal_id: int) -> Deal:
    """One deal of this actor's; NotFound for anybody else's and for none."""
    found = db.session.scalar(select(Deal).where(Deal.id == deal_id, visible(actor)))
    if found is None:
        raise NotFound
    return found


def deal_of_subject(subject: str) -> Deal | None:
    """The deal behind "deal:12"; None when it is about something else."""
    number = subject.removeprefix(SUBJECT)
    if number == subject or not number.isdecimal() or len(number) > 9:
        return None
    return db.session.get(Deal, int(number))


def side_of(actor: Actor, deal: Deal) -> str:
    """As whom somebody sees a deal: licensee, licensor, operator, or an empty text for the broker."""
    if actor.operator:
        return Who.OPERATOR
    if actor.of(deal.firm_id):
        return Who.LICENSEE
    return Who.LICENSOR if actor.of(deal.owner_id) else ""


def agreed_terms(deal: Deal) -> FrozenTerms:
    """What both sides agreed, frozen with the accepted offer; NotFound while nothing is agreed."""
    if deal.terms is None:
        raise NotFound
    return FrozenTerms.read(deal.terms)


SORTS: Mapping[str, Any] = {
    "changed": Deal.last_word_at,
    "title": Deal.title,
    "reference": Deal.id,
    "state": Deal.state,
}


def deals(actor: Actor, state: str = "", kind: str = "", words: str = "", sort: str = "-changed") -> Select[Any]:
    """The deals somebody may see; `state` is a state, "live", or "late" (an answer is overdue)."""
    statement = (
        select(Deal)
        .where(visible(actor))
        .options(joinedload(Deal.firm), joinedload(Deal.owner), selectinload(Deal.offers))
    )
    if state == "live":
        statement = statement.where(Deal.state.in_(LIVE))
    elif state == "late":
        statement = statement.where(Deal.id.in_(_late()))
    elif state:
        statement = statement.where(Deal.state == state)
    if kind:
        statement = statement.where(Deal.kind == kind)
    for word in words.split()[:8]:
        statement = statement.where(_mentions(word))
    column = SORTS.get(sort.removeprefix("-"), Deal.last_word_at)
    return statement.order_by(column.desc() if sort.startswith("-") else column.asc(), Deal.id.desc())


def _late() -> Select[Any]:
    return select(Turn.deal_id).where(Turn.ended_at.is_(None), Turn.due_on < clock.today(), Turn.deal_id.is_not(None))


def _mentions(word: str) -> ColumnElement[bool]:
    named = select(Organisation.id).where(Organisation.name.icontains(word, autoescape=True))
    return or_(
        Deal.title.icontains(word, autoescape=True),
        Deal.title_en.icontains(word, autoescape=True),
        Deal.reference.icontains(word, autoescape=True),
        Deal.owner_id.in_(named),
        Deal.disclosed & Deal.firm_id.in_(named),
    )


def state_counts(actor: Actor) -> dict[str, int]:
    """How many deals somebody sees in each state."""
    rows = db.session.execute(select(Deal.state, func.count()).where(visible(actor)).group_by(Deal.state))
    return {str(state): int(count) for state, count in rows}


def late_count(actor: Actor) -> int:
    """How many deals wait for an answer that is overdue."""
    return int(db.session.scalar(select(func.count(Deal.id)).where(visible(actor), Deal.id.in_(_late()))) or 0)


def thread(deal_id: int | None = None, request_id: int | None = None) -> list[Message]:
    """The messages about a deal or a request, newest first."""
    about = Message.deal_id == deal_id if deal_id is not None else Message.request_id == request_id
    statement = select(Message).where(about).order_by(Message.id.desc())
    options = (
        joinedload(Message.person),
        joinedload(Message.organisation),
        selectinload(Message.files).joinedload(MessageFile.file),
    )
    return list(db.session.scalars(statement.options(*options)))


def turns(deal_id: int | None = None, request_id: int | None = None) -> list[Turn]:
    """The answers awaited at present."""
    about = Turn.deal_id == deal_id if deal_id is not None else Turn.request_id == request_id
    return list(db.session.scalars(select(Turn).where(about, Turn.ended_at.is_(None)).order_by(Turn.id)))


def turns_of(deal_ids: Sequence[int]) -> dict[int, Turn]:
    """The most pressing answer awaited in each of these deals."""
    rows = db.session.scalars(
        select(Turn).where(Turn.deal_id.in_(deal_ids), Turn.ended_at.is_(None)).order_by(Turn.due_on.desc())
    )
    return {turn.deal_id: turn for turn in rows if turn.deal_id is not None}


def message_file(actor: Actor, file_id: int) -> MessageFile:
    """A document of a message that this actor may see; else NotFound."""
    found = db.session.get(MessageFile, file_id)
    if found is None:
        raise NotFound
    message = found.message
    if message.deal_id is not None:
        deal_for(actor, message.deal_id)
    elif not _request_seen(actor, message.request):
        raise NotFound
    return found


def _request_seen(actor: Actor, request: LicenceRequest | None) -> bool:
    return request is not None and (actor.operator or actor.of(request.licensee_id) or actor.of(request.licensor_id))


@dataclass(frozen=True)
class Responses:
    """How fast an organisation answers questions and offers: median of working days over `count` answers."""

    median: float
    count: int


def responses(organisation_id: int) -> Responses | None:
    """The public answer time of an organisation over the last year; None before its first answer."""
    since = clock.now() - timedelta(days=clocks.MOST_COUNTED_DAYS)
    rows = db.session.execute(
        select(Turn.asked_at, Turn.answered_at).where(
            Turn.organisation_id == organisation_id, Turn.answered_at.is_not(None), Turn.answered_at >= since
        )
    )
    found = [(clock.local_date(asked), clock.local_date(answered)) for asked, answered in rows if answered]
    median = clocks.median_days(found)
    return None if median is None else Responses(median, len(found))


def overdue(limit: int = 50) -> list[Turn]:
    """The answers that are overdue, the oldest first; for the operator's desk."""
    statement = (
        select(Turn)
        .where(Turn.ended_at.is_(None), Turn.due_on < clock.today())
        .order_by(Turn.due_on, Turn.id)
        .limit(limit)
        .options(joinedload(Turn.organisation), joinedload(Turn.deal), joinedload(Turn.request))
    )
    return list(db.session.scalars(statement))


def notice_rule(organisation: Organisation) -> NoticeRule:
    """What an organisation does about public notice: as it says, else a university notices for fifteen days (R20)."""
    found = db.session.get(NoticeRule, organisation.id)
    if found is not None:
        return found
    return NoticeRule(
        organisation_id=organisation.id, required=organisation.kind == "university", days=NOTICE_DAYS, contact=""
    )


def _set_aside() -> ColumnElement[bool]:
    """Whether what a notice published is agreed no more: the deal is over, or went back to the talks since."""
    return or_(Deal.state.in_(UNAGREED), Deal.agreed_at.is_(None), PublicNotice.created_at < Deal.agreed_at)


def stands(notice: PublicNotice) -> bool:
    """Whether the agreement that a notice published is still the deal's."""
    deal = notice.deal
    return deal.state not in UNAGREED and deal.agreed_at is not None and notice.created_at >= deal.agreed_at


def current_notices() -> Select[Any]:
    """The public notices whose time is not over, the latest first."""
    return _notices(PublicNotice.ends_on >= clock.today(), PublicNotice.result == "", ~_set_aside())


def past_notices() -> Select[Any]:
    """The public notices that are over or whose agreement was set aside, with what came of them."""
    return _notices(or_(PublicNotice.ends_on < clock.today(), PublicNotice.result != "", _set_aside()))


def _notices(*which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(PublicNotice)
        .join(Deal)
        .where(*which)
        .options(joinedload(PublicNotice.deal).joinedload(Deal.owner))
        .order_by(PublicNotice.ends_on.desc(), PublicNotice.id.desc())
    )


def public_notice(notice_id: int) -> PublicNotice:
    """One public notice; anybody may read it."""
    found = db.session.get(PublicNotice, notice_id)
    if found is None:
        raise NotFound
    return found


def owner_of(patents: Sequence[Patent]) -> Organisation | None:
    """The vetted organisation that owns all of these patents, the first named owner first; None without one."""
    common: list[int] | None = None
    for patent in patents:
        ids = [owner.organisation_id for owner in patent.owners if owner.organisation_id is not None]
        common = ids if common is None else [one for one in common if one in ids]
    for organisation_id in common or []:
        organisation = db.session.get(Organisation, organisation_id)
        if organisation is not None and organisation.vetted:
            return organisation
    return None


def own_patents(organisation_id: int) -> Select[Any]:
    """An organisation's patents in force that may be offered, by title."""
    owned = select(Owner.patent_id).where(Owner.organisation_id == organisation_id)
    return (
        select(Patent)
        .where(Patent.id.in_(owned), Patent.secret.is_(False), Patent.status == "in_force")
        .order_by(Patent.title, Patent.id)
    )


def promised(patent_ids: Sequence[int], but: int) -> list[Deal]:
    """Other deals on these patents whose terms are agreed and which are not concluded yet."""
    return list(
        db.session.scalars(
            select(Deal).where(
                Deal.id.in_(select(DealPatent.deal_id).where(DealPatent.patent_id.in_(patent_ids))),
                Deal.id != but,
                Deal.state.in_(("agreed", "signing", "registering")),
            )
        )
    )


def timeline(deal: Deal) -> list[EventRow]:
    """Everything that has happened to a deal, oldest first."""
    return history(f"{SUBJECT}{deal.id}")
