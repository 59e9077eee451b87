"""Intents and the log of what became of them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation, User
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.core.money import Money
from market.intents.rules.states import OPEN, WON
from market.licensing.models import LicenceRequest
from market.negotiation.models import Deal
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow

STANDING = text("stage <> 'withdrawn'")
NOT_TAKEN_BACK = text("taken_back_at is null")


class Intent(Base):
    """What one organisation wants of one pitch: one standing intent per organisation, pitch and kind.

    `organisation_id` is who declared it: a firm for a patent, a university for a need. Amounts are minor units of yuan.
    """

    __tablename__ = "intent"
    __table_args__ = (
        CheckConstraint("kind in ('licence','purchase','joint','know_more')", name="kind"),
        CheckConstraint(
            "stage in ('intent','talk','visit','signed','recorded','paid','closed','withdrawn')", name="stage"
        ),
        CheckConstraint("source in ('live','meeting','page','operator')", name="source"),
        CheckConstraint("low_minor is null or high_minor is null or low_minor <= high_minor", name="amounts"),
        Index(
            "uq_intent_standing",
            "pitch_id",
            "organisation_id",
            "kind",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )
    id: Mapped[int] = pk()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    pitch_id: Mapped[int] = mapped_column(ForeignKey("pitch.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(8), default="page")
    low_minor: Mapped[int | None] = mapped_column(BigInteger)
    high_minor: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text, default="")
    consent_at: Mapped[datetime | None]
    """When they agreed that the other side sees their contact; empty: the organiser stands between."""
    stage: Mapped[str] = mapped_column(String(10), default="intent", index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """Who looks after it."""
    next_on: Mapped[date | None] = mapped_column(index=True)
    next_step: Mapped[str] = mapped_column(String(200), default="")
    closed_reason: Mapped[str] = mapped_column(String(40), default="")
    closed_note: Mapped[str] = mapped_column(Text, default="")
    reply_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """The person of the pitching side whose contact the declarer may see; empty: none."""
    reply_consent_at: Mapped[datetime | None]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("licence_request.id"))
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"))
    declared_at: Mapped[datetime] = stamp()
    stage_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    roadshow: Mapped[Roadshow] = relationship()
    pitch: Mapped[Pitch] = relationship()
    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    reply_user: Mapped[User | None] = relationship(foreign_keys=[reply_user_id])
    request: Mapped[LicenceRequest | None] = relationship()
    deal: Mapped[Deal | None] = relationship()
    steps: Mapped[list["IntentStep"]] = relationship(back_populates="intent", order_by="IntentStep.id")
    entry: Mapped["IntentEntry | None"] = relationship(back_populates="intent")
    __mapper_args__ = {"version_id_col": version}

    @property
    def open(self) -> bool:
        """Whether something may still come of it."""
        return self.stage in OPEN

    @property
    def won(self) -> bool:
        """Whether a contract came of it."""
        return self.stage in WON

    @property
    def amount(self) -> tuple[Money | None, Money | None]:
        """The range the firm thinks of."""
        low, high = self.low_minor, self.high_minor
        return (None if low is None else Money(low), None if high is None else Money(high))


class IntentEntry(Base):
    """That the operator entered an intent for somebody: by whom and how it was said, and whether they confirmed it."""

    __tablename__ = "intent_entry"
    __table_args__ = (CheckConstraint("how in ('paper','spoken','phone','written')", name="how"),)
    id: Mapped[int] = pk()
    intent_id: Mapped[int] = mapped_column(ForeignKey("intent.id"), unique=True)
    how: Mapped[str] = mapped_column(String(8))
    said_by: Mapped[str] = mapped_column(String(80))
    """The name on the form, or of whoever spoke."""
    note: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    """The person of the operator who entered it."""
    at: Mapped[datetime] = stamp()
    confirmed_at: Mapped[datetime | None]
    """When they said that it is right, or put it right themselves."""
    intent: Mapped[Intent] = relationship(back_populates="entry")
    user: Mapped[User] = relationship()


class OutsideContract(Base):
    """A contract that an intent led to outside this service, as somebody reported it; one stands per intent.

    `amount_minor` is 0 where the price is a running royalty or nothing at all; `terms` says so in words.
    """

    __tablename__ = "outside_contract"
    __table_args__ = (
        CheckConstraint("kind in ('licence','transfer','development','service','shares','other')", name="kind"),
        CheckConstraint("amount_minor >= 0", name="amount"),
        CheckConstraint("amount_minor > 0 or terms <> ''", name="terms"),
        Index(
            "uq_outside_contract_standing",
            "intent_id",
            unique=True,
            sqlite_where=NOT_TAKEN_BACK,
            postgresql_where=NOT_TAKEN_BACK,
        ),
    )
    id: Mapped[int] = pk()
    intent_id: Mapped[int] = mapped_column(ForeignKey("intent.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    signed_on: Mapped[date]
    number: Mapped[str] = mapped_column(String(60), default="")
    """The parties' own number of the contract."""
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    terms: Mapped[str] = mapped_column(String(300), default="")
    recordal: Mapped[str] = mapped_column(String(40), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    """Who reported it."""
    at: Mapped[datetime] = stamp()
    taken_back_at: Mapped[datetime | None]
    file: Mapped[StoredFile | None] = relationship()
    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()

    @property
    def amount(self) -> Money:
        """The fixed amount; zero where there is none."""
        return Money(self.amount_minor, self.currency)


class IntentStep(Base):
    """One entry of the log: a stage reached, a talk, a reminder, a remark.

    `what` says which deed ("declare", "talk", "note", "remind" ...). A private one is read by its writer's organisation
    and the operator only.
    """

    __tablename__ = "intent_step"
    id: Mapped[int] = pk()
    intent_id: Mapped[int] = mapped_column(ForeignKey("intent.id"), index=True)
    stage: Mapped[str] = mapped_column(String(10))
    what: Mapped[str] = mapped_column(String(12), default="note")
    note: Mapped[str] = mapped_column(Text, default="")
    private: Mapped[bool] = mapped_column(default=False)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime] = stamp()
    intent: Mapped[Intent] = relationship(back_populates="steps")
    user: Mapped[User | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class IntentReminder(Base):
    """A reminder already given: so many days after the event, or (days 0) on a next date."""

    __tablename__ = "intent_reminder"
    __table_args__ = (UniqueConstraint("intent_id", "days", "on"),)
    id: Mapped[int] = pk()
    intent_id: Mapped[int] = mapped_column(ForeignKey("intent.id"), index=True)
    days: Mapped[int]
    on: Mapped[date]
    created_at: Mapped[datetime] = stamp()
