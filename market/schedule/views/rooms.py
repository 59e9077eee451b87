"""The rooms of an event."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.i18n import translate
from market.core.web import access, current_actor
from market.roadshows.models import Roadshow
from market.schedule import queries, service
from market.schedule.errors import ChangedMeanwhile, SameName
from market.schedule.forms import RoomForm
from market.schedule.models import ScheduleRoom
from market.schedule.views.drafting import draft_page
from market.schedule.views.mount import Answer, blueprint, deed, posted


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/rooms")
@access("operator")
def add_room(roadshow_id: int) -> Answer:
    """One more room."""
    roadshow, form = queries.for_desk(current_actor(), roadshow_id), RoomForm()
    if not form.validate():
        return draft_page(roadshow, form), 422
    try:
        with transaction():
            service.add_room(current_actor(), roadshow_id, form.value())
    except SameName:
        form.name.errors = [translate(SameName.sentence)]
        return draft_page(queries.for_desk(current_actor(), roadshow_id), form), 422
    flash(_("The room is added."), "ok")
    return redirect(url_for("schedule.draft", roadshow_id=roadshow_id, _anchor="rooms"))


@blueprint.get("/roadshows/<int:roadshow_id>/schedule/rooms/<int:room_id>")
@access("operator")
def room(roadshow_id: int, room_id: int) -> Answer:
    """The form of a room."""
    roadshow, found = queries.for_desk(current_actor(), roadshow_id), queries.room(roadshow_id, room_id)
    return _room_page(roadshow, found, RoomForm.of(found))


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/rooms/<int:room_id>")
@access("operator")
def room_post(roadshow_id: int, room_id: int) -> Answer:
    """Change a room."""
    roadshow, found = queries.for_desk(current_actor(), roadshow_id), queries.room(roadshow_id, room_id)
    form = RoomForm()
    if not form.validate():
        return _room_page(roadshow, found, form), 422
    try:
        with transaction():
            service.change_room(current_actor(), roadshow_id, room_id, posted("seen"), form.value())
    except (SameName, ChangedMeanwhile) as refusal:
        roadshow, found = queries.for_desk(current_actor(), roadshow_id), queries.room(roadshow_id, room_id)
        form.name.errors = [str(refusal)]
        form.seen.data = str(found.version)
        return _room_page(roadshow, found, form), refusal.status
    flash(_("The room is changed."), "ok")
    return redirect(url_for("schedule.draft", roadshow_id=roadshow_id, _anchor="rooms"))


def _room_page(roadshow: Roadshow, room: ScheduleRoom, form: RoomForm) -> str:
    return render_template("schedule/room.html", roadshow=roadshow, room=room, form=form)


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/rooms/<int:room_id>/drop")
@access("operator")
def drop_room(roadshow_id: int, room_id: int) -> Answer:
    """Take an empty room away."""
    return deed(
        roadshow_id,
        lambda: service.drop_room(current_actor(), roadshow_id, room_id),
        _("The room is taken away."),
        anchor="rooms",
    )
