"""Money that goes back to who paid it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.core.db import Base, pk, stamp
from market.core.money import Money
from market.payments.models.receipts import Receipt

ALIVE = ("asked", "listed", "done")


class Refund(Base):
    """A refund of (part of) one receipt, through the card it came by or by a bank list.

    asked -> done, by card; asked -> listed (stands in a file for the bank) -> done, by bank; failed when the outcome is
    final and no money moved. Its key is stored before the card service is called; the row is never deleted, and after
    an error the same key is used again. `surplus_minor` is the part that was not due; `origin` "outside" is a refund
    somebody made at the card service, booked when it was heard of.
    """

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("amount_minor > 0 and surplus_minor >= 0 and surplus_minor <= amount_minor", name="amounts"),
        CheckConstraint("state in ('asked','listed','done','failed')", name="state"),
        CheckConstraint("way in ('bank','sandbox_card','stripe')", name="way"),
        CheckConstraint("origin in ('ours','outside')", name="origin"),
    )
    id: Mapped[int] = pk()
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    way: Mapped[str] = mapped_column(String(14))
    origin: Mapped[str] = mapped_column(String(8), default="ours")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    surplus_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(8), default="asked", index=True)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    turn: Mapped[int] = mapped_column(default=1)
    """How often it was asked for: a failed one may be tried again, under its old key."""
    reason: Mapped[str] = mapped_column(Text, default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    """What the card service or the bank said when it did not work."""
    bank_reference: Mapped[str] = mapped_column(String(60), default="")
    asked_by: Mapped[int | None]
    asked_at: Mapped[datetime] = stamp()
    listed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    done_on: Mapped[date | None]
    receipt: Mapped[Receipt] = relationship(back_populates="refunds")

    @property
    def money(self) -> Money:
        """What goes back."""
        return Money(self.amount_minor, self.currency)

    @property
    def alive(self) -> bool:
        """Whether its money is gone or going."""
        return self.state in ALIVE

    @property
    def undecided(self) -> bool:
        """Whether its outcome is still unknown."""
        return self.state in ("asked", "listed")
