"""Registering an organisation, and accepting an invitation to one."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.accounts import queries, service
from market.accounts.forms import JoinForm, SignUpForm
from market.accounts.models import Invitation
from market.accounts.rules.roles import ROLE_HINTS, ROLES
from market.accounts.views import browser
from market.accounts.views.mount import blueprint
from market.accounts.views.sign_in import Answer, remote_address, unreferred
from market.core.db import transaction
from market.core.errors import Invalid
from market.core.i18n import current_language
from market.core.web import access, current_actor


@blueprint.get("/sign-up", endpoint="sign_up")
@access("public")
def show_sign_up() -> Answer:
    """The form for an organisation and its first member."""
    kind = request.args.get("kind", "")
    return render_template("accounts/sign_up.html", form=SignUpForm(kind=kind))


@blueprint.post("/sign-up", endpoint="sign_up_post")
@access("public")
def sign_up() -> Answer:
    """Register; the answer is the same when the address has an account already."""
    form = SignUpForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_up.html", form=form), 422
    with transaction():
        service.count_sign_up(remote_address())
    identity, person = form.identity(), form.person()
    try:
        new = service.accepted_password(form.password.data or "", person.email, person.name, identity.name)
        with transaction():
            service.sign_up(identity, form.details(), person, new)
    except Invalid as error:
        form.refuse(error)
        return render_template("accounts/sign_up.html", form=form), 422
    return render_template("accounts/signed_up.html", organisation=identity.name, email=person.email)


@blueprint.get("/invitations/<token>", endpoint="accept_invitation")
@access("public")
def show_invitation(token: str) -> Answer:
    """Who invites, to what; with a form for new people and one button for signed-in ones."""
    return invitation_page(service.invitation_of(token), JoinForm())


@blueprint.post("/invitations/<token>", endpoint="join")
@access("public")
def join(token: str) -> Answer:
    """Join the organisation."""
    actor = current_actor()
    if actor.user_id is not None:
        with transaction():
            organisation = service.join(actor, token)
        flash(_("You now act for %(organisation)s.", organisation=organisation.name), "ok")
        return redirect(url_for("accounts.profile"))
    return join_as_new(service.invitation_of(token), token)


def join_as_new(invitation: Invitation, token: str) -> Answer:
    """Make the account, join, and sign in: whoever holds the link holds the mailbox."""
    form = JoinForm()
    try:
        if not form.validate_on_submit():
            raise Invalid
        words = (invitation.email, form.name.data or "", invitation.organisation.name)
        new = service.accepted_password(form.password.data or "", *words)
    except Invalid as error:
        if not form.errors:
            form.refuse(error)
        return invitation_page(invitation, form, 422)
    organisation = invitation.organisation.name
    with transaction():
        user = service.join_as_new(token, form.name.data or "", new, current_language())
        session_token = service.open_session(user.id, remote_address(), request.user_agent.string)
    browser.enter(session_token)
    flash(_("Welcome. You now act for %(organisation)s.", organisation=organisation), "ok")
    return redirect(url_for("accounts.profile"))


def invitation_page(invitation: Invitation, form: JoinForm, status: int = 200) -> Answer:
    """The invitation as its reader may use it."""
    page = render_template(
        "accounts/invitation.html",
        invitation=invitation,
        form=form,
        known=queries.by_email(invitation.email),
        roles=ROLES,
        hints=ROLE_HINTS,
    )
    return unreferred(page, status)
