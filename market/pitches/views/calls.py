"""Calls for pitches: the list of open ones, the public page of each, and its terms for the operator."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import Invalid
from market.core.web import access, current_actor
from market.pitches import queries, service
from market.pitches.forms import TermsForm
from market.pitches.views.mount import Answer, blueprint
from market.roadshows import queries as roadshows


@blueprint.get("/calls")
@access("public")
def calls() -> Answer:
    """Every call that is open now."""
    found = [(roadshow, queries.terms(roadshow)) for roadshow in queries.open_calls()]
    return render_template("pitches/calls.html", calls=found)


@blueprint.get("/roadshows/<int:roadshow_id>/call")
@access("public")
def call(roadshow_id: int) -> Answer:
    """What one call asks for, until when, who may apply, how it is decided."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    return render_template("pitches/call.html", roadshow=roadshow, terms=queries.terms(roadshow))


@blueprint.get("/roadshows/<int:roadshow_id>/call/terms")
@access("operator")
def terms(roadshow_id: int) -> Answer:
    """The form of a call's terms."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    return _terms_page(roadshow_id, TermsForm.of(queries.terms(roadshow)))


@blueprint.post("/roadshows/<int:roadshow_id>/call/terms")
@access("operator")
def save_terms(roadshow_id: int) -> Answer:
    """Store what the call asks for."""
    entered = TermsForm()
    if not entered.validate():
        return _terms_page(roadshow_id, entered), 422
    try:
        with transaction():
            service.set_terms(current_actor(), roadshow_id, entered.value())
    except Invalid as error:
        entered.refuse(error)
        return _terms_page(roadshow_id, entered), 422
    flash(_("The call is stored."), "ok")
    return redirect(url_for("pitches.call", roadshow_id=roadshow_id))


def _terms_page(roadshow_id: int, form: TermsForm) -> str:
    roadshow = roadshows.get(current_actor(), roadshow_id)
    fixed = bool(queries.answers(roadshow_id))
    return render_template("pitches/terms.html", roadshow=roadshow, form=form, fixed=fixed)
