"""Amounts due and what was paid on them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile


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
            sqlite_where=text("state in ('started','open')"),
            postgresql_where=text("state in ('started','open')"),
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
