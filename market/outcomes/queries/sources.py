"""The rows that figures are reckoned from, read over the rooms of a roadshow; many roadshows with few statements."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import Organisation
from market.core import clock
from market.core.db import db
from market.guests.models import Registration
from market.guests.rules.states import State as Registered
from market.intents import queries as intents
from market.intents.models import Intent
from market.intents.queries import Chain
from market.intents.rules.states import Source
from market.invitations.models import RoadshowInvitation
from market.outcomes.queries.measured import measured
from market.outcomes.rules.facts import HOME_CURRENCY, Body, Elsewhere, Facts, Shown, Wanted, reached
from market.pitches.models import Pitch
from market.pitches.rules.states import State as Chosen
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State

SENT = ("sent", "perhaps", "coming", "declined", "registered")
"""The states of an invitation that has gone out; a draft whose firm registered by itself never did (see `sent_at`)."""


def facts(roadshow: Roadshow) -> Facts:
    """Everything counted of one roadshow, as it stands now."""
    return facts_of([roadshow])[roadshow.id]


def facts_of(roadshows: Sequence[Roadshow]) -> dict[int, Facts]:
    """Everything counted of each roadshow, by its id."""
    ids = [it.id for it in roadshows]
    bodies, shown, wanted, counted = _bodies(ids), _pitches(ids), _intents(ids), measured(ids)
    return {
        it.id: Facts(
            it.state == State.HELD,
            tuple(bodies[it.id]),
            tuple(shown[it.id]),
            tuple(wanted[it.id]),
            counted[it.id],
        )
        for it in roadshows
    }


def _bodies(ids: Sequence[int]) -> dict[int, list[Body]]:
    """Organisations that were invited or registered, by roadshow, in the order of their names."""
    here = Registration.checked_in_at.is_not(None)
    rows = db.session.execute(
        select(
            Registration.roadshow_id,
            Organisation.id,
            Organisation.name,
            Organisation.name_en,
            Organisation.kind,
            func.count(),
            func.count().filter(here),
            func.count().filter(here, Registration.checked_in_how == "online"),
        )
        .join(Organisation)
        .where(Registration.roadshow_id.in_(ids), Registration.state == Registered.CONFIRMED)
        .group_by(Registration.roadshow_id, Organisation.id)
    )
    found: dict[int, dict[int, Body]] = defaultdict(dict)
    for roadshow_id, number, name, name_en, kind, registered, present, online in rows:
        found[roadshow_id][number] = Body(number, name, name_en, kind, False, registered, present, online)
    for asked in _invitations(ids):
        number, there = asked.organisation_id or -asked.id, found[asked.roadshow_id]
        known = there.get(number)
        there[number] = _invited(asked, known)
    return defaultdict(list, {key: sorted(it.values(), key=_order) for key, it in found.items()})


def _invitations(ids: Sequence[int]) -> Sequence[RoadshowInvitation]:
    return db.session.scalars(
        select(RoadshowInvitation)
        .where(RoadshowInvitation.roadshow_id.in_(ids), RoadshowInvitation.state.in_(SENT))
        .where(or_(RoadshowInvitation.state != "registered", RoadshowInvitation.sent_at.is_not(None)))
        .options(joinedload(RoadshowInvitation.organisation))
    ).all()


def _invited(asked: RoadshowInvitation, known: Body | None) -> Body:
    """The organisation an invitation went to; a firm without an account bears a negative number."""
    if known is not None:
        return Body(**(vars(known) | {"invited": True}))
    there = asked.organisation
    if there is None:
        return Body(-asked.id, asked.name, "", "firm", True)
    return Body(there.id, there.name, there.name_en, there.kind, True)


def _order(body: Body) -> tuple[str, int]:
    return body.name, body.id


def _pitches(ids: Sequence[int]) -> dict[int, list[Shown]]:
    """The pitches on the programme, by roadshow, in its order."""
    rows = db.session.scalars(
        select(Pitch)
        .where(Pitch.roadshow_id.in_(ids), Pitch.state == Chosen.SELECTED)
        .options(joinedload(Pitch.organisation), joinedload(Pitch.need))
        .order_by(Pitch.roadshow_id, Pitch.position.is_(None), Pitch.position, Pitch.id)
    )
    found: dict[int, list[Shown]] = defaultdict(list)
    for it in rows:
        found[it.roadshow_id].append(
            Shown(
                it.id,
                it.reference,
                it.title,
                it.title_en,
                it.organisation_id,
                it.organisation.name,
                it.organisation.name_en,
                "need" if it.need_id is not None else "patent",
                it.need is None or it.need.show_name,
                it.position,
            )
        )
    return found


def _intents(ids: Sequence[int]) -> dict[int, list[Wanted]]:
    """The intents with what became of them, by roadshow, in the order they were declared."""
    rows = db.session.scalars(
        select(Intent)
        .where(Intent.roadshow_id.in_(ids))
        .options(joinedload(Intent.organisation), selectinload(Intent.steps))
        .order_by(Intent.declared_at, Intent.id)
    ).all()
    known = intents.chains(rows)
    found: dict[int, list[Wanted]] = defaultdict(list)
    for it in rows:
        found[it.roadshow_id].append(_wanted(it, known[it.id]))
    return found


def _wanted(it: Intent, chain: Chain) -> Wanted:
    contract, worth = _contract(chain), chain.contracted
    return Wanted(
        id=it.id,
        reference=it.reference,
        pitch_id=it.pitch_id,
        body_id=it.organisation_id,
        body=it.organisation.name,
        body_en=it.organisation.name_en,
        kind=it.kind,
        stage=it.stage,
        reached=reached(it.stage, [step.stage for step in it.steps]),
        declared_on=clock.local_date(it.declared_at).isoformat(),
        low=it.low_minor,
        high=it.high_minor,
        closed_reason=it.closed_reason,
        contract=contract,
        amount=worth.minor if contract and worth is not None else None,
        currency=worth.currency if worth is not None else HOME_CURRENCY,
        recorded_on=chain.recorded_on.isoformat() if contract and chain.recorded_on else "",
        received=sum(it.minor for it in chain.received if it.currency == HOME_CURRENCY) if contract else 0,
        received_more=tuple(
            (it.currency, it.minor) for it in chain.received if it.currency != HOME_CURRENCY and contract
        ),
        elsewhere=_elsewhere(chain) if not contract else None,
        entered=it.source == Source.OPERATOR,
    )


def _elsewhere(chain: Chain) -> Elsewhere | None:
    found = chain.outside
    if found is None:
        return None
    return Elsewhere(
        found.kind,
        found.signed_on.isoformat(),
        found.amount_minor,
        found.currency,
        found.terms,
        found.number,
        found.recordal,
    )


def _contract(chain: Chain) -> str:
    """The number of the contract that came of an intent; empty while there is none."""
    if chain.licence is not None:
        return chain.licence.reference
    return chain.deal.reference if chain.deal is not None and chain.signed else ""
