"""The operator's decision on a held request."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.web import access, current_actor
from market.licensing import queries, service
from market.licensing.forms import CloseForm
from market.licensing.views.deal import deal_page
from market.licensing.views.mount import Answer, blueprint


@blueprint.post("/requests/<int:request_id>/release")
@access("operator")
def release(request_id: int) -> Answer:
    """Grant the licence: the obstacle is cured."""
    with transaction():
        licence_id = service.release(current_actor(), request_id).id
    flash(_("The licence is granted. Both sides are told."), "ok")
    return redirect(url_for("licensing.licence_page", licence_id=licence_id))


@blueprint.post("/requests/<int:request_id>/close")
@access("operator")
def close(request_id: int) -> Answer:
    """Close it without a licence; the money is marked to be given back."""
    form = CloseForm()
    if not form.validate():
        return deal_page(queries.request_for(current_actor(), request_id), form), 422
    with transaction():
        service.close(current_actor(), request_id, form.value())
    flash(_("Closed. What was paid is now in the list of money to be given back."), "ok")
    return redirect(url_for("licensing.request_page", request_id=request_id))
