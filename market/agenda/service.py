"""A person's secret calendar address, and the count of changes of each entry."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from market.agenda import queries
from market.agenda.models import AgendaFeed, AgendaStamp
from market.agenda.rules.deadlines import Deadline
from market.core import clock, seals
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound, SignInNeeded

AT_ONCE = 200
"""Rows written with one statement: SQLite allows a limited number of values."""


def renew(actor: Actor) -> AgendaFeed:
    """Give the person a new address, inside a transaction; the old one opens nothing any more."""
    if actor.user_id is None:
        raise SignInNeeded
    feed = queries.feed_of(actor.user_id) or AgendaFeed(user_id=actor.user_id)
    feed.nonce, feed.created_at = seals.nonce(), clock.now()
    db.session.add(feed)
    db.session.flush()
    return feed


def revoke(actor: Actor) -> None:
    """Close the person's address, inside a transaction."""
    db.session.execute(delete(AgendaFeed).where(AgendaFeed.user_id == (actor.user_id or 0)))


def token(feed: AgendaFeed) -> str:
    """The secret part of an address."""
    return seals.sealed("agenda", feed.nonce)


def opened(text: str) -> Actor:
    """Whose calendar a token opens; NotFound for anything else."""
    feed = queries.feed_by_nonce(seals.opened("agenda", text))
    actor = queries.reader(feed) if feed else None
    if actor is None:
        raise NotFound
    return actor


def stamp(entries: Sequence[Deadline]) -> dict[str, AgendaStamp]:
    """Count the change of every entry that has changed since it was last asked for, inside a transaction."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    now = clock.now()
    known = queries.stamps([entry.key for entry in entries])
    rows = [
        {"key": entry.key, "fingerprint": entry.fingerprint, "sequence": 0, "changed_at": now}
        for entry in sorted(entries, key=lambda entry: entry.key)
        if entry.key not in known or known[entry.key].fingerprint != entry.fingerprint
    ]
    for begin in range(0, len(rows), AT_ONCE):
        statement = insert(AgendaStamp).values(rows[begin : begin + AT_ONCE])
        changed = {
            "fingerprint": statement.excluded.fingerprint,
            "sequence": AgendaStamp.sequence + 1,
            "changed_at": statement.excluded.changed_at,
        }
        different = AgendaStamp.fingerprint != statement.excluded.fingerprint
        db.session.execute(
            statement.on_conflict_do_update(index_elements=[AgendaStamp.key], set_=changed, where=different)
        )
    if rows:
        db.session.expire_all()
    return queries.stamps([entry.key for entry in entries])
