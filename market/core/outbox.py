"""What others must hear is stored with the deed: events, the jobs they cause, and the worker that does them.

`emit` runs the reactions that belong to the same transaction and stores one job for each reaction that may come
afterwards; nothing is mailed or indexed before the commit. The worker retries with growing pauses; a job that keeps
failing stays visible as dead. On PostgreSQL several workers share the queue by SKIP LOCKED, on SQLite the writing
lock does the same.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from market.core import clock
from market.core.actor import Actor
from market.core.context import acting, request_id
from market.core.db import Base, db, forget, pk, stamp, transaction
from market.core.errors import Conflict
from market.core.events import Event, kinds
from market.core.i18n import in_language

log = logging.getLogger(__name__)

RETRY_SECONDS = (5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600)
LEASE = timedelta(minutes=15)
BATCH_SIZE = 500

Handler = Callable[[Any], None]
Stored = tuple[int, str, dict[str, Any]]
"""An event as its row holds it: id, name, payload."""


@dataclass(frozen=True)
class Batch:
    """A reaction that takes many events of its type in one call: `handler(list_of_events)`."""

    handler: Callable[[list[Any]], None]


@dataclass(frozen=True)
class Timed:
    """A job by the clock: `run()` at most once per `every`, wherever the workers are."""

    name: str
    every: timedelta
    run: Callable[[], None]


Reactions = Mapping[type[Event], Sequence[Handler | Batch]]


@dataclass
class Wiring:
    """Who hears what, as the wiring declares it."""

    together: Reactions = field(default_factory=dict)
    afterwards: Reactions = field(default_factory=dict)
    timed: Sequence[Timed] = ()
    events: dict[str, type[Event]] = field(default_factory=dict)
    handlers: dict[str, Handler | Batch] = field(default_factory=dict)


class EventRow(Base):
    """One thing that has happened: the audit trail and the source of every timeline. Never changed."""

    __tablename__ = "event"
    id: Mapped[int] = pk()
    name: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True, default="")
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    user_id: Mapped[int | None]
    organisation_id: Mapped[int | None]
    request_id: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[datetime] = stamp()

    @property
    def said(self) -> str:
        """What people call it, as message id; the stored name of an event that the code no longer knows."""
        kind = kinds().get(self.name)
        return (kind.said if kind else "") or self.name


class Job(Base):
    """One reaction still to be done, being done, done, or given up."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state in ('waiting','running','done','dead')", name="state"),
        Index("ix_job_due", "state", "due_at"),
    )
    id: Mapped[int] = pk()
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    handler: Mapped[str] = mapped_column(String(160))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    lease_until: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = stamp()
    done_at: Mapped[datetime | None]


class TimedRun(Base):
    """When each timed job last ran and is next due."""

    __tablename__ = "timed_run"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    next_at: Mapped[datetime]
    last_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")


def handler_name(handler: Handler | Batch) -> str:
    """The stored name of a reaction."""
    function = handler.handler if isinstance(handler, Batch) else handler
    return f"{function.__module__}:{function.__qualname__}"


def connect(wiring: Wiring) -> Wiring:
    """Complete a wiring: index its events and handlers by their stored names."""
    for reactions in (wiring.together, wiring.afterwards):
        for event_type, handlers in reactions.items():
            wiring.events[event_type.name()] = event_type
            if reactions is wiring.afterwards:
                wiring.handlers.update({handler_name(handler): handler for handler in handlers})
    return wiring


def wired() -> Wiring:
    """The running application's wiring."""
    found: Wiring = current_app.extensions["wiring"]
    return found


def emit(event: Event, actor: Actor | None = None) -> EventRow:
    """Say what happened, inside a transaction: store it, run what belongs together, queue what may come afterwards."""
    wiring = wired()
    who = actor or acting()
    row = EventRow(
        name=event.name(),
        subject=event.subject(),
        payload=event.payload(),
        user_id=who.user_id,
        organisation_id=who.organisation_id,
        request_id=request_id(),
    )
    db.session.add(row)
    db.session.flush()
    number_event(event, row.id)
    for handler in wiring.afterwards.get(type(event), ()):
        db.session.add(Job(event_id=row.id, handler=handler_name(handler)))
    for handler in wiring.together.get(type(event), ()):
        if isinstance(handler, Batch):
            handler.handler([event])
        else:
            handler(event)
    return row


def history(subject: str, limit: int = 200) -> list[EventRow]:
    """What has happened to one thing ("licence:12"), oldest first."""
    rows = db.session.scalars(
        select(EventRow).where(EventRow.subject == subject).order_by(EventRow.id.desc()).limit(limit)
    )
    return list(reversed(list(rows)))


def work(until: Callable[[], bool] = lambda: False, pause: float = 0.5) -> None:
    """Do jobs until told to stop; between jobs look for timed ones."""
    while not until():
        if not (work_once() or run_timed()):
            time.sleep(pause)


def drain(limit: int = 100_000) -> int:
    """Do every job that is due now; returns how many were done. For `market work --once`, imports and tests."""
    done = 0
    while done < limit and (count := work_once()):
        done += count
    return done


def work_once() -> int:
    """Claim and do the next job, or the next batch; returns how many jobs were handled."""
    claimed = _claim()
    if not claimed:
        return 0
    ids, name, events = claimed
    try:
        _perform(name, events)
    except Exception as error:
        log.exception("job failed", extra={"jobs": ids, "handler": name})
        if len(ids) > 1:
            _release(ids)
            return sum(_one_by_one(job_id, name, event) for job_id, event in zip(ids, events, strict=True))
        _failed(ids, error)
    else:
        _finished(ids)
    finally:
        db.session.remove()
    return len(ids)


