"""The draft of a programme: everything on one page, with what is wrong with it, and the deeds on it as a whole."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from market.core.web import access, current_actor
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import COMING
from market.schedule import queries, service
from market.schedule.forms import FillForm, ReleaseForm, RoomForm, SwapForm
from market.schedule.rules.clashes import blocking
from market.schedule.service.holding import OVER
from market.schedule.views.mount import Answer, blueprint, deed, findings_of, posted


@blueprint.get("/roadshows/<int:roadshow_id>/schedule")
@access("operator")
def draft(roadshow_id: int) -> Answer:
    """Rooms with their items, findings, and what a release would change."""
    roadshow = queries.for_desk(current_actor(), roadshow_id)
    return draft_page(roadshow, RoomForm(formdata=None))


def draft_page(roadshow: Roadshow, room_form: RoomForm) -> str:
    """The page of the draft, with the form for one more room as it was filled in."""
    rows = queries.draft_items(roadshow.id)
    found = findings_of(roadshow)
    newest = queries.released(roadshow.id)
    held = queries.draft(roadshow.id)
    version = held.version if held else 0
    return render_template(
        "schedule/draft.html",
        roadshow=roadshow,
        rooms=[(room, [row for row in rows if row.room_id == room.id]) for room in queries.rooms(roadshow.id)],
        rows=rows,
        findings=found,
        blocked=blocking(found),
        clashing={key for clash in found for key in clash.keys if clash.blocking},
        missing=queries.unscheduled(roadshow.id),
        newest=newest,
        pending=queries.pending(roadshow.id),
        held=held,
        version=version,
        over=roadshow.state in OVER,
        announced=roadshow.state in COMING,
        fill_form=FillForm(formdata=None),
        room_form=room_form,
        swap_form=SwapForm(formdata=None, rows=rows, seen=str(version)),
        release_form=ReleaseForm(formdata=None, seen=str(version)),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/fill")
@access("operator")
def fill(roadshow_id: int) -> Answer:
    """The whole draft in one click."""
    form = FillForm()
    return deed(
        roadshow_id,
        lambda: service.fill(current_actor(), roadshow_id, bool(form.pause.data), bool(form.spread.data)),
        _("The draft is made. Now change what is to be otherwise."),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/clear")
@access("operator")
def clear(roadshow_id: int) -> Answer:
    """Everything off the draft."""
    return deed(
        roadshow_id,
        lambda: service.clear(current_actor(), roadshow_id, posted("seen")),
        _("The draft is empty. Released versions stay as they are."),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/move")
@access("operator")
def move_all(roadshow_id: int) -> Answer:
    """The whole draft to the beginning of the event."""
    return deed(
        roadshow_id,
        lambda: service.move_all(current_actor(), roadshow_id, posted("seen")),
        _("The whole draft has moved to the beginning of the event."),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/missing")
@access("operator")
def add_missing(roadshow_id: int) -> Answer:
    """Every selected pitch that is not on the draft yet, behind the last pitch of a room."""
    count = len(queries.unscheduled(roadshow_id))
    return deed(
        roadshow_id,
        lambda: service.add_missing(current_actor(), roadshow_id, posted("room_id")),
        ngettext("%(num)s pitch was added.", "%(num)s pitches were added.", count),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/swap")
@access("operator")
def swap(roadshow_id: int) -> Answer:
    """Two items take each other's place."""
    return deed(
        roadshow_id,
        lambda: service.swap(current_actor(), roadshow_id, posted("seen"), posted("one"), posted("other")),
        _("The two have changed places."),
    )
