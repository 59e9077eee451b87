"""Applying in two clicks: choose the call, hand in the filled form; later edit, hand in again, withdraw."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import clock
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.i18n import translate
from market.core.web import access, current_actor, paginate
from market.pitches import queries, service
from market.pitches.forms import ApplicationForm
from market.pitches.models import Pitch
from market.pitches.rules.application import editable
from market.pitches.rules.states import STATE_NAMES
from market.pitches.views.mount import Answer, blueprint
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow

WHO = ("university", "firm")


def asked_about() -> service.About:
    """The own listing or need that the address names."""
    numbers = {name: request.args.get(name, "") for name in ("listing", "need")}
    known = {name: int(text) for name, text in numbers.items() if text.isdecimal() and len(text) < 10}
    return service.about(current_actor(), known.get("listing"), known.get("need"))


def address_of(what: service.About) -> dict[str, int]:
    """The address's parameter for a listing or a need."""
    return {str(what.subject): what.id}


@blueprint.get("/pitches/new")
@access(*WHO)
def choose() -> Answer:
    """From a listing or need: which open call. Without one: what of the own could be pitched."""
    if not {"listing", "need"} & set(request.args):
        return redirect(url_for("pitches.calls"))
    what = asked_about()
    found = [
        (roadshow, queries.terms(roadshow), queries.standing(roadshow.id, what.subject, what.id))
        for roadshow in queries.open_calls(what.subject)
    ]
    return render_template("pitches/choose.html", what=what, calls=found, address=address_of(what))


@blueprint.get("/roadshows/<int:roadshow_id>/apply")
@access(*WHO)
def apply(roadshow_id: int) -> Answer:
    """The application, filled with what the listing or need says already; without one the list to choose from."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    if not {"listing", "need"} & set(request.args):
        return _candidates(roadshow)
    what = asked_about()
    if (before := queries.standing(roadshow_id, what.subject, what.id)) is not None:
        return redirect(url_for("pitches.page", pitch_id=before.id))
    if not roadshow.calls():
        return _candidates(roadshow)
    form = ApplicationForm.of(service.prefilled(roadshow, what, current_actor()))
    return _apply_page(roadshow_id, what, form)


def _candidates(roadshow: Roadshow) -> str:
    terms = queries.terms(roadshow)
    return render_template(
        "pitches/candidates.html",
        roadshow=roadshow,
        terms=terms,
        rows=queries.candidates(current_actor(), terms.takes) if roadshow.calls() else [],
    )


@blueprint.post("/roadshows/<int:roadshow_id>/apply")
@access(*WHO)
def send(roadshow_id: int) -> Answer:
    """Hand in, or keep as a draft."""
    what, entered = asked_about(), ApplicationForm()
    if not entered.validate():
        return _apply_page(roadshow_id, what, entered), 422
    draft = bool(request.form.get("later"))
    try:
        with transaction():
            number = service.begin(current_actor(), roadshow_id, what, entered.value()).id
            if not draft:
                service.submit(current_actor(), number)
    except Invalid as error:
        entered.refuse(error)
        return _apply_page(roadshow_id, asked_about(), entered), 422
    flash(_("Kept as a draft; hand it in before the call closes.") if draft else _("Your application is in."), "ok")
    return redirect(url_for("pitches.page", pitch_id=number))


def _apply_page(roadshow_id: int, what: service.About, form: ApplicationForm) -> str:
    roadshow = roadshows.get(current_actor(), roadshow_id)
    return render_template(
        "pitches/apply.html",
        roadshow=roadshow,
        what=what,
        form=form,
        checks=queries.checklist_before(roadshow, what.row),
        terms=queries.terms(roadshow),
    )


@blueprint.get("/pitches")
@access(*WHO)
def mine() -> Answer:
    """The organisation's applications with what is to be done next."""
    state = request.args.get("state", "")
    page = paginate(queries.mine(current_actor(), state if state in STATE_NAMES else ""))
    return render_template(
        "pitches/mine.html",
        page=page,
        state_choices=[("", _("All")), *((key, translate(name)) for key, name in STATE_NAMES.items())],
        calls=queries.open_calls(),
    )


def _fields(pitch: Pitch) -> tuple[str, ...]:
    roadshow = pitch.roadshow
    return editable(pitch.state, clock.now(), roadshow.files_due_at, roadshow.starts_at)


@blueprint.get("/pitches/<int:pitch_id>/edit")
@access(*WHO)
def edit(pitch_id: int) -> Answer:
    """The form with what may still be changed."""
    pitch = queries.own(current_actor(), pitch_id)
    if not (names := _fields(pitch)):
        raise NotFound
    return _edit_page(pitch, ApplicationForm.of(service.application_of(pitch)).keep(names))


@blueprint.post("/pitches/<int:pitch_id>/edit")
@access(*WHO)
def save(pitch_id: int) -> Answer:
    """Store the changes; with "hand in" they are handed in as well."""
    pitch = queries.own(current_actor(), pitch_id)
    if not (names := _fields(pitch)):
        raise NotFound
    entered = ApplicationForm().keep(names)
    if not entered.validate():
        return _edit_page(pitch, entered), 422
    value = entered.value(service.application_of(pitch))
    try:
        with transaction():
            service.edit(current_actor(), pitch_id, value)
            if request.form.get("submit"):
                service.submit(current_actor(), pitch_id)
    except Invalid as error:
        entered.refuse(error)
        return _edit_page(queries.own(current_actor(), pitch_id), entered), 422
    flash(_("Stored."), "ok")
    return redirect(url_for("pitches.page", pitch_id=pitch_id))


def _edit_page(pitch: Pitch, form: ApplicationForm) -> str:
    return render_template("pitches/edit.html", pitch=pitch, roadshow=pitch.roadshow, form=form)


@blueprint.post("/pitches/<int:pitch_id>/submit")
@access(*WHO)
def submit(pitch_id: int) -> Answer:
    """Hand in a draft, or a mended application again; with gaps the form opens and says which."""
    try:
        with transaction():
            service.submit(current_actor(), pitch_id)
    except Invalid as error:
        pitch = queries.own(current_actor(), pitch_id)
        form = ApplicationForm.of(service.application_of(pitch)).keep(_fields(pitch))
        form.refuse(error)
        return _edit_page(pitch, form), 422
    flash(_("Your application is in."), "ok")
    return redirect(url_for("pitches.page", pitch_id=pitch_id))


@blueprint.post("/pitches/<int:pitch_id>/withdraw")
@access(*WHO)
def withdraw(pitch_id: int) -> Answer:
    """Take an application back."""
    with transaction():
        service.withdraw(current_actor(), pitch_id)
    flash(_("The application is withdrawn."), "ok")
    return redirect(url_for("pitches.mine"))
