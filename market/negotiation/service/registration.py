"""The guided steps after signing a transfer or a contribution as equity, up to the registration that completes it."""

from datetime import date

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.files import StoredFile
from market.core.i18n import N_
from market.listings.service import transferred
from market.negotiation.errors import NotPossibleNow, StepNotRight
from market.negotiation.events import DealCompleted, StepTaken
from market.negotiation.models import Deal, StepDone
from market.negotiation.rules import checklists
from market.negotiation.rules.processes import State
from market.negotiation.service import moving
from market.patents.service import hand_over, hold_patents


def do_step(actor: Actor, deal_id: int, key: str, number: str, on: date, proof: StoredFile | None = None) -> Deal:
    """Enter that a step is done, inside a transaction; the last one completes the deal.

    With the registration at CNIPA the patent has a new owner (Patent Law Art. 10): the record says so, open licences on
    it are suspended until he confirms them, licences given before stay (R19).
    """
    deal, side = moving.hold(actor, deal_id)
    item = next((one for one in checklists.items(deal.kind) if one.key == key), None)
    if item is None:
        raise NotFound
    done = [step.key for step in deal.steps]
    if deal.state != State.REGISTERING or key in done:
        raise NotPossibleNow
    now = moving.situation(deal, side)
    last = key == checklists.last(deal.kind)
    too_early = checklists.seals(deal.kind, key) and bool(checklists.before(deal.kind, key) - set(done))
    if wrong := _wrong(deal, item, number.strip(), on, too_early):
        raise StepNotRight(fields=wrong)
    if proof is not None:
        db.session.add(proof)
        db.session.flush()
    db.session.add(
        StepDone(
            deal_id=deal.id,
            key=key,
            number=number.strip(),
            on=on,
            file_id=proof.id if proof else None,
            user_id=actor.user_id,
        )
    )
    moving.refresh(deal)
    outbox.emit(StepTaken(deal_id=deal.id, key=key), actor)
    if key == checklists.OWNERSHIP:
        change_hands(deal, on, actor)
    if last:
        moving.take(deal, "register", now, completed_on=on)
        outbox.emit(DealCompleted(deal_id=deal.id), actor)
    return deal


def _wrong(deal: Deal, item: checklists.Item, number: str, on: date, too_early: bool) -> dict[str, str]:
    wrong = {}
    if item.number and not number:
        wrong["number"] = N_("Enter the number as it stands on the paper.")
    elif len(number) > 60:
        wrong["number"] = N_("Use at most 60 characters.")
    if on > clock.today():
        wrong["on"] = N_("The day cannot lie in the future.")
    elif item.number and deal.concluded_on is not None and on < deal.concluded_on:
        wrong["on"] = N_("This cannot have happened before the contract was concluded.")
    if too_early:
        wrong["on"] = N_("The steps before this one are not done yet.")
    return wrong


def change_hands(deal: Deal, on: date, actor: Actor) -> None:
    """The patents belong to the new owner from the day of registration on."""
    patents = hold_patents([patent.id for patent in moving.patents_of(deal)])
    for patent in patents:
        hand_over(patent, deal.owner, deal.firm, on, deal.reference, actor)
    transferred([patent.id for patent in patents], deal.firm_id)
