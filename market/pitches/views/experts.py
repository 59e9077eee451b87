"""Experts on the operator's desk, and the expert's own pages behind a secret address."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core import limits
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.web import access, current_actor, send_stored
from market.pitches import queries, service
from market.pitches.forms import ExpertForm, ReviewForm
from market.pitches.models import PitchReviewer
from market.pitches.rules.states import State
from market.pitches.views.mount import Answer, blueprint
from market.roadshows import queries as roadshows


@blueprint.get("/roadshows/<int:roadshow_id>/pitches/experts")
@access("operator")
def experts(roadshow_id: int) -> Answer:
    """Who reviews, how far each is, and what they say of each pitch."""
    return _experts_page(roadshow_id, ExpertForm(formdata=None))


def _experts_page(roadshow_id: int, form: ExpertForm) -> str:
    roadshow = roadshows.get(current_actor(), roadshow_id)
    pitches = queries.desk(roadshow_id)
    found = queries.reviewers(roadshow_id)
    return render_template(
        "pitches/experts.html",
        roadshow=roadshow,
        form=form,
        experts=[(one, *service.progress(one), service.link(one)) for one in found],
        pitches=[one for one in pitches if one.state != State.WITHDRAWN],
        answers={(one.pitch_id, one.reviewer_id): one for one in queries.answers(roadshow_id)},
        results=queries.results(roadshow, [one.id for one in pitches]),
        terms=queries.terms(roadshow),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/pitches/experts")
@access("operator")
def invite(roadshow_id: int) -> Answer:
    """Ask an expert."""
    entered = ExpertForm()
    if not entered.validate():
        return _experts_page(roadshow_id, entered), 422
    with transaction():
        service.invite(current_actor(), roadshow_id, entered.value())
    flash(_("The expert is invited; the link goes out by mail."), "ok")
    return redirect(url_for("pitches.experts", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/pitches/experts/<int:reviewer_id>/remind")
@access("operator")
def remind(roadshow_id: int, reviewer_id: int) -> Answer:
    """Send the link again."""
    with transaction():
        service.remind(current_actor(), roadshow_id, reviewer_id)
    flash(_("The reminder goes out by mail."), "ok")
    return redirect(url_for("pitches.experts", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/pitches/experts/<int:reviewer_id>/dismiss")
@access("operator")
def dismiss(roadshow_id: int, reviewer_id: int) -> Answer:
    """Close an expert's link."""
    with transaction():
        service.dismiss(current_actor(), roadshow_id, reviewer_id)
    flash(_("The link is closed; answers given stay."), "ok")
    return redirect(url_for("pitches.experts", roadshow_id=roadshow_id))


@blueprint.get("/reviews/<token>")
@access("public")
def review(token: str) -> Answer:
    """An expert's list: what to judge, what is judged."""
    with transaction():
        service.opened(token)
    reviewer = queries.by_secret(token)
    done, asked = service.progress(reviewer)
    return render_template(
        "pitches/review.html",
        token=token,
        reviewer=reviewer,
        roadshow=reviewer.roadshow,
        pitches=queries.to_review(reviewer),
        answers={one.pitch_id: one for one in reviewer.reviews},
        conflicts=queries.conflicts,
        terms=queries.terms(reviewer.roadshow),
        done=done,
        asked=asked,
    )


@blueprint.get("/reviews/<token>/<int:pitch_id>")
@access("public")
def judge(token: str, pitch_id: int) -> Answer:
    """One pitch with the form of scores."""
    reviewer = queries.by_secret(token)
    criteria = queries.terms(reviewer.roadshow).criteria
    before = queries.answer(reviewer.id, pitch_id)
    return _judge_page(token, reviewer, pitch_id, ReviewForm.of(criteria, before.verdict() if before else None))


def _judge_page(token: str, reviewer: PitchReviewer, pitch_id: int, form: ReviewForm) -> str:
    pitch = next((one for one in queries.to_review(reviewer) if one.id == pitch_id), None)
    if pitch is None:
        raise NotFound
    return render_template(
        "pitches/judge.html",
        token=token,
        reviewer=reviewer,
        pitch=pitch,
        roadshow=pitch.roadshow,
        form=form,
        terms=queries.terms(pitch.roadshow),
        own=queries.conflicts(reviewer, pitch),
        checks=queries.checklist(pitch),
        open=pitch.state == State.SUBMITTED,
    )


@blueprint.post("/reviews/<token>/<int:pitch_id>")
@access("public")
def score(token: str, pitch_id: int) -> Answer:
    """Take an expert's answer."""
    reviewer = queries.by_secret(token)
    limits.check("pitches.review", str(reviewer.id), 300, 3600)
    entered = ReviewForm.of(queries.terms(reviewer.roadshow).criteria, sent=True)
    if not entered.validate():
        return _judge_page(token, reviewer, pitch_id, entered), 422
    try:
        with transaction():
            service.answer(token, pitch_id, entered.value())
    except Invalid as error:
        entered.refuse(error)
        return _judge_page(token, queries.by_secret(token), pitch_id, entered), 422
    flash(_("Thank you. You may change your answer until the decision."), "ok")
    return redirect(url_for("pitches.review", token=token))


@blueprint.get("/reviews/<token>/<int:pitch_id>/files/<int:file_id>")
@access("public")
def review_file(token: str, pitch_id: int, file_id: int) -> Answer:
    """A file of a pitch for an expert: slides and everything else handed in, except where it must abstain."""
    reviewer = queries.by_secret(token)
    pitch = next((one for one in queries.to_review(reviewer) if one.id == pitch_id), None)
    if pitch is None or queries.conflicts(reviewer, pitch):
        raise NotFound
    return send_stored(queries.file_of(pitch, file_id).file)
