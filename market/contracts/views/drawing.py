"""The page of a contract, the sides' details, drawing a text up, agreeing to it, setting it aside."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.contracts import queries, service
from market.contracts.forms import DetailsForm, DrawForm, HashForm, ReasonForm
from market.contracts.models import Contract, ContractVersion
from market.contracts.rules import document
from market.contracts.rules.states import SIGNING_ROLES, Kind
from market.contracts.views.mount import Answer, blueprint, moves, signing_side, step
from market.core.db import transaction
from market.core.errors import Forbidden, NotFound
from market.core.web import access, current_actor


@blueprint.post("/contracts/begin")
@access("university", "firm")
def begin() -> Answer:
    """Begin the contract of a deal, or open the one there is."""
    with transaction():
        contract = service.open_contract(current_actor(), request.form.get("subject", "")[:40])
        number, filled = contract.id, bool(contract.details)
    return redirect(url_for("contracts.show" if filled else "contracts.details", contract_id=number))


@blueprint.get("/contracts/<int:contract_id>")
@access("signed_in")
def show(contract_id: int) -> Answer:
    """A contract: where it stands, its text, who has signed what."""
    return contract_page(queries.contract_for(current_actor(), contract_id))


def contract_page(contract: Contract, form: ReasonForm | None = None) -> str:
    """The page of one contract."""
    text = contract.text
    return render_template(
        "contracts/show.html",
        contract=contract,
        text=text,
        groups=groups(text),
        found=service.standing_findings(text) if text is not None and contract.live else [],
        moves=moves(current_actor(), contract),
        side=signing_side(current_actor(), contract),
        step=step(contract),
        filled=queries.details(contract),
        signatures=queries.signatures(contract),
        deal_url=deal_url(contract),
        hash_form=HashForm(text_hash=text.text_hash if text else ""),
        form=form or ReasonForm(),
    )


def groups(text: ContractVersion | None) -> Sequence[document.Group]:
    """The blocks of a text as a page draws them."""
    return document.groups(document.read(text.content)) if text is not None else []


def deal_url(contract: Contract) -> str:
    """The page of the deal."""
    head, _colon, number = contract.subject_key.partition(":")
    if head == "request":
        return url_for("licensing.request_page", request_id=int(number))
    return url_for("negotiation.show", deal_id=int(number))


@blueprint.get("/contracts/<int:contract_id>/texts/<int:number>")
@access("signed_in")
def text(contract_id: int, number: int) -> Answer:
    """One text of a contract, an earlier one too."""
    found = queries.version_for(current_actor(), contract_id, number)
    return render_template("contracts/text.html", contract=queries.contract_of(found), text=found, groups=groups(found))


def _own(contract_id: int) -> Contract:
    """A contract that this person may draw up; raises NotFound, or Forbidden for other roles."""
    actor = current_actor()
    contract = queries.contract_for(actor, contract_id)
    if contract.side_of(actor.organisation_id) is None:
        raise NotFound
    if actor.role not in SIGNING_ROLES:
        raise Forbidden
    return contract


@blueprint.get("/contracts/<int:contract_id>/details")
@access("university", "firm")
def details(contract_id: int) -> Answer:
    """The form for what the contract says about one's own side."""
    contract = _own(contract_id)
    side = contract.side_of(current_actor().organisation_id)
    known = queries.details(contract).get(str(side)) or _begin_with(contract)
    return _details_page(contract, DetailsForm(data=known))


def _begin_with(contract: Contract) -> dict[str, str]:
    """What is on record, and what was filled in for an earlier contract; the account on record is newer than that."""
    actor = current_actor()
    own = contract.party(str(contract.side_of(actor.organisation_id)))
    on_record = {
        "contact": own.contact_name,
        "address": own.address,
        "phone": own.contact_phone,
        "email": own.contact_email,
        "background": own.profile[:600],
    }
    earlier = {key: value for key, value in queries.earlier_details(own.id).items() if value}
    found = queries.matter(contract.subject_key)
    currency = found.agreement.currency if found is not None else "CNY"
    return on_record | earlier | queries.bank_account(own.id, currency)


def _details_page(contract: Contract, form: DetailsForm) -> str:
    side = contract.side_of(current_actor().organisation_id)
    return render_template("contracts/details.html", contract=contract, form=form, side=side)


@blueprint.post("/contracts/<int:contract_id>/details")
@access("university", "firm")
def fill_details(contract_id: int) -> Answer:
    """Store the details of one's own side."""
    form, contract = DetailsForm(), _own(contract_id)
    if not form.validate():
        return _details_page(contract, form), 422
    with transaction():
        service.fill_details(current_actor(), contract_id, form.value().plain())
    flash(_("The details are saved."), "ok")
    return redirect(url_for("contracts.show", contract_id=contract_id))


@blueprint.get("/contracts/<int:contract_id>/draw")
@access("university", "firm")
def draw(contract_id: int) -> Answer:
    """The form for a new text."""
    contract = _own(contract_id)
    before = contract.text
    known: dict[str, Any] = {"seen": contract.current, "place": contract.licensor.district}
    if before is not None:
        known |= {"additional_zh": before.additional_zh, "additional_en": before.additional_en}
        known["place"] = before.agreement["place"]
    return _draw_page(contract, DrawForm(data=known))


def _draw_page(contract: Contract, form: DrawForm) -> str:
    value = form.value()
    blocks, found = service.preview(contract, value.additional_zh, value.additional_en, value.place)
    return render_template(
        "contracts/draw.html",
        contract=contract,
        form=form,
        groups=document.groups(blocks),
        found=found,
        open_licence=contract.kind == Kind.OPEN,
    )


@blueprint.post("/contracts/<int:contract_id>/draw")
@access("university", "firm")
def draw_up(contract_id: int) -> Answer:
    """Show the text before it is stored (button "preview"), or store it as the next one."""
    form, contract = DrawForm(), _own(contract_id)
    if not form.validate():
        return _draw_page(contract, form), 422
    if "later" in request.form:
        return _draw_page(contract, form)
    value = form.value()
    with transaction():
        service.draw(current_actor(), contract_id, value.seen, value.additional_zh, value.additional_en, value.place)
    flash(_("The text is drawn up. The other side is asked to agree to it."), "ok")
    return redirect(url_for("contracts.show", contract_id=contract_id))


@blueprint.post("/contracts/<int:contract_id>/agree")
@access("university", "firm")
def agree(contract_id: int) -> Answer:
    """Agree to the text that the other side has drawn up."""
    with transaction():
        service.agree(current_actor(), contract_id, HashForm().named())
    flash(_("Both sides agree to this text. It can be signed now."), "ok")
    return redirect(url_for("contracts.sign_page", contract_id=contract_id))


@blueprint.post("/contracts/<int:contract_id>/set-aside")
@access("university", "firm", "operator")
def set_aside(contract_id: int) -> Answer:
    """Give a contract up before it is concluded."""
    form = ReasonForm()
    contract = queries.contract_for(current_actor(), contract_id)
    if not form.validate():
        return contract_page(contract, form), 422
    with transaction():
        service.set_aside(current_actor(), contract_id, form.value())
    flash(_("The contract is set aside."), "ok")
    return redirect(url_for("contracts.show", contract_id=contract_id))
