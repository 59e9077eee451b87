"""The operator's desk of follow-up for one roadshow: every intent by stage, what is due first, handed over in bulk."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import sheets
from market.core.db import db, transaction
from market.core.errors import Invalid
from market.core.web import access, current_actor
from market.intents import queries, service
from market.intents.forms import AssignForm, named
from market.intents.models import Intent
from market.intents.rules.states import STAGE_NAMES
from market.intents.views.mount import Answer, blueprint
from market.intents.views.pages import heads, rows
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow

MOST_SHOWN = 2000


@blueprint.get("/roadshows/<int:roadshow_id>/follow-up")
@access("operator")
def desk(roadshow_id: int) -> Answer:
    """The intents of a roadshow in columns of stages; filtered, exported."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    found = _found(roadshow)
    if request.args.get("format") in sheets.FORMATS:
        return sheets.send(f"intents-{roadshow.reference}", heads(), rows(found), request.args["format"])
    return _desk_page(roadshow, found, AssignForm(_people(found, roadshow), formdata=None))


def _found(roadshow: Roadshow) -> list[Intent]:
    owner = request.args.get("owner", "")
    statement = queries.listed(
        current_actor(),
        words=request.args.get("q", ""),
        roadshow_id=roadshow.id,
        owner_id=int(owner) if owner.isdecimal() and len(owner) < 10 else None,
        late=request.args.get("late") == "1",
    )
    return list(db.session.scalars(statement.limit(MOST_SHOWN)))


def _people(found: list[Intent], roadshow: Roadshow) -> list[tuple[int, str]]:
    """Whom intents may be handed over to: the operator's people and those of the sides that pitched."""
    people = queries.carers(roadshow.organisation_id, {intent.pitch.organisation_id for intent in found})
    return [(person.id, named(person)) for person in people]


def _desk_page(roadshow: Roadshow, found: list[Intent], form: AssignForm) -> str:
    known = queries.chains(found)
    columns = [(stage, [intent for intent in found if intent.stage == stage]) for stage in STAGE_NAMES]
    owners = {intent.owner.id: intent.owner.name for intent in found if intent.owner is not None}
    return render_template(
        "intents/desk.html",
        roadshow=roadshow,
        columns=[(stage, intents) for stage, intents in columns if intents],
        counts=queries.stage_counts(current_actor(), roadshow.id),
        chains=known,
        totals=queries.totals(known.values()),
        form=form,
        owner_choices=[("", _("All")), *((str(key), name) for key, name in owners.items())],
        late_choices=[("", _("All")), ("1", _("Next date passed"))],
    )


@blueprint.post("/roadshows/<int:roadshow_id>/follow-up")
@access("operator")
def desk_post(roadshow_id: int) -> Answer:
    """Hand the chosen intents over, or set their next date."""
    actor = current_actor()
    roadshow = roadshows.get(actor, roadshow_id)
    found = _found(roadshow)
    form = AssignForm(_people(found, roadshow))
    chosen = [intent.id for intent in found if str(intent.id) in request.form.getlist("intent")]
    if not form.validate():
        return _desk_page(roadshow, found, form), 422
    if not chosen or not (form.owner.data or form.next_on.data):
        flash(_("Choose intents, and a person or a date."), "warn")
        return redirect(url_for("intents.desk", roadshow_id=roadshow_id))
    try:
        with transaction():
            done = len(service.assign(actor, chosen, form.owner.data or None, form.next_on.data))
    except Invalid as error:
        form.refuse(error)
        roadshow = roadshows.get(actor, roadshow_id)
        return _desk_page(roadshow, _found(roadshow), form), 422
    flash(_("Done for %(count)s intents.", count=done), "ok")
    return redirect(url_for("intents.desk", roadshow_id=roadshow_id))
