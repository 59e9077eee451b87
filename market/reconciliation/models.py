"""Differences between what should agree: the book, the rows of payments, the bank's statements, the card service."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import User
from market.core.db import Base, pk, stamp
from market.core.money import Money
from market.reconciliation import rules


class Difference(Base):
    """One difference: opened by the daily check, kept once, closed by itself when it is no longer found.

    open -> explained (a person says why it is so) or gone; back to open when it comes again, or changes after it was
    explained. The row stays for ever: it tells what was once wrong, since when, and what was said about it.
    """

    __tablename__ = "difference"
    __table_args__ = (
        CheckConstraint("state in ('open','explained','gone')", name="state"),
        CheckConstraint("state <> 'explained' or note <> ''", name="note"),
        Index("ix_difference_list", "state", "kind", "id"),
    )
    id: Mapped[int] = pk()
    key: Mapped[str] = mapped_column(String(160), unique=True)
    """The same difference has the same key however often it is found: "state:receivable:12"."""
    kind: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(80), default="")
    """What it is about, as the book names things: "receivable:12"; empty when it has no page."""
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The values of its sentence."""
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="")
    state: Mapped[str] = mapped_column(String(10), default="open")
    first_seen: Mapped[datetime] = stamp()
    last_seen: Mapped[datetime] = stamp()
    gone_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    explained_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    explained_at: Mapped[datetime | None]
    explainer: Mapped[User | None] = relationship()

    @property
    def money(self) -> Money | None:
        """How much it is about, when that can be said."""
        return None if self.amount_minor is None else Money(self.amount_minor, self.currency)

    @property
    def finding(self) -> rules.Finding:
        """The difference as it was last found."""
        return rules.Finding(self.kind, self.key, self.about, self.facts, self.money)


class Check(Base):
    """One run of the comparison: when, what it found, whether the card service could be asked."""

    __tablename__ = "reconciliation_check"
    id: Mapped[int] = pk()
    at: Mapped[datetime] = stamp()
    found: Mapped[int]
    opened: Mapped[int]
    gone: Mapped[int]
    skipped: Mapped[str] = mapped_column(Text, default="")
    """What could not be compared this time, and why; empty when everything was."""
