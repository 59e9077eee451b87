"""Recording a licence: the pre-check, the papers and data for the application form, and the entry of the result."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core import clock, files
from market.core.db import transaction
from market.core.errors import Invalid
from market.core.files import StoredFile
from market.core.web import access, current_actor
from market.licensing import queries, service
from market.licensing.forms import RecordalForm
from market.licensing.rules.recordal import PAPERS
from market.licensing.rules.terms import Terms
from market.licensing.service import checks
from market.licensing.views.deal import moves_of
from market.licensing.views.mount import Answer, blueprint
from market.payments.rules import VOUCHER_LIMIT


@blueprint.get("/licences/<int:licence_id>/recordal")
@access("signed_in")
def recordal(licence_id: int) -> Answer:
    """What CNIPA will look at and ask for, and the form for its answer."""
    return _page(licence_id, RecordalForm())


@blueprint.post("/licences/<int:licence_id>/recordal")
@access("signed_in")
def record(licence_id: int) -> Answer:
    """Enter the recordal with number, day and certificate."""
    form, actor = RecordalForm(), current_actor()
    queries.licence_for(actor, licence_id)
    if not form.validate():
        return _page(licence_id, form), 422
    entered, stored = form.value(), _certificate(form)
    try:
        with transaction():
            service.record(actor, licence_id, entered.number, entered.on, stored)
    except Invalid as error:
        form.refuse(error)
        return _page(licence_id, form), 422
    flash(_("The recordal is entered. Thank you."), "ok")
    return redirect(url_for("licensing.licence_page", licence_id=licence_id))


def _certificate(form: RecordalForm) -> StoredFile | None:
    upload = form.certificate.data
    if not upload:
        return None
    owner = current_actor().organisation_id
    return files.keep(upload.stream, upload.filename or "certificate", owner, limit=VOUCHER_LIMIT)


def _page(licence_id: int, form: RecordalForm) -> str:
    licence = queries.licence_for(current_actor(), licence_id)
    return render_template(
        "licensing/recordal.html",
        licence=licence,
        terms=Terms.read(licence.request.terms),
        findings=checks.precheck(licence, clock.today()),
        papers=PAPERS,
        may_record="record" in moves_of(licence.request),
        form=form,
    )
