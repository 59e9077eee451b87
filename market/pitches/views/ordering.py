"""The order on the operator's desk: up, down, or by a draw; and the public page by which anybody checks a draw."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import Invalid
from market.core.web import access, current_actor
from market.pitches import queries, service
from market.pitches.forms import CallOffForm, DrawForm, HoldForm
from market.pitches.rules.draw import lot, recipe, verify
from market.pitches.views.mount import Answer, blueprint
from market.roadshows import queries as roadshows


@blueprint.post("/roadshows/<int:roadshow_id>/pitches/order")
@access("operator")
def order(roadshow_id: int) -> Answer:
    """Let one pitch change places with its neighbour."""
    text = request.form.get("pitch", "")
    number = int(text) if text.isdecimal() and len(text) < 10 else 0
    with transaction():
        service.shift(current_actor(), roadshow_id, number, up=request.form.get("to") == "up")
    return redirect(url_for("pitches.draw", roadshow_id=roadshow_id) + f"#pitch{number}")


@blueprint.get("/roadshows/<int:roadshow_id>/pitches/draw")
@access("operator")
def draw(roadshow_id: int) -> Answer:
    """Order by hand, and the draws: announce, hold, call off."""
    return _draw_page(roadshow_id)


def _draw_page(
    roadshow_id: int,
    form: DrawForm | None = None,
    hold_form: HoldForm | None = None,
    off_form: CallOffForm | None = None,
) -> str:
    roadshow = roadshows.get(current_actor(), roadshow_id)
    return render_template(
        "pitches/order.html",
        roadshow=roadshow,
        pitches=queries.of_roadshow(roadshow_id),
        draws=queries.draws(roadshow_id),
        open_draw=queries.open_draw(roadshow_id),
        form=form or DrawForm(formdata=None),
        hold_form=hold_form or HoldForm(formdata=None),
        off_form=off_form or CallOffForm(formdata=None),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/pitches/draw")
@access("operator")
def announce_draw(roadshow_id: int) -> Answer:
    """Seal a secret, freeze the list, publish both."""
    entered = DrawForm()
    if not entered.validate():
        return _draw_page(roadshow_id, form=entered), 422
    try:
        with transaction():
            service.announce(
                current_actor(),
                roadshow_id,
                entered.salt_source.data or "",
                entered.moment(),
                entered.why.data or "",
            )
    except Invalid as error:
        entered.refuse(error)
        return _draw_page(roadshow_id, form=entered), 422
    flash(_("The draw is announced. List and sealed secret are public."), "ok")
    return redirect(url_for("pitches.draw", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/pitches/draw/<int:draw_id>/hold")
@access("operator")
def hold_draw(roadshow_id: int, draw_id: int) -> Answer:
    """Reveal the secret and order the pitches by it."""
    entered = HoldForm()
    if not entered.validate():
        return _draw_page(roadshow_id, hold_form=entered), 422
    try:
        with transaction():
            service.hold(current_actor(), roadshow_id, draw_id, entered.salt.data or "")
    except Invalid as error:
        entered.refuse(error)
        return _draw_page(roadshow_id, hold_form=entered), 422
    flash(_("The draw is held; the order is public and can be checked by anybody."), "ok")
    return redirect(url_for("pitches.verify_draw", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/pitches/draw/<int:draw_id>/call-off")
@access("operator")
def call_off_draw(roadshow_id: int, draw_id: int) -> Answer:
    """Give up an announced draw, in the open."""
    entered = CallOffForm()
    if not entered.validate():
        return _draw_page(roadshow_id, off_form=entered), 422
    try:
        with transaction():
            service.call_off(current_actor(), roadshow_id, draw_id, entered.reason.data or "")
    except Invalid as error:
        entered.refuse(error)
        return _draw_page(roadshow_id, off_form=entered), 422
    flash(_("The draw is called off; it stays on the public page with its reason."), "ok")
    return redirect(url_for("pitches.draw", roadshow_id=roadshow_id))


@blueprint.get("/roadshows/<int:roadshow_id>/draw")
@access("public")
def verify_draw(roadshow_id: int) -> Answer:
    """Every draw of a roadshow with what anybody needs to check it."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    shown = [(one, one.drawn()) for one in queries.draws(roadshow_id)]
    return render_template(
        "pitches/draw.html",
        roadshow=roadshow,
        draws=[(one, drawn, verify(drawn), recipe(drawn)) for one, drawn in reversed(shown)],
        lot=lot,
    )
