"""transaction() is all or nothing, and the only way to store."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from market.core import clock, limits
from market.core.db import MarketSession, WriteOutsideTransaction, db, transaction
from market.core.errors import Conflict, TooMany
from market.core.limits import Counter


def counter(key: str = "a", count: int = 1) -> Counter:
    return Counter(scope="test", key=key, window=1, count=count, expires_at=clock.now())


def test_what_is_done_inside_is_kept(session: MarketSession) -> None:
    with transaction():
        session.add(counter())
    assert session.scalar(select(Counter.count)) == 1


def test_an_exception_undoes_everything(session: MarketSession) -> None:
    with pytest.raises(RuntimeError), transaction():
        session.add(counter())
        session.flush()
        raise RuntimeError
    assert session.scalar(select(Counter)) is None


def test_storing_outside_is_a_bug(session: MarketSession) -> None:
    session.add(counter())
    with pytest.raises(WriteOutsideTransaction):
        session.flush()


def test_a_broken_unique_key_is_a_conflict(session: MarketSession) -> None:
    with transaction():
        session.add(counter())
    with pytest.raises(Conflict), transaction():
        session.add(counter())


def test_an_inner_transaction_joins_the_outer_one(session: MarketSession) -> None:
    with pytest.raises(RuntimeError), transaction():
        with transaction():
            session.add(counter())
        raise RuntimeError
    assert session.scalar(select(Counter)) is None


def test_limits_count_across_calls(app: Flask) -> None:
    for _ in range(3):
        with transaction():
            limits.hit("login", "somebody", 3, 300)
    with pytest.raises(TooMany), transaction():
        limits.hit("login", "somebody", 3, 300)
    db.session.remove()


def test_tries_at_the_same_moment_all_count(
    app: Flask, in_thread: Callable[[Callable[[], Any]], Callable[[], Any]]
) -> None:
    def attempt() -> None:
        with transaction():
            limits.count("login", "somebody", 86_400)

    threads = [threading.Thread(target=in_thread(attempt)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(db.session.scalars(select(Counter.count))) == 20
