"""The operator's review of needs: the queue, one need with everything it holds, the decisions."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.i18n import N_
from market.core.web import access, current_actor, invalid_fields, paginate
from market.needs import queries, service
from market.needs.forms import CloseForm, NoteForm, ReturnForm
from market.needs.models import Need
from market.needs.rules.states import EDITABLE, OPERATOR, State, may
from market.needs.views.mine import history
from market.needs.views.mount import blueprint

TABS = {
    "waiting": N_("To review"),
    "odd": N_("Look twice"),
    "published": N_("On the board"),
    "returned": N_("Returned"),
    "ended": N_("Ended"),
}


@blueprint.get("/desk/needs")
@access("operator")
def triage() -> str:
    """The queue, the oldest first."""
    tab = request.args.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    page = paginate(queries.triage(tab, request.args.get("q", "")), per_page=50)
    return render_template("needs/triage.html", page=page, tab=tab, tabs=TABS, counts=queries.tab_counts())


@blueprint.get("/desk/needs/<int:need_id>")
@access("operator")
def review(need_id: int) -> str:
    """One need with its confidential parts, and what can be decided."""
    need = queries.for_review(current_actor(), need_id)
    return review_page(need, {})


def review_page(need: Need, errors: dict[str, str]) -> str:
    """The page, with what was refused."""
    repeats = queries.by_id(need.repeats_id)
    note = NoteForm(data={"private_note": need.private_note})
    return render_template(
        "needs/review.html",
        need=need,
        repeats=repeats,
        errors=errors,
        points=need.points(),
        moves={state: may(need.state, state, OPERATOR) for state in State},
        editable=need.state in EDITABLE,
        return_form=ReturnForm(),
        note_form=note,
        close_form=CloseForm(operator=True),
        history=history(need),
    )


@blueprint.post("/desk/needs/<int:need_id>/<any(publish, return, note, close, unflag, resubmit):deed>")
@access("operator")
def decide(need_id: int, deed: str) -> Any:
    """One decision on one need."""
    actor = current_actor()
    need = queries.for_review(actor, need_id)
    try:
        with transaction():
            _do(deed, need)
    except Invalid as error:
        return review_page(need, invalid_fields(error)), error.status
    flash(_("Done: %(title)s", title=need.title), "ok")
    if deed in ("note", "unflag"):
        return redirect(url_for("needs.review", need_id=need.id))
    return redirect(url_for("needs.triage"))


def _do(deed: str, need: Need) -> None:
    actor = current_actor()
    if deed == "publish":
        service.publish(actor, need)
    elif deed == "return":
        service.send_back(actor, need, request.form.get("message", "")[:2000])
    elif deed == "note":
        service.note(actor, need, request.form.get("private_note", "")[:2000])
    elif deed == "close":
        service.close(actor, need, request.form.get("how", ""))
    elif deed == "unflag":
        service.unflag(actor, need)
    elif deed == "resubmit":
        service.resubmit(actor, need)
    else:
        raise NotFound


@blueprint.post("/desk/needs/publish")
@access("operator")
def publish_many() -> Response:
    """Publish the chosen ones of the queue."""
    ids = [int(text) for text in request.form.getlist("need") if text.isdecimal() and len(text) < 10]
    with transaction():
        count = service.publish_many(current_actor(), ids)
    flash(ngettext("%(num)s need was published.", "%(num)s needs were published.", count), "ok")
    return redirect(url_for("needs.triage"))
