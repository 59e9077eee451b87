"""What hosts do with questions and polls: answer, promise a written answer, write it, hide, join same ones."""

from sqlalchemy import delete, func, select, update

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.live import queries
from market.live.errors import NotPossibleNow, QuestionGone
from market.live.events import QuestionAnswered, QuestionHidden
from market.live.models import LivePoll, LiveQuestion, LiveVote
from market.live.rules.talking import SHOWN, PollState, QuestionState
from market.live.service import board as boards
from market.roadshows import queries as roadshows

HIDEABLE = frozenset({*SHOWN, QuestionState.GROUPED})


def _moderating(actor: Actor, roadshow_id: int) -> None:
    if not actor.operator:
        raise NotFound
    roadshows.get(actor, roadshow_id)


def answer_on_stage(actor: Actor, roadshow_id: int, question_id: int, note: str = "") -> LiveQuestion:
    """The question was answered on stage; `note` tells in a few words what was said."""
    return _moved(actor, roadshow_id, question_id, QuestionState.ANSWERED, note)


def promise(actor: Actor, roadshow_id: int, question_id: int) -> LiveQuestion:
    """The question will be answered in writing."""
    return _moved(actor, roadshow_id, question_id, QuestionState.LATER)


def answer_in_writing(actor: Actor, roadshow_id: int, question_id: int, text: str) -> LiveQuestion:
    """Answer in writing, for everybody to read; who asked is told. Possible after the close too."""
    question = _moved(actor, roadshow_id, question_id, QuestionState.WRITTEN, text)
    outbox.emit(QuestionAnswered(roadshow_id, question_id), actor)
    return question


def hide(actor: Actor, roadshow_id: int, question_id: int) -> LiveQuestion:
    """Hide a question from everybody but who asked it and the hosts."""
    question = _moved(actor, roadshow_id, question_id, QuestionState.HIDDEN)
    outbox.emit(QuestionHidden(roadshow_id, question_id), actor)
    return question


def show(actor: Actor, roadshow_id: int, question_id: int) -> LiveQuestion:
    """Open a hidden or answered question again."""
    return _moved(actor, roadshow_id, question_id, QuestionState.OPEN)


def _moved(actor: Actor, roadshow_id: int, question_id: int, to: QuestionState, answer: str = "") -> LiveQuestion:
    """Put a question into another state; one its asker withdrew meanwhile stays withdrawn."""
    _moderating(actor, roadshow_id)
    board = boards.hold(roadshow_id)
    question = queries.question(roadshow_id, question_id)
    if question.state in (QuestionState.WITHDRAWN, QuestionState.GROUPED):
        raise QuestionGone
    question.state, question.answer = to, answer
    answered = to in (QuestionState.ANSWERED, QuestionState.WRITTEN)
    question.answered_at = clock.now() if answered else None
    question.answered_by = actor.user_id if answered else None
    boards.publish(board)
    return question


def join(actor: Actor, roadshow_id: int, question_id: int, into_id: int) -> LiveQuestion:
    """Join a question with another that asks the same: votes are added, each person's once, its asker's too."""
    _moderating(actor, roadshow_id)
    board = boards.hold(roadshow_id)
    question, into = queries.question(roadshow_id, question_id), queries.question(roadshow_id, into_id)
    if question.id == into.id or into.state not in SHOWN:
        raise NotPossibleNow
    if question.state not in SHOWN:
        raise QuestionGone
    voters = set(db.session.scalars(select(LiveVote.user_id).where(LiveVote.question_id == question.id)))
    for user_id in sorted(voters | ({question.user_id} - {into.user_id})):
        boards.put_if_new(LiveVote, question_id=into.id, user_id=user_id, at=clock.now())
    db.session.execute(delete(LiveVote).where(LiveVote.question_id == question.id))
    db.session.execute(
        update(LiveQuestion)
        .where(LiveQuestion.same_as_id == question.id)
        .values(same_as_id=into.id)
        .execution_options(synchronize_session=False)
    )
    question.state, question.same_as_id, question.votes = QuestionState.GROUPED, into.id, 0
    into.votes = int(
        db.session.scalar(select(func.count()).select_from(LiveVote).where(LiveVote.question_id == into.id)) or 0
    )
    boards.publish(board)
    return into


def make_poll(actor: Actor, roadshow_id: int, text: str, options: list[str]) -> LivePoll:
    """Prepare a poll; nobody sees it before it is opened."""
    _moderating(actor, roadshow_id)
    poll = LivePoll(roadshow_id=roadshow_id, text=text, options=options, made_by=actor.user_id)
    db.session.add(poll)
    db.session.flush()
    return poll


def open_poll(actor: Actor, roadshow_id: int, poll_id: int) -> LivePoll:
    """Open a poll for answers; a closed one again."""
    return _poll_moved(actor, roadshow_id, poll_id, PollState.OPEN)


def close_poll(actor: Actor, roadshow_id: int, poll_id: int) -> LivePoll:
    """Close a poll; its results stay."""
    return _poll_moved(actor, roadshow_id, poll_id, PollState.CLOSED)


def drop_poll(actor: Actor, roadshow_id: int, poll_id: int) -> None:
    """Throw away a poll that was never opened."""
    _moderating(actor, roadshow_id)
    poll = queries.poll(roadshow_id, poll_id)
    if poll.state != PollState.DRAFT:
        raise NotPossibleNow
    db.session.delete(poll)


def _poll_moved(actor: Actor, roadshow_id: int, poll_id: int, to: PollState) -> LivePoll:
    _moderating(actor, roadshow_id)
    board = boards.hold(roadshow_id)
    poll = queries.poll(roadshow_id, poll_id)
    if to == PollState.CLOSED and poll.state != PollState.OPEN:
        raise NotPossibleNow
    poll.state = to
    if to == PollState.OPEN:
        poll.opened_at = poll.opened_at or clock.now()
    poll.closed_at = clock.now() if to == PollState.CLOSED else None
    boards.publish(board)
    return poll
