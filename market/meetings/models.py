"""Sessions and their slots, tables, who takes part when, meetings with their seats, and the operator's timetables."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation, User
from market.core.db import Base, pk, stamp
from market.guests.models import Registration
from market.meetings.rules.states import SEATED, STANDING, State
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow

ALIVE = text("state in ('asked','invited','agreed','booked')")
KEPT = text("slot_id is not null")


class MeetingPlan(Base):
    """The rules of the one-to-one meetings of a roadshow. Whoever books holds this row, so that counts are right."""

    __tablename__ = "meeting_plan"
    __table_args__ = (
        CheckConstraint("most_open > 0 and most_meetings > 0 and rest_slots >= 0 and answer_hours > 0", name="figures"),
        CheckConstraint("threshold between 0 and 100", name="threshold"),
    )
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), primary_key=True)
    pairs: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Who may ask whom, "firm:university" (see rules.circles)."""
    most_open: Mapped[int] = mapped_column(default=5)
    """How many unanswered requests an organisation may have at once."""
    most_meetings: Mapped[int] = mapped_column(default=6)
    """How many meetings an organisation may have in all."""
    rest_slots: Mapped[int] = mapped_column(default=0)
    """How many slots stay free between two meetings of one organisation."""
    answer_hours: Mapped[int] = mapped_column(default=72)
    """After so many hours an unanswered request expires; one with a time expires at that time at the latest."""
    threshold: Mapped[int] = mapped_column(default=50)
    """From which score of matching, in hundredths, a pair is proposed."""
    open: Mapped[bool] = mapped_column(default=True)
    """Whether people may ask; closed while the organiser sets the timetable."""
    moved_by: Mapped[int | None]
    """The event by which the slots were last moved along with the roadshow: each moves them once."""
    updated_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    roadshow: Mapped[Roadshow] = relationship()
    __mapper_args__ = {"version_id_col": version}


class MeetingSession(Base):
    """A stretch of time cut into slots: the morning's, the afternoon's. Sessions of one roadshow do not overlap."""

    __tablename__ = "meeting_session"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("slot_minutes > 0 and pause_minutes >= 0", name="minutes"),
    )
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    name: Mapped[str] = mapped_column(String(60), default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    slot_minutes: Mapped[int] = mapped_column(default=20)
    pause_minutes: Mapped[int] = mapped_column(default=5)
    roadshow: Mapped[Roadshow] = relationship()
    slots: Mapped[list["MeetingSlot"]] = relationship(
        back_populates="session", cascade="all, delete-orphan", order_by="MeetingSlot.starts_at"
    )


class MeetingSlot(Base):
    """One slot of a session."""

    __tablename__ = "meeting_slot"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="times"),
    )
    id: Mapped[int] = pk()
    session_id: Mapped[int] = mapped_column(ForeignKey("meeting_session.id", ondelete="CASCADE"), index=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    session: Mapped[MeetingSession] = relationship(back_populates="slots")


class MeetingTable(Base):
    """A table, or a room of a meeting tool; its link is seen by the two sides that sit there. Not in use: `closed`."""

    __tablename__ = "meeting_table"
    __table_args__ = (UniqueConstraint("roadshow_id", "number"), CheckConstraint("number > 0", name="number"))
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_session.id"))
    """Only in this session; empty: in every one."""
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(60), default="")
    room: Mapped[str] = mapped_column(String(60), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    closed: Mapped[bool] = mapped_column(default=False)


class Participant(Base):
    """A confirmed guest who takes part in meetings, with the slots he opted in for and what he looks for."""

    __tablename__ = "meeting_participant"
    __table_args__ = (UniqueConstraint("roadshow_id", "user_id"),)
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    says: Mapped[str] = mapped_column(String(300), default="")
    reminded_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = stamp()
    registration: Mapped[Registration] = relationship()
    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()
    slots: Mapped[list[MeetingSlot]] = relationship(secondary="meeting_availability", order_by=MeetingSlot.starts_at)


class MeetingAvailability(Base):
    """A slot somebody opted in for."""

    __tablename__ = "meeting_availability"
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("meeting_participant.id", ondelete="CASCADE"), primary_key=True
    )
    slot_id: Mapped[int] = mapped_column(ForeignKey("meeting_slot.id", ondelete="CASCADE"), primary_key=True)


