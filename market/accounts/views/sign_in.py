"""Signing in and out, the language of the pages, and passwords that were forgotten."""

from contextlib import suppress

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.accounts import service
from market.accounts.forms import ChoosePasswordForm, ForgottenForm, SignInForm, personal_words
from market.accounts.rules.sign_in import PER_ACCOUNT
from market.accounts.views import browser
from market.accounts.views.mount import blueprint
from market.core.db import transaction
from market.core.errors import Invalid, NotFound, TooMany
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
        attempt = service.begin(form.email.data or "", remote_address())
    checked = service.check(attempt, form.password.data or "")
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
    flash(_("You have signed out."), "ok")
    return browser.signed_out(make_response(redirect(url_for("accounts.login"))))


@blueprint.get("/password/forgotten", endpoint="forgotten")
@access("public")
def show_forgotten() -> Answer:
    """The form that asks for the address."""
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@blueprint.post("/password/forgotten", endpoint="ask_reset")
@access("public")
def ask_reset() -> Answer:
    """Send a link when the address is known; the answer is the same when it is not."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form), 422
    with transaction():
        service.ask_reset(form.email.data or "", remote_address())
    return render_template("accounts/forgotten_sent.html", email=form.email.data)


@blueprint.get("/password/choose/<token>", endpoint="choose_password")
@access("public")
def show_choose_password(token: str) -> Answer:
    """The form behind a reset link."""
    service.person_of_reset(token)
    return unreferred(render_template("accounts/choose_password.html", form=ChoosePasswordForm()))


@blueprint.post("/password/choose/<token>", endpoint="reset_password")
@access("public")
def reset_password(token: str) -> Answer:
    """Set the new password, end every session, and ask to sign in with it."""
    form = ChoosePasswordForm()
    user = service.person_of_reset(token)
    try:
        if not form.validate_on_submit():
            raise Invalid
        new = service.accepted_password(form.password.data or "", *personal_words(user))
    except Invalid as error:
        if not form.errors:
            form.refuse(error)
        return unreferred(render_template("accounts/choose_password.html", form=form), 422)
    with transaction():
        service.reset_password(token, new)
    browser.leave()
    flash(_("Your new password is set. Sign in with it."), "ok")
    return redirect(url_for("accounts.login"))


def unreferred(page: str, status: int = 200) -> Response:
    """A page whose address holds a secret: no other site is told that address."""
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
