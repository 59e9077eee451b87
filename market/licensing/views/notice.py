"""Taking an open licence: the form with the terms, the sending, the confirmation, the printable notice."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import limits
from market.core.actor import Actor
from market.core.db import transaction
from market.core.errors import Refusal
from market.core.web import access, current_actor
from market.licensing import queries, service
from market.licensing.errors import AlreadyAsked, AlreadyLicensed
from market.licensing.forms import NoticeForm
from market.licensing.models import LicenceRequest
from market.licensing.rules import notices
from market.licensing.rules.terms import Terms
from market.licensing.service import money
from market.licensing.service.notices import BARS, preview, refuse_unless_on_offer
from market.licensing.views.deal import opened
from market.licensing.views.mount import Answer, blueprint
from market.listings import queries as listings
from market.listings.models import Listing

NOTICES_PER_HOUR = 60


@blueprint.get("/listings/<int:listing_id>/notice", endpoint="notice")
@access("signed_in")
def show_notice(listing_id: int) -> Answer:
    """The notice as it would be sent, with the terms; or why this person cannot send it."""
    actor = current_actor()
    listing = listings.get(actor, listing_id)
    earlier = queries.of_listing(actor, listing_id)
    if earlier is not None:
        flash(_("Your firm has already sent a notice on this listing: %(number)s.", number=earlier.reference), "info")
        return redirect(url_for("licensing.request_page", request_id=earlier.id))
    return _form_page(actor, listing, NoticeForm(data=begun()))


def begun() -> dict[str, str]:
    """What a link from elsewhere has filled in already: product, place and remark, to be read before it is sent."""
    lengths = {"product": 300, "place": 120, "remark": 1000}
    return {name: request.args[name][:length] for name, length in lengths.items() if name in request.args}


@blueprint.post("/listings/<int:listing_id>/notice")
@access("signed_in")
def send(listing_id: int) -> Answer:
    """Send the notice; the same form again leads to the same request."""
    actor, form = current_actor(), NoticeForm()
    if not form.validate():
        return _form_page(actor, listings.get(actor, listing_id), form), 422
    wishes = form.value()
    try:
        with transaction():
            request = service.send_notice(actor, listing_id, wishes.once, wishes.product, wishes.place, wishes.remark)
            limits.hit("licensing.notice", str(actor.organisation_id), NOTICES_PER_HOUR, 3600)
            request_id = request.id
    except (AlreadyAsked, AlreadyLicensed) as error:
        flash(str(error), "info")
        return redirect(url_for("licensing.request_page", request_id=error.request_id))
    return redirect(url_for("licensing.sent", request_id=request_id))


def _form_page(actor: Actor, listing: Listing, form: NoticeForm) -> str:
    bar = _bar(actor, listing)
    terms, text = preview(actor, listing) if bar is None else (None, "")
    return render_template("licensing/notice.html", listing=listing, form=form, bar=bar, terms=terms, text=text)


def _bar(actor: Actor, listing: Listing) -> Refusal | None:
    """Why this person may not send a notice, as the refusal the service would raise."""
    bar = notices.bar_to_notice(actor.kind, actor.vetted, actor.role, actor.organisation_id, [listing.organisation_id])
    if bar is not None:
        return BARS[bar]()
    try:
        refuse_unless_on_offer(listing)
    except Refusal as refusal:
        return refusal
    return None


@blueprint.get("/requests/<int:request_id>/sent")
@access("signed_in")
def sent(request_id: int) -> Answer:
    """The confirmation: the reference number and what happens next."""
    found = queries.request_for(current_actor(), request_id)
    return render_template(
        "licensing/sent.html", deal=queries.as_deals([found])[0], receivable=money.start_receivable(found)
    )


@blueprint.get("/requests/<int:request_id>/notice")
@access("signed_in")
def document(request_id: int) -> Answer:
    """The notice as a document to print: text, times of sending and reading, hash, and whether it still fits."""
    found = opened(queries.request_for(current_actor(), request_id))
    return render_template("licensing/document.html", row=found, terms=Terms.read(found.terms), sound=seal_fits(found))


def seal_fits(request: LicenceRequest) -> bool:
    """Whether text and terms are still those that were sealed."""
    return request.terms_hash == notices.seal(request.notice, request.product, request.place, request.terms)


@blueprint.post("/requests/<int:request_id>/cancel")
@access("firm")
def cancel(request_id: int) -> Answer:
    """The firm takes its notice back, as long as no money has come."""
    with transaction():
        service.cancel(current_actor(), request_id)
    flash(_("The notice is cancelled. Nothing is due."), "ok")
    return redirect(url_for("licensing.request_page", request_id=request_id))
