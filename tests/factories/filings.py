"""Licences to be recorded, filings under way, and paid amounts to be invoiced, for tests."""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from market.core import clock, files
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.files import StoredFile
from market.core.money import Money
from market.filings import service
from market.filings.models import Filing, Invoice
from market.filings.service.invoices import Issued, Wanted
from market.filings.service.recordals import Result
from market.filings.service.registrations import Entry
from market.licensing.models import Licence
from market.payments.models import Receivable
from tests.factories import licensing as make
from tests.factories.licensing import Side

PDF = b"%PDF-1.4 a paper"


@dataclass(frozen=True)
class Deal:
    """A paid open licence with its two sides and an operator."""

    licence_id: int
    receivable_id: int
    firm: Side
    university: Side
    operator: Side

    @property
    def licence(self) -> Licence:
        """The licence as it stands now."""
        db.session.rollback()
        return db.session.get_one(Licence, self.licence_id)

    @property
    def receivable(self) -> Receivable:
        """What was paid at the start."""
        db.session.rollback()
        return db.session.get_one(Receivable, self.receivable_id)


def deal(**over: Any) -> Deal:
    """A licence over 30,000 yuan, taken and paid today."""
    university, firm = make.side("university"), make.side()
    licence = make.licence(make.offer(university, **over), firm)
    receivable = make.receivable(licence.request)
    return Deal(licence.id, receivable.id, firm, university, make.side("operator"))


def paper(name: str = "paper.pdf", content: bytes = PDF, owner: int | None = None) -> StoredFile:
    """An uploaded file, not yet stored in the database."""
    return files.keep(io.BytesIO(content), name, owner)


def begin(actor: Actor, licence_id: int, *args: Any) -> Filing:
    """A side takes on a filing."""
    with transaction():
        return service.recordals.begin(actor, licence_id, *args)


def submit(actor: Actor, filing: Filing, on: date | None = None, receipt: str = "GJ2026-0001") -> Filing:
    """The papers go to the office, today unless told."""
    with transaction():
        return service.recordals.submit(actor, filing.id, on or clock.today(), receipt)


def refuse(actor: Actor, filing: Filing, ground: str = "annuity", text: str = "") -> Filing:
    """The office refuses today."""
    with transaction():
        return service.recordals.refuse(actor, filing.id, clock.today(), ground, text)


def enter(
    actor: Actor, licence_id: int, number: str = "X2026980000001", certificate: StoredFile | None = None
) -> Filing:
    """The office records today."""
    with transaction():
        return service.recordals.enter(actor, licence_id, Result(number, clock.today(), certificate))


def entry(amount: int = 30_000, technology: int = 30_000, number: str = "2026370301000123", **over: Any) -> Entry:
    """What stands on a certificate of registration."""
    values = {"office": "淄博市技术合同登记站", "on": clock.today()} | over
    return Entry(number, Money.of(amount), Money.of(technology), **values)


def wanted(amount: int | str = 30_000, kind: str = "ordinary", **over: Any) -> Wanted:
    """A request for an invoice made out to a real-looking buyer."""
    values = {"once": make.once(), "title": "云州铸造有限公司", "tax_number": "91110108551385082Q"} | over
    return Wanted(kind=kind, amount=Money.of(amount), **values)


def ask(found: Deal, **over: Any) -> Invoice:
    """The firm asks for an invoice on what it paid."""
    with transaction():
        return service.invoices.ask(found.firm.actor, found.receivable_id, wanted(**over))


def issue(
    found: Deal, invoice: Invoice, number: str = "24372000000012345678", stored: StoredFile | None = None
) -> Invoice:
    """The university issues it today."""
    with transaction():
        return service.invoices.issue(found.university.actor, invoice.id, Issued(number, clock.today(), stored))


def with_papers(firm: Side, licence: Licence) -> None:
    """A licence with a filing that the office has, a paper, and an invoice asked for."""
    filing = submit(firm.actor, begin(firm.actor, licence.id))
    receivable_id = make.receivable(licence.request).id
    with transaction():
        service.papers.add(firm.actor, filing.licence_id, "power", paper())
        service.invoices.ask(firm.actor, receivable_id, wanted(amount=1))
