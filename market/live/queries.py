"""Reading the day: the board, the rooms, questions and polls, what is one's own, who was there, the figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import joinedload

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.guests.models import Registration
from market.intents.models import STANDING, Intent
from market.live.models import (
    LiveAttendance,
    LiveBoard,
    LiveDeed,
    LivePoll,
    LivePollAnswer,
    LiveQuestion,
    LiveRoom,
    LiveVote,
)
from market.live.rules.course import Course
from market.live.rules.presence import HERE
from market.live.rules.talking import ANSWERED, QuestionState
from market.schedule import queries as schedule
from market.schedule.rules.items import Item


@dataclass(frozen=True)
class Figures:
    """The day in numbers: `viewers` opened the live page, `peak` were there at the same time."""

    viewers: int = 0
    peak: int = 0
    questions: int = 0
    answered: int = 0
    votes: int = 0
    polls: int = 0


@dataclass(frozen=True)
class Mine:
    """What one person did in a roadshow, for his own eyes: ids of votes and questions, options chosen, intents."""

    votes: list[int] = field(default_factory=list)
    questions: list[LiveQuestion] = field(default_factory=list)
    answers: dict[int, int] = field(default_factory=dict)
    intents: dict[int, list[Intent]] = field(default_factory=dict)


def board_mark(roadshow_id: int) -> Row[str, bool, datetime] | None:
    """The tag of the board as it stands, whether it is stale, when it was made: one small row."""
    columns = (LiveBoard.digest, LiveBoard.stale, LiveBoard.made_at)
    return db.session.execute(select(*columns).where(LiveBoard.roadshow_id == roadshow_id)).one_or_none()


def board(roadshow_id: int) -> LiveBoard | None:
    """The board of a roadshow."""
    return db.session.get(LiveBoard, roadshow_id)


def board_text(roadshow_id: int) -> tuple[str, str]:
    """The tag and the JSON text of the board."""
    row = db.session.execute(
        select(LiveBoard.digest, LiveBoard.body).where(LiveBoard.roadshow_id == roadshow_id)
    ).one()
    return row.digest, row.body


def courses(roadshow_id: int) -> dict[str, Course]:
    """Every room of the released programme with where it stands, in the programme's order."""
    by_room: dict[str, list[Item]] = {}
    for item in sorted(schedule.items(schedule.released(roadshow_id)), key=lambda one: (one.starts_at, one.key)):
        by_room.setdefault(item.room, []).append(item)
    rows = rooms_of(roadshow_id)
    return {room: course_of(items, rows.get(room)) for room, items in by_room.items()}


def course_of(items: Sequence[Item], row: LiveRoom | None) -> Course:
    """Items and where they stand as one value."""
    if row is None:
        return Course(items)
    return Course(items, row.current, row.over, frozenset(row.skipped), row.runs)


def rooms_of(roadshow_id: int) -> dict[str, LiveRoom]:
    """The rooms in which anything was done, by name."""
    rows = db.session.scalars(select(LiveRoom).where(LiveRoom.roadshow_id == roadshow_id))
    return {row.room: row for row in rows}


def questions_of(roadshow_id: int, states: Sequence[str] = ()) -> list[LiveQuestion]:
    """The questions of a roadshow, most votes first; all states unless some are named."""
    statement = (
        select(LiveQuestion)
        .where(LiveQuestion.roadshow_id == roadshow_id)
        .options(
            joinedload(LiveQuestion.organisation), joinedload(LiveQuestion.user), joinedload(LiveQuestion.pitch)
        )
        .order_by(LiveQuestion.votes.desc(), LiveQuestion.id)
    )
    return list(db.session.scalars(statement.where(LiveQuestion.state.in_(states)) if states else statement))


def question(roadshow_id: int, question_id: int) -> LiveQuestion:
    """One question of a roadshow; raises NotFound."""
    found = db.session.get(LiveQuestion, question_id)
    if found is None or found.roadshow_id != roadshow_id:
        raise NotFound
    return found


def polls_of(roadshow_id: int, states: Sequence[str] = ()) -> list[LivePoll]:
    """The polls of a roadshow, newest first; all states unless some are named."""
    statement = select(LivePoll).where(LivePoll.roadshow_id == roadshow_id).order_by(LivePoll.id.desc())
    return list(db.session.scalars(statement.where(LivePoll.state.in_(states)) if states else statement))


def poll(roadshow_id: int, poll_id: int) -> LivePoll:
    """One poll of a roadshow; raises NotFound."""
    found = db.session.get(LivePoll, poll_id)
    if found is None or found.roadshow_id != roadshow_id:
        raise NotFound
    return found


