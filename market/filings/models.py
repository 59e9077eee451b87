"""Filings with the patent office, their papers, registered contracts, and requests for invoices."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core import clock
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.core.money import Money
from market.filings.rules.states import OPEN
from market.licensing.models import Licence
from market.payments.models import Receipt, Receivable

OPEN_FILING = text("state in ('preparing','filed')")
RECORDED_ONCE = text("state = 'recorded' and kind <> 'change'")
LIVE_INVOICE = text("number <> ''")


class Filing(Base):
    """One application to the patent office about a licence; a refused one is followed by another attempt.

    At most one is open per licence, whoever files; a recordal and a cancellation succeed at most once each.
    """

    __tablename__ = "filing"
    __table_args__ = (
        CheckConstraint("kind in ('recordal','change','cancellation')", name="kind"),
        CheckConstraint("state in ('preparing','filed','refused','recorded','dropped')", name="state"),
        CheckConstraint("side in ('licensor','licensee','operator')", name="side"),
        Index(
            "uq_filing_open", "licence_id", unique=True, sqlite_where=OPEN_FILING, postgresql_where=OPEN_FILING
        ),
        Index(
            "uq_filing_recorded",
            "licence_id",
            "kind",
            unique=True,
            sqlite_where=RECORDED_ONCE,
            postgresql_where=RECORDED_ONCE,
        ),
    )
    id: Mapped[int] = pk()
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    attempt: Mapped[int] = mapped_column(default=1)
    """Counts the filings of this kind on this licence."""
    state: Mapped[str] = mapped_column(String(10), default="preparing", index=True)
    side: Mapped[str] = mapped_column(String(8))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    taken_at: Mapped[datetime] = stamp()
    agent: Mapped[str] = mapped_column(String(120), default="")
    """Agency and agent, when one files."""
    what: Mapped[str] = mapped_column(Text, default="")
    """What changes, or why the recordal is cancelled."""
    submitted_on: Mapped[date | None]
    receipt_number: Mapped[str] = mapped_column(String(40), default="")
    number: Mapped[str] = mapped_column(String(40), default="")
    recorded_on: Mapped[date | None]
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    refused_on: Mapped[date | None]
    ground: Mapped[str] = mapped_column(String(12), default="")
    """One of the eight grounds, or "other"."""
    refusal: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    licence: Mapped[Licence] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    certificate: Mapped[StoredFile | None] = relationship()

    @property
    def open(self) -> bool:
        """Whether it is under way."""
        return self.state in OPEN


class FilingPaper(Base):
    """A paper uploaded for the filings of a licence; kept through every attempt until somebody takes it away."""

    __tablename__ = "filing_paper"
    id: Mapped[int] = pk()
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    added_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    added_at: Mapped[datetime] = stamp()
    removed_at: Mapped[datetime | None]
    licence: Mapped[Licence] = relationship()
    file: Mapped[StoredFile] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class ContractRegistration(Base):
    """The registration of a technology contract with the registry, or the seller's decision against it: one each.

    `amount_minor` is the contract's amount as registered, `technology_minor` that of the technology transaction in it.
    """

    __tablename__ = "contract_registration"
    __table_args__ = (
        CheckConstraint("state in ('registered','waived')", name="state"),
        CheckConstraint("technology_minor >= 0 and technology_minor <= amount_minor", name="amounts"),
        CheckConstraint("state = 'waived' or (number <> '' and registered_on is not null)", name="number"),
        UniqueConstraint("licence_id"),
        Index(
            "uq_contract_registration_number",
            "number",
            unique=True,
            sqlite_where=LIVE_INVOICE,
            postgresql_where=LIVE_INVOICE,
        ),
    )
    id: Mapped[int] = pk()
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"))
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="registered")
    number: Mapped[str] = mapped_column(String(40), default="")
    amount_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    technology_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    office: Mapped[str] = mapped_column(String(120), default="")
    registered_on: Mapped[date | None]
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it is not registered."""
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    licence: Mapped[Licence] = relationship()
    seller: Mapped[Organisation] = relationship()
    certificate: Mapped[StoredFile | None] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def amount(self) -> Money:
        """The registered amount of the contract."""
        return Money(self.amount_minor, self.currency)

    @property
    def technology(self) -> Money:
        """The part of it that is the technology transaction."""
        return Money(self.technology_minor, self.currency)


