"""Schedules, what stands in them, reports with all their versions, frozen parts, and reminders given."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.core.money import Money
from market.licensing.models import Licence
from market.licensing.rules.fees import FeePlan, Period
from market.payments.models import Receivable

LIVE_REPORT = text("state <> 'replaced'")
OPEN_PAUSE = text("closed_at is null")


class Schedule(Base):
    """Everything that falls due in one deal; `subject` is how payments knows it ("licence:12", "deal:3").

    `start_subject` is under which the part due at the start was asked for (position 1; "request:7" for an open
    licence). `plan` is the fee plan in force; an agreed reduction replaces it and says so in a pause row.
    """

    __tablename__ = "payment_schedule"
    __table_args__ = (CheckConstraint("state in ('running','frozen','ended')", name="state"),)
    id: Mapped[int] = pk()
    subject: Mapped[str] = mapped_column(String(60), unique=True)
    start_subject: Mapped[str] = mapped_column(String(60))
    licence_id: Mapped[int | None] = mapped_column(ForeignKey("licence.id"), unique=True)
    reference: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    debtor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    creditor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    effective_on: Mapped[date]
    term_end: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(8), default="running", index=True)
    created_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    licence: Mapped[Licence | None] = relationship()
    debtor: Mapped[Organisation] = relationship(foreign_keys=[debtor_id])
    creditor: Mapped[Organisation] = relationship(foreign_keys=[creditor_id])
    obligations: Mapped[list["Obligation"]] = relationship(
        back_populates="schedule", cascade="all, delete-orphan", order_by="Obligation.position"
    )
    pauses: Mapped[list["Pause"]] = relationship(back_populates="schedule", order_by="Pause.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def fee(self) -> FeePlan:
        """The fee plan as a value."""
        return FeePlan.read(self.plan)

    @property
    def pause(self) -> "Pause | None":
        """The open question of a frozen schedule."""
        return next((pause for pause in self.pauses if pause.closed_at is None), None)


class Obligation(Base):
    """One line of a schedule. planned: amount or day not known; asked: a receivable exists; nothing: none was due."""

    __tablename__ = "payment_obligation"
    __table_args__ = (
        UniqueConstraint("schedule_id", "position"),
        CheckConstraint("state in ('planned','asked','nothing','frozen','dropped')", name="state"),
        CheckConstraint(
            "kind in ('entry','instalment','milestone','royalty','minimum','deferred','interest')", name="kind"
        ),
    )
    id: Mapped[int] = pk()
    schedule_id: Mapped[int] = mapped_column(ForeignKey("payment_schedule.id"), index=True)
    position: Mapped[int]
    origin: Mapped[int | None]
    """Its position in the fee plan; None for what the plan does not know (late interest)."""
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120), default="")
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    due_on: Mapped[date | None]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    report_on: Mapped[date | None] = mapped_column(index=True)
    not_before: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(8), default="planned")
    receivable_id: Mapped[int | None] = mapped_column(ForeignKey("receivable.id"), unique=True)
    reached_on: Mapped[date | None]
    """The day the licensee says a milestone or its first income was reached; None again while doubted."""
    reached_note: Mapped[str] = mapped_column(Text, default="")
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    doubt: Mapped[str] = mapped_column(Text, default="")
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    schedule: Mapped[Schedule] = relationship(back_populates="obligations")
    receivable: Mapped[Receivable | None] = relationship()
    evidence: Mapped[StoredFile | None] = relationship()
    reports: Mapped[list["RoyaltyReport"]] = relationship(back_populates="obligation", order_by="RoyaltyReport.number")
    __mapper_args__ = {"version_id_col": version}

    @property
    def money(self) -> Money | None:
        """The amount; None while it is not known."""
        return None if self.amount_minor is None else Money(self.amount_minor, self.currency)

    @property
    def period(self) -> Period | None:
        """The days it is counted from."""
        if self.period_start is None or self.period_end is None:
            return None
        return Period(self.period_start, self.period_end)

    @property
    def awaits_event(self) -> bool:
        """Whether it falls due only after something that the licensee reports: a milestone, or income."""
        return self.kind == "milestone" or (self.kind == "deferred" and self.not_before is not None)

    @property
    def report(self) -> "RoyaltyReport | None":
        """The newest version of its report."""
        return self.reports[-1] if self.reports else None


class RoyaltyReport(Base):
    """One version of what the licensee states for a period; nothing is overwritten, a revision is a new version.

    Amounts are minor units of `currency`; `exchange` is how much of the plan's currency one unit is worth. `reckoning`
    holds the steps of the royalty as they were shown.
    """

    __tablename__ = "royalty_report"
    __table_args__ = (
        UniqueConstraint("obligation_id", "number"),
        Index(
            "uq_royalty_report_live",
            "obligation_id",
            unique=True,
            sqlite_where=LIVE_REPORT,
            postgresql_where=LIVE_REPORT,
        ),
        CheckConstraint("state in ('submitted','queried','verified','replaced')", name="state"),
        CheckConstraint("gross_minor >= 0 and deductions_minor >= 0 and units >= 0", name="figures"),
    )
    id: Mapped[int] = pk()
    obligation_id: Mapped[int] = mapped_column(ForeignKey("payment_obligation.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="submitted", index=True)
    gross_minor: Mapped[int] = mapped_column(BigInteger)
    deductions_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    units: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(String(3))
    exchange: Mapped[Decimal] = mapped_column(Numeric(14, 6), default=Decimal(1))
    note: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    """The licensee's answer to the query on the version before."""
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    base: Mapped[int] = mapped_column(BigInteger, default=0)
    """What the rate applied to: minor units of the plan's currency, or pieces."""
    royalty_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    reckoning: Mapped[dict[str, Any]] = mapped_column(JSON)
    submitted_at: Mapped[datetime] = stamp()
    submitted_by: Mapped[int | None]
    query: Mapped[str] = mapped_column(Text, default="")
    queried_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    obligation: Mapped[Obligation] = relationship(back_populates="reports")
    evidence: Mapped[StoredFile | None] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def nil(self) -> bool:
        """Whether nothing was sold."""
        return not self.gross_minor and not self.units


