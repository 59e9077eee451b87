"""The operator's templates: list of versions, editor with preview on example data, in force, withdrawn."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.contracts import queries, service
from market.contracts.forms import ReasonForm, TemplateForm
from market.contracts.models import ContractTemplate
from market.contracts.rules import document
from market.contracts.rules.states import FAMILIES
from market.contracts.rules.wording import FIELDS, LISTS
from market.contracts.service.templates import checked
from market.contracts.views.mount import Answer, blueprint
from market.core.db import transaction
from market.core.errors import Invalid
from market.core.web import access, current_actor


@blueprint.get("/contracts/templates")
@access("operator")
def templates() -> Answer:
    """Every version of every family."""
    missing = [family for family in FAMILIES if not queries.templates(family)]
    if missing:
        with transaction():
            for family in missing:
                service.provide_shipped(family)
    return render_template("contracts/templates.html", rows=queries.templates())


@blueprint.post("/contracts/templates/<any(open, licence, transfer, equity):family>/new")
@access("operator")
def new_template(family: str) -> Answer:
    """A new draft."""
    with transaction():
        made = service.new_version(current_actor(), family).id
    return redirect(url_for("contracts.template", template_id=made))


@blueprint.get("/contracts/templates/<int:template_id>")
@access("operator")
def template(template_id: int) -> Answer:
    """One version: a draft in the editor, another one to read, both with example data."""
    found = queries.template(template_id)
    form = TemplateForm(obj=found)
    form.seen.data = str(found.version)
    return _page(found, form)


def _page(found: ContractTemplate, form: TemplateForm, reason: ReasonForm | None = None) -> str:
    value = form.value()
    try:
        blocks = checked(found.family, value.body_zh, value.body_en)
    except Invalid as error:
        blocks = []
        form.refuse(error)
    return render_template(
        "contracts/template.html",
        row=found,
        form=form,
        groups=document.groups(blocks),
        FIELDS=FIELDS,
        LISTS=LISTS,
        reason=reason or ReasonForm(formdata=None),
    )


@blueprint.post("/contracts/templates/<int:template_id>")
@access("operator")
def save_template(template_id: int) -> Answer:
    """Show the draft with example data (button "preview"), or store it."""
    form, found = TemplateForm(), queries.template(template_id)
    if not form.validate():
        return _page(found, form), 422
    value = form.value()
    if "later" in request.form:
        page = _page(found, form)
        return (page, 422) if form.errors else page
    try:
        with transaction():
            service.save_draft(current_actor(), template_id, value.seen, value.body_zh, value.body_en, value.note)
    except Invalid as error:
        form.refuse(error)
        return _page(queries.template(template_id), form), 422
    flash(_("The draft is saved."), "ok")
    return redirect(url_for("contracts.template", template_id=template_id))


@blueprint.post("/contracts/templates/<int:template_id>/in-force")
@access("operator")
def bring_in_force(template_id: int) -> Answer:
    """Use this version for contracts from now on."""
    with transaction():
        service.bring_in_force(current_actor(), template_id)
    flash(_("New contracts are drawn from this version from now on. Old ones keep their text."), "ok")
    return redirect(url_for("contracts.templates"))


@blueprint.post("/contracts/templates/<int:template_id>/withdraw")
@access("operator")
def withdraw_template(template_id: int) -> Answer:
    """Take this version out of use."""
    form, found = ReasonForm(), queries.template(template_id)
    if not form.validate():
        editor = TemplateForm(formdata=None, obj=found)
        return _page(found, editor, form), 422
    with transaction():
        service.withdraw(current_actor(), template_id, form.value())
    flash(_("Withdrawn. Contracts drawn from it keep their text."), "ok")
    return redirect(url_for("contracts.templates"))
