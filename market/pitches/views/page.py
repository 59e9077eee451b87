"""The page of a pitch, for everybody once it is selected, and its files."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core import clock, files, panels
from market.core.db import transaction
from market.core.errors import NotFound
from market.core.web import access, current_actor, send_stored
from market.listings import queries as listings
from market.listings.rules.offer import FEE_KIND_NAMES
from market.needs import queries as needs
from market.pitches import queries, service
from market.pitches.forms import ACCEPT, FileForm
from market.pitches.models import Pitch
from market.pitches.views.applying import WHO
from market.pitches.views.mount import Answer, blueprint, opens


@blueprint.get("/pitches/<int:pitch_id>")
@access("public")
def page(pitch_id: int) -> Answer:
    """One pitch: what it shows, its patents and terms, material as far as it is open to the reader."""
    return _page(queries.get(current_actor(), pitch_id), FileForm(formdata=None))


def _page(pitch: Pitch, form: FileForm) -> str:
    actor = current_actor()
    own = actor.of(pitch.organisation_id)
    return render_template(
        "pitches/page.html",
        pitch=pitch,
        roadshow=pitch.roadshow,
        own=own,
        deeds=service.deeds(actor, pitch) if own else [],
        checks=queries.checklist(pitch) if own or actor.operator else [],
        fee=listings.fee_of(pitch.listing) if pitch.listing else None,
        takeable=pitch.listing is not None and listings.takeable(pitch.listing, clock.today()),
        need=needs.shown(pitch.need) if pitch.need else None,
        files=[(one, opens(pitch, one)) for one in pitch.files],
        form=form if own and service.may_change(pitch) else None,
        accept=ACCEPT,
        panels=panels.of("pitch", pitch),
        FEE_KINDS=FEE_KIND_NAMES,
    )


@blueprint.post("/pitches/<int:pitch_id>/files")
@access(*WHO)
def attach(pitch_id: int) -> Answer:
    """Add slides or other material."""
    pitch, entered = queries.own(current_actor(), pitch_id), FileForm()
    if not entered.validate():
        return _page(pitch, entered), 422
    upload = entered.file.data
    stored = files.keep(upload.stream, upload.filename or "file", pitch.organisation_id)
    with transaction():
        service.attach(current_actor(), pitch_id, stored, entered.tier.data, bool(entered.slides.data))
    flash(_("The file is added."), "ok")
    return redirect(url_for("pitches.page", pitch_id=pitch_id) + "#material")


@blueprint.post("/pitches/<int:pitch_id>/files/<int:file_id>/remove")
@access(*WHO)
def detach(pitch_id: int, file_id: int) -> Answer:
    """Take a file away."""
    with transaction():
        service.detach(current_actor(), pitch_id, file_id)
    flash(_("The file is removed."), "ok")
    return redirect(url_for("pitches.page", pitch_id=pitch_id) + "#material")


@blueprint.get("/pitches/<int:pitch_id>/files/<int:file_id>")
@access("public")
def file(pitch_id: int, file_id: int) -> Answer:
    """A file of a pitch as a download, where its tier opens for this reader."""
    pitch = queries.get(current_actor(), pitch_id)
    found = queries.file_of(pitch, file_id)
    if not opens(pitch, found):
        raise NotFound
    return send_stored(found.file)
