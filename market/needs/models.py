"""Technology needs of firms."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.core.money import Money
from market.needs.rules.content import DETAILS, Details, Point, percent, points


class Need(Base):
    """What a firm looks for. Messy values keep their text beside what could be read from it.

    An imported need may belong to a firm without an account: then `organisation_id` is empty and `firm_name` speaks.
    """

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint(
            "state in ('draft','submitted','returned','published','in_talks','solved','closed','expired')",
            name="state",
        ),
        CheckConstraint(
            "budget_min_minor is null or budget_max_minor is null or budget_min_minor <= budget_max_minor",
            name="budget",
        ),
    )
    id: Mapped[int] = pk()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    firm_name: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    industry: Mapped[str] = mapped_column(String(6), default="")
    industry_text: Mapped[str] = mapped_column(String(120), default="")
    background: Mapped[str] = mapped_column(Text, default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    indicators: Mapped[str] = mapped_column(Text, default="")
    present_state: Mapped[str] = mapped_column(Text, default="")
    tried: Mapped[str] = mapped_column(Text, default="")
    budget_text: Mapped[str] = mapped_column(String(80), default="")
    budget_min_minor: Mapped[int | None] = mapped_column(BigInteger)
    """Zero without a maximum says that the firm sets no limit."""
    budget_max_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    cooperation: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Of licence, transfer, development, equity, service."""
    cooperation_text: Mapped[str] = mapped_column(String(120), default="")
    deadline: Mapped[date | None]
    deadline_text: Mapped[str] = mapped_column(String(80), default="")
    ip_wish: Mapped[str] = mapped_column(Text, default="")
    confidential: Mapped[str] = mapped_column(Text, default="")
    """Seen by the firm and the operator only."""
    contact_name: Mapped[str] = mapped_column(String(60), default="")
    contact_phone: Mapped[str] = mapped_column(String(60), default="")
    decision_maker: Mapped[str] = mapped_column(String(60), default="")
    region: Mapped[str] = mapped_column(String(6), default="")
    region_text: Mapped[str] = mapped_column(String(120), default="")
    valid_until: Mapped[date | None]
    validity_text: Mapped[str] = mapped_column(String(80), default="")
    show_name: Mapped[bool] = mapped_column(default=True)
    """Whether the board names the firm."""
    flags: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What the operator should look at twice (rules.oddities.FLAGS)."""
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    review_message: Mapped[str] = mapped_column(Text, default="")
    private_note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(20), default="posted")
    source_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Identity of an imported need, so that importing again changes nothing."""
    raw: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The imported row as it stood."""
    closed_how: Mapped[str] = mapped_column(String(20), default="")
    created_by: Mapped[int | None]
    created_at: Mapped[datetime] = stamp()
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation | None] = relationship()
    documents: Mapped[list["NeedDocument"]] = relationship(
        back_populates="need", cascade="all, delete-orphan", order_by="NeedDocument.id"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def firm(self) -> str:
        """The firm's name as the board shows it; empty where the firm does not want to be named."""
        return self.known_firm if self.show_name else ""

    @property
    def known_firm(self) -> str:
        """The firm's name as its own people and the operator see it."""
        return self.organisation.name if self.organisation is not None else self.firm_name

    @property
    def budget(self) -> tuple[Money | None, Money | None]:
        """The bounds that could be read from the budget text."""
        low, high = self.budget_min_minor, self.budget_max_minor
        return (
            Money(low, self.currency) if low else None,
            Money(high, self.currency) if high is not None else None,
        )

    def details(self) -> Details:
        """What the firm filled in."""
        values = {name: getattr(self, name) for name in DETAILS}
        return Details(**{**values, "cooperation": tuple(self.cooperation)})

    def points(self) -> list[Point]:
        """What a good need covers, and whether this one does."""
        return points(self.details(), len(self.documents))

    @property
    def completeness(self) -> int:
        """How complete it is, of 100."""
        return percent(self.points())


class NeedDocument(Base):
    """A file of a need; confidential ones are seen by the firm and the operator only."""

    __tablename__ = "need_document"
    id: Mapped[int] = pk()
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    confidential: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = stamp()
    need: Mapped[Need] = relationship(back_populates="documents")
    file: Mapped[StoredFile] = relationship()
