"""Technology needs of firms."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile


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
    indicators: Mapped[str] = mapped_column(Text, default="")
    present_state: Mapped[str] = mapped_column(Text, default="")
    tried: Mapped[str] = mapped_column(Text, default="")
    budget_text: Mapped[str] = mapped_column(String(80), default="")
    budget_min_minor: Mapped[int | None]
    budget_max_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    cooperation: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Of licence, transfer, development, equity, service."""
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
    review_message: Mapped[str] = mapped_column(Text, default="")
    private_note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(20), default="posted")
    source_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Identity of an imported need, so that importing again changes nothing."""
    closed_how: Mapped[str] = mapped_column(String(20), default="")
    created_by: Mapped[int | None]
    created_at: Mapped[datetime] = stamp()
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation | None] = relationship()
    documents: Mapped[list["NeedDocument"]] = relationship(
        back_populates="need", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}


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
