"""Declaring an intent on a pitch, changing it, withdrawing it, and showing or hiding the contact."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core import limits
from market.core.db import transaction
from market.core.errors import Invalid, Refusal
from market.core.form import tidy
from market.core.web import access, current_actor, safe_next
from market.intents import queries, service
from market.intents.errors import NotRegistered
from market.intents.forms import WishForm
from market.intents.rules.wishes import bar, names
from market.intents.service.declaring import BARS, position
from market.intents.views.mount import Answer, blueprint, subject
from market.pitches import queries as pitches
from market.pitches.models import Pitch

DECLARED_PER_HOUR = 120


@blueprint.get("/pitches/<int:pitch_id>/intent")
@access("signed_in")
def declare(pitch_id: int) -> Answer:
    """The form, filled with what was declared before; or why this person cannot declare."""
    pitch, kind = pitches.get(current_actor(), pitch_id), request.args.get("kind", "")
    kinds = names(subject(pitch))
    declared = [row for row in queries.of_person(current_actor(), pitch_id) if not kind or row.kind == kind]
    form = WishForm.of(kinds, declared[0] if declared else None, kind if kind in kinds else "")
    return _form_page(pitch, form)


@blueprint.post("/pitches/<int:pitch_id>/intent")
@access("signed_in")
def declare_post(pitch_id: int) -> Answer:
    """Declare, or change what was declared before."""
    actor = current_actor()
    pitch = pitches.get(actor, pitch_id)
    form = WishForm(names(subject(pitch)))
    if not form.validate():
        return _form_page(pitch, form), 422
    try:
        with transaction():
            limits.hit("intents.declare", str(actor.organisation_id), DECLARED_PER_HOUR, 3600)
            number = service.declare(actor, pitch_id, form.value()).id
    except Invalid as error:
        form.refuse(error)
        return _form_page(pitches.get(actor, pitch_id), form), 422
    flash(_("Your intent is noted. It is not a contract, and you may withdraw it at any time."), "ok")
    return redirect(safe_next(request.args.get("next"), url_for("intents.page", intent_id=number)))


def _form_page(pitch: Pitch, form: WishForm) -> str:
    return render_template(
        "intents/declare.html",
        pitch=pitch,
        form=form,
        refusal=(why := refusal(pitch)),
        to_register=may_register(pitch, why),
        declared=queries.of_person(current_actor(), pitch.id),
        need=pitch.need_id is not None,
    )


def refusal(pitch: Pitch) -> Refusal | None:
    """Why the acting person may not declare an intent, as the refusal the service would raise."""
    found = bar(position(current_actor(), pitch))
    return BARS[found]() if found is not None else None


def may_register(pitch: Pitch, why: Refusal | None) -> bool:
    """Whether registering for the roadshow would open the way to an intent, and can still be done."""
    return isinstance(why, NotRegistered) and pitch.roadshow.registers()


@blueprint.post("/intents/<int:intent_id>/withdraw")
@access("firm", "university", "service")
def withdraw(intent_id: int) -> Answer:
    """Take one's own intent back."""
    with transaction():
        service.withdraw(current_actor(), intent_id, tidy(request.form.get("text"))[:2000])
    flash(_("The intent is withdrawn. Your contact is no longer shown."), "ok")
    return back(intent_id)


@blueprint.post("/intents/<int:intent_id>/contact")
@access("firm", "university", "service")
def contact(intent_id: int) -> Answer:
    """Show one's own contact to the other side, or hide it again."""
    with transaction():
        if request.form.get("share") == "1":
            service.share_contact(current_actor(), intent_id)
            said = _("The other side sees your contact now. You may take that back at any time.")
        else:
            service.take_contact_back(current_actor(), intent_id)
            said = _("Your contact is no longer shown. The operator stands between.")
    flash(said, "ok")
    return back(intent_id)


def back(intent_id: int) -> Response:
    """To the page of the intent."""
    return redirect(url_for("intents.page", intent_id=intent_id))
