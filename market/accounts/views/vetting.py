"""The operator's vetting: the queue, one organisation, the decision."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.accounts import queries, service
from market.accounts.forms import DecisionForm
from market.accounts.rules import organisations as organisation_rules
from market.accounts.rules import vetting as rules
from market.accounts.rules.roles import ROLES
from market.accounts.views.mount import blueprint
from market.accounts.views.organisation import NAMES, kind_choices
from market.accounts.views.sign_in import Answer
from market.core.db import transaction
from market.core.errors import Invalid
from market.core.web import access, current_actor, paginate


@blueprint.get("/vetting")
@access("operator")
def vetting() -> Answer:
    """Organisations by state; those that wait come first."""
    state, kind = request.args.get("state", "pending"), request.args.get("kind", "")
    words = request.args.get("q", "")
    state = state if state in rules.STATE_NAMES else ""
    page = paginate(queries.vetting_queue(current_actor(), state, kind, words), 50)
    return render_template(
        "accounts/vetting.html",
        page=page,
        state=state,
        kind=kind,
        choices=[("", _("All")), *kind_choices()],
        counts=queries.counts_by_state(),
        unusual=organisation_rules.form_is_unusual,
        names=NAMES,
    )


@blueprint.get("/vetting/<int:organisation_id>")
@access("operator")
def vetting_page(organisation_id: int) -> Answer:
    """One organisation with its people, its history and the decision form."""
    return decision_page(organisation_id)


@blueprint.post("/vetting/<int:organisation_id>")
@access("operator")
def decide(organisation_id: int) -> Answer:
    """Decide, or keep a note."""
    found = queries.organisation_to_vet(current_actor(), organisation_id)
    form = decision_form(found.state)
    form.accept_any()
    try:
        if not form.validate_on_submit():
            raise Invalid
        store(organisation_id, form)
    except Invalid as error:
        if not form.errors:
            form.refuse(error)
        return decision_page(organisation_id, form), 422
    flash(_("The decision has been stored."), "ok")
    return redirect(url_for("accounts.vetting_page", organisation_id=organisation_id))


@blueprint.post("/vetting/people/<int:user_id>/<any(disable, enable):what>")
@access("operator")
def disable_person(user_id: int, what: str) -> Answer:
    """Close a person's account and end its sessions, or open it again."""
    with transaction():
        user = service.disable_person(current_actor(), user_id, disabled=what == "disable")
        organisation = user.organisation
    flash(_("The account has been closed.") if what == "disable" else _("The account is open again."), "ok")
    if organisation is None:
        return redirect(url_for("accounts.vetting"))
    return redirect(url_for("accounts.vetting_page", organisation_id=organisation.id))


def store(organisation_id: int, form: DecisionForm) -> None:
    """Hand the decision or the note to the service."""
    message, note = form.message.data or "", form.private_note.data or ""
    with transaction():
        if form.decision.data == "note":
            service.add_note(current_actor(), organisation_id, note)
        else:
            service.decide(current_actor(), organisation_id, form.decision.data, message, note)


def decision_form(state: str) -> DecisionForm:
    """The decisions that are possible now."""
    return DecisionForm({name: move.label for name, move in rules.moves_from(state).items()})


def decision_page(organisation_id: int, form: DecisionForm | None = None) -> str:
    """The page with the form as it stands."""
    found = queries.organisation_to_vet(current_actor(), organisation_id)
    return render_template(
        "accounts/vetting_page.html",
        organisation=found,
        form=form or decision_form(found.state),
        own=current_actor().of(found.id),
        members=queries.members(found.id),
        decisions=queries.decisions(found.id),
        decision_names=rules.DECISION_NAMES,
        form_name=organisation_rules.form_of(found.uscc),
        unusual=organisation_rules.form_is_unusual(found.kind, found.uscc),
        register_district=organisation_rules.district_of(found.region),
        roles=ROLES,
        names=NAMES,
    )
