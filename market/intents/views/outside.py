"""Reporting a contract that was signed outside this service, and the proof of it."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core import files
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.files import StoredFile
from market.core.web import access, current_actor, send_stored
from market.intents import queries, service
from market.intents.errors import ReportedAlready
from market.intents.forms import OutsideForm
from market.intents.views.declaring import back
from market.intents.views.mount import Answer, blueprint
from market.intents.views.pages import intent_page
from market.payments.rules import VOUCHER_LIMIT


@blueprint.post("/intents/<int:intent_id>/outside")
@access("operator", "university", "firm")
def outside(intent_id: int) -> Answer:
    """Report the contract; reported again, it is corrected."""
    actor, form = current_actor(), OutsideForm()
    intent = queries.get(actor, intent_id)
    if not (actor.operator or actor.of(intent.pitch.organisation_id)):
        raise NotFound
    if not form.validate():
        return intent_page(intent, outside_form=form), 422
    signed, proof = form.value(), _proof(form)
    try:
        with transaction():
            service.report_outside(actor, intent_id, signed, proof)
    except Invalid as error:
        form.refuse(error)
    except ReportedAlready as error:
        form.number.errors = [str(error)]
    else:
        flash(_("Noted: signed outside, as reported. The report of the roadshow counts it on its own line."), "ok")
        return back(intent_id)
    return intent_page(queries.get(actor, intent_id), outside_form=form), 422


def _proof(form: OutsideForm) -> StoredFile | None:
    upload = form.proof.data
    if not upload:
        return None
    return files.keep(upload.stream, upload.filename or "proof", current_actor().organisation_id, limit=VOUCHER_LIMIT)


@blueprint.get("/intents/<int:intent_id>/outside/proof")
@access("operator", "university", "firm")
def outside_proof(intent_id: int) -> Response:
    """The proof as a download, for the operator and the side that pitched."""
    actor = current_actor()
    intent, found = queries.get(actor, intent_id), queries.outside_of(intent_id)
    if not (actor.operator or actor.of(intent.pitch.organisation_id)) or found is None or found.file is None:
        raise NotFound
    return send_stored(found.file)
