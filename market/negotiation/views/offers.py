"""Making an offer and taking it back."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import Invalid
from market.core.web import access, current_actor
from market.licensing.rules.states import Who
from market.negotiation import queries, service
from market.negotiation.errors import NotPossibleNow
from market.negotiation.forms import OfferForm
from market.negotiation.forms.fee import HINTS
from market.negotiation.models import Deal
from market.negotiation.rules.processes import TALKS
from market.negotiation.views.mount import Answer, blueprint


@blueprint.get("/deals/<int:deal_id>/offer")
@access("firm", "university", "service")
def offer(deal_id: int) -> Answer:
    """The form of an offer, beginning with what is on the table."""
    deal = _open(deal_id)
    return _page(deal, OfferForm.showing(deal))


@blueprint.post("/deals/<int:deal_id>/offer")
@access("firm", "university", "service")
def make(deal_id: int) -> Answer:
    """Put the offer on the table."""
    deal, actor = _open(deal_id), current_actor()
    form = OfferForm(deal)
    if not form.validate():
        return _page(deal, form), 422
    try:
        with transaction():
            service.make(actor, deal_id, form.value(), form.seen.data or 0, form.note.data or "")
    except Invalid as error:
        form.refuse(error)
        return _page(queries.deal_for(actor, deal_id), form), 422
    flash(_("Your offer is on the table. The other side has five working days to answer."), "ok")
    return redirect(url_for("negotiation.show", deal_id=deal_id))


@blueprint.post("/deals/<int:deal_id>/take-back/<int:number>")
@access("firm", "university", "service")
def take_back(deal_id: int, number: int) -> Answer:
    """Take one's own offer back."""
    with transaction():
        service.take_back(current_actor(), deal_id, number)
    flash(_("Your offer is taken back."), "ok")
    return redirect(url_for("negotiation.show", deal_id=deal_id))


def _open(deal_id: int) -> Deal:
    """A deal in talks in which the acting person is a side."""
    deal = queries.deal_for(current_actor(), deal_id)
    if queries.side_of(current_actor(), deal) not in (Who.LICENSEE, Who.LICENSOR) or deal.state not in TALKS:
        raise NotPossibleNow
    return deal


def _page(deal: Deal, form: OfferForm) -> str:
    latest = deal.offers[-1] if deal.offers else None
    return render_template("negotiation/offer.html", deal=deal, form=form, latest=latest, FEE_HINTS=HINTS)
