"""The checklist of the rehearsal, two days before the event."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for

from market.core.db import transaction
from market.core.web import access, current_actor
from market.schedule import queries, service
from market.schedule.rules.rehearsal import DAYS_BEFORE
from market.schedule.views.mount import Answer, blueprint, posted


@blueprint.get("/roadshows/<int:roadshow_id>/schedule/rehearsal")
@access("operator")
def rehearsal(roadshow_id: int) -> Answer:
    """Each pitch with what is ready and what is not."""
    roadshow = queries.for_desk(current_actor(), roadshow_id)
    found = queries.readiness(roadshow_id)
    return render_template(
        "schedule/rehearsal.html",
        roadshow=roadshow,
        found=found,
        ready=sum(1 for _pitch, state, _rows in found if state.ready),
        due=roadshow.starts_at - timedelta(days=DAYS_BEFORE),
        has_slides=queries.has_slides,
    )


@blueprint.post("/roadshows/<int:roadshow_id>/schedule/rehearsal")
@access("operator")
def tick(roadshow_id: int) -> Answer:
    """Tick one thing of one pitch, or take the tick away."""
    pitch_id, what = posted("pitch_id"), request.form.get("what", "")
    with transaction():
        service.tick(current_actor(), roadshow_id, pitch_id, what, request.form.get("done") == "1")
    return redirect(url_for("schedule.rehearsal", roadshow_id=roadshow_id, _anchor=f"pitch-{pitch_id}"))
