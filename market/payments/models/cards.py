"""Tries to pay by card, and the memory of the sandbox that plays the card service."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.core.db import Base, pk, stamp
from market.core.money import Money
from market.payments.models.receivables import Receivable

OPEN_ATTEMPT = text("state in ('started','open')")


class CardPayment(Base):
    """One try to pay online; the idempotency key is stored before the outside door is called."""

    __tablename__ = "card_payment"
    __table_args__ = (
        CheckConstraint("state in ('started','open','paid','failed','expired')", name="state"),
        CheckConstraint("way in ('sandbox_card','stripe')", name="way"),
        CheckConstraint("method in ('card','alipay','wechat_pay')", name="method"),
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
    way: Mapped[str] = mapped_column(String(14), default="sandbox_card")
    """How its money comes in: which door it was tried at."""
    method: Mapped[str] = mapped_column(String(12), default="card")
    """ "card", "alipay" or "wechat_pay"."""
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


class SandboxRefund(Base):
    """A refund of the sandbox card service; read only through the gateway."""

    __tablename__ = "sandbox_refund"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount"),)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sandbox_session.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    created_at: Mapped[datetime] = stamp()

    @property
    def money(self) -> Money:
        """What went back."""
        return Money(self.amount_minor, self.currency)