class FilingReminder(Base):
    """A reminder given once, whatever the clock does: `kind` "registration"."""

    __tablename__ = "filing_reminder"
    __table_args__ = (UniqueConstraint("licence_id", "kind"),)
    id: Mapped[int] = pk()
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"))
    kind: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime] = stamp()


class InvoiceTerms(Base):
    """What a licensor says of its invoices: whether it claims the VAT exemption, and where to ask."""

    __tablename__ = "invoice_terms"
    id: Mapped[int] = pk()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    exempt: Mapped[bool]
    note: Mapped[str] = mapped_column(String(300), default="")
    """Shown to who asks: days, contact, number of the certificate of exemption."""
    set_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    set_at: Mapped[datetime] = stamp()


class InvoiceAccount(Base):
    """How much of an amount due is invoiced, against what was paid when it was last asked; one row for each.

    The check holds even where two ask at once.
    """

    __tablename__ = "invoice_account"
    __table_args__ = (
        CheckConstraint("invoiced_minor >= 0 and invoiced_minor <= paid_minor", name="room"),
        UniqueConstraint("receivable_id"),
    )
    id: Mapped[int] = pk()
    receivable_id: Mapped[int] = mapped_column(ForeignKey("receivable.id"))
    paid_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    invoiced_minor: Mapped[int] = mapped_column(BigInteger, default=0)


class Invoice(Base):
    """A payer's request for an invoice on what it paid, and what the licensor issued; `item` and `remark` go on it."""

    __tablename__ = "invoice"
    __table_args__ = (
        CheckConstraint("kind in ('exempt','ordinary','special')", name="kind"),
        CheckConstraint("state in ('asked','issued','declined','cancelled','reversed')", name="state"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("state not in ('issued','reversed') or number <> ''", name="number"),
        Index(
            "uq_invoice_number",
            "creditor_id",
            "number",
            unique=True,
            sqlite_where=LIVE_INVOICE,
            postgresql_where=LIVE_INVOICE,
        ),
    )
    id: Mapped[int] = pk()
    once: Mapped[str] = mapped_column(String(40), unique=True)
    """The form's own number: sending it twice makes one request."""
    receivable_id: Mapped[int] = mapped_column(ForeignKey("receivable.id"), index=True)
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("receipt.id"), index=True)
    licence_id: Mapped[int | None] = mapped_column(ForeignKey("licence.id"), index=True)
    debtor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    creditor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="asked", index=True)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    tax_number: Mapped[str] = mapped_column(String(18))
    details: Mapped[str] = mapped_column(String(300), default="")
    """Address, telephone and bank account of the buyer, where it wants them on the invoice."""
    email: Mapped[str] = mapped_column(String(254), default="")
    item: Mapped[str] = mapped_column(String(60))
    remark: Mapped[str] = mapped_column(String(500), default="")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime] = stamp()
    issued_on: Mapped[date | None]
    number: Mapped[str] = mapped_column(String(20), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was declined, or cancelled by a red-letter invoice."""
    reversed_on: Mapped[date | None]
    reversal_number: Mapped[str] = mapped_column(String(20), default="")
    reversal_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    receivable: Mapped[Receivable] = relationship()
    receipt: Mapped[Receipt | None] = relationship()
    licence: Mapped[Licence | None] = relationship()
    debtor: Mapped[Organisation] = relationship(foreign_keys=[debtor_id])
    creditor: Mapped[Organisation] = relationship(foreign_keys=[creditor_id])
    file: Mapped[StoredFile | None] = relationship(foreign_keys=[file_id])
    reversal_file: Mapped[StoredFile | None] = relationship(foreign_keys=[reversal_file_id])

    @property
    def money(self) -> Money:
        """What the invoice is over."""
        return Money(self.amount_minor, self.currency)

    @property
    def reference(self) -> str:
        """What both sides call it: KP26-000001."""
        return f"KP{clock.local_date(self.asked_at).year % 100:02d}-{self.id:06d}"
