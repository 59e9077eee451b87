"""Registrations for a roadshow, the pitches they come for, how many places are taken, and how one registers."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation, User
from market.core import seals
from market.core.db import Base, pk, stamp
from market.guests.rules.states import BARRED, State
from market.guests.rules.terms import Terms
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow


class Registration(Base):
    """One person of one organisation at one roadshow. Coming back after cancelling reuses the row."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "user_id"),
        CheckConstraint(
            "state in ('applied','waiting','offered','confirmed','declined','cancelled','expired')", name="state"
        ),
        CheckConstraint("role in ('pitcher','firm','investor','service','expert','press','staff')", name="role"),
        CheckConstraint("way in ('site','online')", name="way"),
        CheckConstraint("state <> 'offered' or offer_ends_at is not null", name="offer"),
        CheckConstraint("state <> 'waiting' or waiting_since is not null", name="waiting"),
        Index("ix_registration_line", "roadshow_id", "way", "state", "waiting_since"),
    )
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(10), default="firm")
    way: Mapped[str] = mapped_column(String(8), default="online")
    state: Mapped[str] = mapped_column(String(10), default="applied", index=True)
    question: Mapped[str] = mapped_column(Text, default="")
    """What they want answered on the day."""
    consent_at: Mapped[datetime]
    """When they agreed to the use of their data for this roadshow (PIPL Arts. 13 and 17)."""
    consent_version: Mapped[str] = mapped_column(String(10), default="")
    """To which words."""
    message: Mapped[str] = mapped_column(Text, default="")
    """What the organiser said when deciding."""
    nonce: Mapped[str] = mapped_column(String(32), default=seals.nonce)
    """The stored half of the secret address at which an offer can be answered."""
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    """Counts its own changes that calendars must hear of; those of the roadshow are added (RFC 5545 SEQUENCE)."""
    offer_ends_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]
    """When they came: by code on site, or by opening the live page."""
    checked_in_how: Mapped[str] = mapped_column(String(8), default="")
    created_at: Mapped[datetime] = stamp()
    updated_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    roadshow: Mapped[Roadshow] = relationship()
    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()
    interests: Mapped[list[Pitch]] = relationship(secondary="registration_interest", order_by=Pitch.position)
    __mapper_args__ = {"version_id_col": version}

    @property
    def admitted(self) -> bool:
        """Whether door, links and materials are open to this person; not while the organisation is suspended."""
        return self.state == State.CONFIRMED and self.organisation.state not in BARRED


class RegistrationInterest(Base):
    """A pitch somebody comes for."""

    __tablename__ = "registration_interest"
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    pitch_id: Mapped[int] = mapped_column(ForeignKey("pitch.id", ondelete="CASCADE"), primary_key=True)


class RegistrationPlace(Base):
    """How many places of one way are taken (confirmed or offered), out of how many; `seats` None says no limit.

    One row per roadshow and way, and not numbered seats: taking a place is one conditional update, the database refuses
    a place too many by the CHECK whatever the program does, and the row, held while somebody acts, is at the same time
    what keeps the waiting list in order. `seats` follows the plan's capacity, but never falls below what is taken: a
    smaller hall throws nobody out.
    """

    __tablename__ = "registration_place"
    __table_args__ = (
        CheckConstraint("way in ('site','online')", name="way"),
        CheckConstraint("taken >= 0 and (seats is null or taken <= seats)", name="taken"),
    )
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), primary_key=True)
    way: Mapped[str] = mapped_column(String(8), primary_key=True)
    taken: Mapped[int] = mapped_column(default=0)
    seats: Mapped[int | None]

    @property
    def free(self) -> int | None:
        """How many are left; None for any number."""
        return None if self.seats is None else self.seats - self.taken


class RegistrationTerms(Base):
    """How people register for one roadshow, where its organiser has set something."""

    __tablename__ = "registration_terms"
    __table_args__ = (CheckConstraint("per_organisation >= 0 and offer_hours > 0", name="numbers"),)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), primary_key=True)
    automatic: Mapped[bool]
    per_organisation: Mapped[int]
    offer_hours: Mapped[int]
    online: Mapped[bool]
    remind_hours: Mapped[list[int]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @property
    def terms(self) -> Terms:
        """As a value."""
        return Terms(
            self.automatic, self.per_organisation, self.offer_hours, self.online, tuple(map(int, self.remind_hours))
        )


class RegistrationReminder(Base):
    """A reminder already given: one per roadshow, number of hours and beginning, so that a moved one reminds again."""

    __tablename__ = "registration_reminder"
    __table_args__ = (UniqueConstraint("roadshow_id", "hours", "begins_at"),)
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    hours: Mapped[int]
    begins_at: Mapped[datetime]
    created_at: Mapped[datetime] = stamp()
