"""Pages about the service: how things are done, what they cost, where data comes from, and whether all is well."""

import shutil
from datetime import timedelta
from typing import Any

from flask import render_template, url_for
from sqlalchemy import text

from market.core import clock
from market.core.db import db
from market.core.settings import settings
from market.core.web import access
from market.operations import queries
from market.operations.views.mount import blueprint

LATE = timedelta(minutes=10)
SILENT = timedelta(hours=2)
LOW_DISK_BYTES = 500 * 1024 * 1024


@blueprint.get("/guide")
@access("public")
def guide() -> str:
    """How firms and universities get their things done."""
    return render_template("operations/guide.html")


@blueprint.get("/fees")
@access("public")
def fees() -> str:
    """What is paid to whom, and how."""
    return render_template("operations/fees.html")


@blueprint.get("/sources")
@access("public")
def sources() -> str:
    """Where data comes from and how old it may be."""
    return render_template("operations/sources.html")


@blueprint.get("/privacy")
@access("public")
def privacy() -> str:
    """Which personal data is kept, why and how long."""
    return render_template("operations/privacy.html", idle_hours=settings().session_idle // 3600)


@blueprint.get("/accessibility")
@access("public")
def accessibility() -> str:
    """How the site can be used by everybody, and what is known not to work."""
    return render_template("operations/accessibility.html")


@blueprint.get("/status")
@access("public")
def status() -> str:
    """Whether each part of the service works now."""
    return render_template("operations/status.html", parts=parts(), now=clock.now())


@blueprint.get("/health")
@access("public")
def health() -> Any:
    """The same for machines: 200 when pages and database work, 503 otherwise."""
    found = parts()
    answer = {"ok": found["database"] == "ok", "parts": found, "status": url_for("operations.status", _external=True)}
    return answer, 200 if answer["ok"] else 503


def parts() -> dict[str, str]:
    """The parts of the service, each "ok", "warn" or "bad"."""
    answers = db.session.scalar(text("select 1")) == 1
    waiting, ran = queries.waiting_since(), queries.last_timed_run()
    alive = ran is not None and clock.now() - ran < SILENT
    late = waiting is not None and clock.now() - waiting > LATE
    free = shutil.disk_usage(settings().data).free
    return {
        "database": "ok" if answers else "bad",
        "worker": "bad" if not alive else "warn" if late else "ok",
        "disk": "ok" if free > LOW_DISK_BYTES else "bad",
    }
