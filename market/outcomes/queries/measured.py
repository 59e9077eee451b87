"""What was measured on the day: the live page, meetings that took place, files fetched, answers to the survey."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from market.core.db import db
from market.live.models import LiveAttendance, LiveBoard, LiveQuestion
from market.live.rules.talking import ANSWERED, QuestionState
from market.meetings.models import Meeting
from market.outcomes.models import MaterialFetch, Survey, SurveyAnswer, SurveyPlace
from market.outcomes.rules import survey as rules
from market.outcomes.rules.facts import Measured

TENTHS = 10


def measured(ids: Sequence[int]) -> dict[int, Measured]:
    """The measurements of each roadshow; what was not measured is None."""
    held, fetched, asked = _held(ids), _fetched(ids), _asked(ids)
    answers, live = _answers(ids), _live(ids)
    return {
        it: Measured(
            **live.get(it, {}),
            meetings=held.get(it),
            fetched=fetched.get(it, 0),
            asked=asked.get(it),
            answers=len(answers.get(it, ())) if it in asked else None,
            useful=_useful(answers.get(it, [])),
        )
        for it in ids
    }


def _live(ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """What the live page counted, by roadshow; one whose live page nobody ever opened is left out."""
    viewers = _counts(_per_roadshow(LiveAttendance.roadshow_id, func.count(), ids))
    peaks = _counts(_per_roadshow(LiveBoard.roadshow_id, func.max(LiveBoard.peak), ids))
    standing = LiveQuestion.state != QuestionState.WITHDRAWN
    asked = _counts(_per_roadshow(LiveQuestion.roadshow_id, func.count().filter(standing), ids))
    told = func.count().filter(LiveQuestion.state.in_(ANSWERED))
    answered = _counts(_per_roadshow(LiveQuestion.roadshow_id, told, ids))
    return {
        it: {
            "viewers": viewers[it],
            "peak": peaks.get(it, 0),
            "questions": asked.get(it, 0),
            "answered": answered.get(it, 0),
        }
        for it in viewers
    }


def _per_roadshow(column: Any, counted: Any, ids: Sequence[int]) -> Select[int, int]:
    return select(column, counted).where(column.in_(ids)).group_by(column)


def _held(ids: Sequence[int]) -> dict[int, int]:
    """Meetings that took place; a roadshow of which nobody said whether they did is left out."""
    statement = (
        select(Meeting.roadshow_id, func.count().filter(Meeting.state == "held"))
        .where(Meeting.roadshow_id.in_(ids), Meeting.state.in_(("held", "missed")))
        .group_by(Meeting.roadshow_id)
    )
    return _counts(statement)


def _fetched(ids: Sequence[int]) -> dict[int, int]:
    statement = select(MaterialFetch.roadshow_id, func.count()).where(MaterialFetch.roadshow_id.in_(ids))
    return _counts(statement.group_by(MaterialFetch.roadshow_id))


def _asked(ids: Sequence[int]) -> dict[int, int]:
    """How many got the survey, where one was sent."""
    statement = (
        select(Survey.roadshow_id, func.count(SurveyPlace.id))
        .outerjoin(SurveyPlace, SurveyPlace.survey_id == Survey.id)
        .where(Survey.roadshow_id.in_(ids), Survey.sent_at.is_not(None))
        .group_by(Survey.roadshow_id)
    )
    return _counts(statement)


def _counts(statement: Select[int, int]) -> dict[int, int]:
    return {int(key): int(count) for key, count in db.session.execute(statement)}


def _answers(ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    rows = db.session.execute(
        select(Survey.roadshow_id, SurveyAnswer.answers)
        .join(SurveyAnswer, SurveyAnswer.survey_id == Survey.id)
        .where(Survey.roadshow_id.in_(ids))
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for roadshow_id, answers in rows:
        found.setdefault(roadshow_id, []).append(answers)
    return found


def _useful(answers: Sequence[dict[str, Any]]) -> int | None:
    """The mean usefulness in tenths, from so many answers on that nobody can be guessed."""
    [result] = rules.results([rules.usual()[0]], answers)
    if result.answered < rules.FEWEST or result.mean is None:
        return None
    return round(result.mean * TENTHS)
