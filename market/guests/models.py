"""Registrations for a roadshow and the pitches they are interested in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation, User
from market.core.db import Base, pk, stamp
from market.guests.rules.states import State
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
    message: Mapped[str] = mapped_column(Text, default="")
    """What the organiser said when deciding."""
    offer_ends_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
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
        """Whether links and materials are open to this person."""
        return self.state == State.CONFIRMED


class RegistrationInterest(Base):
    """A pitch somebody comes for."""

    __tablename__ = "registration_interest"
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    pitch_id: Mapped[int] = mapped_column(ForeignKey("pitch.id", ondelete="CASCADE"), primary_key=True)
