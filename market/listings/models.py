"""Open-licence listings: what a university offers to anyone at a price fixed in advance."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.patents.models import Patent


class Listing(Base):
    """One declaration (Patent Law Art. 50): a bundle of patents, one price for all takers, a term.

    `fee_kind`: free, one_off, instalments, royalty (running), entry_royalty. Amounts are minor units of `currency`;
    `amount_minor` is the lump sum, the sum of instalments, or the entry fee; `rate` is a fraction (0.015 = 1.5 %).
    """

    __tablename__ = "listing"
    __table_args__ = (
        CheckConstraint("state in ('draft','declared','announced','suspended','withdrawn','ended')", name="state"),
        CheckConstraint("fee_kind in ('','free','one_off','instalments','royalty','entry_royalty')", name="fee_kind"),
        CheckConstraint("royalty_base in ('','net_sales','profit','units')", name="royalty_base"),
        CheckConstraint("amount_minor >= 0 and due_at_start_minor >= 0", name="amounts"),
    )
    id: Mapped[int] = pk()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    title_en: Mapped[str] = mapped_column(String(300), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    application: Mapped[str] = mapped_column(Text, default="")
    """Field of application: where it is used."""
    products: Mapped[str] = mapped_column(String(500), default="")
    not_for: Mapped[str] = mapped_column(Text, default="")
    industry: Mapped[str] = mapped_column(String(6), default="")
    maturity: Mapped[str] = mapped_column(String(12), default="")
    """idea, lab, pilot, product, in_use."""
    maturity_note: Mapped[str] = mapped_column(String(300), default="")
    fee_kind: Mapped[str] = mapped_column(String(14), default="")
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    amount_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    due_at_start_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    due_days: Mapped[int | None]
    """Days after the notice within which the part due at the start is to be paid."""
    rate: Mapped[Decimal | None] = mapped_column(Numeric(7, 6))
    royalty_base: Mapped[str] = mapped_column(String(10), default="")
    annual_cap_minor: Mapped[int | None] = mapped_column(BigInteger)
    fee_text: Mapped[str] = mapped_column(Text, default="")
    """Payment method and standard as announced (Implementing Rules Art. 85(3)); no advertising language."""
    term_end: Mapped[date | None]
    notes: Mapped[str] = mapped_column(Text, default="")
    statements_at: Mapped[datetime | None]
    """When the four statements (no exclusive licence, no dispute, annuities paid, truth) were ticked."""
    statements_by: Mapped[int | None]
    declared_at: Mapped[date | None]
    filed_at: Mapped[date | None]
    """When the declaration was filed on the patent office's own system."""
    filing_number: Mapped[str] = mapped_column(String(40), default="")
    announced_at: Mapped[date | None]
    announcement_number: Mapped[str] = mapped_column(String(40), default="")
    suspended_at: Mapped[date | None]
    suspended_reason: Mapped[str] = mapped_column(Text, default="")
    suspended_rules: Mapped[str] = mapped_column(String(40), default="")
    """The rules that suspended it by themselves ("R05 R06"), empty when a person did."""
    withdrawn_at: Mapped[date | None]
    """When the withdrawal was or will be announced; from then on it has effect."""
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(String(20), default="")
    created_by: Mapped[int | None]
    created_at: Mapped[datetime] = stamp()
    updated_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship()
    patents: Mapped[list["ListingPatent"]] = relationship(
        back_populates="listing", cascade="all, delete-orphan", order_by="ListingPatent.id"
    )
    benefits: Mapped[list["Benefit"]] = relationship(
        back_populates="listing", cascade="all, delete-orphan", order_by="Benefit.position"
    )
    instalments: Mapped[list["Instalment"]] = relationship(
        back_populates="listing", cascade="all, delete-orphan", order_by="Instalment.position"
    )
    documents: Mapped[list["ListingDocument"]] = relationship(
        back_populates="listing", cascade="all, delete-orphan", order_by="ListingDocument.id"
    )
    __mapper_args__ = {"version_id_col": version}


class ListingPatent(Base):
    """A patent in a listing; `live` from the declaration until withdrawal or end: it is in one live listing at most."""

    __tablename__ = "listing_patent"
    __table_args__ = (
        UniqueConstraint("listing_id", "patent_id"),
        Index(
            "uq_listing_patent_live",
            "patent_id",
            unique=True,
            sqlite_where=text("live"),
            postgresql_where=text("live"),
        ),
    )
    id: Mapped[int] = pk()
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    patent_id: Mapped[int] = mapped_column(ForeignKey("patent.id"), index=True)
    live: Mapped[bool] = mapped_column(default=False)
    listing: Mapped[Listing] = relationship(back_populates="patents")
    patent: Mapped[Patent] = relationship()


class Benefit(Base):
    """One measured figure and where it comes from."""

    __tablename__ = "listing_benefit"
    id: Mapped[int] = pk()
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(120), default="")
    listing: Mapped[Listing] = relationship(back_populates="benefits")


class Instalment(Base):
    """One part of a price paid in instalments; due so many months after the licence takes effect, 0 is at the start."""

    __tablename__ = "listing_instalment"
    __table_args__ = (CheckConstraint("amount_minor > 0 and months >= 0", name="amount"),)
    id: Mapped[int] = pk()
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    position: Mapped[int]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    months: Mapped[int]
    listing: Mapped[Listing] = relationship(back_populates="instalments")


class ListingDocument(Base):
    """A file of a listing: co-owners' consent, pledgee's consent, evaluation report, announcement, public material."""

    __tablename__ = "listing_document"
    __table_args__ = (
        CheckConstraint(
            "kind in ('co_owner_consent','pledgee_consent','evaluation','announcement','public','other')",
            name="kind",
        ),
        CheckConstraint("conclusion in ('','positive','negative')", name="conclusion"),
    )
    id: Mapped[int] = pk()
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    kind: Mapped[str] = mapped_column(String(20))
    patent_id: Mapped[int | None] = mapped_column(ForeignKey("patent.id"))
    """The patent it is about; none means every patent of the listing."""
    conclusion: Mapped[str] = mapped_column(String(8), default="")
    """Of an evaluation report: positive or negative."""
    note: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = stamp()
    listing: Mapped[Listing] = relationship(back_populates="documents")
    file: Mapped[StoredFile] = relationship()


class Publication(Base):
    """One publication of a patent on one platform: the unit 件次 of the programme figures."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("listing_id", "patent_id", "platform"),)
    id: Mapped[int] = pk()
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    patent_id: Mapped[int] = mapped_column(ForeignKey("patent.id"))
    platform: Mapped[str] = mapped_column(String(80))
    on: Mapped[date]
    listing: Mapped[Listing] = relationship()
    patent: Mapped[Patent] = relationship()
