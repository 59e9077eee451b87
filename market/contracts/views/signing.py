"""Signing a contract: by click with the password, or by a signed and sealed copy that the other side confirms."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.accounts import service as accounts
from market.contracts import queries, service
from market.contracts.forms import ReasonForm, ScanForm, SignForm
from market.contracts.models import Contract
from market.contracts.rules.states import ESIGN_NOTE, SCAN_LIMIT
from market.contracts.views.drawing import contract_page
from market.contracts.views.mount import Answer, blueprint, moves
from market.core import files
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.web import access, current_actor, send_stored


@blueprint.get("/contracts/<int:contract_id>/sign")
@access("university", "firm")
def sign_page(contract_id: int) -> Answer:
    """The two ways of signing."""
    contract = queries.contract_for(current_actor(), contract_id)
    if "sign" not in moves(current_actor(), contract):
        return redirect(url_for("contracts.show", contract_id=contract_id))
    text_hash = contract.text.text_hash if contract.text else ""
    return _page(contract, SignForm(text_hash=text_hash), ScanForm(text_hash=text_hash))


def _page(contract: Contract, sign_form: SignForm, scan_form: ScanForm) -> str:
    return render_template(
        "contracts/sign.html",
        contract=contract,
        text=contract.text,
        sign_form=sign_form,
        scan_form=scan_form,
        note=ESIGN_NOTE,
    )


def _again(contract_id: int, sign_form: SignForm | None = None, scan_form: ScanForm | None = None) -> Answer:
    contract = queries.contract_for(current_actor(), contract_id)
    text_hash = contract.text.text_hash if contract.text else ""
    fresh_sign, fresh_scan = SignForm(formdata=None), ScanForm(formdata=None)
    fresh_sign.text_hash.data = fresh_scan.text_hash.data = text_hash
    return _page(contract, sign_form or fresh_sign, scan_form or fresh_scan), 422


@blueprint.post("/contracts/<int:contract_id>/sign")
@access("university", "firm")
def sign(contract_id: int) -> Answer:
    """Accept the text by click; the password is asked for once more."""
    form, actor = SignForm(), current_actor()
    queries.contract_for(actor, contract_id)
    if not form.validate():
        return _again(contract_id, sign_form=form)
    with transaction():
        service.count_try(actor)
    try:
        accounts.check_current(actor, form.password.data or "", field="password")
    except Invalid as error:
        form.refuse(error)
        return _again(contract_id, sign_form=form)
    with transaction():
        service.sign(actor, contract_id, form.named())
    return _signed(contract_id)


def _signed(contract_id: int) -> Answer:
    contract = queries.contract_for(current_actor(), contract_id)
    done = contract.state == "concluded"
    flash(_("Signed. The contract is concluded.") if done else _("Signed. The other side has been told."), "ok")
    return redirect(url_for("contracts.show", contract_id=contract_id))


@blueprint.post("/contracts/<int:contract_id>/scan")
@access("university", "firm")
def scan(contract_id: int) -> Answer:
    """Hand in the signed and sealed copy."""
    form, actor = ScanForm(), current_actor()
    contract = queries.contract_for(actor, contract_id)
    if not form.validate():
        return _again(contract_id, scan_form=form)
    if "sign" not in moves(actor, contract):
        return redirect(url_for("contracts.show", contract_id=contract_id))
    upload = form.scan.data
    with upload.stream as stream:
        stored = files.keep(stream, upload.filename or "scan", actor.organisation_id, limit=SCAN_LIMIT)
    with transaction():
        service.upload_scan(actor, contract_id, form.named(), stored)
    flash(_("The signed copy is stored. It counts as soon as the other side confirms it."), "ok")
    return redirect(url_for("contracts.show", contract_id=contract_id))


@blueprint.get("/contracts/signatures/<int:signature_id>/scan")
@access("signed_in")
def scanned(signature_id: int) -> Answer:
    """An uploaded signed copy, for the two sides and the operator."""
    signature, _contract = queries.signature_for(current_actor(), signature_id)
    if signature.file is None:
        raise NotFound
    return send_stored(signature.file)


@blueprint.post("/contracts/signatures/<int:signature_id>/confirm")
@access("university", "firm")
def confirm(signature_id: int) -> Answer:
    """Confirm the other side's signed copy."""
    with transaction():
        number = service.confirm_scan(current_actor(), signature_id).id
    return _signed(number)


@blueprint.post("/contracts/signatures/<int:signature_id>/reject")
@access("university", "firm")
def reject(signature_id: int) -> Answer:
    """Refuse the other side's signed copy, saying why."""
    form = ReasonForm()
    _signature, contract = queries.signature_for(current_actor(), signature_id)
    if not form.validate():
        return contract_page(contract, form), 422
    with transaction():
        service.reject_scan(current_actor(), signature_id, form.value())
    flash(_("The other side has been told and can upload another copy."), "ok")
    return redirect(url_for("contracts.show", contract_id=contract.id))
