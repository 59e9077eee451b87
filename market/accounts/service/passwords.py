"""Passwords changed by their owner, and reset by a mailed link that works once and for one hour."""

from sqlalchemy import update

from market.accounts import queries
from market.accounts.errors import LinkNotValid
from market.accounts.events import PasswordChanged, PasswordResetAsked
from market.accounts.models import PasswordReset, User
from market.accounts.rules import sign_in as rules
from market.accounts.service import hashing, links
from market.accounts.service.sessions import end_sessions
from market.core import clock, limits
from market.core.actor import NOBODY, Actor
from market.core.db import db, lock_row
from market.core.errors import Conflict, Invalid, NotFound
from market.core.i18n import N_
from market.core.outbox import emit
from market.core.settings import settings


def ask_reset(email: str, address: str) -> None:
    """Have a reset link sent when the address belongs to somebody; the caller learns nothing; raises TooMany."""
    site = settings()
    per_address, per_account = rules.RESETS_PER_ADDRESS, rules.RESETS_PER_ACCOUNT
    limits.hit(per_address.scope, rules.network_of(address), per_address.tries, per_address.seconds)
    limits.hit(per_account.scope, rules.keyed(email, site.secret_key), per_account.tries, per_account.seconds)
    user = queries.by_email(email)
    if user is None or user.disabled_at:
        return
    reset = PasswordReset(
        user_id=user.id, nonce=links.fresh_nonce(), expires_at=clock.now() + rules.RESET_LIFE
    )
    db.session.add(reset)
    db.session.flush()
    emit(PasswordResetAsked(reset_id=reset.id))


def person_of_reset(token: str) -> User:
    """Whose password an open link resets; raises LinkNotValid."""
    user = db.session.get(User, links.reset_of(token).user_id)
    if user is None or user.disabled_at:
        raise LinkNotValid
    return user


def reset_password(token: str, password_hash: str) -> User:
    """Set the new password and end every session; each link does this once; raises LinkNotValid."""
    reset = links.reset_of(token)
    used = db.session.execute(
        update(PasswordReset)
        .where(PasswordReset.id == reset.id, PasswordReset.used_at.is_(None))
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    if not used:
        raise LinkNotValid
    user = person_of(reset.user_id)
    _store(user, password_hash, NOBODY)
    return user


def check_current(actor: Actor, password: str, field: str = "current") -> str:
    """The stored hash when the current password is right; raises Invalid on `field`. Slow: outside a transaction."""
    user = person_of(actor.user_id)
    if not hashing.matches(password, user.password_hash):
        raise Invalid(fields={field: N_("This is not your current password.")})
    return user.password_hash


def count_change(actor: Actor) -> None:
    """Count a try to change a password, so that a stolen session cannot guess it; raises TooMany."""
    limit = rules.PASSWORD_CHANGES
    limits.hit(limit.scope, str(actor.user_id), limit.tries, limit.seconds)


def change_password(actor: Actor, seen_hash: str, password_hash: str) -> None:
    """Set a new password and end every session of this person; raises Conflict when it changed meanwhile."""
    user = person_of(actor.user_id)
    if user.password_hash != seen_hash:
        raise Conflict
    _store(user, password_hash, actor)


def person_of(user_id: int | None) -> User:
    """The person, held until the transaction ends; raises NotFound for a stranger."""
    if user_id is None:
        raise NotFound
    user = queries.person(user_id)
    if db.session.info.get("writing"):
        lock_row(user)
    return user


def _store(user: User, password_hash: str, actor: Actor) -> None:
    """The new hash; older links die with the old password."""
    user.password_hash = password_hash
    db.session.execute(
        update(PasswordReset)
        .where(PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None))
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    end_sessions(actor, user.id)
    emit(PasswordChanged(user_id=user.id), actor)
