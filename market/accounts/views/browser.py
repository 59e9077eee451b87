"""The signed-in browser: from the cookie's token to the person, and back."""

from typing import Any

from flask import Flask, Response, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user

from market.accounts import queries, service
from market.accounts.models import LoginSession, User
from market.accounts.rules import sign_in as rules
from market.core import clock
from market.core.db import transaction
from market.core.errors import Refusal
from market.core.settings import settings

manager = LoginManager()
manager.session_protection = None
"""The session row decides; a changing address (mobile networks) must not sign anybody out."""


class Visitor(UserMixin):  # type: ignore[misc]
    """A person at one browser: `actor` for the services, `session_id` for the row that keeps him signed in."""

    def __init__(self, row: LoginSession, token: str) -> None:
        self.token = token
        self.session_id = row.id
        self.seen_at = row.seen_at
        self.user: User = row.user
        self.actor = row.user.actor
        self.name = row.user.name
        self.language = row.user.language

    def get_id(self) -> str:
        """What the cookie holds: the token, never the person's number."""
        return self.token


@manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> Visitor | None:
    """The visitor a cookie speaks of, None once the session was ended or has run out."""
    row = queries.live_session(rules.token_hash(token))
    return Visitor(row, token) if row is not None else None


def enter(token: str) -> None:
    """Start a fresh browser session around a token: nothing that was in the cookie before survives."""
    session.clear()
    g.pop("actor", None)
    visitor = load(token)
    if visitor is not None:
        login_user(visitor)
        session["language"] = visitor.language


def leave() -> None:
    """Forget everything the cookie knew but the language."""
    language = session.get("language")
    session.clear()
    g.pop("actor", None)
    g.pop("_login_user", None)
    if language:
        session["language"] = language


def signed_out(response: Response) -> Response:
    """Tell the browser to drop what it kept of signed-in pages."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def note_use() -> None:
    """Write "last seen" at most every few minutes; a busy database must not spoil the page for that."""
    if request.endpoint == "static" or not current_user.is_authenticated:
        return
    if clock.now() - current_user.seen_at < rules.touch_after(settings().session_idle):
        return
    try:
        with transaction():
            service.touch(current_user.session_id)
    except Refusal:
        return


def set_up(app: Flask) -> None:
    """Give the application its login manager."""
    manager.init_app(app)
    app.before_request(note_use)


def visitor() -> Any:
    """The visitor of this request, for views that only signed-in people enter."""
    return current_user