def poll_counts(roadshow_id: int) -> dict[int, dict[int, int]]:
    """For each poll how often each option was chosen; nothing tells by whom."""
    statement = (
        select(LivePollAnswer.poll_id, LivePollAnswer.option, func.count())
        .join(LivePoll, LivePoll.id == LivePollAnswer.poll_id)
        .where(LivePoll.roadshow_id == roadshow_id)
        .group_by(LivePollAnswer.poll_id, LivePollAnswer.option)
    )
    found: dict[int, dict[int, int]] = {}
    for poll_id, option, count in db.session.execute(statement):
        found.setdefault(poll_id, {})[option] = count
    return found


def intents_of(roadshow_id: int) -> list[Intent]:
    """The standing intents of a roadshow, newest first, for the host."""
    statement = (
        select(Intent)
        .where(Intent.roadshow_id == roadshow_id, STANDING)
        .options(joinedload(Intent.organisation), joinedload(Intent.pitch))
        .order_by(Intent.id.desc())
    )
    return list(db.session.scalars(statement))


def mine(actor: Actor, roadshow_id: int) -> Mine:
    """What this person did in a roadshow."""
    if actor.user_id is None:
        return Mine()
    own = (LiveQuestion.roadshow_id == roadshow_id, LiveVote.user_id == actor.user_id)
    votes = db.session.scalars(select(LiveVote.question_id).join(LiveQuestion).where(*own))
    asked = select(LiveQuestion).where(
        LiveQuestion.roadshow_id == roadshow_id,
        LiveQuestion.user_id == actor.user_id,
        LiveQuestion.state != QuestionState.WITHDRAWN,
    )
    chosen = db.session.execute(
        select(LivePollAnswer.poll_id, LivePollAnswer.option)
        .join(LivePoll)
        .where(LivePoll.roadshow_id == roadshow_id, LivePollAnswer.user_id == actor.user_id)
    )
    return Mine(
        votes=list(votes),
        questions=list(db.session.scalars(asked.order_by(LiveQuestion.id))),
        answers=dict(chosen.all()),
        intents=_own_intents(actor, roadshow_id),
    )


def _own_intents(actor: Actor, roadshow_id: int) -> dict[int, list[Intent]]:
    found: dict[int, list[Intent]] = {}
    if actor.organisation_id is not None:
        whose = (Intent.roadshow_id == roadshow_id, Intent.organisation_id == actor.organisation_id, STANDING)
        for intent in db.session.scalars(select(Intent).where(*whose).order_by(Intent.id)):
            found.setdefault(intent.pitch_id, []).append(intent)
    return found


def attendance_of(roadshow_id: int) -> list[LiveAttendance]:
    """Who opened the live page, in the order of coming."""
    statement = (
        select(LiveAttendance)
        .where(LiveAttendance.roadshow_id == roadshow_id)
        .options(joinedload(LiveAttendance.user), joinedload(LiveAttendance.organisation))
        .order_by(LiveAttendance.entered_at, LiveAttendance.user_id)
    )
    return list(db.session.scalars(statement))


def attends(actor: Actor, roadshow_id: int) -> bool:
    """Whether this person's coming is written down."""
    return db.session.get(LiveAttendance, (roadshow_id, actor.user_id or 0)) is not None


def present(roadshow_id: int) -> int:
    """How many people are watching now."""
    return _count(
        LiveAttendance.roadshow_id == roadshow_id, LiveAttendance.seen_at >= clock.now() - HERE, of=LiveAttendance
    )


def on_site(roadshow_id: int) -> int:
    """How many people were checked in at the door."""
    here = (Registration.roadshow_id == roadshow_id, Registration.checked_in_at.is_not(None))
    return _count(*here, Registration.way == "site", of=Registration)


def log_of(roadshow_id: int, most: int = 200) -> list[LiveDeed]:
    """What hosts did, newest first."""
    statement = select(LiveDeed).where(LiveDeed.roadshow_id == roadshow_id).options(joinedload(LiveDeed.user))
    return list(db.session.scalars(statement.order_by(LiveDeed.id.desc()).limit(most)))


def figures(roadshow_id: int) -> Figures:
    """The day in numbers, for the report."""
    found = board(roadshow_id)
    asked = (LiveQuestion.roadshow_id == roadshow_id, LiveQuestion.state != QuestionState.WITHDRAWN)
    votes = select(func.count()).select_from(LiveVote).join(LiveQuestion).where(*asked)
    return Figures(
        viewers=_count(LiveAttendance.roadshow_id == roadshow_id, of=LiveAttendance),
        peak=found.peak if found else 0,
        questions=_count(*asked, of=LiveQuestion),
        answered=_count(*asked, LiveQuestion.state.in_(ANSWERED), of=LiveQuestion),
        votes=int(db.session.scalar(votes) or 0),
        polls=_count(LivePoll.roadshow_id == roadshow_id, LivePoll.state != "draft", of=LivePoll),
    )


def _count(*where: ColumnElement[bool], of: type[object]) -> int:
    return int(db.session.scalar(select(func.count()).select_from(of).where(*where)) or 0)
