"""Filing with the patent office: who takes it on, sending it, and entering what the office answered.

Either side may file (Implementing Rules, Art. 87), but only one at a time: the database keeps one open filing per
licence. The licence's own state stays with licensing, which is asked to enter a first recordal.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.files import StoredFile
from market.core.i18n import N_
from market.filings import queries
from market.filings.errors import FilingNotRight, NotTheFiler, NotToBeFiled, OnlySigners, TakenAlready
from market.filings.events import FilingBegun, FilingDropped, FilingRecorded, FilingRefused, FilingSubmitted
from market.filings.models import Filing
from market.filings.rules import numbers
from market.filings.rules.precheck import GROUNDS
from market.filings.rules.states import MOVES, OTHER_GROUND, Kind, State, may_begin
from market.filings.service import moves
from market.licensing import queries as licensing
from market.licensing import service as licences
from market.licensing.models import Licence
from market.licensing.rules.notices import SIGNING_ROLES


def may_sign(actor: Actor) -> bool:
    """Whether this person may file for his side: its owner or a manager, or the operator."""
    return actor.operator or (actor.vetted and actor.role in SIGNING_ROLES)


def may_handle(actor: Actor, filing: Filing) -> bool:
    """Whether this person may move a filing: of the side that took it, or the operator."""
    return actor.operator or (may_sign(actor) and actor.of(filing.organisation_id))


def side_of(licence: Licence, organisation_id: int | None) -> str:
    """Which side an organisation is of; whoever is neither is the operator."""
    sides = {licence.licensor_id: "licensor", licence.licensee_id: "licensee"}
    return sides.get(organisation_id or 0, "operator")


def begin(actor: Actor, licence_id: int, kind: str = Kind.RECORDAL, what: str = "", agent: str = "") -> Filing:
    """Take on a filing ("we file"), inside a transaction.

    Raises TakenAlready when a side is filing, NotToBeFiled when the licence is in no state for it, FilingNotRight when
    a change or cancellation does not say what.
    """
    licence = licensing.licence_for(actor, licence_id)
    if not may_sign(actor):
        raise OnlySigners
    lock_row(licence)
    if (running := queries.open_filing(licence_id)) is not None:
        raise TakenAlready(who=running.organisation.name if running.organisation else "")
    if not may_begin(kind, queries.standing(licence, queries.filings_of(licence_id))):
        raise NotToBeFiled
    if kind != Kind.RECORDAL and not what.strip():
        raise FilingNotRight(fields={"what": N_("Say what has changed, or why the recordal is to be cancelled.")})
    filing = _new(licence, kind, actor, what=what.strip(), agent=agent.strip())
    outbox.emit(FilingBegun(licence_id=licence_id, filing_id=filing.id), actor)
    return filing


def _new(licence: Licence, kind: str, actor: Actor, **values: object) -> Filing:
    earlier = select(func.count()).where(Filing.licence_id == licence.id, Filing.kind == str(kind))
    filing = Filing(
        licence_id=licence.id,
        kind=str(kind),
        attempt=int(db.session.scalar(earlier) or 0) + 1,
        side=side_of(licence, actor.organisation_id),
        organisation_id=actor.organisation_id,
        taken_by=actor.user_id,
        **values,
    )
    db.session.add(filing)
    db.session.flush()
    return filing


def _handled(actor: Actor, filing_id: int) -> Filing:
    filing = queries.filing_for(actor, filing_id)
    if not may_sign(actor):
        raise OnlySigners
    if not may_handle(actor, filing):
        raise NotTheFiler
    return filing


def drop(actor: Actor, filing_id: int) -> Filing:
    """Give up an open filing, so that the other side may file."""
    filing = _handled(actor, filing_id)
    moves.take(filing, MOVES["drop"].come_from, State.DROPPED)
    outbox.emit(FilingDropped(licence_id=filing.licence_id, filing_id=filing.id), actor)
    return filing


def submit(actor: Actor, filing_id: int, on: date, receipt_number: str = "") -> Filing:
    """Enter that the papers went to the patent office, with the number of its receipt when there is one."""
    filing = _handled(actor, filing_id)
    wrong = _wrong_day(on, filing.licence.recordal_from, "submitted_on")
    if receipt_number.strip() and not numbers.is_filing_number(receipt_number):
        wrong["receipt_number"] = N_("Enter the number as it stands on the receipt, or leave it empty.")
    if wrong:
        raise FilingNotRight(fields=wrong)
    number = numbers.tidy(receipt_number)
    moves.take(filing, MOVES["submit"].come_from, State.FILED, submitted_on=on, receipt_number=number)
    outbox.emit(FilingSubmitted(licence_id=filing.licence_id, filing_id=filing.id), actor)
    return filing


def refuse(actor: Actor, filing_id: int, on: date, ground: str, text: str) -> Filing:
    """Enter that the office refused, and on which ground; another attempt may follow."""
    filing = _handled(actor, filing_id)
    wrong = _wrong_day(on, filing.submitted_on or filing.licence.recordal_from, "refused_on")
    if ground not in GROUNDS and ground != OTHER_GROUND:
        wrong["ground"] = N_("Choose the ground that the office named.")
    if ground == OTHER_GROUND and not text.strip():
        wrong["refusal"] = N_("Say what the office wrote.")
    if wrong:
        raise FilingNotRight(fields=wrong)
    moves.take(filing, MOVES["refuse"].come_from, State.REFUSED, refused_on=on, ground=ground, refusal=text.strip())
    outbox.emit(FilingRefused(licence_id=filing.licence_id, filing_id=filing.id), actor)
    return filing


@dataclass(frozen=True)
class Result:
    """What stands on the certificate."""

    number: str
    on: date
    certificate: StoredFile | None = None


def enter(actor: Actor, licence_id: int, result: Result) -> Filing:
    """Enter that the office recorded the open filing, or a first recordal that nobody had announced.

    Raises NotTheFiler when the other side files, NotToBeFiled when nothing is open that could be recorded.
    """
    licence = licensing.licence_for(actor, licence_id)
    if not may_sign(actor):
        raise OnlySigners
    lock_row(licence)
    filing = queries.open_filing(licence_id) or begin(actor, licence_id)
    if not may_handle(actor, filing):
        raise NotTheFiler
    number = numbers.tidy(result.number)
    if wrong := _wrong_result(filing, number, result.on):
        raise FilingNotRight(fields=wrong)
    if filing.kind == Kind.RECORDAL:
        licences.record(actor, licence_id, number, result.on, result.certificate)
        db.session.refresh(filing)
        return filing
    if result.certificate is not None:
        db.session.add(result.certificate)
        db.session.flush()
    certificate_id = result.certificate.id if result.certificate else None
    conclude(filing, number, result.on, certificate_id)
    outbox.emit(FilingRecorded(licence_id=licence_id, filing_id=filing.id), actor)
    return filing


def conclude(filing: Filing, number: str, on: date, certificate_id: int | None) -> None:
    """Close a filing as recorded."""
    values = {"number": number, "recorded_on": on, "certificate_id": certificate_id}
    moves.take(filing, MOVES["record"].come_from, State.RECORDED, **values)


def _wrong_result(filing: Filing, number: str, on: date) -> dict[str, str]:
    licence = filing.licence
    earliest = filing.submitted_on or licence.recorded_on or licence.recordal_from
    wrong = _wrong_day(on, earliest, "on")
    if not numbers.is_filing_number(number):
        wrong["number"] = N_("Enter the number as it stands on the certificate: digits and letters, at most 40.")
    elif filing.kind == Kind.RECORDAL and _used(number, licence.id):
        wrong["number"] = N_("This number stands on another licence already. Compare it with the certificate.")
    return wrong


def _used(number: str, licence_id: int) -> bool:
    statement = select(Licence.id).where(Licence.recordal_number == number, Licence.id != licence_id).limit(1)
    return db.session.scalar(statement) is not None


def _wrong_day(on: date, earliest: date, field: str) -> dict[str, str]:
    if on > clock.today():
        return {field: N_("This day lies in the future.")}
    if on < earliest:
        return {field: N_("This day lies before what it follows from. Check the year.")}
    return {}
