"""Owners' names without an organisation: finding and claiming them; the operator's queue of claims."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from market.core.db import transaction
from market.core.errors import Refusal
from market.core.web import access, current_actor, paginate
from market.patents import queries, service
from market.patents.forms import ClaimForm, DecisionForm
from market.patents.views.mount import blueprint

CLAIMANTS = ("university", "firm", "service", "operator")


@blueprint.route("/claims", methods=["GET", "POST"])
@access(*CLAIMANTS)
def claims() -> Any:
    """For an organisation: find its former names and claim them. For operators: decide on claims."""
    actor = current_actor()
    words = request.args.get("q", "")[:200]
    form = ClaimForm(data={"name": request.args.get("name", "")[:200]})
    if not actor.operator and form.validate_on_submit():
        try:
            with transaction():
                service.claim(actor, form.name.data or "", form.reason.data or "")
        except Refusal as refusal:
            form.name.errors = [str(refusal)]
        else:
            flash(_("Your claim has been sent to the operator."), "ok")
            return redirect(url_for("patents.claims"))
    page = render_template(
        "patents/claims.html",
        page=paginate(queries.claims(actor, request.args.get("state", "")[:10])),
        words=words,
        found=queries.unclaimed_names(words),
        form=form,
        decision=DecisionForm(),
        count=queries.unclaimed_count,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/claims/<int:claim_id>/decision")
@access("operator", roles=("owner", "manager", "member"))
def decide_claim(claim_id: int) -> Any:
    """Approve or decline a claim."""
    actor, form = current_actor(), DecisionForm()
    approve = request.form.get("decision") == "approve"
    with transaction():
        linked = service.decide(actor, queries.claim(actor, claim_id), approve, form.message.data or "")
    if approve:
        flash(ngettext("Approved; %(num)s patent linked.", "Approved; %(num)s patents linked.", linked), "ok")
    else:
        flash(_("Declined."), "ok")
    return redirect(url_for("patents.claims"))
