"""The operator enters what firms wrote on paper or said aloud; whoever it was entered for confirms it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import Invalid
from market.core.web import access, current_actor
from market.guests import queries as guests
from market.intents import queries, service
from market.intents.errors import AlreadyDeclared, NotAGuest
from market.intents.forms import EntryForm
from market.intents.rules.wishes import TAKERS, names
from market.intents.views.declaring import back
from market.intents.views.mount import Answer, blueprint, organisation_name, subject
from market.pitches import queries as pitches
from market.pitches.models import Pitch
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow


@blueprint.get("/roadshows/<int:roadshow_id>/follow-up/enter")
@access("operator")
def enter(roadshow_id: int) -> Answer:
    """Choose the pitch, then the form for one firm."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    pitch = _chosen(roadshow)
    if pitch is None:
        return _page(roadshow, None, None)
    return _page(roadshow, pitch, EntryForm(names(subject(pitch)), guest_choices(pitch), formdata=None))


def _chosen(roadshow: Roadshow) -> Pitch | None:
    """The pitch that the address names, when it is on the programme."""
    asked = request.args.get("pitch", "")
    return next((pitch for pitch in pitches.of_roadshow(roadshow.id) if str(pitch.id) == asked), None)


def guest_choices(pitch: Pitch) -> list[tuple[str, str]]:
    """The people registered whose organisation may declare an intent on this pitch, by organisation."""
    fitting = [
        (organisation_name(row.organisation), row.user.name, row.id)
        for row in guests.of_roadshow(pitch.roadshow_id)
        if row.organisation.kind in TAKERS[subject(pitch)]
        and row.organisation.vetted
        and row.organisation_id != pitch.organisation_id
    ]
    return [(str(number), f"{body} · {person}") for body, person, number in sorted(fitting)]


def _page(roadshow: Roadshow, pitch: Pitch | None, form: EntryForm | None) -> str:
    return render_template(
        "intents/enter.html",
        roadshow=roadshow,
        pitch=pitch,
        pitches=pitches.of_roadshow(roadshow.id),
        counts=queries.counts(roadshow.id),
        form=form,
        last=service.last_entry_day(roadshow),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/follow-up/enter")
@access("operator")
def enter_post(roadshow_id: int) -> Answer:
    """Enter it, tell the firm, and offer the form for the next one."""
    actor = current_actor()
    roadshow = roadshows.get(actor, roadshow_id)
    pitch = _chosen(roadshow)
    if pitch is None:
        return redirect(url_for("intents.enter", roadshow_id=roadshow_id))
    form = EntryForm(names(subject(pitch)), guest_choices(pitch))
    if not form.validate():
        return _page(roadshow, pitch, form), 422
    try:
        with transaction():
            made = service.enter(actor, int(form.guest.data), pitch.id, form.value(), form.said())
            reference = made.reference
    except Invalid as error:
        form.refuse(error)
    except (AlreadyDeclared, NotAGuest) as error:
        form.guest.errors = [str(error)]
    else:
        flash(_("Entered: %(reference)s. The firm is told and may correct it. Next form?", reference=reference), "ok")
        return redirect(url_for("intents.enter", roadshow_id=roadshow_id, pitch=request.args["pitch"]))
    roadshow = roadshows.get(actor, roadshow_id)
    return _page(roadshow, _chosen(roadshow), form), 422


@blueprint.post("/intents/<int:intent_id>/confirm")
@access("firm", "university", "service")
def confirm(intent_id: int) -> Answer:
    """Say that what the operator entered is right."""
    with transaction():
        service.confirm(current_actor(), intent_id)
    flash(_("Thank you. The intent stands as you said it."), "ok")
    return back(intent_id)
