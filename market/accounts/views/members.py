"""The members of one's own organisation."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.accounts import queries, service
from market.accounts.forms import InviteForm
from market.accounts.rules.roles import MANAGERS, ROLE_HINTS, ROLES, manageable
from market.accounts.views.mount import blueprint
from market.accounts.views.sign_in import Answer
from market.core import clock
from market.core.db import transaction
from market.core.i18n import current_language, translate
from market.core.web import access, current_actor


@blueprint.get("/organisation/members")
@access("signed_in")
def members() -> Answer:
    """Who acts for the organisation, and who is invited."""
    return members_page(InviteForm(manageable(current_actor().role), language=current_language()))


@blueprint.post("/organisation/members/invite")
@access("signed_in", roles=MANAGERS)
def invite() -> Answer:
    """Have an invitation sent."""
    form = InviteForm(manageable(current_actor().role))
    if not form.validate_on_submit():
        return members_page(form), 422
    with transaction():
        service.invite(current_actor(), form.email.data or "", form.role.data, form.language.data)
    flash(_("The invitation to %(email)s is on its way.", email=form.email.data), "ok")
    return redirect(url_for("accounts.members"))


@blueprint.post("/organisation/invitations/<int:invitation_id>/withdraw")
@access("signed_in", roles=MANAGERS)
def withdraw_invitation(invitation_id: int) -> Answer:
    """Take an invitation back."""
    with transaction():
        service.withdraw(current_actor(), invitation_id)
    flash(_("The invitation has been withdrawn."), "ok")
    return redirect(url_for("accounts.members"))


@blueprint.post("/organisation/members/<int:user_id>/role")
@access("signed_in", roles=MANAGERS)
def change_role(user_id: int) -> Answer:
    """Give a member another role."""
    with transaction():
        service.change_role(current_actor(), user_id, request.form.get("role", ""))
    flash(_("The role has been changed."), "ok")
    return redirect(url_for("accounts.members"))


@blueprint.post("/organisation/members/<int:user_id>/remove")
@access("signed_in")
def remove_member(user_id: int) -> Answer:
    """Take a member out, or leave oneself."""
    actor = current_actor()
    with transaction():
        service.remove(actor, user_id)
    if user_id == actor.user_id:
        flash(_("You no longer act for this organisation."), "ok")
        return redirect(url_for("accounts.me"))
    flash(_("The member has been removed."), "ok")
    return redirect(url_for("accounts.members"))


def members_page(form: InviteForm) -> str:
    """The page with the invitation form as it stands."""
    actor = current_actor()
    organisation = queries.own_organisation(actor)
    return render_template(
        "accounts/members.html",
        organisation=organisation,
        rows=queries.members(organisation.id),
        invitations=queries.open_invitations(organisation.id) if actor.role in MANAGERS else [],
        reach=manageable(actor.role),
        roles=ROLES,
        role_hints={role: translate(hint) for role, hint in ROLE_HINTS.items()},
        form=form,
        now=clock.now(),
    )
