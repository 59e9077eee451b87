"""Notices and licences (Patent Law Art. 51)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.listings.models import Listing
from market.patents.models import Patent

OPEN_REQUEST = text("state in ('noticed','held')")


class LicenceRequest(Base):
    """What a licence comes from, with its terms frozen and hashed: a firm's written notice on a listing (kind "open"),
    or an agreement of both sides (ordinary, sole, exclusive), which is granted as soon as it is concluded.

    noticed -> (paid or free) granted; held: money came but a check failed, the operator decides (granted or closed);
    cancelled by the firm before any money; lapsed when the time to pay ran out. See rules/states.py.
    """

    __tablename__ = "licence_request"
    __table_args__ = (
        CheckConstraint("state in ('noticed','held','granted','cancelled','lapsed','closed')", name="state"),
        CheckConstraint("kind in ('open','ordinary','sole','exclusive')", name="kind"),
        CheckConstraint("kind <> 'open' or listing_id is not null", name="listing"),
        Index(
            "uq_licence_request_open",
            "listing_id",
            "licensee_id",
            unique=True,
            sqlite_where=OPEN_REQUEST,
            postgresql_where=OPEN_REQUEST,
        ),
    )
    id: Mapped[int] = pk()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(10), default="open")
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"), index=True)
    """The open licence it was taken from; none for an agreement."""
    title: Mapped[str] = mapped_column(String(200), default="")
    title_en: Mapped[str] = mapped_column(String(300), default="")
    """As frozen in the terms; here so that lists can be searched and sorted."""
    licensee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    licensor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    sent_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    once: Mapped[str] = mapped_column(String(40), unique=True)
    """The form's own number: sending it twice makes one notice."""
    notice: Mapped[str] = mapped_column(Text)
    product: Mapped[str] = mapped_column(String(300), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    terms_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 over the canonical JSON of notice and terms."""
    state: Mapped[str] = mapped_column(String(10), default="noticed", index=True)
    held_reason: Mapped[str] = mapped_column(Text, default="")
    """Codes of HOLD_REASONS, by comma."""
    decision: Mapped[str] = mapped_column(Text, default="")
    """What the operator said when he closed it."""
    noticed_at: Mapped[datetime] = stamp()
    read_at: Mapped[datetime | None]
    """When somebody of the licensor first opened it."""
    pay_by: Mapped[date | None]
    """Last day to pay what is due at the start; None when nothing is."""
    paid_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    listing: Mapped[Listing | None] = relationship()
    licensee: Mapped[Organisation] = relationship(foreign_keys=[licensee_id])
    licensor: Mapped[Organisation] = relationship(foreign_keys=[licensor_id])
    licence: Mapped["Licence | None"] = relationship(back_populates="request")
    __mapper_args__ = {"version_id_col": version}


class Licence(Base):
    """A licence in force: an open one from the later of notice and payment (R14), an agreed one from the day of its
    contract; to be recorded in time (R16). `amount_minor`: what is fixed of the fee, in minor units of `currency`.
    """

    __tablename__ = "licence"
    __table_args__ = (
        CheckConstraint("state in ('effective','recorded','ended')", name="state"),
        CheckConstraint("kind in ('open','ordinary','sole','exclusive')", name="kind"),
    )
    id: Mapped[int] = pk()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("licence_request.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(10), default="open")
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"), index=True)
    licensee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    licensor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="effective", index=True)
    effective_on: Mapped[date]
    term_end: Mapped[date | None]
    free: Mapped[bool] = mapped_column(default=False)
    amount_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    recordal_from: Mapped[date]
    """The earliest defensible date the three months are counted from."""
    recordal_due: Mapped[date] = mapped_column(index=True)
    recordal_number: Mapped[str] = mapped_column(String(40), default="")
    recorded_on: Mapped[date | None]
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    request: Mapped[LicenceRequest] = relationship(back_populates="licence")
    listing: Mapped[Listing | None] = relationship()
    licensee: Mapped[Organisation] = relationship(foreign_keys=[licensee_id])
    licensor: Mapped[Organisation] = relationship(foreign_keys=[licensor_id])
    patents: Mapped[list["LicencePatent"]] = relationship(cascade="all, delete-orphan", order_by="LicencePatent.id")
    certificate: Mapped[StoredFile | None] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """The title as frozen in the terms."""
        return self.request.title

    @property
    def title_en(self) -> str:
        """The English title as frozen in the terms."""
        return self.request.title_en


class LicencePatent(Base):
    """A patent under a licence; `exclusive` while a sole or exclusive one is in force: one such licence per patent."""

    __tablename__ = "licence_patent"
    __table_args__ = (
        UniqueConstraint("licence_id", "patent_id"),
        Index(
            "uq_licence_patent_exclusive",
            "patent_id",
            unique=True,
            sqlite_where=text("exclusive"),
            postgresql_where=text("exclusive"),
        ),
    )
    id: Mapped[int] = pk()
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"), index=True)
    patent_id: Mapped[int] = mapped_column(ForeignKey("patent.id"), index=True)
    exclusive: Mapped[bool] = mapped_column(default=False)
    ended_on: Mapped[date | None]
    """The day this patent ended while the licence lived on for others."""
    patent: Mapped[Patent] = relationship()


class Reminder(Base):
    """A reminder already given: one per licence and threshold, whatever the clock does."""

    __tablename__ = "recordal_reminder"
    __table_args__ = (UniqueConstraint("licence_id", "days"),)
    id: Mapped[int] = pk()
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"), index=True)
    days: Mapped[int]
    created_at: Mapped[datetime] = stamp()
