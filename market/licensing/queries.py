"""Reading requests and licences: what a party or the operator may see, the desk's deals, and the programme's counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import Organisation
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.core.outbox import EventRow, history
from market.licensing.models import Licence, LicencePatent, LicenceRequest
from market.licensing.rules import recordal, states
from market.licensing.rules.states import IN_FORCE, RequestState
from market.licensing.rules.terms import Terms
from market.listings.models import Listing
from market.payments import queries as payments
from market.payments.models import Receivable

REQUEST_SUBJECT = "request:"
STAGE: ColumnElement[str] = case(
    (and_(LicenceRequest.state == RequestState.GRANTED, Licence.state.is_not(None)), Licence.state),
    else_=LicenceRequest.state,
)
"""The stage of a deal in SQL, as `states.stage` has it."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """Which requests somebody may see: the operator all, the two parties their own, others none."""
    if actor.operator:
        return true()
    if actor.organisation_id is None:
        return false()
    own = actor.organisation_id
    return or_(LicenceRequest.licensee_id == own, LicenceRequest.licensor_id == own)


def request_for(actor: Actor, request_id: int) -> LicenceRequest:
    """One request of this actor's; NotFound for anybody else's and for none."""
    statement = select(LicenceRequest).where(LicenceRequest.id == request_id, visible(actor))
    found = db.session.scalar(statement.options(joinedload(LicenceRequest.licence)))
    if found is None:
        raise NotFound
    return found


def licence_for(actor: Actor, licence_id: int) -> Licence:
    """One licence of this actor's; NotFound for anybody else's and for none."""
    found = db.session.scalar(select(Licence).join(LicenceRequest).where(Licence.id == licence_id, visible(actor)))
    if found is None:
        raise NotFound
    return found


def request_of_subject(subject: str) -> LicenceRequest | None:
    """The request a receivable is about ("request:12"); None when it is about something else."""
    number = subject.removeprefix(REQUEST_SUBJECT)
    if number == subject or not number.isdecimal():
        return None
    return db.session.get(LicenceRequest, int(number))


def of_listing(actor: Actor, listing_id: int) -> LicenceRequest | None:
    """This firm's latest request on a listing that is open or has become a licence in force."""
    return db.session.scalar(
        select(LicenceRequest)
        .outerjoin(Licence)
        .where(
            LicenceRequest.listing_id == listing_id,
            LicenceRequest.licensee_id == (actor.organisation_id or 0),
            or_(LicenceRequest.state.in_(states.OPEN), Licence.state.in_(IN_FORCE)),
        )
        .order_by(LicenceRequest.id.desc())
        .limit(1)
    )


SORTS: Mapping[str, Any] = {
    "noticed": LicenceRequest.noticed_at,
    "due": func.coalesce(Licence.recordal_due, LicenceRequest.pay_by),
    "title": LicenceRequest.title,
    "reference": LicenceRequest.id,
}


def deals(actor: Actor, stage: str = "", words: str = "", sort: str = "-noticed") -> Select[Any]:
    """The deals somebody may see, with their licence where there is one; `stage` is a key of STAGES or "open"."""
    statement = (
        select(LicenceRequest)
        .outerjoin(Licence, Licence.request_id == LicenceRequest.id)
        .outerjoin(Listing, Listing.id == LicenceRequest.listing_id)
        .where(visible(actor))
        .options(
            joinedload(LicenceRequest.licence),
            joinedload(LicenceRequest.licensee),
            joinedload(LicenceRequest.licensor),
        )
    )
    if stage == "open":
        statement = statement.where(STAGE.in_(("noticed", "held", "effective")))
    elif stage:
        statement = statement.where(STAGE.in_((stage,)))
    for word in words.split()[:8]:
        statement = statement.where(_mentions(word))
    column = SORTS.get(sort.removeprefix("-"), LicenceRequest.noticed_at)
    return statement.order_by(column.desc() if sort.startswith("-") else column.asc(), LicenceRequest.id.desc())


def _mentions(word: str) -> ColumnElement[bool]:
    named = select(Organisation.id).where(Organisation.name.icontains(word, autoescape=True))
    return or_(
        LicenceRequest.title.icontains(word, autoescape=True),
        LicenceRequest.title_en.icontains(word, autoescape=True),
        Listing.reference.icontains(word, autoescape=True),
        LicenceRequest.reference.icontains(word, autoescape=True),
        Licence.reference.icontains(word, autoescape=True),
        LicenceRequest.licensee_id.in_(named),
        LicenceRequest.licensor_id.in_(named),
    )


def stage_counts(actor: Actor) -> dict[str, int]:
    """How many deals somebody sees in each stage."""
    statement = (
        select(STAGE, func.count())
        .select_from(LicenceRequest)
        .outerjoin(Licence, Licence.request_id == LicenceRequest.id)
        .where(visible(actor))
        .group_by(STAGE)
    )
    return {str(stage): int(count) for stage, count in db.session.execute(statement)}


@dataclass(frozen=True)
class Deal:
    """One row of a work list: stage and its light, what is due at the start, what of it is paid, the next term."""

    request: LicenceRequest
    stage: str
    terms: Terms
    due_at_start: Money
    paid: Money
    deadline: date | None
    light: str

    @property
    def licence(self) -> Licence | None:
        """The licence, once granted."""
        return self.request.licence


