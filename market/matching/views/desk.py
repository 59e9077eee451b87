"""The operator's matching desk: open needs with their proposals, and a new run."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core.db import transaction
from market.core.web import access, current_actor, paginate
from market.matching import queries, service
from market.matching.rules.answers import FIRM
from market.matching.views.mount import blueprint
from market.matching.views.proposals import common
from market.needs import queries as needs


@blueprint.get("/desk/matching")
@access("operator")
def overview() -> str:
    """Open needs with how many proposals stand and how they were answered."""
    page = paginate(queries.desk(request.args.get("q", "")[:200]), per_page=50)
    tallies = queries.tallies([need.id for need in page.items])
    return render_template("matching/overview.html", page=page, tallies=tallies)


@blueprint.get("/desk/matching/<int:need_id>")
@access("operator")
def desk(need_id: int) -> str:
    """The proposals of one need, with both sides' answers."""
    need = needs.for_review(current_actor(), need_id)
    return render_template(
        "matching/desk.html",
        need=need,
        proposals=queries.of_need(need_id),
        run=queries.run_of(need_id),
        **common(FIRM) | {"side": "operator"},
    )


@blueprint.post("/desk/matching/<int:need_id>/run")
@access("operator")
def run(need_id: int) -> Response:
    """Ask for a new run; the worker does it."""
    actor = current_actor()
    need = needs.for_review(actor, need_id)
    with transaction():
        service.ask(actor, need)
    flash(_("A new run was asked for. Reload this page in a moment."), "ok")
    return redirect(url_for("matching.desk", need_id=need_id))
