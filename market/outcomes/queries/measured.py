"""What was measured on the day: the live page, meetings that took place, files fetched, answers to the survey."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from market.core.db import db
from market.live import queries as live
from market.meetings.models import Meeting
from market.outcomes.models import MaterialFetch, Survey, SurveyAnswer, SurveyPlace
from market.outcomes.rules import survey as rules
from market.outcomes.rules.facts import Measured

TENTHS = 10


def measured(ids: Sequence[int]) -> dict[int, Measured]:
    """The measurements of each roadshow; what was not measured is None."""
    held, fetched, asked = _held(ids), _fetched(ids), _asked(ids)
    answers = _answers(ids)
    return {
        it: Measured(
            **_live(it),
            meetings=held.get(it),
            fetched=fetched.get(it, 0),
            asked=asked.get(it),
            answers=len(answers.get(it, ())) if it in asked else None,
            useful=_useful(answers.get(it, [])),
        )
        for it in ids
    }


def _live(roadshow_id: int) -> dict[str, int]:
    """What the live page counted; nothing of a roadshow whose live page was never opened."""
    if live.board_mark(roadshow_id) is None:
        return {}
    found = live.figures(roadshow_id)
    return {
        "viewers": found.viewers,
        "peak": found.peak,
        "questions": found.questions,
        "answered": found.answered,
    }


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
