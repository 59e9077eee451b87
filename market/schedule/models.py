"""Rooms, the draft of a programme, and its released versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import User
from market.core.db import Base, pk, stamp
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow


class ScheduleRoom(Base):
    """A place on site or online in which items run one after another; its link is for those let in."""

    __tablename__ = "schedule_room"
    __table_args__ = (UniqueConstraint("roadshow_id", "name"),)
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    stream_url: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)
    roadshow: Mapped[Roadshow] = relationship()


class ScheduleItem(Base):
    """An item of the draft. `speaker` and `backup` are for the run-sheet as well as the programme."""

    __tablename__ = "schedule_item"
    __table_args__ = (
        CheckConstraint("minutes > 0 and answer_minutes >= 0 and answer_minutes <= minutes", name="minutes"),
        CheckConstraint(
            "kind in ('sign_in','opening','policy','pitch','comment','signing','meetings','break','closing','other')",
            name="kind",
        ),
        UniqueConstraint("pitch_id"),
    )
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("schedule_room.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="other")
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(240), default="")
    pitch_id: Mapped[int | None] = mapped_column(ForeignKey("pitch.id"))
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    answer_minutes: Mapped[int] = mapped_column(default=0)
    speaker: Mapped[str] = mapped_column(String(120), default="")
    responsible: Mapped[str] = mapped_column(String(60), default="")
    backup: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    room: Mapped[ScheduleRoom] = relationship()
    pitch: Mapped[Pitch | None] = relationship()
    __mapper_args__ = {"version_id_col": version}


class ScheduleRelease(Base):
    """A released version: the items as they stood (see rules.items.Item), and what changed since the one before."""

    __tablename__ = "schedule_release"
    __table_args__ = (UniqueConstraint("roadshow_id", "number"),)
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    number: Mapped[int]
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    released_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    released_at: Mapped[datetime] = stamp()
    releaser: Mapped[User] = relationship()
