"""How often something may be tried, counted in the database so that every process counts together."""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import String, UniqueConstraint, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from market.core import clock
from market.core.db import Base, db, pk
from market.core.errors import TooMany


class Counter(Base):
    """How many tries one key made in one window of time."""

    __tablename__ = "limit_counter"
    __table_args__ = (UniqueConstraint("scope", "key", "window"),)
    id: Mapped[int] = pk()
    scope: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(160))
    window: Mapped[int]
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)


def check(scope: str, key: str, limit: int, seconds: int) -> None:
    """Raise TooMany when `limit` tries have already been counted in the running or the previous half window."""
    now = clock.now()
    window = int(now.timestamp()) // seconds
    rows = db.session.execute(
        select(Counter.window, Counter.count).where(
            Counter.scope == scope, Counter.key == key[:160], Counter.window.in_((window, window - 1))
        )
    ).all()
    counts: dict[int, int] = {row[0]: row[1] for row in rows}
    elapsed = (now.timestamp() % seconds) / seconds
    weighted = counts.get(window, 0) + ceil(counts.get(window - 1, 0) * (1 - elapsed))
    if weighted >= limit:
        raise TooMany(int(seconds * (1 - elapsed)) + 1)


def count(scope: str, key: str, seconds: int) -> None:
    """Count one try, inside a transaction; two at the same moment count as two."""
    now = clock.now()
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"scope": scope, "key": key[:160], "window": int(now.timestamp()) // seconds, "count": 1}
    statement = insert(Counter).values(**row, expires_at=now + timedelta(seconds=2 * seconds))
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Counter.scope, Counter.key, Counter.window], set_={"count": Counter.count + 1}
        )
    )


def forgive(scope: str, key: str, seconds: int) -> None:
    """Take one counted try back, inside a transaction: it turned out to be a right one."""
    window = int(clock.now().timestamp()) // seconds
    db.session.execute(
        update(Counter)
        .where(Counter.scope == scope, Counter.key == key[:160], Counter.window == window, Counter.count > 0)
        .values(count=Counter.count - 1)
        .execution_options(synchronize_session=False)
    )


def hit(scope: str, key: str, limit: int, seconds: int) -> None:
    """Count one try, then raise TooMany when it was one too many (the transaction's end then forgets it again).

    Counting first makes parallel tries wait for each other, so that exactly `limit` of them come through.
    """
    count(scope, key, seconds)
    check(scope, key, limit + 1, seconds)


def sweep() -> None:
    """Forget counters that no longer matter, inside a transaction."""
    db.session.execute(delete(Counter).where(Counter.expires_at < clock.now()))
