"""The survey: its questions, its sending to those who came, and anonymous answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row, swap_state
from market.core.errors import Invalid, NotFound
from market.guests.models import Registration
from market.guests.rules.states import State as Registered
from market.outcomes import queries
from market.outcomes.errors import AlreadyAnswered, NothingAnswered, SurveyClosed, SurveySent
from market.outcomes.events import SurveyEdited
from market.outcomes.models import Survey, SurveyAnswer, SurveyPlace
from market.outcomes.rules import survey as rules
from market.outcomes.rules.survey import Question
from market.pitches import queries as pitches
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow


def survey_row(roadshow: Roadshow) -> Survey:
    """The survey of a roadshow, made when it is first needed; inside a transaction."""
    lock_row(roadshow)
    found = queries.survey_of(roadshow.id)
    if found is None:
        found = Survey(roadshow_id=roadshow.id, questions=[])
        db.session.add(found)
        db.session.flush()
    return found


def edit_questions(actor: Actor, roadshow_id: int, questions: Sequence[Question]) -> Survey:
    """Choose what is asked, inside a transaction, until it is sent. Raises NotFound, SurveySent or Invalid."""
    if not actor.operator:
        raise NotFound
    if wrong := rules.problems(questions):
        raise Invalid(fields=wrong)
    survey = survey_row(roadshows.get(actor, roadshow_id))
    if survey.sent_at is not None:
        raise SurveySent
    survey.questions = [it.to_plain() for it in questions]
    outbox.emit(SurveyEdited(roadshow_id), actor)
    return survey


def send(roadshow: Roadshow) -> Survey:
    """Give everybody who came the right to answer once, inside a transaction; sent before, nothing happens."""
    survey = survey_row(roadshow)
    if survey.sent_at is not None:
        return survey
    survey.questions = [it.to_plain() for it in queries.questions_of(survey)]
    survey.sent_at, survey.closes_on = clock.now(), rules.closes_on(clock.today())
    came = select(Registration.id).where(
        Registration.roadshow_id == roadshow.id,
        Registration.state == Registered.CONFIRMED,
        Registration.checked_in_at.is_not(None),
    )
    for registration_id in db.session.scalars(came.order_by(Registration.id)):
        db.session.add(SurveyPlace(survey_id=survey.id, registration_id=registration_id))
    db.session.flush()
    return survey


def answer(place_id: int, given: Mapping[str, Any]) -> None:
    """Take one person's answer, inside a transaction: the right is used up, the answer kept without a way back to it.

    Nothing is said to the audit trail, which would keep person and time. Raises AlreadyAnswered, SurveyClosed or
    NothingAnswered.
    """
    place = db.session.get_one(SurveyPlace, place_id)
    survey = place.survey
    if survey.closes_on is None or clock.today() > survey.closes_on:
        raise SurveyClosed
    shown = {it.id for it in pitches.of_roadshow(survey.roadshow_id)}
    answers = rules.accepted(queries.questions_of(survey), given, shown)
    if not answers:
        raise NothingAnswered
    if not swap_state(place, ["open"], "used", used_on=clock.today()):
        raise AlreadyAnswered
    db.session.add(SurveyAnswer(survey_id=survey.id, answers=answers))
