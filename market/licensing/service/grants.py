"""From payment to licence: what a settled receivable causes, and the operator's decision on what is held."""

from datetime import date

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import NotFound
from market.licensing import queries
from market.licensing.errors import NotPaidInFull, NotPossibleNow, ReasonNeeded, StillInTheWay
from market.licensing.events import LicenceGranted, RequestClosed, RequestHeld
from market.licensing.models import Licence, LicencePatent, LicenceRequest
from market.licensing.rules import notices, recordal
from market.licensing.rules.states import HOLD_REASONS, OPEN, RequestState, Situation, after_payment
from market.licensing.rules.terms import Terms
from market.licensing.service import checks, money, moves
from market.patents.service import hold_patents
from market.payments.events import ReceivableSettled


def on_settled(event: ReceivableSettled) -> None:
    """The part due at the start is paid: check again, then grant the licence or hold the request.

    Runs in the transaction that books the money, and never refuses: whatever the checks find, the payment stays
    booked. Repeating it changes nothing; money for a request that is over stays with payments as a surplus.
    """
    request = queries.request_of_subject(event.subject_key)
    if request is None:
        return
    lock_row(request)
    if request.state not in OPEN:
        return
    request.paid_on = request.paid_on or date.fromisoformat(event.paid_on)
    consider(request)


def consider(request: LicenceRequest) -> None:
    """Grant or hold a request whose money is there; the row is locked by the caller."""
    hold_patents(Terms.read(request.terms).patent_ids)
    codes = checks.hold_codes(request, clock.today())
    move = after_payment(Situation(paid=True, money_in=True, clear=not codes))
    if move == "grant":
        grant(request)
    else:
        hold(request, codes)


def hold(request: LicenceRequest, codes: list[str]) -> None:
    """Keep the money on record and wait for the operator; a request held already only gets the reasons of today."""
    reason = ",".join(codes)
    if request.state == RequestState.HELD:
        request.held_reason = reason
        return
    moves.take(request, RequestState.NOTICED, RequestState.HELD, held_reason=reason)
    outbox.emit(RequestHeld(request_id=request.id, reason=reason))


def grant(request: LicenceRequest, actor: Actor | None = None, released_on: date | None = None) -> Licence:
    """Make the licence of a request, once: it takes effect on the later of notice and payment (R14).

    `released_on` is the day an operator let a held request go: there was an obstacle until then.
    """
    moves.take(request, request.state, RequestState.GRANTED, closed_at=clock.now())
    noticed_on = clock.local_date(request.noticed_at)
    effective = notices.effective_on(noticed_on, request.paid_on, released_on)
    terms = Terms.read(request.terms)
    start = recordal.clock_from(noticed_on, request.paid_on, effective)
    licence = Licence(
        reference=notices.licence_reference(request.id, effective),
        request_id=request.id,
        kind=request.kind,
        listing_id=request.listing_id,
        licensee_id=request.licensee_id,
        licensor_id=request.licensor_id,
        effective_on=effective,
        term_end=terms.last_day,
        free=terms.free,
        amount_minor=terms.amount_minor,
        currency=terms.currency,
        recordal_from=start,
        recordal_due=recordal.due(start),
        patents=[LicencePatent(patent_id=patent_id) for patent_id in terms.patent_ids],
    )
    db.session.add(licence)
    db.session.flush()
    outbox.emit(LicenceGranted(licence_id=licence.id), actor)
    return licence


def release(actor: Actor, request_id: int) -> Licence:
    """The operator grants a held request after the obstacle is cured; refused while a check still fails."""
    request = _held(actor, request_id)
    if not money.situation(request, clock.today()).paid:
        raise NotPaidInFull
    hold_patents(Terms.read(request.terms).patent_ids)
    codes = checks.hold_codes(request, clock.today())
    if codes:
        raise StillInTheWay(reason=HOLD_REASONS[codes[0]])
    return grant(request, actor, released_on=clock.today())


def close(actor: Actor, request_id: int, reason: str) -> LicenceRequest:
    """The operator closes a held request without a licence; all its money is marked to be given back."""
    if not reason.strip():
        raise ReasonNeeded
    request = _held(actor, request_id)
    money.withdraw(request)
    moves.take(request, RequestState.HELD, RequestState.CLOSED, closed_at=clock.now(), decision=reason.strip())
    outbox.emit(RequestClosed(request_id=request.id, how="closed"), actor)
    return request


def _held(actor: Actor, request_id: int) -> LicenceRequest:
    if not actor.operator:
        raise NotFound
    request = queries.request_for(actor, request_id)
    if request.state != RequestState.HELD:
        raise NotPossibleNow
    return request
