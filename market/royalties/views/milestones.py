"""A milestone, or the first income of a deal paid later: reported with evidence, confirmed or doubted."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.web import access, current_actor, send_stored
from market.royalties import queries, service
from market.royalties.forms import ReachedForm, ReasonForm
from market.royalties.models import Obligation
from market.royalties.service import sides
from market.royalties.views import rows
from market.royalties.views.evidence import kept
from market.royalties.views.mount import Answer, blueprint


@blueprint.get("/milestones/<int:obligation_id>")
@access("signed_in")
def milestone(obligation_id: int) -> Answer:
    """Where it stands, what was said about it, and what this side can do."""
    return _page(queries.event_line_for(current_actor(), obligation_id))


def _page(line: Obligation, reached: ReachedForm | None = None, reason: ReasonForm | None = None) -> str:
    actor, schedule = current_actor(), line.schedule
    paid = None
    tone, word = rows.state_of(line, paid)
    return render_template(
        "royalties/milestone.html",
        line=line,
        schedule=schedule,
        label=rows.label(line),
        tone=tone,
        word=word,
        may_report=line.state == "planned" and not line.reached_on and sides.may_act(actor, schedule, "licensee"),
        may_decide=line.state == "planned"
        and line.reached_on is not None
        and sides.may_act(actor, schedule, "licensor"),
        reached_form=reached or ReachedForm(),
        reason_form=reason or ReasonForm(),
    )


@blueprint.post("/milestones/<int:obligation_id>/reached")
@access("firm", "university", "service")
def reach(obligation_id: int) -> Answer:
    """The licensee reports that it is reached."""
    form, actor = ReachedForm(), current_actor()
    line = queries.event_line_for(actor, obligation_id)
    if not form.validate():
        return _page(line, reached=form), 422
    entered, stored = form.value(), kept(form.evidence.data)
    try:
        with transaction():
            service.reach(actor, obligation_id, entered.on, entered.note, stored)
    except Invalid as error:
        form.refuse(error)
        return _page(queries.event_line_for(actor, obligation_id), reached=form), 422
    flash(_("Your report is sent. The other side will confirm it or ask."), "ok")
    return _back(obligation_id)


@blueprint.post("/milestones/<int:obligation_id>/confirm")
@access("firm", "university", "service")
def confirm(obligation_id: int) -> Answer:
    """The licensor agrees; the amount is asked for."""
    queries.event_line_for(current_actor(), obligation_id)
    with transaction():
        service.confirm(current_actor(), obligation_id)
    flash(_("Confirmed. The amount is asked for now."), "ok")
    return _back(obligation_id)


@blueprint.post("/milestones/<int:obligation_id>/doubt")
@access("firm", "university", "service")
def doubt(obligation_id: int) -> Answer:
    """The licensor does not agree and says why."""
    form, actor = ReasonForm(), current_actor()
    line = queries.event_line_for(actor, obligation_id)
    if not form.validate():
        return _page(line, reason=form), 422
    with transaction():
        service.doubt(actor, obligation_id, form.reason.data or "")
    flash(_("Your reason is sent to the other side."), "ok")
    return _back(obligation_id)


@blueprint.get("/milestones/<int:obligation_id>/evidence")
@access("signed_in")
def milestone_evidence(obligation_id: int) -> Answer:
    """The evidence as a download."""
    stored = queries.event_line_for(current_actor(), obligation_id).evidence
    if stored is None:
        raise NotFound
    return send_stored(stored)


def _back(obligation_id: int) -> Answer:
    return redirect(url_for("royalties.milestone", obligation_id=obligation_id))
