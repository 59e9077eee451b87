"""The plan: begin, change, copy; and the series. For the operator."""

from collections.abc import Callable, Sequence

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core import clock
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.i18n import current_language
from market.core.web import access, current_actor
from market.roadshows import queries, service
from market.roadshows.errors import PlanClosed
from market.roadshows.forms import CloneForm, PlanForm, SeriesForm
from market.roadshows.models import Roadshow
from market.roadshows.rules import copies, plans
from market.roadshows.rules.plans import Plan
from market.roadshows.rules.series import Series
from market.roadshows.views.mount import Answer, blueprint
from market.roadshows.views.public import asked_number

TAKEN = "roadshow_taken"
"""Where the wiring names, in `app.extensions`, who knows what the rooms above took over for a copy."""


def named_series() -> dict[int, str]:
    """Every series with its title, for choosing."""
    return {one.id: one.name(current_language()) for one in queries.all_series()}


@blueprint.get("/roadshows/new")
@access("operator")
def new() -> Answer:
    """An empty plan; of a series when one is named."""
    plan = Plan(series_id=asked_number("series"))
    return _form_page(None, PlanForm.of(plan, plans.EVERYTHING - plans.LATER, named_series()))


@blueprint.post("/roadshows/new")
@access("operator")
def new_post() -> Answer:
    """Begin the plan."""
    form = PlanForm(may=plans.EVERYTHING - plans.LATER, series=named_series())
    if not form.validate():
        return _form_page(None, form), 422
    plan = form.value(Plan())
    try:
        with transaction():
            number = service.begin(current_actor(), plan).id
    except Invalid as error:
        form.refuse(error)
        return _form_page(None, form), 422
    flash(_("The plan is kept. Days you left empty were counted back from its day."), "ok")
    return redirect(url_for("roadshows.manage", roadshow_id=number))


@blueprint.get("/roadshows/<int:roadshow_id>/plan")
@access("operator")
def plan(roadshow_id: int) -> Answer:
    """The plan, to be read or changed."""
    found = queries.run_by(current_actor(), roadshow_id)
    return _form_page(found, PlanForm.of(found.plan, plans.open_fields(found.state), named_series()))


@blueprint.post("/roadshows/<int:roadshow_id>/plan")
@access("operator")
def plan_post(roadshow_id: int) -> Answer:
    """Change the plan."""
    found = queries.run_by(current_actor(), roadshow_id)
    if not (may := plans.open_fields(found.state)):
        raise PlanClosed
    form = PlanForm(may=may, series=named_series(), industry=found.industry)
    if not form.validate():
        return _form_page(found, form), 422
    entered = form.value(found.plan)
    try:
        with transaction():
            names = service.change(current_actor(), roadshow_id, entered)
    except Invalid as error:
        form.refuse(error)
        return _form_page(queries.run_by(current_actor(), roadshow_id), form), 422
    _say_what_changed(names, queries.run_by(current_actor(), roadshow_id))
    return redirect(url_for("roadshows.manage", roadshow_id=roadshow_id))


def _say_what_changed(names: list[str], found: Roadshow) -> None:
    if not names:
        flash(_("Nothing was changed."), "info")
    elif found.coming and set(names) & set(plans.WHERE_AND_WHEN):
        flash(_("Time or place is another one now. The bureau and everybody registered are told."), "ok")
    else:
        flash(_("The plan is changed."), "ok")


def _form_page(found: Roadshow | None, form: PlanForm) -> str:
    return render_template(
        "roadshows/plan.html",
        roadshow=found,
        form=form,
        closed=found is not None and not plans.open_fields(found.state),
        chains=queries.chains(everything=True),
        missing=plans.missing(found.plan) if found is not None and found.state in ("draft", "returned") else {},
        days=DAYS,
    )


DAYS = {
    "call_opens_at": plans.CALL_OPENS,
    "call_closes_at": plans.CALL_CLOSES,
    "register_opens_at": plans.REGISTER_OPENS,
    "register_closes_at": plans.REGISTER_CLOSES,
    "files_due_at": plans.FILES_DUE,
}


@blueprint.get("/roadshows/<int:roadshow_id>/clone")
@access("operator")
def clone(roadshow_id: int) -> Answer:
    """When is the copy to begin?"""
    found = queries.run_by(current_actor(), roadshow_id)
    return _clone_page(found, CloneForm(formdata=None))


@blueprint.post("/roadshows/<int:roadshow_id>/clone")
@access("operator")
def clone_post(roadshow_id: int) -> Answer:
    """Make the copy."""
    found, form = queries.run_by(current_actor(), roadshow_id), CloneForm()
    if not form.validate():
        return _clone_page(found, form), 422
    starts = form.value()
    try:
        with transaction():
            number = service.clone(current_actor(), roadshow_id, starts).id
    except Invalid as error:
        form.refuse(error)
        return _clone_page(queries.run_by(current_actor(), roadshow_id), form), 422
    flash(_("The copy is made, with every day shifted. Look through it before you send it to the bureau."), "ok")
    return redirect(url_for("roadshows.copied", roadshow_id=number))


@blueprint.get("/roadshows/<int:roadshow_id>/copied")
@access("operator")
def copied(roadshow_id: int) -> Answer:
    """What a copy took over of the earlier roadshow, what it left behind, and what must be looked at."""
    found = queries.run_by(current_actor(), roadshow_id)
    if found.copied_from_id is None:
        raise NotFound
    source = queries.run_by(current_actor(), found.copied_from_id)
    take: Callable[[int], Sequence[copies.Taken]] | None = current_app.extensions.get(TAKEN)
    return render_template(
        "roadshows/copied.html",
        roadshow=found,
        source=source,
        days=copies.days(source.plan, found.plan, clock.now()),
        looks=copies.to_look_at(source.plan, found.plan),
        taken=take(found.id) if take else (),
        open=plans.open_fields(found.state),
    )


def _clone_page(found: Roadshow, form: CloneForm) -> str:
    return render_template("roadshows/clone.html", roadshow=found, form=form, today=clock.today())


@blueprint.get("/roadshows/series")
@access("operator")
def all_series() -> Answer:
    """Every series with how many roadshows it has."""
    return render_template("roadshows/all_series.html", series=queries.all_series(), counts=queries.held_in_series())


@blueprint.get("/roadshows/series/new")
@blueprint.get("/roadshows/series/<int:series_id>/edit")
@access("operator")
def edit_series(series_id: int | None = None) -> Answer:
    """The words of a series."""
    found = queries.series(series_id) if series_id is not None else None
    words = found or Series("")
    form = SeriesForm(
        formdata=None, title=words.title, title_en=words.title_en, summary=words.summary, summary_en=words.summary_en
    )
    return render_template("roadshows/series_form.html", series=found, form=form)


@blueprint.post("/roadshows/series/new")
@blueprint.post("/roadshows/series/<int:series_id>/edit")
@access("operator")
def edit_series_post(series_id: int | None = None) -> Answer:
    """Begin or change a series."""
    found = queries.series(series_id) if series_id is not None else None
    form = SeriesForm()
    if not form.validate():
        return render_template("roadshows/series_form.html", series=found, form=form), 422
    try:
        with transaction():
            number = service.keep_series(current_actor(), form.value(), series_id).id
    except Invalid as error:
        form.refuse(error)
        found = queries.series(series_id) if series_id is not None else None
        return render_template("roadshows/series_form.html", series=found, form=form), 422
    flash(_("The series is kept."), "ok")
    return redirect(url_for("roadshows.series", series_id=number))
