"""The thread of an open licence, shown on the licence's page."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.panels import Panel
from market.core.web import access, current_actor
from market.licensing import queries as licensing
from market.licensing.models import LicenceRequest
from market.negotiation import queries, service
from market.negotiation.forms import MessageForm
from market.negotiation.forms.fields import ACCEPT
from market.negotiation.models import Deal
from market.negotiation.views.mount import Answer, blueprint, kept


def deal_panel(request: LicenceRequest) -> Panel | None:
    """What both sides write to each other about a notice or a licence; that of an agreed one is on its deal's page."""
    values = {
        "thread": queries.thread(request_id=request.id),
        "turns": queries.turns(request_id=request.id),
        "form": MessageForm(),
        "accept": ACCEPT,
        "send_url": url_for("negotiation.write_on_request", request_id=request.id),
        "deal": _deal(request),
    }
    return Panel("thread", "negotiation/panel.html", values)


def _deal(request: LicenceRequest) -> Deal | None:
    number = request.terms.get("negotiation")
    return queries.deal_of_subject(f"{queries.SUBJECT}{number}") if number else None


@blueprint.post("/requests/<int:request_id>/messages")
@access("signed_in")
def write_on_request(request_id: int) -> Answer:
    """Write to the other side about a notice or a licence."""
    actor, form = current_actor(), MessageForm()
    licensing.request_for(actor, request_id)
    if not form.validate():
        flash(" ".join(str(error) for errors in form.errors.values() for error in errors) or _("Write a text."), "bad")
        return redirect(url_for("licensing.request_page", request_id=request_id, _anchor="thread"))
    stored = kept(form.files.data)
    with transaction():
        service.write_on_request(actor, request_id, form.text.data or "", stored)
    return redirect(url_for("licensing.request_page", request_id=request_id, _anchor="thread"))