def as_deals(requests: Sequence[LicenceRequest]) -> list[Deal]:
    """Rows of a work list for requests, their payments read in one go."""
    subjects = {f"{REQUEST_SUBJECT}{request.id}": request.id for request in requests}
    rows = db.session.scalars(select(Receivable).where(Receivable.subject.in_(subjects))).all()
    amounts = payments.paid_amounts(rows)
    paid = {subjects[row.subject]: amounts[row.id] for row in rows}
    return [_deal(request, paid.get(request.id), clock.today()) for request in requests]


def _deal(request: LicenceRequest, paid: Money | None, today: date) -> Deal:
    terms = Terms.read(request.terms)
    licence = request.licence
    stage = states.stage(request.state, licence.state if licence else None)
    deadline, light = None, states.STAGE_TONES[stage]
    if licence is not None:
        deadline = licence.recordal_due if licence.state == "effective" else None
        light = recordal.licence_light(licence.state, licence.recordal_due, today)
    elif request.state == RequestState.NOTICED and request.pay_by is not None:
        deadline, light = request.pay_by, recordal.light(request.pay_by, today)
    zero = Money.zero(terms.currency)
    return Deal(request, stage, terms, terms.due_at_start, paid or zero, deadline, light)


def licence_count(listing_id: int) -> int:
    """How many licences were granted on a listing, ended ones included."""
    return int(
        db.session.scalar(select(func.count()).select_from(Licence).where(Licence.listing_id == listing_id)) or 0
    )


@dataclass(frozen=True)
class Figures:
    """Counts of a period, the units kept apart (R34).

    `licences` in contracts, `patents` distinct patents licensed, `licensees` distinct firms, `free` licences without a
    fee, `one_to_many` distinct patents that more than one firm holds a licence on, `recorded` licences recorded.
    """

    licences: int
    patents: int
    licensees: int
    free: int
    one_to_many: int
    recorded: int


def figures(start: date, end: date, licensor_id: int | None = None) -> Figures:
    """Licences that took effect between two days (both included), of one university when given."""
    period = [Licence.effective_on >= start, Licence.effective_on <= end]
    if licensor_id is not None:
        period.append(Licence.licensor_id == licensor_id)
    shared = (
        select(LicencePatent.patent_id)
        .join(Licence)
        .where(*period)
        .group_by(LicencePatent.patent_id)
        .having(func.count(Licence.licensee_id.distinct()) > 1)
    )
    return Figures(
        licences=_count(select(Licence.id).where(*period)),
        patents=_count(select(LicencePatent.patent_id).join(Licence).where(*period).distinct()),
        licensees=_count(select(Licence.licensee_id).where(*period).distinct()),
        free=_count(select(Licence.id).where(*period, Licence.free)),
        one_to_many=_count(shared),
        recorded=_count(select(Licence.id).where(*period, Licence.recorded_on.is_not(None))),
    )


def _count(statement: Select[Any]) -> int:
    return int(db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0)


def recordals_open(limit: int = 50) -> list[Licence]:
    """Licences still to be recorded, the earliest due first; for the operator's desk."""
    statement = (
        select(Licence)
        .where(Licence.state == "effective")
        .order_by(Licence.recordal_due, Licence.id)
        .limit(limit)
        .options(joinedload(Licence.request), joinedload(Licence.licensee), joinedload(Licence.licensor))
    )
    return list(db.session.scalars(statement))


def held_count() -> int:
    """How many paid requests wait for the operator's decision."""
    return _count(select(LicenceRequest.id).where(LicenceRequest.state == RequestState.HELD))


@dataclass(frozen=True)
class AmountDue:
    """One amount of a deal: asked for already, with its receipts and what is paid, or only planned."""

    position: int
    amount: Money | None
    due_on: date | None
    paid: Money | None = None
    receivable: Receivable | None = None


def amounts_due(request: LicenceRequest) -> list[AmountDue]:
    """Every amount of a deal that is known, the one due at the start first."""
    subjects = [f"{REQUEST_SUBJECT}{request.id}"]
    if request.licence is not None:
        subjects.append(f"licence:{request.licence.id}")
    rows = db.session.scalars(
        select(Receivable)
        .where(Receivable.subject.in_(subjects))
        .options(selectinload(Receivable.receipts))
        .order_by(Receivable.position)
    ).all()
    paid = payments.paid_amounts(rows)
    asked = [AmountDue(row.position, row.money, row.due_on, paid[row.id], row) for row in rows]
    known = {row.position for row in rows}
    effective = request.licence.effective_on if request.licence else None
    planned = [part for part in Terms.read(request.terms).later_parts(effective) if part.position not in known]
    return asked + [AmountDue(part.position, part.amount, part.due_on) for part in planned]


def timeline(request: LicenceRequest) -> list[EventRow]:
    """Everything that has happened to a deal and its money, oldest first."""
    subjects = [f"{REQUEST_SUBJECT}{request.id}"]
    if request.licence is not None:
        subjects.append(f"licence:{request.licence.id}")
    subjects += [f"receivable:{due.receivable.id}" for due in amounts_due(request) if due.receivable is not None]
    return sorted((row for subject in subjects for row in history(subject)), key=lambda row: row.id)
