"""Bring a database to the newest form, or back, and tell whether it is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from market.core.db import db

FOLDER = Path(__file__).resolve().parent.parent.parent / "migrations"


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for one open connection."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


@contextmanager
def changing() -> Iterator[Connection]:
    """A connection whose tables may be rebuilt, in one transaction.

    SQLite changes a column by making the table anew, which its foreign keys would forbid: they rest meanwhile (that can
    only be said before the transaction begins) and are all looked at before it ends.
    """
    with db.engines[None].connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        try:
            if sqlite:
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
            with connection.begin():
                yield connection
                if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                    raise RuntimeError(f"rows without what they refer to: {broken[:5]}")
        finally:
            if sqlite:
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def upgrade(revision: str = "head") -> None:
    """Run the migrations that are missing; harmless when there are none."""
    with changing() as connection:
        command.upgrade(configuration(connection), revision)


def downgrade(revision: str) -> None:
    """Go back to a revision ("base" empties the database)."""
    with changing() as connection:
        command.downgrade(configuration(connection), revision)


def current() -> str | None:
    """The database's revision, None for an empty database."""
    with db.engines[None].connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision this code needs."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config).get_current_head()
