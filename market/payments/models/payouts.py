"""Money that goes on to the university it is for."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.core.money import Money
from market.payments.models.receipts import Receipt


class Payout(Base):
    """What the house passes on of one receipt: to a connected account of the card service, or by a list for the bank.

    asked -> done, by Connect; asked -> listed -> done, by bank; cancelled when nothing is to be passed on any more.
    """

    __tablename__ = "payout"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("way in ('bank','connect')", name="way"),
        CheckConstraint("state in ('asked','listed','done','cancelled')", name="state"),
        UniqueConstraint("receipt_id", "position"),
    )
    id: Mapped[int] = pk()
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    creditor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    way: Mapped[str] = mapped_column(String(8))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(10), default="asked", index=True)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    problem: Mapped[str] = mapped_column(Text, default="")
    bank_reference: Mapped[str] = mapped_column(String(60), default="")
    asked_at: Mapped[datetime] = stamp()
    listed_at: Mapped[datetime | None]
    """When it was put on a list for the bank, or given to the card service: from then on its amount stands."""
    finished_at: Mapped[datetime | None]
    done_on: Mapped[date | None]
    receipt: Mapped[Receipt] = relationship()
    creditor: Mapped[Organisation] = relationship()

    @property
    def money(self) -> Money:
        """What is passed on."""
        return Money(self.amount_minor, self.currency)


class PayoutAccount(Base):
    """A university's own account at the card service; payouts go there once it is ready."""

    __tablename__ = "payout_account"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    """Stored before the card service is asked to open it."""
    account_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    ready: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = stamp()
    checked_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()
