"""Contracts that an intent led to outside this service: reported by those who follow it up, counted apart."""

from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Invalid, NotFound
from market.core.files import StoredFile
from market.filings.rules.numbers import tidy
from market.intents import queries
from market.intents.errors import NotThisMoveNow, ReportedAlready, RunsHere
from market.intents.events import IntentAdvanced, OutsideContractReported
from market.intents.models import Intent, OutsideContract
from market.intents.rules.outside import Signed
from market.intents.rules.processes import MOVES
from market.intents.rules.states import Stage
from market.intents.service import moving


def report_outside(actor: Actor, intent_id: int, signed: Signed, proof: StoredFile | None = None) -> OutsideContract:
    """Report a contract signed elsewhere, inside a transaction; reported again, the earlier report is kept but stands
    no more. The intent becomes signed, and recorded when a recordal number is given.

    For the operator and the side that pitched. Raises NotFound, Invalid, RunsHere, ReportedAlready or NotThisMoveNow.
    """
    intent = moving.hold(moving.vetted(actor), intent_id)
    if not (actor.operator or actor.of(intent.pitch.organisation_id)):
        raise NotFound
    if wrong := signed.problems(clock.today()):
        raise Invalid(fields=wrong)
    if intent.stage == Stage.WITHDRAWN:
        raise NotThisMoveNow
    known = queries.chain(intent)
    if known.facts.linked or known.signed:
        raise RunsHere
    _refuse_double(intent, signed)
    before = take_back(intent)
    made = _stored(actor, intent, signed, proof, before)
    _advance(actor, intent, signed)
    moving.log(intent, "outside", actor, " · ".join(filter(None, (signed.signed_on.isoformat(), signed.number))))
    outbox.emit(OutsideContractReported(intent.id, made.id), actor)
    return made


def _refuse_double(intent: Intent, signed: Signed) -> None:
    if not signed.number:
        return
    other = db.session.scalar(
        select(Intent)
        .join(OutsideContract, OutsideContract.intent_id == Intent.id)
        .where(
            Intent.organisation_id == intent.organisation_id,
            Intent.id != intent.id,
            OutsideContract.number == signed.number,
            OutsideContract.taken_back_at.is_(None),
        )
    )
    if other is not None:
        raise ReportedAlready(reference=other.reference)


def take_back(intent: Intent) -> OutsideContract | None:
    """The report that stood on an intent that is held stands no more; None when there was none."""
    found = queries.outside_of(intent.id)
    if found is not None:
        found.taken_back_at = clock.now()
        db.session.flush()
    return found


def _stored(
    actor: Actor, intent: Intent, signed: Signed, proof: StoredFile | None, before: OutsideContract | None
) -> OutsideContract:
    """The new report; without a new file it keeps the earlier one's."""
    if proof is not None:
        db.session.add(proof)
        db.session.flush()
    made = OutsideContract(
        intent_id=intent.id,
        kind=signed.kind,
        signed_on=signed.signed_on,
        number=signed.number,
        amount_minor=signed.amount.minor,
        currency=signed.amount.currency,
        terms=signed.terms,
        recordal=tidy(signed.recordal),
        file_id=proof.id if proof is not None else before.file_id if before is not None else None,
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _advance(actor: Actor, intent: Intent, signed: Signed) -> None:
    for name, wanted in (("sign", True), ("record", bool(signed.recordal))):
        if wanted and intent.stage in MOVES[name].come_from:
            facts, side = queries.chain(intent).facts, moving.side(actor, intent)
            moving.take(intent, name, side, facts, closed_reason="", closed_note="")
            outbox.emit(IntentAdvanced(intent.id, intent.stage), actor)
