"""Entering a recordal, and reminding both sides while it is open."""

from datetime import date

from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Forbidden
from market.core.files import StoredFile
from market.core.i18n import N_
from market.licensing import queries
from market.licensing.errors import RecordalNotRight
from market.licensing.events import LicenceRecorded, RecordalDueSoon
from market.licensing.models import Licence, Reminder
from market.licensing.rules import recordal
from market.licensing.rules.notices import SIGNING_ROLES
from market.licensing.rules.states import LicenceState
from market.licensing.service import moves

NUMBER_LENGTH = 40


def record(actor: Actor, licence_id: int, number: str, on: date, certificate: StoredFile | None = None) -> Licence:
    """Enter that CNIPA recorded the licence, inside a transaction: licensor, licensee or operator (Art. 87).

    Raises RecordalNotRight for an impossible number or date, NotPossibleNow when it is recorded or ended already.
    """
    licence = queries.licence_for(actor, licence_id)
    if not actor.operator and actor.role not in SIGNING_ROLES:
        raise Forbidden
    lock_row(licence)
    number = number.strip()
    if wrong := _wrong(licence, number, on):
        raise RecordalNotRight(fields=wrong)
    if certificate is not None:
        db.session.add(certificate)
        db.session.flush()
    moves.take(
        licence,
        LicenceState.EFFECTIVE,
        LicenceState.RECORDED,
        recordal_number=number,
        recorded_on=on,
        certificate_id=certificate.id if certificate else None,
    )
    outbox.emit(LicenceRecorded(licence_id=licence.id), actor)
    return licence


def _wrong(licence: Licence, number: str, on: date) -> dict[str, str]:
    wrong = {}
    if not number or len(number) > NUMBER_LENGTH:
        wrong["number"] = N_("Enter the recordal number as it stands on the certificate.")
    if on > clock.today():
        wrong["on"] = N_("The day of recordal cannot lie in the future.")
    elif on < licence.recordal_from:
        wrong["on"] = N_("The day of recordal cannot lie before the notice.")
    return wrong


def remind(licence_id: int) -> int | None:
    """Give the reminder that is due for one licence, once each, inside a transaction; returns its days left.

    Thresholds passed unseen (the market stood still) are not made up for one by one: only the tightest is told.
    """
    licence = db.session.get(Licence, licence_id)
    if licence is None:
        return None
    lock_row(licence)
    if licence.state != LicenceState.EFFECTIVE:
        return None
    given = set(db.session.scalars(select(Reminder.days).where(Reminder.licence_id == licence_id)))
    days = recordal.reminder_due(licence.recordal_due, clock.today(), given)
    if days is None:
        return None
    for reached in recordal.reached(licence.recordal_due, clock.today()):
        if reached not in given:
            db.session.add(Reminder(licence_id=licence_id, days=reached))
    db.session.flush()
    outbox.emit(RecordalDueSoon(licence_id=licence_id, days=days))
    return days
