"""From the agreement to the concluded contract: consents, readiness, contract on paper, and what conclusion does."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import SYSTEM, Actor
from market.core.db import db, lock_row
from market.core.errors import Forbidden, Invalid
from market.core.files import StoredFile
from market.core.i18n import N_
from market.licensing.rules.states import Who
from market.licensing.service.agreements import grant_agreed
from market.negotiation import queries
from market.negotiation.errors import NotPossibleNow, NotSameContract
from market.negotiation.events import ContractConfirmed, DealConcluded, DocumentAdded
from market.negotiation.models import Confirmation, Deal, DealDocument, Offer
from market.negotiation.rules import owners
from market.negotiation.rules.offers import Terms
from market.negotiation.rules.processes import LICENCES, LIVE, State
from market.negotiation.service import moving, obstacles, terms


def add_document(actor: Actor, deal_id: int, kind: str, stored: StoredFile) -> DealDocument:
    """Put a consent or another document on file, inside a transaction; what was missing may be there now."""
    if kind not in owners.DOCUMENT_KINDS:
        raise Invalid(fields={"kind": N_("Choose what it is.")})
    deal, side = moving.hold(actor, deal_id, signing=False)
    if deal.state not in LIVE:
        raise NotPossibleNow
    if kind != "other" and side == Who.LICENSEE:
        raise Forbidden(N_("Consents are brought by the owner."))
    db.session.add(stored)
    db.session.flush()
    document = DealDocument(deal_id=deal.id, kind=kind, file_id=stored.id, user_id=actor.user_id)
    db.session.add(document)
    moving.refresh(deal)
    outbox.emit(DocumentAdded(deal_id=deal.id, kind=kind), actor)
    prepare(deal)
    return document


def prepare(deal: Deal) -> bool:
    """Let an agreed deal be signed as soon as nothing is missing; the caller holds the row."""
    now = moving.situation(deal, Who.SYSTEM)
    if deal.state != State.AGREED or not now.ready:
        return False
    moving.take(deal, "prepare", now)
    moving.told(deal, "prepare")
    return True


def confirm(actor: Actor, deal_id: int, number: str, on: date, copy: StoredFile | None = None) -> Deal:
    """One side confirms the contract signed on paper, inside a transaction; with the second one it is concluded.

    Both must name the same number and day: NotSameContract.
    """
    deal, side = moving.hold(actor, deal_id)
    if side == Who.OPERATOR:
        raise NotPossibleNow
    if wrong := _wrong(deal, number.strip(), on):
        raise Invalid(fields=wrong)
    for other in deal.confirmations:
        if (other.number, other.on) != (number.strip(), on):
            raise NotSameContract
    if copy is not None:
        db.session.add(copy)
        db.session.flush()
    moving.take(deal, "confirm", moving.situation(deal, side))
    file_id = copy.id if copy else None
    row = Confirmation(deal_id=deal.id, side=side, user_id=actor.user_id, number=number.strip(), on=on, file_id=file_id)
    db.session.add(row)
    moving.refresh(deal)
    outbox.emit(ContractConfirmed(deal_id=deal.id, side=side), actor)
    if len(deal.confirmations) == len((Who.LICENSEE, Who.LICENSOR)):
        conclude(deal, on, number.strip(), actor)
    return deal


def _wrong(deal: Deal, number: str, on: date) -> dict[str, str]:
    wrong = {}
    if not number or len(number) > 60:
        wrong["number"] = N_("Enter the number of the contract.")
    if on > clock.today():
        wrong["on"] = N_("The contract cannot have been concluded in the future.")
    elif deal.agreed_at is not None and on < clock.local_date(deal.agreed_at):
        wrong["on"] = N_("The contract cannot be older than the agreement it follows.")
    return wrong


def on_concluded(event: Any) -> None:
    """A contract was signed by both sides (any event with `subject_key`, `concluded_on`, `contract_id`): conclude.

    Runs in the transaction of the second signature. Repeating it changes nothing; another subject is not ours.
    """
    deal = queries.deal_of_subject(event.subject_key)
    if deal is None:
        return
    lock_row(deal)
    if deal.state in (State.CONCLUDED, State.REGISTERING, State.COMPLETED):
        return
    on = event.concluded_on
    conclude(deal, date.fromisoformat(on) if isinstance(on, str) else on, str(getattr(event, "reference", "")), SYSTEM)


def conclude(deal: Deal, on: date, contract: str, actor: Actor) -> None:
    """Both sides have signed: grant the licence, or begin the registration; the caller holds the row.

    Raises the refusals of licensing when a rule stands against the licence by now: then nothing is signed.
    """
    now = moving.situation(deal, Who.SYSTEM, signed=True)
    values: dict[str, Any] = {"concluded_on": on, "contract_reference": contract[:60]}
    if deal.state == State.SIGNING:
        obstacles.refuse_unless_theirs(deal, accepted(deal))
    if deal.kind in LICENCES and deal.state == State.SIGNING:
        consents = {document.kind for document in deal.documents}
        agreed = terms.agreement(deal, accepted(deal), _signer(deal), on, contract)
        licence = grant_agreed(actor, replace(agreed, pledgees_agreed="pledgee_consent" in consents))
        values["licence_id"] = licence.id
    moving.take(deal, "conclude", now, **values)
    outbox.emit(DealConcluded(deal_id=deal.id), None if actor is SYSTEM else actor)


def accepted(deal: Deal) -> Terms:
    """The terms of the accepted offer."""
    offer = db.session.scalar(
        select(Offer).where(Offer.deal_id == deal.id, Offer.number == deal.accepted_number)
    )
    if offer is None:
        raise NotPossibleNow
    return Terms.read(offer.terms)


def _signer(deal: Deal) -> int:
    """The person who agreed for the firm: who accepted, or who made the accepted offer."""
    offer = db.session.scalar(
        select(Offer).where(Offer.deal_id == deal.id, Offer.number == deal.accepted_number)
    )
    if offer is not None and offer.side == Who.LICENSEE:
        return offer.made_by
    return deal.agreed_by or deal.opened_by
