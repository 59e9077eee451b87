"""Invitations to roadshows, and the pitches for which each was made."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.guests.models import Registration
from market.guests.rules.states import STANDING
from market.guests.rules.states import State as Guest
from market.invitations.rules.states import LEFT, State
from market.needs.models import Need
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow

KNOWN = text("organisation_id is not null")


def _guests(roadshow_id: Any, organisation_id: Any, *states: str) -> ColumnElement[bool]:
    """Whether the organisation of a row has somebody in one of these states at its roadshow."""
    same = and_(Registration.roadshow_id == roadshow_id, Registration.organisation_id == organisation_id)
    found = select(Registration.id).where(same, Registration.state.in_(states))
    return found.correlate_except(Registration).exists()


class RoadshowInvitation(Base):
    """One organisation asked to one roadshow, for one or several pitches.

    A firm that posted a need without an account has no organisation: its name and its need stand here.
    """

    __tablename__ = "roadshow_invitation"
    __table_args__ = (
        CheckConstraint(
            "state in ('drafted','sent','perhaps','coming','declined','registered','withdrawn')", name="state"
        ),
        Index(
            "uq_roadshow_invitation_organisation",
            "roadshow_id",
            "organisation_id",
            unique=True,
            sqlite_where=KNOWN,
            postgresql_where=KNOWN,
        ),
        UniqueConstraint("roadshow_id", "need_id"),
    )
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    """The need of a firm without an account."""
    name: Mapped[str] = mapped_column(String(120))
    contact_name: Mapped[str] = mapped_column(String(60), default="")
    contact_phone: Mapped[str] = mapped_column(String(60), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(2), default="zh")
    opening: Mapped[str] = mapped_column(Text, default="")
    """The operator's own first words."""
    state: Mapped[str] = mapped_column(String(10), default="drafted", index=True)
    nonce: Mapped[str] = mapped_column(String(40), unique=True)
    """The stored half of its secret address."""
    way: Mapped[str] = mapped_column(String(8), default="")
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(20), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    roadshow: Mapped[Roadshow] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    need: Mapped[Need | None] = relationship()
    pitches: Mapped[list["InvitedPitch"]] = relationship(
        back_populates="invitation", cascade="all, delete-orphan", order_by="InvitedPitch.pitch_id"
    )
    __mapper_args__ = {"version_id_col": version}
    left: Mapped[bool] = column_property(
        and_(
            state == State.REGISTERED,
            _guests(roadshow_id, organisation_id, Guest.CANCELLED),
            ~_guests(roadshow_id, organisation_id, *STANDING),
        )
    )
    """Whether somebody of the organisation registered, and nobody of it is registered any more."""

    @property
    def shown(self) -> str:
        """Its state as people read it: one of rules.states.SHOWN_NAMES."""
        return LEFT if self.left else self.state


class InvitedPitch(Base):
    """A pitch an invitation names, and the reasons matching gave, as they stood."""

    __tablename__ = "invited_pitch"
    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("roadshow_invitation.id", ondelete="CASCADE"), primary_key=True
    )
    pitch_id: Mapped[int] = mapped_column(ForeignKey("pitch.id"), primary_key=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    invitation: Mapped[RoadshowInvitation] = relationship(back_populates="pitches")
    pitch: Mapped[Pitch] = relationship()
