"""Who acts and under which request number, for event rows and log lines; empty outside a request."""

import secrets

from flask import g, has_app_context, has_request_context

from market.core.actor import NOBODY, Actor


def acting() -> Actor:
    """The actor of the running request or command, NOBODY when there is none."""
    return getattr(g, "actor", NOBODY) if has_app_context() else NOBODY


def act_as(actor: Actor) -> None:
    """From now on, in this request or command, this actor acts."""
    g.actor = actor


def request_id() -> str:
    """The number of the running request, made on first use; empty outside a request."""
    if not has_request_context():
        return ""
    if not hasattr(g, "request_id"):
        g.request_id = secrets.token_hex(8)
    return str(g.request_id)