class Pause(Base):
    """A frozen schedule's question to both sides: how to go on after a patent ended (R18); at most one is open."""

    __tablename__ = "schedule_pause"
    __table_args__ = (
        Index(
            "uq_schedule_pause_open",
            "schedule_id",
            unique=True,
            sqlite_where=OPEN_PAUSE,
            postgresql_where=OPEN_PAUSE,
        ),
    )
    id: Mapped[int] = pk()
    schedule_id: Mapped[int] = mapped_column(ForeignKey("payment_schedule.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    since: Mapped[date]
    debtor_choice: Mapped[str] = mapped_column(String(10), default="")
    debtor_note: Mapped[str] = mapped_column(Text, default="")
    creditor_choice: Mapped[str] = mapped_column(String(10), default="")
    creditor_note: Mapped[str] = mapped_column(Text, default="")
    percent: Mapped[int | None]
    """The proposed lower amounts, in per cent of what was agreed."""
    proposed_by: Mapped[str] = mapped_column(String(8), default="")
    """ "debtor" or "creditor"."""
    outcome: Mapped[str] = mapped_column(String(10), default="")
    decision: Mapped[str] = mapped_column(Text, default="")
    """What the operator entered when the sides had settled it elsewhere."""
    former_plan: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = stamp()
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    schedule: Mapped[Schedule] = relationship(back_populates="pauses")
    __mapper_args__ = {"version_id_col": version}


class PaymentReminder(Base):
    """A reminder of a payment already given: one per amount due and threshold, whatever the clock does."""

    __tablename__ = "payment_reminder"
    __table_args__ = (UniqueConstraint("receivable_id", "days"),)
    id: Mapped[int] = pk()
    receivable_id: Mapped[int] = mapped_column(ForeignKey("receivable.id"), index=True)
    days: Mapped[int]
    created_at: Mapped[datetime] = stamp()


class ReportReminder(Base):
    """A reminder of a report already given: one per period and threshold."""

    __tablename__ = "report_reminder"
    __table_args__ = (UniqueConstraint("obligation_id", "days"),)
    id: Mapped[int] = pk()
    obligation_id: Mapped[int] = mapped_column(ForeignKey("payment_obligation.id"), index=True)
    days: Mapped[int]
    created_at: Mapped[datetime] = stamp()
