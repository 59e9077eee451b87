"""Following one intent up by hand: the next stage, a word, the next date, closing."""

from flask import flash
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import Invalid
from market.core.web import access, current_actor
from market.intents import queries, service
from market.intents.forms import CloseForm, StepForm, WordForm
from market.intents.views.declaring import back
from market.intents.views.mount import Answer, blueprint
from market.intents.views.pages import by_hand, intent_page, plan_form


@blueprint.post("/intents/<int:intent_id>/stage")
@access("operator", "university", "firm")
def advance(intent_id: int) -> Answer:
    """Say what has happened: the next stage."""
    actor, intent = current_actor(), queries.get(current_actor(), intent_id)
    form = StepForm(by_hand(actor, intent, queries.chain(intent)))
    if not form.validate():
        return intent_page(intent, step_form=form), 422
    try:
        with transaction():
            service.advance(actor, intent_id, form.move.data, form.note.data or "", not form.shared.data)
    except Invalid as error:
        form.refuse(error)
        return intent_page(queries.get(actor, intent_id), step_form=form), 422
    flash(_("Noted. Both sides see the new stage."), "ok")
    return back(intent_id)


@blueprint.post("/intents/<int:intent_id>/word")
@access("operator", "university", "firm", "service")
def word(intent_id: int) -> Answer:
    """Write a word into the log."""
    actor, form = current_actor(), WordForm()
    intent = queries.get(actor, intent_id)
    if not form.validate():
        return intent_page(intent, word_form=form), 422
    with transaction():
        service.note(actor, intent_id, form.text.data or "", not form.shared.data)
    flash(_("Noted."), "ok")
    return back(intent_id)


@blueprint.post("/intents/<int:intent_id>/close")
@access("operator", "university", "firm")
def close(intent_id: int) -> Answer:
    """End it without a contract."""
    actor, form = current_actor(), CloseForm()
    intent = queries.get(actor, intent_id)
    if not form.validate():
        return intent_page(intent, close_form=form), 422
    try:
        with transaction():
            service.close(actor, intent_id, form.reason.data, form.text.data or "")
    except Invalid as error:
        form.refuse(error)
        return intent_page(queries.get(actor, intent_id), close_form=form), 422
    flash(_("The intent is closed. It can be taken up again."), "ok")
    return back(intent_id)


@blueprint.post("/intents/<int:intent_id>/plan")
@access("operator", "university", "firm")
def plan(intent_id: int) -> Answer:
    """Set the next date and step, and who looks after it."""
    actor = current_actor()
    intent = queries.get(actor, intent_id)
    form = plan_form(actor, intent)
    if not form.validate():
        return intent_page(intent, plan_form=form), 422
    try:
        with transaction():
            service.plan(actor, intent_id, form.next_on.data, form.next_step.data or "")
            if form.owner.data:
                service.assign(actor, [intent_id], form.owner.data)
    except Invalid as error:
        form.refuse(error)
        return intent_page(queries.get(actor, intent_id), plan_form=form), 422
    flash(_("The next step is set."), "ok")
    return back(intent_id)
