"""Releasing a version, the list of versions with their differences, and one old version."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.web import access, current_actor
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import COMING
from market.schedule import queries, service
from market.schedule.errors import ChangedMeanwhile, NotEditable, NothingNew, NotReleasable
from market.schedule.forms import ReleaseForm
from market.schedule.rules.clashes import blocking
from market.schedule.service.holding import OVER
from market.schedule.views.mount import Answer, blueprint, findings_of, posted
from market.schedule.views.programme import by_room


@blueprint.get("/roadshows/<int:roadshow_id>/schedule/release")
@access("operator")
def release(roadshow_id: int) -> Answer:
    """What the next version would change, who would be told, and what keeps it back."""
    return _release_page(queries.for_desk(current_actor(), roadshow_id))


def _release_page(roadshow: Roadshow, refusal: str = "", note: str = "") -> str:
    found = findings_of(roadshow)
    return render_template(
        "schedule/release.html",
        roadshow=roadshow,
        pending=queries.pending(roadshow.id),
        newest=queries.released(roadshow.id),
        findings=found,
        blocked=blocking(found),
        announced=roadshow.state in COMING,
        form=ReleaseForm(formdata=None, seen=str(_seen(roadshow.id)), note=note),
        refusal=refusal,
    )


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/release")
@access("operator")
def release_post(roadshow_id: int) -> Answer:
    """Release the draft as the next version."""
    roadshow, form = queries.for_desk(current_actor(), roadshow_id), ReleaseForm()
    if not form.validate():
        return _release_page(roadshow, str(form.note.errors[0])), 422
    note = form.note.data or ""
    try:
        with transaction():
            number = service.release(current_actor(), roadshow_id, posted("seen"), note).number
    except (ChangedMeanwhile, NothingNew, NotReleasable) as refusal:
        return _release_page(queries.for_desk(current_actor(), roadshow_id), str(refusal), note), refusal.status
    flash(_("Version %(number)s is released. Whoever it concerns is told.", number=number), "ok")
    return redirect(url_for("schedule.changes", roadshow_id=roadshow_id))


@blueprint.get("/roadshows/<int:roadshow_id>/schedule/versions")
@access("operator")
def changes(roadshow_id: int) -> Answer:
    """Every released version with what it changed, and what the draft would change next."""
    roadshow = queries.for_desk(current_actor(), roadshow_id)
    return render_template(
        "schedule/versions.html",
        roadshow=roadshow,
        seen=_seen(roadshow_id),
        over=roadshow.state in OVER,
        versions=[(release, queries.changes_of(release)) for release in queries.versions(roadshow_id)],
        pending=queries.pending(roadshow_id),
    )


@blueprint.get("/roadshows/<int:roadshow_id>/schedule/versions/<int:number>")
@access("operator")
def version(roadshow_id: int, number: int) -> Answer:
    """One version as it was released."""
    roadshow = queries.for_desk(current_actor(), roadshow_id)
    found = queries.version(roadshow_id, number)
    return render_template(
        "schedule/version.html",
        roadshow=roadshow,
        release=found,
        newest=queries.released(roadshow_id),
        pending=queries.pending(roadshow_id),
        seen=_seen(roadshow_id),
        over=roadshow.state in OVER,
        groups=by_room(queries.items(found)),
    )


def _seen(roadshow_id: int) -> int:
    held = queries.draft(roadshow_id)
    return held.version if held else 0


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/versions/<int:number>/restore")
@access("operator")
def restore(roadshow_id: int, number: int) -> Answer:
    """The draft as a version had it; then what its release would change."""
    queries.version(queries.for_desk(current_actor(), roadshow_id).id, number)
    try:
        with transaction():
            service.restore(current_actor(), roadshow_id, number, posted("seen"))
    except (ChangedMeanwhile, NotEditable) as refusal:
        flash(str(refusal), "bad")
        return redirect(url_for("schedule.version", roadshow_id=roadshow_id, number=number))
    flash(_("The draft is as in version %(number)s again. Nobody sees it before you release it.", number=number), "ok")
    return redirect(url_for("schedule.release", roadshow_id=roadshow_id))
