"""Signing in and out, the language of the pages, and passwords that were forgotten."""

from contextlib import suppress

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.accounts import service
from market.accounts.forms import SignInForm
from market.accounts.rules.sign_in import PER_ACCOUNT
from market.accounts.views import browser
from market.accounts.views.mount import blueprint
from market.core.db import transaction
from market.core.errors import NotFound, TooMany
from market.core.web import access, current_actor, safe_next

Answer = str | Response | tuple[str, int]


def remote_address() -> str:
    """Whence the request comes; the header of a proxy counts only where one is configured."""
    return request.remote_addr or ""


@blueprint.get("/sign-in", endpoint="login")
@access("public")
def show_login() -> Answer:
    """The form; somebody signed in goes straight on."""
    if current_actor().user_id is not None:
        return redirect(safe_next(request.args.get("next"), "/"))
    return render_template("accounts/login.html", form=SignInForm())


@blueprint.post("/sign-in", endpoint="login_post")
@access("public")
def login() -> Answer:
    """Count the try, compare the password, open the session."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/login.html", form=form), 422
    with transaction():
        attempt = service.begin(form.email.data, remote_address())
    checked = service.check(attempt, form.password.data)
    with transaction():
        token = service.conclude(attempt, checked, request.user_agent.string)
    if token is None and attempt.last:
        raise TooMany(PER_ACCOUNT.seconds)
    if token is None:
        form.password.errors = [_("The email address or the password is wrong.")]
        return render_template("accounts/login.html", form=form), 422
    browser.enter(token)
    return redirect(safe_next(request.args.get("next"), "/"))


@blueprint.post("/sign-out")
@access("public")
def logout() -> Answer:
    """End the session on the server, then forget the cookie."""
    visitor = browser.visitor()
    if visitor.is_authenticated:
        with suppress(NotFound), transaction():
            service.end_session(visitor.actor, visitor.session_id)
    browser.leave()
    flash(_("You have signed out."), "success")
    return browser.signed_out(make_response(redirect(url_for("accounts.login"))))
