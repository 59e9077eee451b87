"""Materials of a roadshow: replay, files by tier, and how often each organisation fetched them."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import sheets
from market.core.db import transaction
from market.core.errors import NotFound
from market.core.i18n import N_, translate
from market.core.sheets import Cell
from market.core.web import access, current_actor, send_stored
from market.guests import queries as guests
from market.outcomes import queries, service
from market.outcomes.forms import ReplayForm
from market.outcomes.queries import Fetched
from market.outcomes.views.mount import Answer, blueprint
from market.pitches.rules.tiers import may_open
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow

WHAT_NAMES = {"file": N_("File"), "video": N_("Video"), "replay": N_("Replay")}


@blueprint.get("/roadshows/<int:roadshow_id>/materials")
@access("public")
def materials(roadshow_id: int) -> Answer:
    """Replay and files as far as they are open to this reader, and who fetched what of one's own."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    if request.args.get("format") in sheets.FORMATS:
        rows = map(fetch_cells, fetched_rows(roadshow))
        return sheets.send(f"materials-{roadshow.reference}", fetch_heads(), rows, request.args["format"])
    after = queries.after_of(roadshow.id)
    form = ReplayForm(formdata=None, link=roadshow.replay_url, replay_for=after.replay_for if after else "registered")
    return _page(roadshow, form)


def _page(roadshow: Roadshow, form: ReplayForm) -> str:
    actor = current_actor()
    return render_template(
        "outcomes/materials.html",
        roadshow=roadshow,
        shelves=queries.shelves(actor, roadshow),
        let_in=guests.let_in(actor, roadshow),
        replay=queries.replay_open(actor, roadshow),
        fetched=fetched_rows(roadshow),
        place=queries.place_of(actor, roadshow.id) if actor.user_id else None,
        form=form,
        WHAT_NAMES=WHAT_NAMES,
    )


def fetched_rows(roadshow: Roadshow) -> list[Fetched]:
    """What this reader may know of who fetched what; nothing for a stranger."""
    actor = current_actor()
    return queries.fetched(actor, roadshow.id) if actor.organisation_id is not None else []


def fetch_heads() -> list[str]:
    """The columns of the exported list."""
    return [_("Pitch"), _("What"), _("Name"), _("Organisation"), _("Times")]


def fetch_cells(row: Fetched) -> list[Cell]:
    """One organisation and what it fetched as a row."""
    return [row.pitch, translate(WHAT_NAMES[row.what]), row.name, row.organisation or _("Not signed in"), row.count]


@blueprint.get("/roadshows/<int:roadshow_id>/materials/<int:file_id>")
@access("public")
def material(roadshow_id: int, file_id: int) -> Answer:
    """A file of a pitch as a download, counted for the reader's organisation."""
    actor = current_actor()
    found = queries.material(actor, roadshow_id, file_id)
    pitch_id, name = found.pitch_id, found.file.filename
    if not actor.of(found.pitch.organisation_id) and not actor.operator:
        with transaction():
            service.count_fetch(actor, roadshow_id, "file", name, pitch_id)
    return send_stored(queries.material(actor, roadshow_id, file_id).file)


@blueprint.get("/roadshows/<int:roadshow_id>/materials/video/<int:pitch_id>")
@access("public")
def video(roadshow_id: int, pitch_id: int) -> Answer:
    """To the video of a pitch, for those registered; counted."""
    actor = current_actor()
    roadshow = roadshows.get(actor, roadshow_id)
    inside = guests.let_in(actor, roadshow)
    for shelf in queries.shelves(actor, roadshow):
        link = shelf.pitch.video_url
        opens = may_open("registered", registered=inside, intent=shelf.intent, own=shelf.own, operator=actor.operator)
        if shelf.pitch.id == pitch_id and link and opens:
            with transaction():
                service.count_fetch(actor, roadshow_id, "video", link, pitch_id)
            return redirect(link)
    raise NotFound


@blueprint.get("/roadshows/<int:roadshow_id>/replay")
@access("public")
def replay(roadshow_id: int) -> Answer:
    """To the replay, where it is open to this reader; counted."""
    actor = current_actor()
    roadshow = roadshows.get(actor, roadshow_id)
    if not queries.replay_open(actor, roadshow):
        raise NotFound
    link = roadshow.replay_url
    with transaction():
        service.count_fetch(actor, roadshow_id, "replay", link)
    return redirect(link)


@blueprint.post("/roadshows/<int:roadshow_id>/replay")
@access("operator")
def set_replay(roadshow_id: int) -> Answer:
    """Say where the replay is and who may watch it."""
    form = ReplayForm()
    if not form.validate():
        return _page(roadshows.get(current_actor(), roadshow_id), form), 422
    with transaction():
        service.set_replay(current_actor(), roadshow_id, form.link.data or "", form.replay_for.data)
    flash(_("Saved. The page of materials shows it now."), "ok")
    return redirect(url_for("outcomes.materials", roadshow_id=roadshow_id))
