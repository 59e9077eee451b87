"""The bureau's pages: plans that wait for a decision, and the decision itself."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core import clock
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.process import may
from market.core.web import access, current_actor
from market.roadshows import queries, service
from market.roadshows.forms import APPROVE, DecisionForm
from market.roadshows.models import Roadshow
from market.roadshows.rules import phases
from market.roadshows.rules.processes import MOVES, party
from market.roadshows.rules.states import State
from market.roadshows.views.mount import Answer, blueprint

DECIDED = (State.APPROVED, State.RETURNED, State.ANNOUNCED, State.LIVE)


def before_the_bureau(roadshow_id: int) -> Roadshow:
    """A plan for the eyes of a vetted bureau or operator; raises NotFound."""
    actor = current_actor()
    if not party(actor):
        raise NotFound
    return queries.get(actor, roadshow_id)


@blueprint.get("/roadshows/approvals")
@access("authority", "operator")
def approvals() -> Answer:
    """What waits for the bureau, and what it decided that still lies ahead."""
    actor = current_actor()
    if not party(actor):
        raise NotFound
    return render_template(
        "roadshows/approvals.html",
        waiting=queries.by_state(actor, (State.SUBMITTED,)),
        decided=queries.by_state(actor, DECIDED),
        bureau=queries.bureau_takes_part(),
    )


@blueprint.get("/roadshows/<int:roadshow_id>/approval")
@access("authority", "operator")
def decide(roadshow_id: int) -> Answer:
    """The whole plan for the bureau, with the decision while it waits for one."""
    return _page(before_the_bureau(roadshow_id), DecisionForm(formdata=None))


@blueprint.post("/roadshows/<int:roadshow_id>/approval")
@access("authority", "operator")
def decide_post(roadshow_id: int) -> Answer:
    """Approve the plan, or return it with a reason."""
    actor, form = current_actor(), DecisionForm()
    found = before_the_bureau(roadshow_id)
    if not form.validate():
        return _page(found, form), 422
    words = form.reason.data or ""
    try:
        with transaction():
            if form.decision.data == APPROVE:
                service.approve(actor, roadshow_id, words)
            else:
                service.return_(actor, roadshow_id, words)
    except Invalid as error:
        form.refuse(error)
        return _page(before_the_bureau(roadshow_id), form), 422
    flash(_("The decision is recorded; the organiser is told."), "ok")
    if actor.operator:
        return redirect(url_for("roadshows.manage", roadshow_id=roadshow_id))
    return redirect(url_for("roadshows.approvals"))


def _page(found: Roadshow, form: DecisionForm) -> str:
    actor = current_actor()
    return render_template(
        "roadshows/decide.html",
        roadshow=found,
        plan=found.plan,
        phases=phases.phases(found.plan, found.state, clock.now()),
        form=form,
        deciding=may(MOVES, "approve", found.state, party(actor), service.situation(actor, found)),
        bureau=queries.bureau_takes_part(),
    )
