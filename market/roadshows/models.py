"""Series, roadshows and the bodies that hold them."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core import clock
from market.core.db import Base, pk, stamp
from market.core.money import Money
from market.roadshows.rules.plans import Body, Plan
from market.roadshows.rules.states import COMING, PUBLIC, State


class RoadshowSeries(Base):
    """Roadshows that belong together: a season, an industry chain, a standing base."""

    __tablename__ = "roadshow_series"
    id: Mapped[int] = pk()
    title: Mapped[str] = mapped_column(String(120), unique=True)
    title_en: Mapped[str] = mapped_column(String(160), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = stamp()
    roadshows: Mapped[list["Roadshow"]] = relationship(back_populates="series", order_by="Roadshow.starts_at")

    def name(self, language: str) -> str:
        """Its title in a language, Chinese where there is no other."""
        return self.title_en if language == "en" and self.title_en else self.title


class Roadshow(Base):
    """One matching event. Instants are stored in UTC and shown in Asia/Shanghai.

    `stream_url` and `meeting_url` are for those let in only; `place` is public. Targets are what the bureau approved.
    """

    __tablename__ = "roadshow"
    __table_args__ = (
        CheckConstraint("kind in ('patents','needs','banks','training')", name="kind"),
        CheckConstraint(
            "state in ('draft','submitted','returned','approved','announced','live','held','cancelled')", name="state"
        ),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("capacity >= 0", name="capacity"),
    )
    id: Mapped[int] = pk()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("roadshow_series.id"), index=True)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("roadshow.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    """The operator that runs it."""
    kind: Mapped[str] = mapped_column(String(10), default="patents")
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    title: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    chain: Mapped[str] = mapped_column(String(60), default="")
    """The industry chain it is about, in the programme's own words."""
    industry: Mapped[str] = mapped_column(String(6), default="")
    """GB/T 4754-2017 code."""
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(160), default="")
    place_en: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    stream_url: Mapped[str] = mapped_column(String(300), default="")
    meeting_url: Mapped[str] = mapped_column(String(300), default="")
    replay_url: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(120), default="")
    capacity: Mapped[int] = mapped_column(default=0)
    """Places on site; 0 when it is online only."""
    online_capacity: Mapped[int] = mapped_column(default=0)
    """Places online; 0 says no limit."""
    call_opens_at: Mapped[datetime | None]
    call_closes_at: Mapped[datetime | None]
    register_opens_at: Mapped[datetime | None]
    register_closes_at: Mapped[datetime | None]
    files_due_at: Mapped[datetime | None]
    """Until when slides and videos must be in."""
    target_pitches: Mapped[int] = mapped_column(default=0)
    target_firms: Mapped[int] = mapped_column(default=0)
    target_viewers: Mapped[int] = mapped_column(default=0)
    target_intents: Mapped[int] = mapped_column(default=0)
    target_signed: Mapped[int] = mapped_column(default=0)
    target_amount_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    budget_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    budget_note: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(Text, default="")
    """What the bureau said, or why it was called off."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    """Counts every change that calendars must hear of (RFC 5545 SEQUENCE)."""
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = stamp()
    updated_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    series: Mapped[RoadshowSeries | None] = relationship(back_populates="roadshows")
    bodies: Mapped[list["RoadshowBody"]] = relationship(
        back_populates="roadshow", cascade="all, delete-orphan", order_by="RoadshowBody.position"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def public(self) -> bool:
        """Whether everybody may see its page; one called off before it was announced never was for everybody."""
        return self.state in PUBLIC and (self.state != State.CANCELLED or self.announced_at is not None)

    @property
    def coming(self) -> bool:
        """Whether it is announced and not over."""
        return self.state in COMING

    @property
    def budget(self) -> Money:
        """What it may cost."""
        return Money(self.budget_minor)

    @property
    def target_amount(self) -> Money:
        """The value of contracts aimed at."""
        return Money(self.target_amount_minor)

    @property
    def plan(self) -> Plan:
        """All that was entered about it."""
        same = {one.name for one in fields(Plan)} - {"bodies", "target_amount", "budget"}
        bodies = tuple(Body(one.part, one.name, one.name_en, one.organisation_id) for one in self.bodies)
        values = {name: getattr(self, name) for name in same}
        return Plan(**values, bodies=bodies, target_amount=self.target_amount, budget=self.budget)

    def of_part(self, part: str) -> list["RoadshowBody"]:
        """The bodies that take one part in holding it."""
        return [body for body in self.bodies if body.part == part]

    def name(self, language: str) -> str:
        """Its title in a language, Chinese where there is no other."""
        return self.title_en if language == "en" and self.title_en else self.title

    def calls(self) -> bool:
        """Whether pitches may be applied for now."""
        now = clock.now()
        opens, closes = self.call_opens_at, self.call_closes_at
        return self.coming and opens is not None and opens <= now and (closes is None or now <= closes)

    def registers(self) -> bool:
        """Whether people may register now."""
        now = clock.now()
        opens, closes = self.register_opens_at, self.register_closes_at
        return self.coming and (opens is None or opens <= now) and now <= (closes or self.ends_at)


class RoadshowBody(Base):
    """A body that hosts, organises or supports a roadshow; known here or only by name."""

    __tablename__ = "roadshow_body"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "part", "name"),
        CheckConstraint("part in ('host','organiser','co_organiser','supporter')", name="part"),
    )
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    part: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    position: Mapped[int] = mapped_column(default=0)
    roadshow: Mapped[Roadshow] = relationship(back_populates="bodies")
    organisation: Mapped[Organisation | None] = relationship()

    def called(self, language: str) -> str:
        """Its name in a language, Chinese where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name
