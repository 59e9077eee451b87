"""Who may see the replay, what was fetched, the survey with its answers, and the versions of the report."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation, User
from market.core import seals
from market.core.db import Base, pk, stamp
from market.guests.models import Registration
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow

BEING_DRAFTED = text("state = 'draft'")
BY_THE_CALENDAR = text("occasion <> 'other'")


class RoadshowAfter(Base):
    """What the operator keeps about a roadshow after its day: replay, words for the press, what was sent when."""

    __tablename__ = "roadshow_after"
    __table_args__ = (CheckConstraint("replay_for in ('public','registered')", name="replay_for"),)
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), unique=True)
    replay_for: Mapped[str] = mapped_column(String(10), default="registered")
    press: Mapped[str] = mapped_column(Text, default="")
    press_en: Mapped[str] = mapped_column(Text, default="")
    photos_url: Mapped[str] = mapped_column(String(300), default="")
    thanked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    roadshow: Mapped[Roadshow] = relationship()
    __mapper_args__ = {"version_id_col": version}


class MaterialFetch(Base):
    """A file of a pitch, its video or the replay was fetched: by which organisation, never by whom (PIPL Art. 6)."""

    __tablename__ = "material_fetch"
    __table_args__ = (CheckConstraint("what in ('file','video','replay')", name="what"),)
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    pitch_id: Mapped[int | None] = mapped_column(ForeignKey("pitch.id"), index=True)
    what: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(255), default="")
    """What the file was called then; it may be gone by now."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    """Empty for a reader who is not signed in."""
    on: Mapped[date]
    pitch: Mapped[Pitch | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Survey(Base):
    """The questions asked after one roadshow. `questions` as rules.survey writes them."""

    __tablename__ = "survey"
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), unique=True)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    closes_on: Mapped[date | None]
    """The last day for answers; set when it is sent."""
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    roadshow: Mapped[Roadshow] = relationship()
    __mapper_args__ = {"version_id_col": version}


class SurveyPlace(Base):
    """The right of one person who was there to answer once: by the link in the mail or signed in.

    It knows only the day of the answer. The answer itself has no way back to it.
    """

    __tablename__ = "survey_place"
    __table_args__ = (CheckConstraint("state in ('open','used')", name="state"),)
    id: Mapped[int] = pk()
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    nonce: Mapped[str] = mapped_column(String(40), unique=True, default=seals.nonce)
    state: Mapped[str] = mapped_column(String(4), default="open")
    used_on: Mapped[date | None]
    survey: Mapped[Survey] = relationship()
    registration: Mapped[Registration] = relationship()


class SurveyAnswer(Base):
    """One anonymous answer. Its key is random and it bears no time, so that its order tells nothing either."""

    __tablename__ = "survey_answer"
    key: Mapped[str] = mapped_column(String(40), primary_key=True, default=seals.nonce)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)


class RoadshowReport(Base):
    """One version of the report. A draft holds only the operator's words; issued, its snapshot is frozen and hashed."""

    __tablename__ = "roadshow_report"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "number"),
        CheckConstraint("state in ('draft','issued')", name="state"),
        CheckConstraint("occasion in ('first','ninety','other')", name="occasion"),
        CheckConstraint("state = 'draft' or (snapshot_hash <> '' and issued_at is not null)", name="issued"),
        Index(
            "uq_roadshow_report_draft",
            "roadshow_id",
            unique=True,
            sqlite_where=BEING_DRAFTED,
            postgresql_where=BEING_DRAFTED,
        ),
        Index(
            "uq_roadshow_report_occasion",
            "roadshow_id",
            "occasion",
            unique=True,
            sqlite_where=BY_THE_CALENDAR,
            postgresql_where=BY_THE_CALENDAR,
        ),
    )
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    number: Mapped[int]
    occasion: Mapped[str] = mapped_column(String(8), default="other")
    state: Mapped[str] = mapped_column(String(8), default="draft", index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    note_en: Mapped[str] = mapped_column(Text, default="")
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    snapshot_hash: Mapped[str] = mapped_column(String(64), default="")
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    issued_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    drafted_at: Mapped[datetime] = stamp()
    roadshow: Mapped[Roadshow] = relationship()
    issuer: Mapped[User | None] = relationship()
