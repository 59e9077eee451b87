"""Registering the technology contract of a licence: papers, where to go, and the entry of the result."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.money import Money
from market.core.web import access, current_actor, send_stored
from market.filings import queries, service
from market.filings.forms.registrations import RegistrationForm, WaiveForm
from market.filings.rules import registration as rules
from market.filings.rules.papers import REGISTRATION_PAPERS
from market.filings.views.mount import Answer, blueprint
from market.licensing import queries as licensing
from market.licensing.models import Licence
from market.licensing.rules.terms import Terms


@blueprint.get("/licences/<int:licence_id>/registration")
@access("signed_in")
def registration(licence_id: int) -> Answer:
    """What to hand in, where, and what was registered."""
    return _page(licence_id)


@blueprint.post("/licences/<int:licence_id>/registration")
@access("signed_in")
def register(licence_id: int) -> Answer:
    """Enter the registration, or put its entry right."""
    form = RegistrationForm()
    licence = licensing.licence_for(current_actor(), licence_id)
    if not form.validate():
        return _page(licence_id, form), 422
    row = queries.registration_of(licence_id)
    entry = form.value(_amount(licence).currency)
    try:
        with transaction():
            correcting = row is not None and row.state == "registered"
            service.registrations.register(current_actor(), licence_id, entry, correcting)
    except Invalid as error:
        form.refuse(error)
        return _page(licence_id, form), 422
    flash(_("The registration is entered. Thank you."), "ok")
    return redirect(url_for("filings.registration", licence_id=licence_id))


@blueprint.post("/licences/<int:licence_id>/registration/waive")
@access("signed_in")
def waive_registration(licence_id: int) -> Answer:
    """Note that the contract will not be registered."""
    form = WaiveForm()
    licensing.licence_for(current_actor(), licence_id)
    if not form.validate():
        return _page(licence_id, waive=form), 422
    with transaction():
        service.registrations.waive(current_actor(), licence_id, form.reason.data or "")
    flash(_("Noted: this contract will not be registered. You can still do so later."), "ok")
    return redirect(url_for("filings.registration", licence_id=licence_id))


@blueprint.get("/licences/<int:licence_id>/registration/certificate")
@access("signed_in")
def registration_certificate(licence_id: int) -> Answer:
    """The certificate of registration as a download."""
    licensing.licence_for(current_actor(), licence_id)
    row = queries.registration_of(licence_id)
    if row is None or row.certificate is None:
        raise NotFound
    return send_stored(row.certificate)


def _amount(licence: Licence) -> Money:
    """The amount of the contract as far as it is fixed."""
    return Terms.read(licence.request.terms).amount


def _page(licence_id: int, form: RegistrationForm | None = None, waive: WaiveForm | None = None) -> str:
    licence = licensing.licence_for(current_actor(), licence_id)
    row = queries.registration_of(licence_id)
    amount = _amount(licence)
    if form is None:
        form = _filled(licence, amount)
    return render_template(
        "filings/registration.html",
        licence=licence,
        terms=Terms.read(licence.request.terms),
        row=row,
        amount=amount,
        may=service.registrations.may_register(current_actor(), licence),
        large=rules.large(row.amount if row and row.state == "registered" else amount),
        limit=rules.LARGE,
        source=rules.LARGE_SOURCE,
        system=rules.SYSTEM,
        papers=REGISTRATION_PAPERS,
        remind_on=rules.remind_on(licence.effective_on),
        form=form,
        waive=waive or WaiveForm(formdata=None),
    )


def _filled(licence: Licence, amount: Money) -> RegistrationForm:
    """The form as entered before, else with the amount of the contract."""
    row = queries.registration_of(licence.id)
    if row is not None and row.state == "registered":
        return RegistrationForm(
            formdata=None,
            number=row.number,
            amount=f"{row.amount.major:.2f}",
            technology=f"{row.technology.major:.2f}",
            office=row.office,
            on=row.registered_on,
        )
    start = f"{amount.major:.2f}"
    return RegistrationForm(formdata=None, amount=start, technology=start)
