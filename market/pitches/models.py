"""Calls for pitches, applications and their files, the reviews of experts, and draws."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.listings.models import Listing
from market.needs.models import Need
from market.pitches.rules.checks import Subject
from market.pitches.rules.draw import Drawn
from market.pitches.rules.review import Verdict
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
        Index("uq_pitch_need", "roadshow_id", "need_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING),
        Index("uq_pitch_position", "roadshow_id", "position", unique=True),
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
    doubt: Mapped[str] = mapped_column(String(20), default="")
    """Why one that was chosen may no longer stand (rules.states.DOUBTS); empty while all is well."""
    doubted_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    """When the applicant was reminded of the missing slides."""
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

    def told(self, language: str) -> str:
        """Its summary in a language, Chinese where there is no other."""
        return self.summary_en if language == "en" and self.summary_en else self.summary

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return Subject.LISTING if self.listing_id is not None else Subject.NEED

    @property
    def slides(self) -> list["PitchFile"]:
        """The slides for the day."""
        return [one for one in self.files if one.slides]


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


class PitchCall(Base):
    """What a roadshow's call asks for, beside the dates that stand in its plan; without a row the usual holds."""

    __tablename__ = "pitch_call"
    __table_args__ = (CheckConstraint("minutes > 0 and answer_minutes >= 0", name="minutes"),)
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), unique=True)
    takes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Of listing, need."""
    asked: Mapped[str] = mapped_column(Text, default="")
    asked_en: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str] = mapped_column(Text, default="")
    """Who may apply, in words."""
    who_en: Mapped[str] = mapped_column(Text, default="")
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    minutes: Mapped[int] = mapped_column(default=8)
    answer_minutes: Mapped[int] = mapped_column(default=4)
    version: Mapped[int] = mapped_column(default=1)
    roadshow: Mapped[Roadshow] = relationship()
    __mapper_args__ = {"version_id_col": version}


class PitchReviewer(Base):
    """An expert invited to review the pitches of a roadshow, with or without an account here.

    The secret of the link is `nonce` sealed with the site's key: who reads the database alone cannot make it.
    """

    __tablename__ = "pitch_reviewer"
    __table_args__ = (UniqueConstraint("roadshow_id", "email"),)
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    email: Mapped[str] = mapped_column(String(254))
    body: Mapped[str] = mapped_column(String(120), default="")
    """The expert's organisation, by name."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """The person of the market with that address, when there is one."""
    language: Mapped[str] = mapped_column(String(2), default="zh")
    nonce: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    invited_at: Mapped[datetime] = stamp()
    opened_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    dismissed_at: Mapped[datetime | None]
    roadshow: Mapped[Roadshow] = relationship()
    reviews: Mapped[list["PitchReview"]] = relationship(back_populates="reviewer", order_by="PitchReview.id")


class PitchReview(Base):
    """One expert's answer about one pitch."""

    __tablename__ = "pitch_review"
    __table_args__ = (UniqueConstraint("reviewer_id", "pitch_id"),)
    id: Mapped[int] = pk()
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("pitch_reviewer.id"), index=True)
    pitch_id: Mapped[int] = mapped_column(ForeignKey("pitch.id"), index=True)
    scores: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    comment: Mapped[str] = mapped_column(Text, default="")
    conflict: Mapped[bool] = mapped_column(default=False)
    conflict_reason: Mapped[str] = mapped_column(String(200), default="")
    saved_at: Mapped[datetime] = stamp()
    reviewer: Mapped[PitchReviewer] = relationship(back_populates="reviews")
    pitch: Mapped[Pitch] = relationship()

    def verdict(self) -> Verdict:
        """The answer as the rules see it."""
        return Verdict(self.scores, self.comment, self.conflict, self.conflict_reason)


OPEN_DRAW = text("state = 'committed'")


class PitchDraw(Base):
    """One draw of the order: its sealed secret and frozen list, and when it was held what came out. Never replaced."""

    __tablename__ = "pitch_draw"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "number"),
        CheckConstraint("state in ('committed','held','void')", name="state"),
        Index("uq_pitch_draw_open", "roadshow_id", unique=True, sqlite_where=OPEN_DRAW, postgresql_where=OPEN_DRAW),
    )
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    number: Mapped[int]
    """Counts the draws of one roadshow from 1."""
    state: Mapped[str] = mapped_column(String(10), default="committed")
    entries: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    """The frozen list: reference and title of each pitch, sorted by reference."""
    commitment: Mapped[str] = mapped_column(String(64))
    secret: Mapped[str] = mapped_column(String(64))
    """Shown to nobody before the draw is held or called off."""
    salt_source: Mapped[str] = mapped_column(String(200), default="")
    """Which public number is added, said before anybody can know it."""
    held_from: Mapped[datetime | None]
    """When the draw is to be held."""
    salt: Mapped[str] = mapped_column(String(200), default="")
    seed: Mapped[str] = mapped_column(String(64), default="")
    order: Mapped[list[str]] = mapped_column("drawn_order", JSON, default=list)
    why: Mapped[str] = mapped_column(Text, default="")
    """Why there is another draw after one that was held."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was called off."""
    committed_at: Mapped[datetime] = stamp()
    committed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    roadshow: Mapped[Roadshow] = relationship()

    @property
    def open(self) -> bool:
        """Whether it is announced and not yet held."""
        return self.state == "committed"

    def drawn(self) -> Drawn:
        """The draw as the public sees it: nothing of the secret while it is sealed."""
        references = tuple(entry["reference"] for entry in self.entries)
        if self.open:
            return Drawn(self.commitment, references)
        return Drawn(self.commitment, references, self.secret, self.salt, self.seed, tuple(self.order))

    def titles(self) -> dict[str, str]:
        """The title of each entry as it stood when the list was frozen."""
        return {entry["reference"]: entry["title"] for entry in self.entries}
