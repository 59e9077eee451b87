"""The double-entry book. Amounts are signed minor units: debit positive, credit negative. Append-only."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.core.db import Base, pk, stamp


class Account(Base):
    """One account: `code` tells what for and whose ("receivable:7:CNY")."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("kind in ('asset','liability','income','expense','equity')", name="kind"),
    )
    id: Mapped[int] = pk()
    code: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    currency: Mapped[str] = mapped_column(String(3))
    organisation_id: Mapped[int | None] = mapped_column(index=True)


class JournalEntry(Base):
    """One business fact, booked once: `business_key` is unique ("receipt:42"). Corrected only by a reversal."""

    __tablename__ = "journal_entry"
    id: Mapped[int] = pk()
    business_key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    on: Mapped[date]
    booked_at: Mapped[datetime] = stamp()
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"), unique=True)
    source: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    postings: Mapped[list["Posting"]] = relationship(back_populates="entry", order_by="Posting.id")


class Posting(Base):
    """One line of an entry on one account, in the account's currency."""

    __tablename__ = "posting"
    __table_args__ = (CheckConstraint("amount_minor <> 0", name="amount"),)
    id: Mapped[int] = pk()
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    entry: Mapped[JournalEntry] = relationship(back_populates="postings")
    account: Mapped[Account] = relationship()


class Sequence(Base):
    """Gap-free numbers by series and year ("receipt" 2026): the row is locked while a number is taken."""

    __tablename__ = "number_sequence"
    __table_args__ = (UniqueConstraint("series", "year"),)
    id: Mapped[int] = pk()
    series: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)
