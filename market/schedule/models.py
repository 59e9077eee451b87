"""Rooms, the draft of a programme, its released versions, and what is checked before the day."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import User
from market.core.db import Base, pk, stamp
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from market.schedule.rules.items import Item, Kind
from market.schedule.rules.sequence import Slot


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
    version: Mapped[int] = mapped_column(default=1)
    roadshow: Mapped[Roadshow] = relationship()
    __mapper_args__ = {"version_id_col": version}

    def title(self, language: str) -> str:
        """Its name in a language, Chinese where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name


class ScheduleDraft(Base):
    """The draft of one roadshow as a whole: `version` counts every change, `last_key` the keys given to items."""

    __tablename__ = "schedule_draft"
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    last_key: Mapped[int] = mapped_column(default=0)
    edited_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    edited_at: Mapped[datetime] = stamp()
    rehearsal_told_at: Mapped[datetime | None]
    """When the organiser was told that pitches were not ready two days before."""
    editor: Mapped[User | None] = relationship()


class ScheduleItem(Base):
    """An item of the draft. For a pitch, empty title, speaker and backup mean: as the pitch says.

    `key` is never given twice in a roadshow: releases and calendars know the item by it.
    """

    __tablename__ = "schedule_item"
    __table_args__ = (
        CheckConstraint("minutes > 0 and answer_minutes >= 0 and answer_minutes <= minutes", name="minutes"),
        CheckConstraint(
            "kind in ('sign_in','opening','policy','pitch','comment','signing','meetings','break','closing','other')",
            name="kind",
        ),
        UniqueConstraint("pitch_id"),
        UniqueConstraint("roadshow_id", "key"),
    )
    id: Mapped[int] = pk()
    key: Mapped[int]
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("schedule_room.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="other")
    title: Mapped[str] = mapped_column(String(200), default="")
    title_en: Mapped[str] = mapped_column(String(240), default="")
    pitch_id: Mapped[int | None] = mapped_column(ForeignKey("pitch.id"))
    starts_at: Mapped[datetime]
    fixed: Mapped[bool] = mapped_column(default=False)
    """Whether its start is fixed; any other item begins when the one before it ends."""
    minutes: Mapped[int]
    answer_minutes: Mapped[int] = mapped_column(default=0)
    speaker: Mapped[str] = mapped_column(String(120), default="")
    responsible: Mapped[str] = mapped_column(String(60), default="")
    backup: Mapped[str] = mapped_column(String(120), default="")
    cue: Mapped[str] = mapped_column(String(120), default="")
    """What is to be ready when it begins: slides, video, music, certificates."""
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    room: Mapped[ScheduleRoom] = relationship()
    pitch: Mapped[Pitch | None] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def ends_at(self) -> datetime:
        """When it should be over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def slot(self) -> Slot:
        """Where it stands in its room."""
        return Slot(self.key, self.room_id, self.starts_at, self.minutes, self.fixed)

    @property
    def item(self) -> Item:
        """The item as a release would have it now."""
        return Item(
            key=self.key,
            room=self.room.name,
            room_en=self.room.name_en,
            room_id=self.room_id,
            starts_at=self.starts_at,
            minutes=self.minutes,
            answer_minutes=self.answer_minutes,
            kind=Kind(self.kind),
            title=self.title or (self.pitch.title if self.pitch else ""),
            title_en=self.title_en or (self.pitch.title_en if self.pitch else ""),
            speaker=self.speaker or (self.pitch.speaker if self.pitch else ""),
            speaker_title=self.pitch.speaker_title if self.pitch and not self.speaker else "",
            pitch_id=self.pitch_id,
            organisation=self.pitch.organisation.name if self.pitch else "",
            organisation_en=(self.pitch.organisation.name_en or "") if self.pitch else "",
        )

    @property
    def stand_in(self) -> str:
        """Who takes over when the speaker does not come."""
        return self.backup or (self.pitch.backup_speaker if self.pitch else "")

    def name(self, language: str) -> str:
        """Its title in a language."""
        return self.item.name(language)


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


class RehearsalCheck(Base):
    """One thing found ready for one pitch before the day; no row: not yet."""

    __tablename__ = "rehearsal_check"
    __table_args__ = (
        UniqueConstraint("pitch_id", "what"),
        CheckConstraint("what in ('slides','video','speaker','backup')", name="what"),
    )
    id: Mapped[int] = pk()
    pitch_id: Mapped[int] = mapped_column(ForeignKey("pitch.id"), index=True)
    what: Mapped[str] = mapped_column(String(8))
    done_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    done_at: Mapped[datetime] = stamp()
    doer: Mapped[User] = relationship()
    pitch: Mapped[Pitch] = relationship()
