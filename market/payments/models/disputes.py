"""Payments that the payer contests at the card's bank."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.core.db import Base, pk, stamp
from market.core.money import Money
from market.payments.models.receipts import Receipt


class Dispute(Base):
    """A dispute about one receipt. `withdrawn` is set while the card's bank holds the money.

    open -> won (the money is or stays with us) or lost (it is gone, and the amount is open again).
    """

    __tablename__ = "dispute"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("state in ('open','won','lost')", name="state"),
    )
    id: Mapped[int] = pk()
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)
    external_id: Mapped[str] = mapped_column(String(120), unique=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(8), default="open", index=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(60), default="")
    answer_by: Mapped[date | None]
    opened_at: Mapped[datetime] = stamp()
    closed_at: Mapped[datetime | None]
    receipt: Mapped[Receipt] = relationship()

    @property
    def money(self) -> Money:
        """What is contested."""
        return Money(self.amount_minor, self.currency)
