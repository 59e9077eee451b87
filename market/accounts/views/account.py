"""One's own account: name and language, password, sessions."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from market.accounts import queries, service
from market.accounts.forms import ChangePasswordForm, MeForm, personal_words
from market.accounts.rules.roles import ROLES
from market.accounts.views import browser
from market.accounts.views.mount import blueprint
from market.accounts.views.sign_in import Answer, remote_address
from market.core.db import transaction
from market.core.errors import Invalid
from market.core.i18n import LANGUAGES
from market.core.web import access, current_actor, safe_next


@blueprint.get("/account")
@access("signed_in")
def me() -> Answer:
    """Name, language, and the ways to password and sessions."""
    user = queries.person(current_actor().user_id or 0)
    return render_template("accounts/me.html", user=user, form=MeForm(obj=user), roles=ROLES)


@blueprint.post("/account", endpoint="change_me")
@access("signed_in")
def change_me() -> Answer:
    """Change name and language."""
    form = MeForm()
    if not form.validate_on_submit():
        user = queries.person(current_actor().user_id or 0)
        return render_template("accounts/me.html", user=user, form=form, roles=ROLES), 422
    with transaction():
        service.change_person(current_actor(), form.name.data or "", form.language.data)
    session["language"] = form.language.data
    flash(_("Saved."), "ok")
    return redirect(url_for("accounts.me"))


@blueprint.get("/account/password", endpoint="password")
@access("signed_in")
def show_password() -> Answer:
    """The form for a new password."""
    return render_template("accounts/password.html", form=ChangePasswordForm())


@blueprint.post("/account/password", endpoint="change_password")
@access("signed_in")
def change_password() -> Answer:
    """Change the password with the present one as proof; every other browser is signed out."""
    form, actor = ChangePasswordForm(), current_actor()
    if not form.validate_on_submit():
        return render_template("accounts/password.html", form=form), 422
    with transaction():
        service.count_change(actor)
    try:
        seen = service.check_current(actor, form.current.data or "")
        words = personal_words(queries.person(actor.user_id or 0))
        new = service.accepted_password(form.password.data or "", *words)
    except Invalid as error:
        form.refuse(error)
        return render_template("accounts/password.html", form=form), 422
    with transaction():
        service.change_password(actor, seen, new)
        token = service.open_session(actor.user_id or 0, remote_address(), request.user_agent.string)
    browser.enter(token)
    flash(_("Your password has been changed. All other browsers have been signed out."), "ok")
    return redirect(url_for("accounts.me"))


@blueprint.get("/account/sessions")
@access("signed_in")
def sessions() -> Answer:
    """Where one is signed in."""
    rows = queries.live_sessions(current_actor().user_id or 0)
    return render_template("accounts/sessions.html", rows=rows, this=browser.visitor().session_id)


@blueprint.post("/account/sessions/<int:session_id>/end")
@access("signed_in")
def end_session(session_id: int) -> Answer:
    """Sign out one browser."""
    with transaction():
        service.end_session(current_actor(), session_id)
    flash(_("That browser has been signed out."), "ok")
    return redirect(url_for("accounts.sessions"))


@blueprint.post("/account/sessions/end-others")
@access("signed_in")
def end_other_sessions() -> Answer:
    """Sign out every other browser."""
    actor = current_actor()
    with transaction():
        service.end_sessions(actor, actor.user_id or 0, keep=browser.visitor().session_id)
    flash(_("All other browsers have been signed out."), "ok")
    return redirect(url_for("accounts.sessions"))


@blueprint.route("/language", methods=["GET", "POST"])
@access("public")
def language() -> Answer:
    """Choose the language of the pages; a person's choice is kept for mails and the next sign-in, too."""
    chosen, actor = request.values.get("lang", ""), current_actor()
    if chosen in LANGUAGES:
        session["language"] = chosen
        if request.method == "POST" and actor.user_id is not None:
            with transaction():
                service.change_person(actor, actor.name, chosen)
    return redirect(safe_next(request.values.get("next"), "/"))
