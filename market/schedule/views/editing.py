"""One item of the draft: its form, and the quick buttons beside it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.web import access, current_actor
from market.pitches import queries as pitches
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from market.schedule import queries, service
from market.schedule.errors import ChangedMeanwhile, RunsInto
from market.schedule.forms import FREE_KINDS, ItemForm, kinds_of
from market.schedule.models import ScheduleItem
from market.schedule.rules.items import Kind
from market.schedule.views.mount import Answer, blueprint, deed, posted


@blueprint.get("/roadshows/<int:roadshow_id>/schedule/items/new")
@access("operator")
def new(roadshow_id: int) -> Answer:
    """The form for one more item of a kind."""
    roadshow = queries.for_desk(current_actor(), roadshow_id)
    asked = request.args.get("kind", "")
    return _new_page(roadshow, ItemForm.new(Kind(asked) if asked in FREE_KINDS else Kind.OTHER))


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/items/new")
@access("operator")
def new_post(roadshow_id: int) -> Answer:
    """One more item, in the room and behind the item chosen."""
    roadshow = queries.for_desk(current_actor(), roadshow_id)
    form = ItemForm(kinds=FREE_KINDS)
    if not form.validate():
        return _new_page(roadshow, form), 422
    wanted, behind = form.value(roadshow.starts_at), posted("behind")
    try:
        with transaction():
            key = service.add(current_actor(), roadshow_id, posted("room_id"), wanted, behind).key
    except RunsInto as refusal:
        return _new_page(queries.for_desk(current_actor(), roadshow_id), form, str(refusal)), refusal.status
    flash(_("The item is on the draft."), "ok")
    return redirect(url_for("schedule.draft", roadshow_id=roadshow_id, _anchor=f"item-{key}"))


def _new_page(roadshow: Roadshow, form: ItemForm, refusal: str = "") -> str:
    rows, rooms = queries.draft_items(roadshow.id), queries.rooms(roadshow.id)
    return render_template("schedule/new.html", roadshow=roadshow, form=form, rows=rows, rooms=rooms, refusal=refusal)


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/pitches")
@access("operator")
def add_pitch(roadshow_id: int) -> Answer:
    """One selected pitch onto the draft, with its own minutes."""
    queries.for_desk(current_actor(), roadshow_id)
    pitch_id = posted("pitch_id")
    found = next((one for one in pitches.of_roadshow(roadshow_id) if one.id == pitch_id), None)
    return deed(
        roadshow_id,
        lambda: service.add_pitch(current_actor(), roadshow_id, posted("room_id"), pitch_id),
        _("“%(title)s” is on the draft.", title=_title(found)),
    )


def _title(pitch: Pitch | None) -> str:
    return pitch.title if pitch is not None else ""


@blueprint.get("/roadshows/<int:roadshow_id>/schedule/items/<int:item_id>")
@access("operator")
def item(roadshow_id: int, item_id: int) -> Answer:
    """The form of an item, filled as it stands."""
    roadshow = queries.for_desk(current_actor(), roadshow_id)
    row = queries.draft_item(roadshow_id, item_id)
    return _item_page(roadshow, row, ItemForm.of(row))


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/items/<int:item_id>")
@access("operator")
def item_post(roadshow_id: int, item_id: int) -> Answer:
    """Change an item. Who was overtaken sees what stands there now beside what was typed, and decides."""
    actor = current_actor()
    roadshow, row = queries.for_desk(actor, roadshow_id), queries.draft_item(roadshow_id, item_id)
    form = ItemForm(kinds=kinds_of(row))
    if not form.validate():
        return _item_page(roadshow, row, form), 422
    wanted, key = form.value(row.starts_at), row.key
    try:
        with transaction():
            service.edit(actor, roadshow_id, item_id, posted("seen"), wanted)
    except (ChangedMeanwhile, RunsInto) as refusal:
        roadshow, row = queries.for_desk(actor, roadshow_id), queries.draft_item(roadshow_id, item_id)
        form.seen.data = str(row.version)
        overtaken = isinstance(refusal, ChangedMeanwhile)
        return _item_page(roadshow, row, form, str(refusal), overtaken), refusal.status
    flash(_("The item is changed; what follows has moved along."), "ok")
    return redirect(url_for("schedule.draft", roadshow_id=roadshow_id, _anchor=f"item-{key}"))


def _item_page(
    roadshow: Roadshow, row: ScheduleItem, form: ItemForm, refusal: str = "", overtaken: bool = False
) -> str:
    return render_template(
        "schedule/item.html",
        roadshow=roadshow,
        row=row,
        form=form,
        rooms=queries.rooms(roadshow.id),
        refusal=refusal,
        overtaken=overtaken,
    )


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/items/<int:item_id>/step")
@access("operator")
def step(roadshow_id: int, item_id: int) -> Answer:
    """One place up or down."""
    by = -1 if request.form.get("to") == "up" else 1
    return deed(
        roadshow_id,
        lambda: service.step(current_actor(), roadshow_id, item_id, posted("seen"), by),
        anchor=f"item-{posted('key')}",
    )


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/items/<int:item_id>/minutes")
@access("operator")
def stretch(roadshow_id: int, item_id: int) -> Answer:
    """Longer or shorter."""
    minutes = min(max(posted("minutes"), 1), 12 * 60)
    return deed(
        roadshow_id,
        lambda: service.stretch(current_actor(), roadshow_id, item_id, posted("seen"), minutes),
        anchor=f"item-{posted('key')}",
    )


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/items/<int:item_id>/room")
@access("operator")
def to_room(roadshow_id: int, item_id: int) -> Answer:
    """Into another room."""
    return deed(
        roadshow_id,
        lambda: service.to_room(current_actor(), roadshow_id, item_id, posted("seen"), posted("room_id")),
        _("The item is in the other room, where its time puts it."),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/items/<int:item_id>/remove")
@access("operator")
def remove(roadshow_id: int, item_id: int) -> Answer:
    """Off the draft."""
    return deed(
        roadshow_id,
        lambda: service.remove(current_actor(), roadshow_id, item_id, posted("seen")),
        _("The item is off the draft; what followed has moved up."),
    )
