"""The tokens in mailed links: signed over the row's nonce, each for one purpose, useless once the row is used."""

import secrets
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from market.accounts.errors import LinkNotValid
from market.accounts.models import Invitation, PasswordReset
from market.core import clock
from market.core.db import db
from market.core.settings import settings


def fresh_nonce() -> str:
    """A random text that makes one row's link unguessable and unrepeatable."""
    return secrets.token_hex(16)


def invitation_link_token(invitation: Invitation) -> str:
    """The token for the address of the page "accept invitation"."""
    return _signer("invitation").dumps([invitation.id, invitation.nonce])


def reset_token(reset: PasswordReset) -> str:
    """The token for the address of the page "choose a new password"."""
    return _signer("reset").dumps([reset.id, reset.nonce])


def invitation_of(token: str) -> Invitation:
    """The open invitation a link stands for; raises LinkNotValid."""
    found: Invitation = _row(Invitation, "invitation", token)
    if found.used_at or found.withdrawn_at or found.expires_at <= clock.now():
        raise LinkNotValid
    return found


def reset_of(token: str) -> PasswordReset:
    """The open reset a link stands for; raises LinkNotValid."""
    found: PasswordReset = _row(PasswordReset, "reset", token)
    if found.used_at or found.expires_at <= clock.now():
        raise LinkNotValid
    return found


def _signer(purpose: str) -> URLSafeSerializer:
    site = settings()
    return URLSafeSerializer([*site.secret_key_fallbacks, site.secret_key], salt=f"market.accounts.{purpose}")


def _row(model: Any, purpose: str, token: str) -> Any:
    try:
        row_id, nonce = _signer(purpose).loads(token)
    except (BadData, ValueError, TypeError):
        raise LinkNotValid from None
    found = db.session.get(model, row_id)
    if found is None or not secrets.compare_digest(found.nonce, str(nonce)):
        raise LinkNotValid
    return found
