"""Filings of the demo market: one sent to the office, one refused, one registered contract, invoices in every state."""

import io
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from market.accounts.queries import members_of
from market.core import clock, files
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.filings import queries, service
from market.filings.models import Filing
from market.filings.service.invoices import Issued, Wanted
from market.filings.service.registrations import Entry
from market.licensing.models import Licence
from market.licensing.rules.states import LicenceState

PAPER = b"%PDF-1.4\n% demo\n"
BUILT = "demo-invoice-"


@dataclass(frozen=True)
class Sides:
    """A licence with a person of each side who may sign."""

    licence_id: int
    reference: str
    licensor: Actor
    licensee: Actor


def build() -> None:
    """Believable filings on the licences that are there; doing it twice changes nothing."""
    if db.session.scalar(select(Filing.id).where(Filing.state != "recorded").limit(1)) is not None:
        return
    to_record = _sides(LicenceState.EFFECTIVE)
    recorded = _sides(LicenceState.RECORDED)
    for number, sides in enumerate(to_record[:3]):
        _file(sides, number)
    for number, sides in enumerate(recorded[:2]):
        _register(sides, number)
    for number, sides in enumerate([*recorded, *to_record]):
        with transaction():
            service.invoices.set_terms(sides.licensor, sides.licensor.organisation_id or 0, True, "")
        _invoice(sides, number)


def _sides(state: str) -> list[Sides]:
    rows = db.session.scalars(select(Licence).where(Licence.state == state).order_by(Licence.id).limit(6))
    found = []
    for row in rows:
        licensors = members_of(row.licensor_id, ("owner", "manager"))
        licensees = members_of(row.licensee_id, ("owner", "manager"))
        if licensors and licensees:
            found.append(Sides(row.id, row.reference, licensors[0].actor, licensees[0].actor))
    return found


def _file(sides: Sides, number: int) -> None:
    """The first is with the office, the second was refused, the third is being prepared."""
    today = clock.today()
    with transaction():
        filing = service.recordals.begin(sides.licensee, sides.licence_id)
        start = filing.licence.recordal_from
        if number < 2:
            sent = max(start, today - timedelta(days=4))
            service.recordals.submit(sides.licensee, filing.id, sent, f"GJ{today.year}{filing.licence_id:06d}")
        if number == 1:
            service.recordals.refuse(sides.licensee, filing.id, today, "annuity", "")
    stored = files.keep(io.BytesIO(PAPER), "business-licence.pdf", sides.licensee.organisation_id)
    with transaction():
        service.papers.add(sides.licensee, sides.licence_id, "identity_licensee", stored)


def _register(sides: Sides, number: int) -> None:
    with transaction():
        licence = db.session.get_one(Licence, sides.licence_id)
        amount = Money(licence.amount_minor, licence.currency)
        entry = Entry(
            number=f"{clock.today().year}370301{number + 1:06d}",
            amount=amount,
            technology=amount,
            office="云州市技术合同登记处",
            on=min(clock.today(), licence.effective_on + timedelta(days=20)),
        )
        service.registrations.register(sides.licensor, sides.licence_id, entry)


def _invoice(sides: Sides, number: int) -> None:
    """Every payment of the licensee on this licence is asked an invoice for; every second one is issued."""
    for receivable, room in queries.askable(sides.licensee):
        if (found := queries.licence_of_subject(receivable.subject)) is None or found.id != sides.licence_id:
            continue
        once, payer = f"{BUILT}{receivable.id}", receivable.debtor
        wanted = Wanted(once, payer.name, payer.uscc, "exempt", room)
        with transaction():
            invoice = service.invoices.ask(sides.licensee, receivable.id, wanted)
            if number % 2 == 0:
                issued = Issued(f"2437{clock.today().year}{invoice.id:012d}", clock.today())
                service.invoices.issue(sides.licensor, invoice.id, issued)
