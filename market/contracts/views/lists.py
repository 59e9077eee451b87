"""Lists of contracts: one's own, all of them for the operator."""

from flask import render_template, request

from market.contracts import queries
from market.contracts.rules.states import STATES
from market.contracts.views.mount import Answer, blueprint, step
from market.core.web import access, current_actor, paginate


@blueprint.get("/contracts")
@access("university", "firm", "operator")
def mine() -> Answer:
    """The contracts this person may see, newest first, by state."""
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    page = paginate(queries.contracts(current_actor(), state))
    return render_template("contracts/list.html", page=page, state=state, step=step)
