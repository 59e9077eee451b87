"""What people on the floor do: ask, vote, withdraw, answer polls. Each deed may be sent twice and is done once.

A page gives each deed a key of its own; the key is stored with the deed, so that what was kept while a connection was
down, or sent by a double click, has its effect once.
"""

from sqlalchemy import delete, func, select, update

from market.accounts.models import Organisation
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Forbidden, NotFound
from market.guests import queries as guests
from market.intents import service as intents
from market.intents.models import Intent
from market.intents.rules.wishes import Wish
from market.live import queries
from market.live.errors import NotLetIn, NotOn, PollClosed, QuestionGone, TooManyQuestions
from market.live.models import LiveOnce, LivePollAnswer, LiveQuestion, LiveVote
from market.live.rules.talking import MOST_OPEN, SHOWN, TO_ANSWER, PollState, QuestionState
from market.live.service import board as boards
from market.pitches.models import Pitch
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow


def enter(actor: Actor, roadshow_id: int) -> Roadshow:
    """The roadshow, for somebody let in while it takes questions; raises NotFound, NotLetIn or NotOn."""
    roadshow = roadshows.get(actor, roadshow_id)
    if actor.user_id is None or not guests.let_in(actor, roadshow):
        raise NotLetIn
    if not roadshow.coming:
        raise NotOn
    return roadshow


def first_time(actor: Actor, roadshow_id: int, key: str) -> bool:
    """Whether a deed with this key is new; False means that it was done before. No key: always new."""
    if not key or actor.user_id is None:
        return True
    return boards.put_if_new(
        LiveOnce, user_id=actor.user_id, key=key[:40], roadshow_id=roadshow_id, at=clock.now()
    )


def ask(actor: Actor, roadshow_id: int, text: str, pitch_id: int | None = None, key: str = "") -> LiveQuestion | None:
    """Ask a question, about a pitch or in general; None when the same was sent before."""
    enter(actor, roadshow_id)
    if not first_time(actor, roadshow_id, key):
        return None
    whose = (LiveQuestion.roadshow_id == roadshow_id, LiveQuestion.user_id == actor.user_id)
    waiting = select(func.count()).select_from(LiveQuestion).where(*whose, LiveQuestion.state.in_(TO_ANSWER))
    if int(db.session.scalar(waiting) or 0) >= MOST_OPEN:
        raise TooManyQuestions(most=MOST_OPEN)
    if pitch_id is not None:
        _pitch(roadshow_id, pitch_id)
    body = db.session.get(Organisation, actor.organisation_id) if actor.organisation_id else None
    question = LiveQuestion(
        roadshow_id=roadshow_id,
        pitch_id=pitch_id,
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        kind=actor.kind,
        industry=body.industry if body else "",
        text=text,
        asked_at=clock.now(),
    )
    db.session.add(question)
    db.session.flush()
    boards.touch(roadshow_id)
    return question


def take_back(actor: Actor, roadshow_id: int, question_id: int, key: str = "") -> None:
    """Withdraw one's own question while it is not answered."""
    enter(actor, roadshow_id)
    if not first_time(actor, roadshow_id, key):
        return
    question = queries.question(roadshow_id, question_id)
    if question.user_id != actor.user_id:
        raise NotFound
    done = db.session.execute(
        update(LiveQuestion)
        .where(LiveQuestion.id == question_id, LiveQuestion.state.in_(TO_ANSWER))
        .values(state=QuestionState.WITHDRAWN)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise QuestionGone
    db.session.refresh(question)
    boards.touch(roadshow_id)


def vote(actor: Actor, roadshow_id: int, question_id: int, up: bool) -> None:
    """Vote for a question or take the vote back; saying the same again changes nothing. One vote a person."""
    enter(actor, roadshow_id)
    question = queries.question(roadshow_id, question_id)
    if question.state not in SHOWN:
        raise QuestionGone
    mine = {"question_id": question_id, "user_id": actor.user_id}
    if up:
        changed = boards.put_if_new(LiveVote, **mine, at=clock.now())
    else:
        statement = delete(LiveVote).where(LiveVote.question_id == question_id, LiveVote.user_id == actor.user_id)
        changed = db.session.execute(statement).rowcount == 1  # type: ignore[attr-defined]
    if not changed:
        return
    db.session.execute(
        update(LiveQuestion)
        .where(LiveQuestion.id == question_id)
        .values(votes=LiveQuestion.votes + (1 if up else -1))
        .execution_options(synchronize_session=False)
    )
    boards.touch(roadshow_id)


def wish(actor: Actor, roadshow_id: int, pitch_id: int, wanted: Wish, key: str = "") -> Intent | None:
    """Declare an intent from the live page; None when the same was sent before."""
    _pitch(roadshow_id, pitch_id)
    if not first_time(actor, roadshow_id, key):
        return None
    intent = intents.declare(actor, pitch_id, wanted)
    boards.touch(roadshow_id)
    return intent


def unwish(actor: Actor, roadshow_id: int, intent_id: int, key: str = "") -> None:
    """Withdraw an intent from the live page."""
    if first_time(actor, roadshow_id, key):
        intents.withdraw(actor, intent_id)
        boards.touch(roadshow_id)


def _pitch(roadshow_id: int, pitch_id: int) -> Pitch:
    pitch = db.session.get(Pitch, pitch_id)
    if pitch is None or pitch.roadshow_id != roadshow_id:
        raise NotFound
    return pitch


def answer_poll(actor: Actor, roadshow_id: int, poll_id: int, option: int) -> None:
    """Answer an open poll; answering again while it is open changes one's answer. One answer a person."""
    enter(actor, roadshow_id)
    poll = queries.poll(roadshow_id, poll_id)
    if poll.state != PollState.OPEN:
        raise PollClosed
    if not 0 <= option < len(poll.options):
        raise NotFound
    if actor.operator:
        raise Forbidden
    now = clock.now()
    if not boards.put_if_new(LivePollAnswer, poll_id=poll_id, user_id=actor.user_id, option=option, at=now):
        db.session.execute(
            update(LivePollAnswer)
            .where(LivePollAnswer.poll_id == poll_id, LivePollAnswer.user_id == actor.user_id)
            .values(option=option, at=now)
            .execution_options(synchronize_session=False)
        )
    boards.touch(roadshow_id)
