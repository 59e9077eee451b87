"""The database door: typed models, and `transaction()`, the only place that commits.

On SQLite two engines share one file: the reading one begins plainly, the writing one with BEGIN IMMEDIATE, so that a
read-then-write deed can neither oversell nor fail half way with "database is locked". On PostgreSQL one engine serves
both. Outside `transaction()` the session only reads; a flush raises.
"""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import ColumnElement, DateTime, Engine, MetaData, event, func, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from market.config import Settings
from market.core import clock
from market.core.errors import Conflict, Refusal
from market.core.i18n import N_

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
LOCK_TIMEOUT_SECONDS = 10
PASSING_SQLITE = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
)


class Busy(Refusal):
    """The database could not be written in time."""

    sentence = N_("The system is busy or its disk is full. Nothing was saved; please try again in a minute.")
    status = 503


class WriteOutsideTransaction(RuntimeError):
    """A bug: something was to be stored outside `with transaction():`."""


class Instant(TypeDecorator[datetime]):
    """An aware instant; stored in UTC, handed back aware on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse naive values: a time without a zone is a bug."""
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime")
        return None if value is None else value.astimezone(clock.UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Aware again."""
        return None if value is None else clock.aware(value).astimezone(clock.UTC)


class Base(DeclarativeBase):
    """Every table of the house."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Instant}


class MarketSession(FlaskSession):
    """Reads on the reading engine; inside `transaction()` everything goes to the writing one."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine:
        """The engine this moment's statements belong to."""
        engines = self._db.engines
        if self.info.get("writing") or "reading" not in engines:
            return engines[None]
        return engines["reading"]


db = SQLAlchemy(session_options={"class_": MarketSession}, disable_autonaming=True)


def pk() -> Mapped[int]:
    """A whole-number primary key."""
    return mapped_column(primary_key=True)


def stamp() -> Mapped[datetime]:
    """When the row was made."""
    return mapped_column(Instant, default=clock.now, nullable=False)


@event.listens_for(MarketSession, "before_flush")
def _only_inside_transaction(session: MarketSession, *_: Any) -> None:
    if not session.info.get("writing") and (session.new or session.dirty or session.deleted):
        raise WriteOutsideTransaction("store only inside `with transaction():`")


@contextmanager
def transaction() -> Iterator[MarketSession]:
    """Do everything inside or nothing: commit at the end, roll back on any exception.

    What was read before is forgotten and read again inside, on the writing connection. A transaction inside a
    transaction joins the outer one. A broken unique key or a version clash becomes `Conflict`.
    """
    session: MarketSession = db.session()  # type: ignore[assignment]
    if session.info.get("writing"):
        yield session
        return
    session.rollback()
    session.info["writing"] = True
    try:
        yield session
        session.commit()
    except (IntegrityError, StaleDataError) as error:
        session.rollback()
        raise Conflict from error
    except OperationalError as error:
        session.rollback()
        if passing(error.orig):
            raise Busy from error
        raise
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)


def passing(error: BaseException | None) -> bool:
    """Whether a database error comes from the moment (locked, full, connection lost) and not from the statement."""
    if isinstance(error, sqlite3.OperationalError):
        return str(getattr(error, "sqlite_errorname", "")).startswith(PASSING_SQLITE)
    return True


def forget() -> None:
    """End the reading transaction, so that the next read sees what others have committed since."""
    db.session.rollback()


def lock_row(row: Base) -> None:
    """Hold one row until the transaction ends and read it afresh (SQLite's writer holds the whole file anyway)."""
    mapper = type(row).__mapper__
    key = mapper.primary_key[0]
    identity = mapper.primary_key_from_instance(row)[0]
    db.session.flush()
    db.session.scalars(
        select(type(row)).where(key == identity).with_for_update().execution_options(populate_existing=True)
    ).all()


def swap_state(row: Base, was: Collection[str], to: str, *only: ColumnElement[bool], **values: Any) -> bool:
    """Compare and swap: put a row whose state is one of `was` into another one, with its other columns; False if not.

    `only` narrows it further. The row's version moves on where it has one, and the row is read afresh.
    """
    mapper = type(row).__mapper__
    key, version = mapper.primary_key[0], mapper.version_id_col
    if version is not None:
        values[str(version.key)] = version + 1
    db.session.flush()
    identity, states = mapper.primary_key_from_instance(row)[0], [str(state) for state in was]
    statement = (
        update(type(row))
        .where(key == identity, mapper.c.state.in_(states), *only)
        .values(state=str(to), **values)
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        return False
    db.session.refresh(row)
    return True


def init_app(app: Flask, settings: Settings) -> None:
    """Connect the application to its database."""
    url = settings.sqlalchemy_url
    options: dict[str, Any] = {"hide_parameters": True}
    if settings.sqlite:
        options["connect_args"] = {"timeout": LOCK_TIMEOUT_SECONDS, "check_same_thread": False}
        app.config["SQLALCHEMY_BINDS"] = {"reading": {"url": url, **options}}
    else:
        options |= {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    if settings.sqlite:
        with app.app_context():
            tune_sqlite(db.engines[None], writing=True, synchronous=settings.synchronous)
            tune_sqlite(db.engines["reading"], writing=False, synchronous=settings.synchronous)


def tune_sqlite(engine: Engine, writing: bool, synchronous: str) -> None:
    """WAL, foreign keys, triggers that REPLACE cannot slip past, and an honest BEGIN."""

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={'FULL' if synchronous == 'FULL' else 'NORMAL'}",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            f"busy_timeout={LOCK_TIMEOUT_SECONDS * 1000}",
            f"query_only={'OFF' if writing else 'ON'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def counted(statement: Any) -> int:
    """How many rows a select would give."""
    return int(db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0)
