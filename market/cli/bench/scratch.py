"""A throw-away market to measure on: fresh folders, a fresh database, gone at the end."""

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect

from market import create_app
from market.accounts import service as accounts
from market.config import Settings
from market.core import migrations
from market.core.db import db, transaction


@contextmanager
def market(database: str = "") -> Iterator[Flask]:
    """The application on a migrated, empty database in a temporary folder, its context pushed.

    `database` names an empty one to use instead (PostgreSQL, say); it is emptied again at the end. One that holds
    anything is refused, so that no real market is ever measured to pieces.
    """
    with tempfile.TemporaryDirectory(prefix="market-bench-") as folder:
        app = create_app(_settings(Path(folder), database))
        with app.app_context():
            if inspect(db.engines[None]).get_table_names():
                raise click.ClickException("The database of --database is not empty. Name an empty one.")
            migrations.upgrade()
            try:
                yield app
            finally:
                _leave(bool(database))


def _settings(folder: Path, database: str) -> Settings:
    for name in ("data", "index"):
        (folder / name).mkdir()
    return Settings(
        secret_key=secrets.token_hex(32),
        database_url=database,
        data=folder / "data",
        index=folder / "index",
        public_url="http://localhost",
    )


def _leave(drop: bool) -> None:
    db.session.remove()
    if drop:
        migrations.downgrade("base")
    for engine in db.engines.values():
        engine.dispose()


def signed_in(app: Flask, user_id: int) -> FlaskClient:
    """A browser in which this person is signed in."""
    with transaction():
        token = accounts.open_session(user_id)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def visit(app: Flask, client: FlaskClient, path: str) -> float:
    """Seconds that a page took, in an application context of its own as in production; it must be there."""
    with app.app_context():
        started = time.perf_counter()
        response = client.get(path)
        seconds = time.perf_counter() - started
    if response.status_code != 200:
        raise click.ClickException(f"{path} answered {response.status_code}.")
    return seconds


def slowest(deed: Callable[[], object], times: int = 3) -> float:
    """Seconds of the slowest of some runs: a promise must hold each time."""
    taken = []
    for _time in range(times):
        started = time.perf_counter()
        deed()
        taken.append(time.perf_counter() - started)
        db.session.remove()
    return max(taken)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
