"""After the agreement: consents, contract on paper, steps of the registration, and the files of a deal."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from market.core.db import db, transaction
from market.core.errors import Invalid, NotFound
from market.core.files import StoredFile
from market.core.web import access, current_actor, send_stored
from market.negotiation import queries, service
from market.negotiation.forms import ConfirmForm, DocumentForm, StepForm
from market.negotiation.models import Deal
from market.negotiation.views.deal import deal_page
from market.negotiation.views.mount import Answer, blueprint, kept_one


@blueprint.post("/deals/<int:deal_id>/documents")
@access("signed_in")
def add_document(deal_id: int) -> Answer:
    """Put a consent or another document on file."""
    actor, form = current_actor(), DocumentForm()
    deal = queries.deal_for(actor, deal_id)
    if not form.validate() or not form.file.data:
        if not form.file.errors:
            form.file.errors = [_("Choose a file.")]
        return deal_page(deal, document=form), 422
    stored = kept_one(form.file.data)
    if stored is None:
        raise NotFound
    with transaction():
        service.add_document(actor, deal_id, form.kind.data, stored)
    flash(_("The document is on file."), "ok")
    return redirect(url_for("negotiation.show", deal_id=deal_id, _anchor="documents"))


@blueprint.post("/deals/<int:deal_id>/confirm")
@access("firm", "university", "service")
def confirm(deal_id: int) -> Answer:
    """Confirm the contract signed on paper."""
    actor, form = current_actor(), ConfirmForm()
    deal = queries.deal_for(actor, deal_id)
    if not form.validate():
        return deal_page(deal, confirm=form), 422
    copy = kept_one(form.copy.data)
    try:
        with transaction():
            found = service.confirm(actor, deal_id, *form.value(), copy)
            concluded = found.concluded_on is not None
    except Invalid as error:
        form.refuse(error)
        return deal_page(queries.deal_for(actor, deal_id), confirm=form), 422
    flash(_("The contract is concluded.") if concluded else _("Confirmed. The other side must confirm as well."), "ok")
    return redirect(url_for("negotiation.show", deal_id=deal_id))


@blueprint.post("/deals/<int:deal_id>/steps/<key>")
@access("signed_in")
def step(deal_id: int, key: str) -> Answer:
    """Enter that a step of the checklist is done."""
    actor, form = current_actor(), StepForm(prefix=key)
    deal = queries.deal_for(actor, deal_id)
    if not form.validate():
        return deal_page(deal, **{f"step_{key}": form}), 422
    proof = kept_one(form.proof.data)
    try:
        with transaction():
            service.do_step(actor, deal_id, key, *form.value(), proof)
    except Invalid as error:
        form.refuse(error)
        return deal_page(queries.deal_for(actor, deal_id), **{f"step_{key}": form}), 422
    flash(_("Entered. Both sides see it."), "ok")
    return redirect(url_for("negotiation.show", deal_id=deal_id, _anchor="steps"))


@blueprint.get("/deals/messages/<int:file_id>")
@access("signed_in")
def message_file(file_id: int) -> Answer:
    """A document of a message as a download."""
    return send_stored(queries.message_file(current_actor(), file_id).file)


@blueprint.get("/deals/<int:deal_id>/files/<int:file_id>")
@access("signed_in")
def file(deal_id: int, file_id: int) -> Answer:
    """A document, a contract's scan or a step's proof of a deal as a download."""
    deal = queries.deal_for(current_actor(), deal_id)
    if file_id not in _files(deal):
        raise NotFound
    stored = db.session.get(StoredFile, file_id)
    if stored is None:
        raise NotFound
    return send_stored(stored)


def _files(deal: Deal) -> set[int | None]:
    """The files that belong to a deal beside those of its messages."""
    papers = {document.file_id for document in deal.documents}
    return papers | {one.file_id for one in deal.confirmations} | {step.file_id for step in deal.steps}
