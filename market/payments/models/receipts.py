"""Money that came in, and surplus that was given back by hand."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import BankAccount
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.core.money import Money
from market.payments.models.receivables import Receivable

if TYPE_CHECKING:
    from market.payments.models.refunds import Refund

STANDING = text("reversed_at is null")


class Receipt(Base):
    """Money that came in, booked once per business fact (`way`, `external_key`); never refused, never deleted.

    `surplus_minor` is the part above what was open (a double or late payment), marked to be given back. `lost_minor` is
    what the payer's bank took back after a dispute. A reversed receipt was a slip of whoever booked it: its number
    stays used, its amounts count no more, and its fact may be booked again.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        CheckConstraint(
            "amount_minor > 0 and surplus_minor >= 0 and lost_minor >= 0"
            " and surplus_minor + lost_minor <= amount_minor",
            name="amounts",
        ),
        CheckConstraint("way in ('bank','sandbox_card','stripe')", name="way"),
        Index(
            "uq_receipt_fact",
            "way",
            "external_key",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )
    id: Mapped[int] = pk()
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """Gap-free: SJ-2026-000001."""
    receivable_id: Mapped[int] = mapped_column(ForeignKey("receivable.id"), index=True)
    way: Mapped[str] = mapped_column(String(14))
    external_key: Mapped[str] = mapped_column(String(80))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    surplus_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    lost_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    platform_fee_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    """What the house keeps of the part that was due."""
    currency: Mapped[str] = mapped_column(String(3))
    received_on: Mapped[date]
    payer_name: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("bank_account.id"))
    """The bank account the money came to, where a statement tells; booked by hand it is not told."""
    booked_by: Mapped[int | None]
    booked_at: Mapped[datetime] = stamp()
    reversed_at: Mapped[datetime | None]
    reversed_by: Mapped[int | None]
    reversed_reason: Mapped[str] = mapped_column(Text, default="")
    receivable: Mapped[Receivable] = relationship(back_populates="receipts")
    account: Mapped[BankAccount | None] = relationship()
    voucher: Mapped[StoredFile | None] = relationship()
    given_back: Mapped[list["GivenBack"]] = relationship(back_populates="receipt", order_by="GivenBack.id")
    refunds: Mapped[list["Refund"]] = relationship(back_populates="receipt", order_by="Refund.id")

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
        """The part that pays what was asked for; also when some of it was refunded later."""
        kept = 0 if self.reversed_at else self.amount_minor - self.surplus_minor - self.lost_minor
        return Money(kept, self.currency)

    @property
    def platform_fee(self) -> Money:
        """What the house keeps of it."""
        return Money(self.platform_fee_minor, self.currency)

    @property
    def refunded(self) -> Money:
        """What goes back or went back through a refund, of the whole receipt."""
        return Money(sum(row.amount_minor for row in self.refunds if row.alive), self.currency)

    @property
    def refunded_due(self) -> Money:
        """What goes back or went back of the part that was due."""
        parts = (row.amount_minor - row.surplus_minor for row in self.refunds if row.alive)
        return Money(sum(parts), self.currency)

    @property
    def left_to_give_back(self) -> Money:
        """The surplus that neither went back nor is on its way."""
        gone = sum(part.amount_minor for part in self.given_back)
        gone += sum(row.surplus_minor for row in self.refunds if row.alive)
        return Money(0 if self.reversed_at else self.surplus_minor - gone, self.currency)

    @property
    def left_to_refund(self) -> Money:
        """What could still go back of the whole receipt: neither returned, lost nor on its way."""
        return self.left_to_give_back + self.applied - self.refunded_due

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
