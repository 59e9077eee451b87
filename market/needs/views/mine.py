"""A firm's own needs: list, form in saved steps, handing in, files, ending."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core import clock, files, outbox
from market.core.actor import Actor
from market.core.db import transaction
from market.core.errors import Invalid
from market.core.files import StoredFile
from market.core.i18n import N_, translate
from market.core.web import access, current_actor, format_datetime, invalid_fields, paginate
from market.needs import queries, service
from market.needs.forms import STEPS, CloseForm, PrivateStep, Step
from market.needs.models import Need
from market.needs.rules.content import Details, points, refusals, step_of
from market.needs.rules.states import EDITABLE, FIRM, State, may
from market.needs.views.mount import blueprint

STEP_LABELS = {
    "problem": N_("Problem"),
    "solution": N_("Indicators"),
    "terms": N_("Terms"),
    "private": N_("Contact and files"),
}
HISTORY = {
    "NeedSubmitted": N_("Handed in for review"),
    "NeedReturned": N_("Returned for changes"),
    "NeedPublished": N_("Published on the needs board"),
    "NeedChanged": N_("Content changed"),
    "NeedTalked": N_("Talks began"),
    "NeedReopened": N_("Open again"),
    "NeedClosed": N_("Closed"),
    "NeedMatched": N_("Matched with listings and patents"),
}


@blueprint.get("/my/needs")
@access("firm")
def mine() -> str:
    """The firm's needs."""
    return render_template("needs/mine.html", page=paginate(queries.mine(current_actor())))


@blueprint.route("/my/needs/new", methods=["GET", "POST"])
@access("firm")
def new() -> str | Response:
    """Begin a need with the first step; words that a search did not answer come along in `q`."""
    actor = current_actor()
    form = STEPS["problem"].showing(Details(problem=request.args.get("q", "")[:500]))
    if form.validate_on_submit():
        with transaction():
            need = service.draft(actor, form.onto(Details()))
        return _onward(need, "problem")
    return render_template("needs/edit.html", form=form, step="problem", need=None, **_steps(None, "problem"))


@blueprint.route("/my/needs/<int:need_id>/edit/<any(problem, solution, terms, private):step>", methods=["GET", "POST"])
@access("firm", "operator")
def edit(need_id: int, step: str) -> str | Response:
    """One step of the form; saving it keeps the others."""
    actor = current_actor()
    need = queries.editable(actor, need_id)
    form = STEPS[step].showing(need.details())
    if form.validate_on_submit() and _saved(actor, need, form):
        return _onward(need, step)
    return render_template("needs/edit.html", form=form, step=step, need=need, **_steps(need, step))


def _saved(actor: Actor, need: Need, form: Step) -> bool:
    """Save a step, with its files; False when it was refused and the form says why."""
    kept = _kept(form, need)
    try:
        with transaction():
            service.save(actor, need, form.onto(need.details()))
            for stored in kept:
                service.attach(actor, need, stored, confidential=not form.files_public.data)
    except Invalid as error:
        form.refuse(error)
        return False
    return True


def _kept(form: Step, need: Need) -> list[StoredFile]:
    """Write the sent files to disk, before the transaction."""
    if not isinstance(form, PrivateStep):
        return []
    sent = [upload for upload in form.files.data or [] if getattr(upload, "filename", "")]
    return [files.keep(upload.stream, upload.filename, need.organisation_id, upload.mimetype or "") for upload in sent]


def _steps(need: Need | None, step: str) -> dict[str, Any]:
    names = list(STEP_LABELS)
    return {
        "number": names.index(step) + 1,
        "labels": [*(translate(label) for label in STEP_LABELS.values()), _("Check")],
        "before": names[names.index(step) - 1] if names.index(step) else "",
        "points": need.points() if need else points(Details()),
        "step_of": step_of,
    }


def _onward(need: Need, step: str) -> Response:
    """After a saved step: to the next one, or to the need when the person wants to go on later."""
    names = list(STEPS)
    later = "later" in request.form
    flash(_("Saved at %(time)s.", time=clock.now().astimezone(clock.SHANGHAI).strftime("%H:%M")), "ok")
    if current_actor().operator:
        return redirect(url_for("needs.review", need_id=need.id))
    if later or step == names[-1]:
        return redirect(url_for("needs.own", need_id=need.id))
    return redirect(url_for("needs.edit", need_id=need.id, step=names[names.index(step) + 1]))


@blueprint.get("/my/needs/<int:need_id>")
@access("firm")
def own(need_id: int) -> str:
    """The firm's view of its need: state, what is missing, all it has written, history."""
    return own_page(queries.own(current_actor(), need_id), {})


def own_page(need: Need, errors: dict[str, str]) -> str:
    """The page, with what kept it from being handed in."""
    details = need.details()
    missing = refusals(details, clock.today()) if need.state in (State.DRAFT, State.RETURNED) else {}
    return render_template(
        "needs/own.html",
        need=need,
        errors=errors,
        missing=missing,
        points=need.points(),
        step_of=step_of,
        moves={state: may(need.state, state, FIRM) for state in State},
        editable=need.state in EDITABLE,
        close_form=CloseForm(),
        history=history(need),
    )


def history(need: Need) -> list[dict[str, Any]]:
    """What has happened to a need, for the timeline."""
    entries: list[dict[str, Any]] = [
        {"when": format_datetime(need.created_at), "text": _("Draft begun"), "time": need.created_at}
    ]
    for row in outbox.history(f"need:{need.id}"):
        if label := HISTORY.get(row.name.partition(".")[2]):
            entries.append({"when": format_datetime(row.at), "text": translate(label), "time": row.at})
    return entries


@blueprint.post("/my/needs/<int:need_id>/submit")
@access("firm")
def submit(need_id: int) -> Any:
    """Hand it in for review."""
    actor = current_actor()
    need = queries.own(actor, need_id)
    try:
        with transaction():
            service.submit(actor, need)
    except Invalid as error:
        return own_page(need, invalid_fields(error)), error.status
    return render_template("needs/submitted.html", need=need)


@blueprint.post("/my/needs/<int:need_id>/take-back")
@access("firm")
def take_back(need_id: int) -> Response:
    """Make it a draft again."""
    with transaction():
        service.take_back(current_actor(), queries.own(current_actor(), need_id))
    flash(_("The need is a draft again."), "ok")
    return redirect(url_for("needs.own", need_id=need_id))


@blueprint.post("/my/needs/<int:need_id>/reopen")
@access("firm")
def reopen(need_id: int) -> Response:
    """Talks led nowhere: open again."""
    with transaction():
        service.stop_talking(current_actor(), queries.own(current_actor(), need_id))
    flash(_("The need is open again."), "ok")
    return redirect(url_for("needs.own", need_id=need_id))


@blueprint.post("/my/needs/<int:need_id>/close")
@access("firm")
def close(need_id: int) -> Response:
    """End it, saying how."""
    with transaction():
        service.close(current_actor(), queries.own(current_actor(), need_id), request.form.get("how", ""))
    flash(_("The need is closed. Thank you for telling us how it ended."), "ok")
    return redirect(url_for("needs.own", need_id=need_id))


@blueprint.post("/my/needs/<int:need_id>/files/<int:document_id>/remove")
@access("firm")
def detach(need_id: int, document_id: int) -> Response:
    """Take a file away again."""
    with transaction():
        service.detach(current_actor(), queries.own(current_actor(), need_id), document_id)
    flash(_("The file was removed."), "ok")
    return redirect(url_for("needs.own", need_id=need_id))