def _claim() -> tuple[list[int], str, list[Stored]] | None:
    """Take the oldest due job (with its companions when its handler takes batches) under a lease.

    Events are handed on as stored: one that cannot be revived must fail its own job, not the claiming.
    """
    if db.session.scalar(_due().with_only_columns(Job.id).limit(1)) is None:
        forget()
        return None
    with transaction() as session:
        first = session.scalar(_due().limit(1).with_for_update(skip_locked=True))
        if first is None:
            return None
        jobs = [first]
        if isinstance(wired().handlers.get(first.handler), Batch):
            companions = _due().where(Job.handler == first.handler).limit(BATCH_SIZE)
            jobs = list(session.scalars(companions.with_for_update(skip_locked=True)))
        for job in jobs:
            job.state, job.attempts, job.lease_until = "running", job.attempts + 1, clock.now() + LEASE
        stored = {row.id: (row.id, row.name, row.payload) for row in _event_rows(job.event_id for job in jobs)}
        return [job.id for job in jobs], first.handler, [stored[job.event_id] for job in jobs]


def _due() -> Any:
    now = clock.now()
    abandoned = (Job.state == "running") & (Job.lease_until < now)
    return (
        select(Job)
        .where(or_((Job.state == "waiting") & (Job.due_at <= now), abandoned))
        .order_by(Job.due_at, Job.id)
    )


def _event_rows(ids: Iterable[int]) -> list[EventRow]:
    return list(db.session.scalars(select(EventRow).where(EventRow.id.in_(list(ids)))))


def _revive(stored: Stored) -> Event:
    """The stored event as the value it was."""
    number, name, payload = stored
    event_type = wired().events.get(name)
    if event_type is None:
        raise LookupError(f"unknown event {name}")
    event = event_type(**payload)
    number_event(event, number)
    return event


def number_event(event: Event, number: int) -> None:
    """Write the stored row's id on an event, which is otherwise never changed."""
    object.__setattr__(event, "number", number)


def _perform(name: str, stored: list[Stored]) -> None:
    handler = wired().handlers.get(name)
    if handler is None:
        raise LookupError(f"unknown handler {name}")
    events = [_revive(one) for one in stored]
    with in_language("zh"):
        if isinstance(handler, Batch):
            handler.handler(events)
        else:
            handler(events[0])


def _one_by_one(job_id: int, name: str, event: Stored) -> int:
    """After a failed batch: each job alone, so that one bad apple spoils only itself."""
    try:
        _perform(name, [event])
    except Exception as error:
        _failed([job_id], error)
    else:
        _finished([job_id])
    return 1


def _release(ids: list[int]) -> None:
    with transaction() as session:
        session.execute(update(Job).where(Job.id.in_(ids)).values(lease_until=clock.now() + LEASE))


def _finished(ids: list[int]) -> None:
    with transaction() as session:
        session.execute(
            update(Job)
            .where(Job.id.in_(ids))
            .values(state="done", done_at=clock.now(), lease_until=None, error="")
        )


def _failed(ids: list[int], error: Exception) -> None:
    """Try again later, or give up and stay visible."""
    with transaction() as session:
        for job in session.scalars(select(Job).where(Job.id.in_(ids))):
            job.error = f"{type(error).__name__}: {error}"[:2000]
            job.lease_until = None
            if job.attempts > len(RETRY_SECONDS):
                job.state = "dead"
            else:
                job.state = "waiting"
                job.due_at = clock.now() + timedelta(seconds=RETRY_SECONDS[job.attempts - 1])


def retry(job_id: int) -> bool:
    """Put a dead or waiting job at the front again, inside a transaction; False when there is no such job."""
    result = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state.in_(("dead", "waiting")))
        .values(state="waiting", attempts=0, due_at=clock.now())
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def run_timed() -> int:
    """Run the timed jobs that are due; a failing one is noted and tried again at its next time."""
    count = 0
    for timed in wired().timed:
        if not _claim_timed(timed):
            continue
        error = ""
        try:
            with in_language("zh"):
                timed.run()
        except Exception as failure:
            log.exception("timed job failed", extra={"timed": timed.name})
            error = f"{type(failure).__name__}: {failure}"[:2000]
        finally:
            db.session.remove()
        with transaction() as session:
            session.execute(update(TimedRun).where(TimedRun.name == timed.name).values(last_error=error))
        db.session.remove()
        count += 1
    return count


def _claim_timed(timed: Timed) -> bool:
    """Whether this worker is the one to run it now; of two that meet at its very first run, one loses the key."""
    row = db.session.get(TimedRun, timed.name)
    if row is not None and row.next_at > clock.now():
        forget()
        return False
    try:
        return _take_turn(timed)
    except Conflict:
        return False


def _take_turn(timed: Timed) -> bool:
    now = clock.now()
    with transaction() as session:
        row = session.scalar(select(TimedRun).where(TimedRun.name == timed.name).with_for_update())
        if row is None:
            session.add(TimedRun(name=timed.name, next_at=now + timed.every, last_at=now))
            return True
        if row.next_at > now:
            return False
        row.next_at, row.last_at = now + timed.every, now
        return True
