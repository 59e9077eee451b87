"""What about money a person must look at: contested payments, outcomes that nobody knows, what does not fit."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import clock
from market.core.db import transaction
from market.core.web import access, current_actor, paginate
from market.payments import queries, rules, service
from market.payments.forms import ReasonForm
from market.payments.views.mount import Answer, blueprint

LATE = timedelta(hours=1)


@blueprint.get("/payments/matters")
@access("operator")
def matters() -> Answer:
    """Open matters, contested payments, and payments whose outcome is unknown for more than an hour."""
    open_only = request.args.get("state", "open") != "all"
    before = clock.now() - LATE
    return render_template(
        "payments/matters.html",
        page=paginate(queries.matters(open_only)),
        state="open" if open_only else "all",
        words=rules.MATTERS,
        disputes=queries.disputes_open(),
        late=[row for row in queries.undecided_attempts() if row.created_at < before],
        form=ReasonForm(formdata=None),
    )


@blueprint.post("/payments/matters/<int:matter_id>/close")
@access("operator")
def close_matter(matter_id: int) -> Answer:
    """The operator has looked and says what came of it."""
    with transaction():
        service.close_matter(current_actor(), matter_id, ReasonForm().reason.data or "")
    flash(_("Noted. The matter is closed."), "ok")
    return redirect(url_for("payments.matters"))
