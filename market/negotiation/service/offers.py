"""Numbered offers: made, taken back, rejected, accepted. What is accepted is one number with one seal, once."""

from typing import Any

from sqlalchemy import func, select, update

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Invalid
from market.licensing.rules.notices import seal
from market.licensing.service import checks
from market.listings.queries.facts import expiry_of
from market.negotiation.errors import OfferChanged, OfferOver, ReasonNeeded
from market.negotiation.events import OfferAccepted, OfferEnded, OfferMade
from market.negotiation.models import Deal, Offer
from market.negotiation.rules import offers as rules
from market.negotiation.rules.offers import Terms
from market.negotiation.service import moving, obstacles, signing, turns
from market.negotiation.service import terms as terms_of

SMALL = frozenset({"micro", "small", "medium"})


def surroundings(deal: Deal) -> rules.Surroundings:
    """What an offer of this deal is judged against."""
    patents = [link.patent for link in deal.patents]
    ends = [expiry for patent in patents if (expiry := expiry_of(patent)) is not None]
    ids = [patent.id for patent in patents]
    sme = deal.firm.sme_class in SMALL if deal.firm.sme_class else None
    return rules.Surroundings(
        clock.today(), frozenset(ids), min(ends) if ends else None, sme, checks.declared(ids)
    )


def make(actor: Actor, deal_id: int, terms: Terms, seen: int, note: str = "") -> Offer:
    """Put a numbered offer on the table in place of the one that stands, inside a transaction.

    `seen` is the number of the latest offer the actor knows (0: none); with another one there, OfferChanged. Raises
    Invalid with a sentence for each field that is wrong.
    """
    deal, side = moving.hold(actor, deal_id)
    if wrong := rules.problems(terms, surroundings(deal)):
        raise Invalid(fields=wrong)
    latest = int(db.session.scalar(select(func.max(Offer.number)).where(Offer.deal_id == deal.id)) or 0)
    if latest != seen:
        raise OfferChanged
    db.session.execute(
        update(Offer)
        .where(Offer.deal_id == deal.id, Offer.state == "standing")
        .values(state="superseded", ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    moving.take(deal, "offer", moving.situation(deal, side), kind=terms.kind)
    offer = Offer(
        deal_id=deal.id,
        number=latest + 1,
        side=side,
        made_by=actor.user_id,
        terms=terms.to_plain(),
        seal=terms.seal(latest + 1),
        note=note.strip()[:2000],
    )
    db.session.add(offer)
    moving.refresh(deal)
    turns.spoke(actor.organisation_id or 0, other_of(deal, actor), deal_id=deal.id)
    outbox.emit(OfferMade(deal_id=deal.id, offer=offer.number, side=side), actor)
    return offer


def other_of(deal: Deal, actor: Actor) -> int:
    """The organisation on the other side."""
    return deal.owner_id if actor.of(deal.firm_id) else deal.firm_id


def take_back(actor: Actor, deal_id: int, number: int) -> Deal:
    """Take one's own offer back before it is accepted, inside a transaction."""
    deal, side = moving.hold(actor, deal_id)
    now = moving.situation(deal, side)
    _end(deal, number, "taken_back")
    moving.take(deal, "take_back", now)
    turns.over(deal)
    outbox.emit(OfferEnded(deal_id=deal.id, offer=number, how="taken_back"), actor)
    return deal


def reject(actor: Actor, deal_id: int, number: int, reason: str) -> Deal:
    """Reject the other side's offer and go on talking, inside a transaction; with a reason."""
    if not reason.strip():
        raise ReasonNeeded
    deal, side = moving.hold(actor, deal_id)
    now = moving.situation(deal, side)
    _end(deal, number, "rejected", answer=reason.strip()[:2000])
    moving.take(deal, "reject", now)
    turns.spoke(actor.organisation_id or 0, other_of(deal, actor), deal_id=deal.id)
    outbox.emit(OfferEnded(deal_id=deal.id, offer=number, how="rejected"), actor)
    return deal


def accept(actor: Actor, deal_id: int, number: int, sealed: str) -> Deal:
    """Accept the standing offer by its number and seal, inside a transaction: the terms are frozen and sealed.

    Raises OfferChanged when another one stands by now, OfferOver after its day, and the refusals of licensing when a
    rule (R02-R06, R03 both ways, R11) stands against it.
    """
    deal, side = moving.hold(actor, deal_id)
    offer = deal.standing
    if offer is None or offer.number != number or offer.seal != sealed:
        raise OfferChanged
    terms = Terms.read(offer.terms)
    if terms.seal(number) != sealed:
        raise OfferChanged
    if terms.valid_until is not None and terms.valid_until < clock.today():
        raise OfferOver(day=terms.valid_until.isoformat())
    if wrong := rules.problems(terms, surroundings(deal)):
        raise Invalid(next(iter(wrong.values())))
    now = moving.situation(deal, side)
    obstacles.refuse_unless_possible(deal, terms)
    _end(deal, number, "accepted")
    agreed_on = clock.today()
    frozen = terms_of.freeze(deal, terms, number, actor.user_id or 0, agreed_on)
    moving.take(
        deal,
        "accept",
        now,
        terms=frozen,
        terms_hash=seal("", "", "", frozen),
        accepted_number=number,
        agreed_at=clock.now(),
        agreed_by=actor.user_id,
    )
    turns.answered(actor.organisation_id or 0, deal_id=deal.id)
    turns.over(deal)
    outbox.emit(OfferAccepted(deal_id=deal.id, offer=number, side=side), actor)
    signing.prepare(deal)
    return deal


def _end(deal: Deal, number: int, state: str, **values: Any) -> None:
    """The standing offer ends, if it is this one: compare and swap."""
    db.session.flush()
    result = db.session.execute(
        update(Offer)
        .where(Offer.deal_id == deal.id, Offer.number == number, Offer.state == "standing")
        .values(state=state, ended_at=clock.now(), **values)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise OfferChanged
    moving.refresh(deal)