class Meeting(Base):
    """A meeting of two organisations, from the wish to the result. Of one pair at most one stands.

    `asker_id` asked `asked_id`; of what matching or the organiser proposed, the guest counts as the asker.
    `asker_yes_at` and `asked_yes_at` are their consents; `proposed_slot_id` is a time on the table, by `proposed_by`.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint(
            "state in ('asked','invited','agreed','booked','held','missed','declined','cancelled','expired')",
            name="state",
        ),
        CheckConstraint("source in ('asked','matched','organiser')", name="source"),
        CheckConstraint("asker_id <> asked_id", name="two"),
        CheckConstraint("low_id < high_id", name="pair"),
        Index(
            "uq_meeting_pair",
            "roadshow_id",
            "low_id",
            "high_id",
            unique=True,
            sqlite_where=ALIVE,
            postgresql_where=ALIVE,
        ),
    )
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    low_id: Mapped[int]
    high_id: Mapped[int]
    asker_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    asked_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    pitch_id: Mapped[int | None] = mapped_column(ForeignKey("pitch.id"))
    """What it is about, when it is about a pitch."""
    state: Mapped[str] = mapped_column(String(10), default="asked", index=True)
    source: Mapped[str] = mapped_column(String(10), default="asked")
    reason: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Why these two fit, as the timetable reckoned (see rules.fitting)."""
    asker_yes_at: Mapped[datetime | None]
    asked_yes_at: Mapped[datetime | None]
    proposed_slot_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_slot.id", ondelete="SET NULL"))
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    waits_for_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """Of a request: whose answer is missing. Empty otherwise; of an invitation the consents say it."""
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    end_code: Mapped[str] = mapped_column(String(20), default="")
    end_note: Mapped[str] = mapped_column(Text, default="")
    missed_by: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = stamp()
    changed_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    roadshow: Mapped[Roadshow] = relationship()
    asker: Mapped[Organisation] = relationship(foreign_keys=[asker_id])
    asked: Mapped[Organisation] = relationship(foreign_keys=[asked_id])
    pitch: Mapped[Pitch | None] = relationship()
    proposed_slot: Mapped[MeetingSlot | None] = relationship()
    booking: Mapped["MeetingBooking | None"] = relationship(back_populates="meeting")
    results: Mapped[list["MeetingResult"]] = relationship(back_populates="meeting", order_by="MeetingResult.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def standing(self) -> bool:
        """Whether something may still come of it."""
        return self.state in STANDING

    @property
    def seated(self) -> bool:
        """Whether it holds a slot and a table."""
        return self.state in SEATED

    def other(self, organisation_id: int | None) -> Organisation:
        """The side that is not this one."""
        return self.asked if organisation_id == self.asker_id else self.asker

    def waits(self) -> frozenset[int]:
        """The organisations whose word is missing."""
        if self.state == State.ASKED:
            return frozenset({self.waits_for_id} if self.waits_for_id else ())
        if self.state == State.INVITED:
            missing = {self.asker_id: self.asker_yes_at, self.asked_id: self.asked_yes_at}
            return frozenset(side for side, said in missing.items() if said is None)
        return frozenset()


class MeetingBooking(Base):
    """The slot and the table of a meeting: no table twice in a slot."""

    __tablename__ = "meeting_booking"
    __table_args__ = (UniqueConstraint("slot_id", "table_id"), UniqueConstraint("meeting_id", "slot_id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("meeting_slot.id"), index=True)
    table_id: Mapped[int] = mapped_column(ForeignKey("meeting_table.id"), index=True)
    booked_at: Mapped[datetime] = stamp()
    meeting: Mapped[Meeting] = relationship(back_populates="booking")
    slot: Mapped[MeetingSlot] = relationship()
    table: Mapped[MeetingTable] = relationship()
    seats: Mapped[list["MeetingSeat"]] = relationship(
        back_populates="booking", cascade="all, delete-orphan", order_by="MeetingSeat.organisation_id"
    )


class MeetingSeat(Base):
    """One side at its table: no organisation and no person twice in a slot, and always in its booking's slot."""

    __tablename__ = "meeting_seat"
    __table_args__ = (
        UniqueConstraint("slot_id", "organisation_id"),
        UniqueConstraint("slot_id", "user_id"),
        ForeignKeyConstraint(
            ["meeting_id", "slot_id"],
            ["meeting_booking.meeting_id", "meeting_booking.slot_id"],
            name="fk_meeting_seat_booking",
            ondelete="CASCADE",
        ),
    )
    meeting_id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    slot_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    booking: Mapped[MeetingBooking] = relationship(back_populates="seats")
    user: Mapped[User] = relationship()


class MeetingEntry(Base):
    """What stands in a person's calendar about a meeting, also after it was cancelled (RFC 5545)."""

    __tablename__ = "meeting_entry"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    table_id: Mapped[int] = mapped_column(ForeignKey("meeting_table.id"))
    sequence: Mapped[int]
    cancelled: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = stamp()
    meeting: Mapped[Meeting] = relationship()
    table: Mapped[MeetingTable] = relationship()


class MeetingResult(Base):
    """What one side takes home from a meeting; noted again, it replaces what was noted."""

    __tablename__ = "meeting_result"
    __table_args__ = (
        UniqueConstraint("meeting_id", "organisation_id"),
        CheckConstraint("outcome in ('none','material','visit','intent')", name="outcome"),
    )
    id: Mapped[int] = pk()
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    outcome: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text, default="")
    noted_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    noted_at: Mapped[datetime] = stamp()
    meeting: Mapped[Meeting] = relationship(back_populates="results")


class Timetable(Base):
    """One run of the automatic timetable: a draft until it is published, replaced or dropped."""

    __tablename__ = "meeting_timetable"
    __table_args__ = (
        CheckConstraint("state in ('running','draft','published','dropped')", name="state"),
        Index(
            "uq_meeting_timetable_current",
            "roadshow_id",
            unique=True,
            sqlite_where=text("state in ('running','draft')"),
            postgresql_where=text("state in ('running','draft')"),
        ),
    )
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="running")
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    history: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """What each change by hand replaced, the newest last: for taking it back."""
    created_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = stamp()
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    lines: Mapped[list["TimetableLine"]] = relationship(
        back_populates="timetable", cascade="all, delete-orphan", order_by="TimetableLine.id"
    )
    __mapper_args__ = {"version_id_col": version}


class TimetableLine(Base):
    """One wish in a timetable: placed (slot and table), left out with the reason, or dropped by the operator.

    `pinned`: a later run leaves it where it is. `standing`: it was booked before the run and is shown for its place.
    """

    __tablename__ = "meeting_timetable_line"
    __table_args__ = (
        Index(
            "uq_meeting_timetable_line_place",
            "timetable_id",
            "slot_id",
            "table_id",
            unique=True,
            sqlite_where=KEPT,
            postgresql_where=KEPT,
        ),
        UniqueConstraint("timetable_id", "host_id", "guest_id"),
        CheckConstraint("(slot_id is null) = (table_id is null)", name="place"),
    )
    id: Mapped[int] = pk()
    timetable_id: Mapped[int] = mapped_column(ForeignKey("meeting_timetable.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    host_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    guest_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    fit: Mapped[int] = mapped_column(default=0)
    why: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_slot.id"))
    table_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_table.id"))
    pinned: Mapped[bool] = mapped_column(default=False)
    standing: Mapped[bool] = mapped_column(default=False)
    dropped: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[bool] = mapped_column(default=False)
    left_out: Mapped[str] = mapped_column(String(20), default="")
    timetable: Mapped[Timetable] = relationship(back_populates="lines")
    meeting: Mapped[Meeting | None] = relationship()
    host: Mapped[Organisation] = relationship(foreign_keys=[host_id])
    guest: Mapped[Organisation] = relationship(foreign_keys=[guest_id])
    slot: Mapped[MeetingSlot | None] = relationship()
    table: Mapped[MeetingTable | None] = relationship()
