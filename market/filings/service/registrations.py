"""Registering technology contracts: once per contract, by the seller (R31)."""

from dataclasses import dataclass
from datetime import date

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.files import StoredFile
from market.core.i18n import N_
from market.core.money import Money
from market.filings import queries
from market.filings.errors import OnlyTheSeller, RegisteredAlready, RegistrationNotRight
from market.filings.events import ContractRegistered, RegistrationDue, RegistrationWaived
from market.filings.models import ContractRegistration, FilingReminder
from market.filings.rules import numbers, registration
from market.licensing import queries as licensing
from market.licensing.models import Licence

SELLING_ROLES = ("owner", "manager", "finance")
REMINDER = "registration"


@dataclass(frozen=True)
class Entry:
    """What stands on the certificate of registration."""

    number: str
    amount: Money
    technology: Money
    office: str
    on: date
    certificate: StoredFile | None = None


def may_register(actor: Actor, licence: Licence) -> bool:
    """Whether this person may register: the seller's owner, managers and finance people, or the operator for them."""
    return actor.operator or (actor.vetted and actor.of(licence.licensor_id) and actor.role in SELLING_ROLES)


def register(actor: Actor, licence_id: int, entry: Entry, correcting: bool = False) -> ContractRegistration:
    """Enter the registration of a licence's contract, or put the entry right, inside a transaction.

    Raises RegisteredAlready for a second registration, OnlyTheSeller for the buyer, RegistrationNotRight otherwise.
    """
    licence = _sellers(actor, licence_id)
    row = queries.registration_of(licence_id)
    if row is not None and row.state == "registered" and not correcting:
        raise RegisteredAlready
    if wrong := _wrong(licence, entry):
        raise RegistrationNotRight(fields=wrong)
    if entry.certificate is not None:
        db.session.add(entry.certificate)
        db.session.flush()
    row = row or ContractRegistration(licence_id=licence_id, seller_id=licence.licensor_id)
    corrected = row.state == "registered"
    row.state, row.number, row.office, row.reason = "registered", numbers.tidy(entry.number), entry.office.strip(), ""
    row.amount_minor, row.technology_minor = entry.amount.minor, entry.technology.minor
    row.currency, row.registered_on = entry.amount.currency, entry.on
    row.certificate_id = entry.certificate.id if entry.certificate else row.certificate_id
    row.entered_by, row.entered_at = actor.user_id, clock.now()
    db.session.add(row)
    db.session.flush()
    outbox.emit(ContractRegistered(licence_id=licence_id, corrected=bool(corrected)), actor)
    return row


def waive(actor: Actor, licence_id: int, reason: str) -> ContractRegistration:
    """Note that the seller will not register this contract, and why; it may still do so later."""
    licence = _sellers(actor, licence_id)
    if not reason.strip():
        raise RegistrationNotRight(fields={"reason": N_("Say why, in a few words.")})
    row = queries.registration_of(licence_id)
    if row is not None and row.state == "registered":
        raise RegisteredAlready
    row = row or ContractRegistration(licence_id=licence_id, seller_id=licence.licensor_id)
    row.state, row.reason = "waived", reason.strip()
    row.entered_by, row.entered_at = actor.user_id, clock.now()
    db.session.add(row)
    db.session.flush()
    outbox.emit(RegistrationWaived(licence_id=licence_id), actor)
    return row


def _sellers(actor: Actor, licence_id: int) -> Licence:
    licence = licensing.licence_for(actor, licence_id)
    if not may_register(actor, licence):
        raise OnlyTheSeller
    lock_row(licence)
    return licence


def _wrong(licence: Licence, entry: Entry) -> dict[str, str]:
    wrong = registration.wrong_amounts(entry.amount, entry.technology)
    if not numbers.is_filing_number(entry.number):
        wrong["number"] = N_("Enter the registration number as it stands on the certificate.")
    if not entry.office.strip():
        wrong["office"] = N_("Enter the registry that registered the contract.")
    if entry.on > clock.today():
        wrong["on"] = N_("This day lies in the future.")
    elif entry.on < licence.recordal_from:
        wrong["on"] = N_("This day lies before the contract.")
    return wrong


def remind(licence_id: int) -> bool:
    """Remind the seller, once, of a contract that is neither registered nor waived; whether it was told now."""
    licence = db.session.get(Licence, licence_id)
    if licence is None:
        return False
    lock_row(licence)
    if queries.registration_of(licence_id) is not None or queries.reminded(licence_id, REMINDER):
        return False
    if registration.remind_on(licence.effective_on) > clock.today():
        return False
    db.session.add(FilingReminder(licence_id=licence_id, kind=REMINDER))
    db.session.flush()
    outbox.emit(RegistrationDue(licence_id=licence_id))
    return True
