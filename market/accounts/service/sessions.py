"""Signing in and out. The cookie holds a random token, the row its hash; ending the row ends the session everywhere.

Signing in takes three steps, because hashing must not hold the database: `begin` counts the try, `check` compares
the password, `conclude` opens the session or records the failure.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import update

from market.accounts import queries
from market.accounts.events import SessionsEnded, SignedIn, SignInFailed
from market.accounts.models import LoginSession, User
from market.accounts.rules import sign_in as rules
from market.accounts.service import hashing
from market.core import clock, limits
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound, TooMany
from market.core.outbox import emit
from market.core.settings import settings


@dataclass(frozen=True)
class Attempt:
    """One try to sign in. `last` marks the single try that an address gets on an account over its limit."""

    email: str
    address: str
    last: bool = False

    @property
    def account(self) -> str:
        """The key its account is counted by."""
        return rules.keyed(self.email, settings().secret_key)

    @property
    def counters(self) -> tuple[tuple[rules.Limit, str], ...]:
        """The counters this try adds to."""
        network = rules.network_of(self.address)
        return (
            (rules.PER_ADDRESS, network),
            (rules.PER_ACCOUNT, self.account),
            (rules.PER_PAIR, f"{self.account} {network}"),
        )


@dataclass(frozen=True)
class Checked:
    """A right password: whose, the hash it was compared with, and a better hash when that one is outdated."""

    user_id: int
    seen_hash: str
    better_hash: str = ""


def begin(email: str, address: str) -> Attempt:
    """Count a try before the password is looked at, so that parallel tries cannot slip through; raises TooMany."""
    attempt = Attempt(email.strip().lower(), address)
    (per_address, network), (per_account, account), (per_pair, pair) = attempt.counters
    limits.hit(per_address.scope, network, per_address.tries, per_address.seconds)
    over = False
    try:
        limits.hit(per_account.scope, account, per_account.tries, per_account.seconds)
    except TooMany:
        over = True
    limits.count(per_pair.scope, pair, per_pair.seconds)
    if over:
        limits.check(per_pair.scope, pair, per_pair.tries + 1, per_pair.seconds)
    return Attempt(attempt.email, address, last=over)


def check(attempt: Attempt, password: str) -> Checked | None:
    """Compare the password; None when it is wrong or there is no such person. Slow on purpose, and equally slow."""
    user = queries.by_email(attempt.email)
    right = hashing.matches(password, user.password_hash if user else None)
    if user is None or not right or user.disabled_at:
        return None
    better = hashing.hashed(password) if hashing.outdated(user.password_hash) else ""
    return Checked(user.id, user.password_hash, better)


def conclude(attempt: Attempt, checked: Checked | None, agent: str = "") -> str | None:
    """Open a session and return its token, or record the failure and return None."""
    user = db.session.get(User, checked.user_id) if checked else None
    if checked is None or user is None or user.disabled_at or user.password_hash != checked.seen_hash:
        emit(SignInFailed(email_hash=attempt.account, address=attempt.address))
        return None
    for limit, key in attempt.counters:
        limits.forgive(limit.scope, key, limit.seconds)
    if checked.better_hash:
        user.password_hash = checked.better_hash
    user.last_login_at = clock.now()
    emit(SignedIn(user_id=user.id), user.actor)
    return open_session(user.id, attempt.address, agent)


def open_session(user_id: int, address: str = "", agent: str = "") -> str:
    """A new session for a person; the token returned is for his cookie and stored nowhere."""
    token = secrets.token_urlsafe(32)
    clean_agent = "".join(char if char.isprintable() else " " for char in agent)
    db.session.add(
        LoginSession(
            token_hash=rules.token_hash(token), user_id=user_id, address=address[:45], agent=clean_agent[:200]
        )
    )
    db.session.flush()
    return token


def touch(session_id: int) -> None:
    """Note that a session is in use."""
    db.session.execute(update(LoginSession).where(LoginSession.id == session_id).values(seen_at=clock.now()))


def end_session(actor: Actor, session_id: int) -> None:
    """End one of one's own sessions; raises NotFound for anybody else's."""
    ended = db.session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.user_id == actor.user_id, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    ).rowcount  # type: ignore[attr-defined]
    if not ended:
        raise NotFound
    emit(SessionsEnded(user_id=actor.user_id or 0, count=1), actor)


def end_sessions(actor: Actor, user_id: int, keep: int | None = None) -> int:
    """End every session of a person, but the one to keep; returns how many ended."""
    statement = update(LoginSession).where(LoginSession.user_id == user_id, LoginSession.ended_at.is_(None))
    if keep is not None:
        statement = statement.where(LoginSession.id != keep)
    count = int(db.session.execute(statement.values(ended_at=clock.now())).rowcount)  # type: ignore[attr-defined]
    if count:
        emit(SessionsEnded(user_id=user_id, count=count), actor)
    return count
