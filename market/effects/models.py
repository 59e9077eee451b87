"""Questions about the effect of licences, the versions of their answers, reminders, and published rankings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import User
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.core.money import Money
from market.effects.rules.reporting import Effect
from market.licensing.models import Licence

CURRENT = text("state <> 'replaced'")
STANDING = text("withdrawn_at is null")


class EffectQuestion(Base):
    """What came of this licence in this year? Asked once; a licensee that reports of its own accord is not asked."""

    __tablename__ = "effect_question"
    __table_args__ = (UniqueConstraint("licence_id", "year"),)
    id: Mapped[int] = pk()
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = stamp()
    answered_at: Mapped[datetime | None]
    """When the first version came in."""
    licence: Mapped[Licence] = relationship()
    reports: Mapped[list["EffectReport"]] = relationship(back_populates="question", order_by="EffectReport.version")

    @property
    def current(self) -> "EffectReport | None":
        """The version that counts."""
        return next((report for report in reversed(self.reports) if report.state != "replaced"), None)


class EffectReport(Base):
    """One version of an answer; amounts are minor units of yuan. At most one version of a question is current."""

    __tablename__ = "effect_report"
    __table_args__ = (
        CheckConstraint("state in ('reported','verified','queried','replaced')", name="state"),
        CheckConstraint(
            "sales_minor >= 0 and exports_minor >= 0 and exports_minor <= sales_minor and tax_minor >= 0 "
            "and savings_minor >= 0 and jobs >= 0",
            name="figures",
        ),
        UniqueConstraint("question_id", "version"),
        Index(
            "uq_effect_report_current",
            "question_id",
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
    )
    id: Mapped[int] = pk()
    question_id: Mapped[int] = mapped_column(ForeignKey("effect_question.id"))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="reported", index=True)
    made: Mapped[bool]
    product: Mapped[str] = mapped_column(String(200), default="")
    sales_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    exports_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    tax_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    savings_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    jobs: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    reported_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reported_at: Mapped[datetime] = stamp()
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(Text, default="")
    spot_check: Mapped[bool] = mapped_column(default=False)
    """Chosen for a check on the spot."""
    question: Mapped[EffectQuestion] = relationship(back_populates="reports")
    evidence: Mapped[StoredFile | None] = relationship()
    reporter: Mapped[User] = relationship(foreign_keys=[reported_by])

    @property
    def effect(self) -> Effect:
        """What it says, as a value."""
        return Effect(
            self.made,
            self.product,
            Money(self.sales_minor),
            Money(self.exports_minor),
            Money(self.tax_minor),
            Money(self.savings_minor),
            self.jobs,
            self.note,
        )


class EffectReminder(Base):
    """A reminder already given: one per question and threshold."""

    __tablename__ = "effect_reminder"
    __table_args__ = (UniqueConstraint("question_id", "days"),)
    id: Mapped[int] = pk()
    question_id: Mapped[int] = mapped_column(ForeignKey("effect_question.id"))
    days: Mapped[int]
    created_at: Mapped[datetime] = stamp()


class EffectRanking(Base):
    """A ranking as it was published: its weights and lines frozen. At most one of a year stands."""

    __tablename__ = "effect_ranking"
    __table_args__ = (
        Index(
            "uq_effect_ranking_standing",
            "year",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )
    id: Mapped[int] = pk()
    year: Mapped[int]
    scope: Mapped[str] = mapped_column(String(10))
    weights: Mapped[dict[str, Any]] = mapped_column(JSON)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    published_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    published_at: Mapped[datetime] = stamp()
    withdrawn_at: Mapped[datetime | None]
