"""The double-entry book. Amounts are signed minor units: debit positive, credit negative. Append-only by triggers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.core.db import Base, pk, stamp
from market.core.money import Money
from market.ledger import rules


class Account(Base):
    """One account: `code` tells what for and whose ("receivable:7:CNY"). Never changed, never deleted."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("kind in ('asset','liability','income','expense','equity')", name="kind"),
        CheckConstraint("length(currency) = 3 and currency = upper(currency)", name="currency"),
    )
    id: Mapped[int] = pk()
    code: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    currency: Mapped[str] = mapped_column(String(3))
    organisation_id: Mapped[int | None] = mapped_column(index=True)

    @property
    def purpose(self) -> str:
        """What it is for, as in the chart: "receivable"."""
        return rules.purpose_of(self.code)


class JournalEntry(Base):
    """One business fact, booked once: `business_key` is unique ("receipt:42"). Corrected only by a reversal.

    Its postings are written before it; the database takes the entry only when they balance, and no posting after it.
    `subject` is what it is about in the words of whoever booked ("receivable:12"); balances can be read by it.
    """

    __tablename__ = "journal_entry"
    id: Mapped[int] = pk()
    business_key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(80), default="", index=True)
    on: Mapped[date] = mapped_column(index=True)
    booked_at: Mapped[datetime] = stamp()
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"), unique=True)
    source: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    postings: Mapped[list["Posting"]] = relationship(back_populates="entry", order_by="Posting.id", viewonly=True)

    @property
    def lines(self) -> list[rules.Line]:
        """Its postings as values."""
        return [
            rules.Line(posting.account.purpose, posting.account.organisation_id, posting.money)
            for posting in self.postings
        ]


class Posting(Base):
    """One line of an entry on one account, in the account's currency."""

    __tablename__ = "posting"
    __table_args__ = (
        CheckConstraint("amount_minor <> 0", name="amount"),
        # Holds the amount as well, so that sums of whole accounts are read from the index alone.
        Index("ix_posting_account_id_amount_minor", "account_id", "amount_minor"),
    )
    id: Mapped[int] = pk()
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("journal_entry.id", deferrable=True, initially="DEFERRED"), index=True
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    entry: Mapped[JournalEntry] = relationship(back_populates="postings", viewonly=True)
    account: Mapped[Account] = relationship(viewonly=True)

    @property
    def money(self) -> Money:
        """The signed amount."""
        return Money(self.amount_minor, self.currency)


class Sequence(Base):
    """Gap-free numbers by series and year ("receipt" 2026): the row is locked while a number is taken."""

    __tablename__ = "number_sequence"
    __table_args__ = (UniqueConstraint("series", "year"),)
    id: Mapped[int] = pk()
    series: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)
