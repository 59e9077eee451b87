"""Amounts due."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.core.money import Money

if TYPE_CHECKING:
    from market.payments.models.receipts import Receipt


class Receivable(Base):
    """An amount one organisation owes another; paid by its unique reference.

    `subject` says what for in the words of whoever asked ("request:12"); payments never looks inside. How much is paid
    is read from the ledger; `settled_at` is set in the transaction that books the last part, and taken away again when
    a receipt turns out to be none. A frozen amount is not asked for; money that comes for it is booked all the same.
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
    frozen_at: Mapped[datetime | None]
    frozen_reason: Mapped[str] = mapped_column(Text, default="")
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
    def unpaid(self) -> bool:
        """Whether something is still open on it, frozen or not."""
        return self.cancelled_at is None and self.settled_at is None

    @property
    def state(self) -> str:
        """ "open", "frozen", "settled" or "cancelled"."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.settled_at is not None:
            return "settled"
        return "open" if self.frozen_at is None else "frozen"
