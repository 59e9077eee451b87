"""What the worker does, has done, and has given up."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core import outbox
from market.core.db import transaction
from market.core.errors import Conflict
from market.core.web import access, paginate
from market.operations import queries
from market.operations.views.mount import blueprint, words

STATES = ("dead", "waiting", "running", "done")


@blueprint.get("/desk/jobs")
@access("operator")
def jobs() -> str:
    """Jobs by state with their errors, and the jobs by the clock."""
    state = request.args.get("state", "")
    page = paginate(queries.jobs(state if state in STATES else "", words()), 50)
    return render_template(
        "operations/jobs.html",
        page=page,
        lines=queries.with_events(page.items),
        counts=queries.job_counts(),
        timed=queries.timed_runs(),
    )


@blueprint.post("/desk/jobs/<int:job_id>/retry")
@access("operator")
def retry(job_id: int) -> Response:
    """Let the worker try a given-up job again, at once."""
    with transaction():
        queries.job(job_id)
        if not outbox.retry(job_id):
            raise Conflict
    flash(_("The job is at the front of the queue again."), "ok")
    return redirect(url_for("operations.jobs", state=request.args.get("state") or None))


@blueprint.post("/desk/jobs/retry")
@access("operator")
def retry_all() -> Response:
    """Let the worker try every given-up job again."""
    with transaction():
        count = sum(outbox.retry(job.id) for job in paginate(queries.jobs("dead"), 500).items)
    flash(_("%(count)s jobs are at the front of the queue again.", count=count), "ok")
    return redirect(url_for("operations.jobs"))
