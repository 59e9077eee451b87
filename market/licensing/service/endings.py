"""Requests that lapse and licences that end: by the clock, and when a patent ends (R18)."""

from datetime import date

from sqlalchemy import select, update

from market.core import clock, outbox
from market.core.db import db, lock_row
from market.licensing.events import LicenceEnded, LicensedPatentEnded, RequestClosed
from market.licensing.models import Licence, LicencePatent, LicenceRequest
from market.licensing.rules import notices
from market.licensing.rules.states import IN_FORCE, LicenceState, RequestState, after_deadline
from market.licensing.rules.terms import BARRING
from market.licensing.service import grants, money, moves
from market.patents.models import Patent
from market.patents.service import set_exclusive


def lapse(request_id: int) -> str:
    """What the end of the time to pay does to one request, inside a transaction: "lapse", "hold" or nothing.

    What is asked for is withdrawn, so that a payment coming later is kept as a surplus; a request with part of the
    money on it is held for the operator instead.
    """
    request = db.session.get(LicenceRequest, request_id)
    if request is None or request.state != RequestState.NOTICED:
        return ""
    move = after_deadline(money.situation(request, clock.today()))
    if move == "hold":
        lock_row(request)
        grants.hold(request, ["part_paid"])
    elif move == "lapse":
        money.withdraw(request)
        moves.take(request, RequestState.NOTICED, RequestState.LAPSED, closed_at=clock.now())
        outbox.emit(RequestClosed(request_id=request.id, how="lapsed"))
    return move


def unpaid(today: date) -> list[int]:
    """The requests whose time to pay is over, days for late bookings included."""
    rows = db.session.execute(
        select(LicenceRequest.id, LicenceRequest.pay_by).where(
            LicenceRequest.state == RequestState.NOTICED, LicenceRequest.pay_by < today
        )
    )
    return [row.id for row in rows if notices.lapses_on(row.pay_by) <= today]


def end_if_over(licence_id: int) -> str:
    """End one licence whose term or whose last patent is over, inside a transaction; returns the reason or nothing.

    While some of several patents are in force the licence lives on for them; both sides are told of each that ends. No
    refund is decided here (Patent Law Art. 47).
    """
    licence = db.session.get(Licence, licence_id)
    if licence is None:
        return ""
    lock_row(licence)
    if licence.state not in IN_FORCE:
        return ""
    today = clock.today()
    reason = "term" if licence.term_end is not None and licence.term_end < today else _patents_over(licence, today)
    if reason:
        moves.take(licence, licence.state, LicenceState.ENDED, ended_on=today, end_reason=reason)
        _unbar(licence)
        outbox.emit(LicenceEnded(licence_id=licence.id, reason=reason))
    return reason


def _patents_over(licence: Licence, today: date) -> str:
    """ "patent" when none of the patents is in force any more; those that ended now are marked and told."""
    ended = [link for link in licence.patents if link.ended_on is None and over(link.patent, today)]
    for link in ended:
        link.ended_on = today
    if all(link.ended_on is not None for link in licence.patents):
        return "patent"
    db.session.flush()
    for link in ended:
        outbox.emit(LicensedPatentEnded(licence_id=licence.id, patent_id=link.patent_id))
    return ""


def _unbar(licence: Licence) -> None:
    """A sole or exclusive licence that has ended leaves its patents free for others (R03)."""
    if licence.kind not in BARRING:
        return
    for link in licence.patents:
        link.exclusive = False
    db.session.flush()
    for link in licence.patents:
        set_exclusive(link.patent, None, if_until=licence.term_end)


def keep_barred(patent: Patent) -> None:
    """What the record says of a sole or exclusive licence follows the licence, whatever was entered by hand."""
    until = db.session.scalar(
        select(Licence.term_end)
        .join(LicencePatent)
        .where(LicencePatent.patent_id == patent.id, LicencePatent.exclusive, Licence.state.in_(IN_FORCE))
    )
    if until is not None and (patent.exclusive_until is None or patent.exclusive_until < until):
        set_exclusive(patent, until)


def over(patent: Patent, today: date) -> bool:
    """Whether the patent has ended, by its status or because its term has run out (R18)."""
    return patent.status == "dead" or (patent.expiry_date is not None and patent.expiry_date <= today)


def licences_of(patent_id: int) -> list[int]:
    """The licences in force on one patent."""
    statement = (
        select(Licence.id)
        .join(LicencePatent)
        .where(LicencePatent.patent_id == patent_id, Licence.state.in_(IN_FORCE))
        .order_by(Licence.id)
    )
    return list(db.session.scalars(statement))


def ending(today: date) -> list[int]:
    """The licences in force whose term, or one of whose patents, is over."""
    dead = (Patent.status == "dead") | (Patent.expiry_date <= today)
    statement = (
        select(Licence.id)
        .join(LicencePatent)
        .join(Patent)
        .where(
            Licence.state.in_(IN_FORCE),
            (Licence.term_end < today) | (dead & LicencePatent.ended_on.is_(None)),
        )
        .distinct()
        .order_by(Licence.id)
    )
    return list(db.session.scalars(statement))


def revive(patent: Patent) -> None:
    """A patent's status was put right: unmark it in the licences still in force, inside a transaction."""
    db.session.execute(
        update(LicencePatent)
        .where(
            LicencePatent.patent_id == patent.id,
            LicencePatent.licence_id.in_(select(Licence.id).where(Licence.state.in_(IN_FORCE))),
        )
        .values(ended_on=None)
        .execution_options(synchronize_session=False)
    )
