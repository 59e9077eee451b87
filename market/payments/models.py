"""Amounts due, what was paid on them, what went back, and tries to pay by card."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.core.money import Money

OPEN_ATTEMPT = text("state in ('started','open')")


class Receivable(Base):
    """An amount one organisation owes another; paid by its unique reference.

    `subject` says what for in the words of whoever asked ("request:12"); payments never looks inside. How much is paid
    is read from the ledger; `settled_at` is set in the transaction that books the last part.
    """

    __tablename__ = "receivable"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        UniqueConstraint("subject", "position"),
    )
    id: Mapped[int] = pk()
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    """The payment reference to write on a transfer: digits and capitals with a check character."""
    subject: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(300))
    debtor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    creditor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = stamp()
    settled_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    debtor: Mapped[Organisation] = relationship(foreign_keys=[debtor_id])
    creditor: Mapped[Organisation] = relationship(foreign_keys=[creditor_id])
    receipts: Mapped[list["Receipt"]] = relationship(back_populates="receivable", order_by="Receipt.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def money(self) -> Money:
        """What was asked for."""
        return Money(self.amount_minor, self.currency)

    @property
    def ledger_subject(self) -> str:
        """Under which subject its bookings stand in the ledger."""
        return f"receivable:{self.id}"

    @property
    def state(self) -> str:
        """ "open", "settled" or "cancelled"."""
        if self.cancelled_at is not None:
            return "cancelled"
        return "open" if self.settled_at is None else "settled"


class Receipt(Base):
    """Money that came in, booked once per business fact (`way`, `external_key`); never refused, never deleted.

    `surplus_minor` is the part above what was open (a double or late payment), marked to be given back.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        CheckConstraint(
            "amount_minor > 0 and surplus_minor >= 0 and surplus_minor <= amount_minor", name="amounts"
        ),
        CheckConstraint("way in ('bank','sandbox_card')", name="way"),
        UniqueConstraint("way", "external_key"),
    )
    id: Mapped[int] = pk()
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """Gap-free: SJ-2026-000001."""
    receivable_id: Mapped[int] = mapped_column(ForeignKey("receivable.id"), index=True)
    way: Mapped[str] = mapped_column(String(14))
    external_key: Mapped[str] = mapped_column(String(80))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    surplus_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(String(3))
    received_on: Mapped[date]
    payer_name: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    booked_by: Mapped[int | None]
    booked_at: Mapped[datetime] = stamp()
    receivable: Mapped[Receivable] = relationship(back_populates="receipts")
    voucher: Mapped[StoredFile | None] = relationship()
    given_back: Mapped[list["GivenBack"]] = relationship(back_populates="receipt", order_by="GivenBack.id")

    @property
    def money(self) -> Money:
        """What came in."""
        return Money(self.amount_minor, self.currency)

    @property
    def surplus(self) -> Money:
        """The part above what was open."""
        return Money(self.surplus_minor, self.currency)

    @property
    def applied(self) -> Money:
        """The part that paid what was open."""
        return self.money - self.surplus

    @property
    def left_to_give_back(self) -> Money:
        """The surplus that has not gone back yet."""
        return Money(self.surplus_minor - sum(part.amount_minor for part in self.given_back), self.currency)

    @property
    def bank_reference(self) -> str:
        """The bank's own reference as booked; empty for cards."""
        return self.external_key.partition(":")[2] if self.way == "bank" else ""


class GivenBack(Base):
    """Surplus of one receipt that went back to who paid it, with the voucher of the transfer."""

    __tablename__ = "given_back"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount"),)
    id: Mapped[int] = pk()
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    given_on: Mapped[date]
    bank_reference: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    booked_by: Mapped[int | None]
    booked_at: Mapped[datetime] = stamp()
    receipt: Mapped[Receipt] = relationship(back_populates="given_back")
    voucher: Mapped[StoredFile | None] = relationship()

    @property
    def money(self) -> Money:
        """What went back."""
        return Money(self.amount_minor, self.currency)


class CardPayment(Base):
    """One try to pay by card; the idempotency key is stored before the outside door is called."""

    __tablename__ = "card_payment"
    __table_args__ = (
        CheckConstraint("state in ('started','open','paid','failed','expired')", name="state"),
        UniqueConstraint("receivable_id", "attempt"),
        Index(
            "uq_card_payment_open",
            "receivable_id",
            unique=True,
            sqlite_where=OPEN_ATTEMPT,
            postgresql_where=OPEN_ATTEMPT,
        ),
    )
    id: Mapped[int] = pk()
    receivable_id: Mapped[int] = mapped_column(ForeignKey("receivable.id"), index=True)
    attempt: Mapped[int]
    idempotency_key: Mapped[str] = mapped_column(String(60), unique=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(8), default="started")
    session_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime] = stamp()
    finished_at: Mapped[datetime | None]
    receivable: Mapped[Receivable] = relationship()

    @property
    def money(self) -> Money:
        """What this try is for."""
        return Money(self.amount_minor, self.currency)

    @property
    def undecided(self) -> bool:
        """Whether its outcome is still unknown."""
        return self.state in ("started", "open")


class SandboxSession(Base):
    """The memory of the sandbox card service, the twin of an outside one; read only through the gateway."""

    __tablename__ = "sandbox_session"
    __table_args__ = (CheckConstraint("state in ('open','paid','declined','expired')", name="state"),)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(8), default="open")
    created_at: Mapped[datetime] = stamp()
    expires_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    @property
    def money(self) -> Money:
        """What it asks for."""
        return Money(self.amount_minor, self.currency)
