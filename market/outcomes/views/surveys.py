"""The survey: answering by link or signed in, its questions, its results."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import clock, sheets
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.form import Form
from market.core.i18n import current_language, translate
from market.core.sheets import Cell
from market.core.web import access, current_actor
from market.outcomes import queries, service
from market.outcomes.errors import NothingAnswered
from market.outcomes.forms import YES_NO, answer_form, chosen_questions, given, questions_form, wording
from market.outcomes.models import Survey, SurveyPlace
from market.outcomes.rules.survey import MOST_OWN, USUAL, Kind, Result
from market.outcomes.views.mount import Answer, blueprint
from market.pitches import queries as pitches
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow


@blueprint.get("/survey/<token>")
@access("public")
def survey_by_link(token: str) -> Answer:
    """The survey by the personal link of the mail, without signing in."""
    return _survey_page(queries.place_by_token(token))


@blueprint.post("/survey/<token>")
@access("public")
def answer_by_link(token: str) -> Answer:
    """Take the answer that comes by the link."""
    return _answered(queries.place_by_token(token), url_for("outcomes.survey_by_link", token=token))


@blueprint.get("/roadshows/<int:roadshow_id>/survey")
@access("signed_in")
def survey(roadshow_id: int) -> Answer:
    """The survey for a signed-in person who was there; the organiser is led to its questions and results."""
    if current_actor().operator:
        return redirect(url_for("outcomes.results", roadshow_id=roadshow_id))
    return _survey_page(own_place(roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/survey")
@access("signed_in")
def answer(roadshow_id: int) -> Answer:
    """Take the answer of a signed-in person."""
    return _answered(own_place(roadshow_id), url_for("outcomes.survey", roadshow_id=roadshow_id))


def own_place(roadshow_id: int) -> SurveyPlace:
    """The right to answer of whoever is signed in; NotFound without one."""
    place = queries.place_of(current_actor(), roadshow_id)
    if place is None:
        raise NotFound
    return place


def _survey_page(place: SurveyPlace, form: Form | None = None) -> str:
    survey_ = place.survey
    questions = queries.questions_of(survey_)
    return render_template(
        "outcomes/survey.html",
        roadshow=survey_.roadshow,
        survey=survey_,
        place=place,
        closed=survey_.closes_on is None or clock.today() > survey_.closes_on,
        questions=questions,
        form=form or answer_form(questions, pitches.of_roadshow(survey_.roadshow_id)),
    )


def _answered(place: SurveyPlace, back: str) -> Answer:
    questions = queries.questions_of(place.survey)
    form = answer_form(questions, pitches.of_roadshow(place.survey.roadshow_id))
    if not form.validate():
        return _survey_page(place, form), 422
    place_id, answers = place.id, given(form, questions)
    try:
        with transaction():
            service.answer(place_id, answers)
    except NothingAnswered as refusal:
        flash(str(refusal), "warn")
    else:
        flash(_("Thank you. Your answer is in; nobody can see that it is yours."), "ok")
    return redirect(back)


@blueprint.get("/roadshows/<int:roadshow_id>/survey/questions")
@access("operator")
def questions(roadshow_id: int) -> Answer:
    """What is asked after this roadshow; to be changed until it is sent."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    form = questions_form(queries.questions_of(queries.survey_of(roadshow.id)))
    return _questions_page(roadshow, form)


@blueprint.post("/roadshows/<int:roadshow_id>/survey/questions")
@access("operator")
def set_questions(roadshow_id: int) -> Answer:
    """Keep the questions."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    form = questions_form(queries.questions_of(queries.survey_of(roadshow.id)))
    if not form.validate():
        return _questions_page(roadshow, form), 422
    try:
        with transaction():
            service.edit_questions(current_actor(), roadshow_id, chosen_questions(form))
    except Invalid as error:
        flash(" ".join(translate(it) for it in error.fields.values()), "warn")
        return _questions_page(roadshows.get(current_actor(), roadshow_id), form), 422
    flash(_("The questions are kept. They go out on the day after the roadshow."), "ok")
    return redirect(url_for("outcomes.results", roadshow_id=roadshow_id))


def _questions_page(roadshow: Roadshow, form: Form) -> str:
    survey_ = queries.survey_of(roadshow.id)
    return render_template(
        "outcomes/questions.html",
        roadshow=roadshow,
        form=form,
        usual=list(USUAL),
        own=range(MOST_OWN),
        sent=survey_ is not None and survey_.sent_at is not None,
    )


@blueprint.get("/roadshows/<int:roadshow_id>/survey/results")
@access("operator", "authority")
def results(roadshow_id: int) -> Answer:
    """What all answers say together; from three answers on."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    survey_ = queries.survey_of(roadshow.id)
    outcome = queries.outcome(survey_)
    names = {str(it.id): it.name(current_language()) for it in pitches.of_roadshow(roadshow.id)}
    if request.args.get("format") in sheets.FORMATS:
        found = outcome.results if outcome else []
        rows = [row for it in found for row in result_cells(it, names)]
        heads = [_("Question"), _("Answer"), _("Answers")]
        return sheets.send(f"survey-{roadshow.reference}", heads, rows, request.args["format"])
    return render_template(
        "outcomes/results.html",
        roadshow=roadshow,
        survey=survey_,
        outcome=outcome,
        names=names,
        asked=asked_texts(survey_),
        wording=wording,
        answer_name=answer_name,
    )


def asked_texts(survey_: Survey | None) -> list[str]:
    """The questions in words, for the page before anything was sent."""
    return [wording(it) for it in queries.questions_of(survey_)]


def answer_name(result: Result, key: str, names: dict[str, str]) -> str:
    """An answer in words."""
    if result.question.kind == Kind.PITCHES:
        return names.get(key, key)
    return translate(YES_NO[key]) if key in YES_NO else key


def result_cells(result: Result, names: dict[str, str]) -> list[list[Cell]]:
    """The result of one question as rows: an answer and how often; free words each in a row."""
    asked = wording(result.question)
    if result.question.kind == Kind.TEXT:
        return [[asked, words, 1] for words in result.texts]
    return [[asked, answer_name(result, key, names), count] for key, count in result.counts.items()]
