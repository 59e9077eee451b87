"""Organisations: the public list and page, and one's own organisation's data."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.accounts import queries, service
from market.accounts.forms import ProfileForm
from market.accounts.rules import organisations as rules
from market.accounts.rules import vetting as vetting_rules
from market.accounts.rules.roles import MANAGERS
from market.accounts.views.mount import blueprint
from market.accounts.views.sign_in import Answer
from market.core.db import transaction
from market.core.errors import Invalid
from market.core.i18n import translate
from market.core.web import access, current_actor, paginate

NAMES = {
    "kinds": rules.KINDS,
    "sizes": rules.SME_CLASSES,
    "industries": rules.INDUSTRIES,
    "states": vetting_rules.STATE_NAMES,
    "tones": vetting_rules.STATE_TONES,
    "province_of": rules.province_of,
}


def kind_choices() -> list[tuple[str, str]]:
    """Kinds of organisation for a filter, with translated names."""
    return [(kind, translate(rules.KINDS[kind])) for kind in rules.KINDS_OPEN_TO_SIGN_UP]


@blueprint.get("/organisations")
@access("public")
def organisations() -> Answer:
    """Vetted organisations, universities first of all."""
    kind = request.args.get("kind", "university")
    kind = kind if kind in rules.KINDS_OPEN_TO_SIGN_UP else ""
    words = request.args.get("q", "")
    page = paginate(queries.public_organisations(kind, words), 30)
    return render_template("accounts/organisations.html", page=page, kind=kind, names=NAMES, choices=kind_choices())


@blueprint.get("/organisations/<int:organisation_id>")
@access("public")
def organisation(organisation_id: int) -> Answer:
    """One organisation as the public sees it."""
    found = queries.visible_organisation(current_actor(), organisation_id)
    return render_template("accounts/organisation.html", organisation=found, names=NAMES)


@blueprint.get("/organisation")
@access("signed_in")
def profile() -> Answer:
    """One's own organisation: where its vetting stands and what is known about it."""
    found = queries.own_organisation(current_actor())
    return render_template(
        "accounts/profile.html",
        organisation=found,
        names=NAMES,
        manages=current_actor().role in MANAGERS,
        may_resubmit=vetting_rules.may_resubmit(found.state),
    )


@blueprint.get("/organisation/edit", endpoint="edit_profile")
@access("signed_in", roles=MANAGERS)
def show_edit_profile() -> Answer:
    """The form with what is known."""
    found = queries.own_organisation(current_actor())
    form = ProfileForm(found, vetting_rules.may_change_identity(found.state))
    return render_template("accounts/edit_profile.html", form=form, organisation=found)


@blueprint.post("/organisation/edit", endpoint="change_profile")
@access("signed_in", roles=MANAGERS)
def change_profile() -> Answer:
    """Store the changes."""
    found = queries.own_organisation(current_actor())
    form = ProfileForm(found, vetting_rules.may_change_identity(found.state))
    try:
        if not form.validate_on_submit():
            raise Invalid
        with transaction():
            service.change(current_actor(), form.details(), form.corrected_identity())
    except Invalid as error:
        if not form.errors:
            form.refuse(error)
        return render_template("accounts/edit_profile.html", form=form, organisation=found), 422
    flash(_("Saved."), "ok")
    return redirect(url_for("accounts.profile"))


@blueprint.post("/organisation/resubmit")
@access("signed_in", roles=MANAGERS)
def resubmit() -> Answer:
    """Send a returned application again."""
    with transaction():
        service.resubmit(current_actor())
    flash(_("Your application has been sent to the operator again."), "ok")
    return redirect(url_for("accounts.profile"))
