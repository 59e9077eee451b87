"""The day itself: where each room stands, the board that viewers read, questions, polls, who was there."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation, User
from market.core.db import Base, pk, stamp
from market.live.rules.course import Run
from market.live.rules.talking import ANSWERED, SHOWN
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow


class LiveBoard(Base):
    """What every viewer of a roadshow reads, ready to be sent: `body` is JSON, `digest` its strong ETag.

    `stale` says that votes and the like have come since it was made; the next reader after a second makes it anew.
    Whoever changes anything holds this row first, so that each board shows all that was done before it.
    """

    __tablename__ = "live_board"
    __table_args__ = (CheckConstraint("viewers >= 0 and peak >= viewers", name="viewers"),)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(32), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    stale: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = stamp()
    viewers: Mapped[int] = mapped_column(default=0)
    peak: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(200), default="")
    message_at: Mapped[datetime | None]
    roadshow: Mapped[Roadshow] = relationship()


class LiveRoom(Base):
    """Where the programme of one room stands. `revision` counts the deeds: a host acts on the one he saw."""

    __tablename__ = "live_room"
    __table_args__ = (UniqueConstraint("roadshow_id", "room"),)
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    room: Mapped[str] = mapped_column(String(60))
    revision: Mapped[int] = mapped_column(default=0)
    current: Mapped[int | None]
    """The key of the released item that is on."""
    over: Mapped[bool] = mapped_column(default=False)
    skipped: Mapped[list[int]] = mapped_column(JSON, default=list)
    ran: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """How each item ran, by its key (see rules.course.Run)."""

    @property
    def runs(self) -> dict[int, Run]:
        """How each item ran."""
        return {int(key): Run.read(row) for key, row in self.ran.items()}


class LiveDeed(Base):
    """The log of what hosts did."""

    __tablename__ = "live_deed"
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    room: Mapped[str] = mapped_column(String(60), default="")
    deed: Mapped[str] = mapped_column(String(10))
    item_key: Mapped[int | None]
    detail: Mapped[str] = mapped_column(String(240), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = stamp()
    user: Mapped[User | None] = relationship()


class LiveQuestion(Base):
    """A question from the floor, shown as "firm, branch" and never under a person's name."""

    __tablename__ = "live_question"
    __table_args__ = (
        CheckConstraint(
            "state in ('open','answered','later','written','grouped','hidden','withdrawn')", name="state"
        ),
        CheckConstraint("(state = 'grouped') = (same_as_id is not null)", name="same_as"),
        CheckConstraint("votes >= 0", name="votes"),
        Index("ix_live_question_shown", "roadshow_id", "state"),
    )
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"))
    pitch_id: Mapped[int | None] = mapped_column(ForeignKey("pitch.id"), index=True)
    """The pitch that was on, or was chosen."""
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="")
    """Kind of the organisation when it asked."""
    industry: Mapped[str] = mapped_column(String(6), default="")
    text: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(10), default="open")
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("live_question.id"), index=True)
    votes: Mapped[int] = mapped_column(default=0)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]
    asked_at: Mapped[datetime] = stamp()
    pitch: Mapped[Pitch | None] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    organisation: Mapped[Organisation | None] = relationship()

    @property
    def shown(self) -> bool:
        """Whether everybody let in reads it."""
        return self.state in SHOWN

    @property
    def answered(self) -> bool:
        """Whether it was answered, on stage or in writing."""
        return self.state in ANSWERED


class LiveVote(Base):
    """One person's vote for a question."""

    __tablename__ = "live_vote"
    question_id: Mapped[int] = mapped_column(ForeignKey("live_question.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    at: Mapped[datetime] = stamp()


class LivePoll(Base):
    """A poll of the host: a question and its options in order."""

    __tablename__ = "live_poll"
    __table_args__ = (CheckConstraint("state in ('draft','open','closed')", name="state"),)
    id: Mapped[int] = pk()
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    text: Mapped[str] = mapped_column(String(200))
    options: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(8), default="draft")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime] = stamp()
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class LivePollAnswer(Base):
    """One person's answer: kept so that nobody answers twice, shown only as a sum."""

    __tablename__ = "live_poll_answer"
    poll_id: Mapped[int] = mapped_column(ForeignKey("live_poll.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    option: Mapped[int]
    at: Mapped[datetime] = stamp()


class LiveAttendance(Base):
    """When a person came to the live page, was last heard of, and how long the page was open."""

    __tablename__ = "live_attendance"
    __table_args__ = (CheckConstraint("seconds >= 0", name="seconds"),)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    entered_at: Mapped[datetime] = stamp()
    seen_at: Mapped[datetime] = mapped_column(index=True)
    seconds: Mapped[int] = mapped_column(default=0)
    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class LiveOnce(Base):
    """A viewer's deed that was done, by the key its page gave it: sent again, it is not done again."""

    __tablename__ = "live_once"
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("roadshow.id"), index=True)
    at: Mapped[datetime] = stamp()
