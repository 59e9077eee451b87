"""Deals in negotiation: offers, the thread, answers awaited, confirmations, steps, documents, public notices."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation, User
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.licensing.models import Licence, LicenceRequest
from market.patents.models import Patent

STATES = (
    "state in ('answered','talking','offered','agreed','signing','registering','concluded','completed',"
    "'declined','withdrawn','expired')"
)
KINDS = "kind in ('ordinary','sole','exclusive','transfer','equity')"
SIDES = "side in ('licensee','licensor')"
STANDING = text("state = 'standing'")
AWAITED_DEAL = text("ended_at is null and deal_id is not null")
AWAITED_REQUEST = text("ended_at is null and request_id is not null")
LIVE_ANSWER = text("need_id is not null and state in ('answered','talking','offered','agreed','signing','registering')")


class Deal(Base):
    """Talks between a firm (licensee, new owner, company) and a patent owner, and what they come to.

    `kind` is that of the latest offer. `terms` are frozen with the accepted offer, in the shape that
    `licensing.rules.terms.Terms` reads, and sealed by `terms_hash`. See rules/processes.py for the states.
    """

    __tablename__ = "deal"
    __table_args__ = (
        CheckConstraint(STATES, name="state"),
        CheckConstraint(KINDS, name="kind"),
        CheckConstraint("firm_id <> owner_id", name="sides"),
        Index(
            "uq_deal_answer",
            "need_id",
            "owner_id",
            unique=True,
            sqlite_where=LIVE_ANSWER,
            postgresql_where=LIVE_ANSWER,
        ),
    )
    id: Mapped[int] = pk()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12), index=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    broker_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    """The service body that answered the need for the owner."""
    opened_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    once: Mapped[str] = mapped_column(String(40), unique=True)
    """The form's own number: sending it twice opens one deal."""
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    disclosed: Mapped[bool] = mapped_column(default=True)
    """Whether the other side knows who the firm is."""
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    terms: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    terms_hash: Mapped[str] = mapped_column(String(64), default="")
    accepted_number: Mapped[int | None]
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[int | None]
    """The person who accepted."""
    contract_reference: Mapped[str] = mapped_column(String(60), default="")
    concluded_on: Mapped[date | None]
    licence_id: Mapped[int | None] = mapped_column(ForeignKey("licence.id"), unique=True)
    completed_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it came to nothing, or why the operator stepped in."""
    last_word_at: Mapped[datetime] = stamp()
    created_at: Mapped[datetime] = stamp()
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    firm: Mapped[Organisation] = relationship(foreign_keys=[firm_id])
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id])
    broker: Mapped[Organisation | None] = relationship(foreign_keys=[broker_id])
    licence: Mapped[Licence | None] = relationship()
    patents: Mapped[list["DealPatent"]] = relationship(cascade="all, delete-orphan", order_by="DealPatent.id")
    offers: Mapped[list["Offer"]] = relationship(back_populates="deal", order_by="Offer.number")
    confirmations: Mapped[list["Confirmation"]] = relationship(order_by="Confirmation.id")
    steps: Mapped[list["StepDone"]] = relationship(order_by="StepDone.id")
    documents: Mapped[list["DealDocument"]] = relationship(order_by="DealDocument.id")
    notices: Mapped[list["PublicNotice"]] = relationship(back_populates="deal", order_by="PublicNotice.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def subject_key(self) -> str:
        """How contracts and payments know this deal."""
        return f"deal:{self.id}"

    @property
    def standing(self) -> "Offer | None":
        """The offer that may be accepted."""
        return next((offer for offer in reversed(self.offers) if offer.state == "standing"), None)

    @property
    def notice(self) -> "PublicNotice | None":
        """The latest public notice."""
        return self.notices[-1] if self.notices else None


class DealPatent(Base):
    """A patent the talks are about."""

    __tablename__ = "deal_patent"
    __table_args__ = (UniqueConstraint("deal_id", "patent_id"),)
    id: Mapped[int] = pk()
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), index=True)
    patent_id: Mapped[int] = mapped_column(ForeignKey("patent.id"), index=True)
    patent: Mapped[Patent] = relationship()


class Offer(Base):
    """A numbered offer with its sealed terms; one stands at most, a newer one takes its place."""

    __tablename__ = "deal_offer"
    __table_args__ = (
        UniqueConstraint("deal_id", "number"),
        CheckConstraint("state in ('standing','superseded','accepted','rejected','taken_back','over')", name="state"),
        CheckConstraint(SIDES, name="side"),
        Index(
            "uq_deal_offer_standing",
            "deal_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )
    id: Mapped[int] = pk()
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), index=True)
    number: Mapped[int]
    side: Mapped[str] = mapped_column(String(10))
    made_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    seal: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="standing")
    note: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    """Why it was rejected."""
    made_at: Mapped[datetime] = stamp()
    ended_at: Mapped[datetime | None]
    deal: Mapped[Deal] = relationship(back_populates="offers")
    person: Mapped[User] = relationship()


class Message(Base):
    """One message between the two sides, about a deal or about an open licence's request."""

    __tablename__ = "deal_message"
    __table_args__ = (CheckConstraint("(deal_id is null) <> (request_id is null)", name="about"),)
    id: Mapped[int] = pk()
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("licence_request.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = stamp()
    person: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()
    request: Mapped[LicenceRequest | None] = relationship()
    files: Mapped[list["MessageFile"]] = relationship(order_by="MessageFile.id")


class MessageFile(Base):
    """A document sent with a message."""

    __tablename__ = "deal_message_file"
    id: Mapped[int] = pk()
    message_id: Mapped[int] = mapped_column(ForeignKey("deal_message.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    message: Mapped[Message] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()


class Turn(Base):
    """An answer awaited from one organisation: since when, until when, and when it came.

    `ended_at` without `answered_at`: the talks were over before. One is open at most for each deal and organisation.
    """

    __tablename__ = "answer_turn"
    __table_args__ = (
        CheckConstraint("(deal_id is null) <> (request_id is null)", name="about"),
        Index(
            "uq_answer_turn_deal",
            "deal_id",
            "organisation_id",
            unique=True,
            sqlite_where=AWAITED_DEAL,
            postgresql_where=AWAITED_DEAL,
        ),
        Index(
            "uq_answer_turn_request",
            "request_id",
            "organisation_id",
            unique=True,
            sqlite_where=AWAITED_REQUEST,
            postgresql_where=AWAITED_REQUEST,
        ),
    )
    id: Mapped[int] = pk()
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("licence_request.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_at: Mapped[datetime] = stamp()
    due_on: Mapped[date] = mapped_column(index=True)
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()
    deal: Mapped[Deal | None] = relationship()
    request: Mapped[LicenceRequest | None] = relationship()


class Confirmation(Base):
    """One side says that the contract is signed on paper: its number, day and copy."""

    __tablename__ = "deal_confirmation"
    __table_args__ = (UniqueConstraint("deal_id", "side"), CheckConstraint(SIDES, name="side"))
    id: Mapped[int] = pk()
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    number: Mapped[str] = mapped_column(String(60))
    on: Mapped[date]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    at: Mapped[datetime] = stamp()
    file: Mapped[StoredFile | None] = relationship()


class StepDone(Base):
    """A step of the checklist that is done."""

    __tablename__ = "deal_step"
    __table_args__ = (UniqueConstraint("deal_id", "key"),)
    id: Mapped[int] = pk()
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), index=True)
    key: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(60), default="")
    on: Mapped[date]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = stamp()
    file: Mapped[StoredFile | None] = relationship()


class DealDocument(Base):
    """A consent or another document of a deal."""

    __tablename__ = "deal_document"
    __table_args__ = (CheckConstraint("kind in ('co_owner_consent','pledgee_consent','other')", name="kind"),)
    id: Mapped[int] = pk()
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = stamp()
    file: Mapped[StoredFile] = relationship()


class PublicNotice(Base):
    """The public notice of an agreed price (R20): what is agreed, its days, and what came of objections."""

    __tablename__ = "public_notice"
    __table_args__ = (CheckConstraint("result in ('','none','settled','upheld')", name="result"),)
    id: Mapped[int] = pk()
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True)
    contact: Mapped[str] = mapped_column(String(200), default="")
    """Where objections may also be sent."""
    result: Mapped[str] = mapped_column(String(8), default="")
    result_text: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = stamp()
    deal: Mapped[Deal] = relationship(back_populates="notices")
    objections: Mapped[list["Objection"]] = relationship(order_by="Objection.id")


class Objection(Base):
    """What somebody has against an agreed price."""

    __tablename__ = "notice_objection"
    id: Mapped[int] = pk()
    notice_id: Mapped[int] = mapped_column(ForeignKey("public_notice.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    contact: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = stamp()


class NoticeRule(Base):
    """What an organisation does about public notice, where it differs from the ordinary (R20)."""

    __tablename__ = "notice_rule"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    required: Mapped[bool]
    days: Mapped[int]
    contact: Mapped[str] = mapped_column(String(200), default="")
