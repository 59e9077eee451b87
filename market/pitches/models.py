"""Applications to pitch, and their files."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.listings.models import Listing
from market.needs.models import Need
from market.roadshows.models import Roadshow

STANDING = text("state not in ('declined','withdrawn')")


class Pitch(Base):
    """One project to be shown: a listed patent of a university, or a firm's need. Each stands once in a show."""

    __tablename__ = "pitch"
    __table_args__ = (
        CheckConstraint(
            "state in ('draft','submitted','returned','selected','reserve','declined','withdrawn')", name="state"
        ),
        CheckConstraint("(listing_id is null) <> (need_id is null)", name="subject"),
        CheckConstraint("minutes > 0 and answer_minutes >= 0", name="minutes"),
        Index(
            "uq_pitch_listing",
            "roadshow_id",
            "listing_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index(
            "uq_pitch_need", "roadshow_id", "need_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING
        ),
    )
    id: Mapped[int] = pk()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    """Whose project it is: the university of a patent, the firm of a need."""
    applicant_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(240), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    speaker: Mapped[str] = mapped_column(String(60), default="")
    speaker_title: Mapped[str] = mapped_column(String(60), default="")
    speaker_phone: Mapped[str] = mapped_column(String(40), default="")
    backup_speaker: Mapped[str] = mapped_column(String(60), default="")
    video_url: Mapped[str] = mapped_column(String(300), default="")
    minutes: Mapped[int] = mapped_column(default=8)
    answer_minutes: Mapped[int] = mapped_column(default=4)
    position: Mapped[int | None]
    """Its place in the order of the selected, from 1."""
    decision: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    roadshow: Mapped[Roadshow] = relationship()
    listing: Mapped[Listing | None] = relationship()
    need: Mapped[Need | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    files: Mapped[list["PitchFile"]] = relationship(
        back_populates="pitch", cascade="all, delete-orphan", order_by="PitchFile.id"
    )
    __mapper_args__ = {"version_id_col": version}

    def name(self, language: str) -> str:
        """Its title in a language, Chinese where there is no other."""
        return self.title_en if language == "en" and self.title_en else self.title


class PitchFile(Base):
    """Slides and other material of a pitch; `tier` says who may open it."""

    __tablename__ = "pitch_file"
    __table_args__ = (CheckConstraint("tier in ('public','registered','intent','organiser')", name="tier"),)
    id: Mapped[int] = pk()
    pitch_id: Mapped[int] = mapped_column(ForeignKey("pitch.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    tier: Mapped[str] = mapped_column(String(10), default="organiser")
    slides: Mapped[bool] = mapped_column(default=False)
    """Whether these are the slides shown on the day."""
    created_at: Mapped[datetime] = stamp()
    pitch: Mapped[Pitch] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()
