"""The jobs, and the audit trail."""


from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from market.accounts.models import Organisation, User
from market.core import clock
from market.core.db import db
from market.core.errors import NotFound
from market.core.outbox import EventRow, Job, TimedRun
from market.notifications.events import MailQueued


@dataclass(frozen=True)
class JobLine:
    """A job with the event that caused it."""

    job: Job
    event: EventRow


def jobs(state: str = "", words: str = "") -> Select[Any]:
    """Jobs, newest first, by state and by a part of their handler's name or their error."""
    statement = select(Job).order_by(Job.id.desc())
    if state:
        statement = statement.where(Job.state == state)
    if words:
        statement = statement.where(
            Job.handler.icontains(words, autoescape=True) | Job.error.icontains(words, autoescape=True)
        )
    return statement


def with_events(rows: Sequence[Job]) -> list[JobLine]:
    """Jobs with their events, read in one go."""
    found = {
        row.id: row
        for row in db.session.scalars(select(EventRow).where(EventRow.id.in_([job.event_id for job in rows])))
    }
    return [JobLine(job, found[job.event_id]) for job in rows]


def job_counts() -> dict[str, int]:
    """How many jobs there are in each state."""
    found = {
        str(state): int(count)
        for state, count in db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    }
    return {state: found.get(state, 0) for state in ("waiting", "running", "dead", "done")}


def job(job_id: int) -> Job:
    """One job; raises NotFound."""
    found = db.session.get(Job, job_id)
    if found is None:
        raise NotFound
    return found


def timed_runs() -> list[TimedRun]:
    """When each job by the clock last ran and is next due."""
    return list(db.session.scalars(select(TimedRun).order_by(TimedRun.name)))


@dataclass(frozen=True)
class TrailLine:
    """One event of the audit trail with the names of who acted; empty names stand for the system or a stranger."""

    event: EventRow
    person: str
    organisation: str


def events(feature: str = "", words: str = "", since: date | None = None) -> Select[Any]:
    """The audit trail, newest first, by feature, by a part of name or subject ("licence:12"), from a day on.

    The queueing of mails is left out unless its feature is asked for: it follows from the other events.
    """
    statement = select(EventRow).order_by(EventRow.id.desc())
    if feature:
        statement = statement.where(EventRow.name.startswith(f"{feature}.", autoescape=True))
    else:
        statement = statement.where(EventRow.name != MailQueued.name())
    for word in words.split()[:5]:
        statement = statement.where(
            EventRow.name.icontains(word, autoescape=True) | EventRow.subject.startswith(word, autoescape=True)
        )
    if since is not None:
        statement = statement.where(EventRow.at >= datetime.combine(since, datetime.min.time(), clock.SHANGHAI))
    return statement


def trail(rows: Sequence[EventRow]) -> list[TrailLine]:
    """Events with names, read in one go."""
    people = dict(_names(User, {row.user_id for row in rows}))
    bodies = dict(_names(Organisation, {row.organisation_id for row in rows}))
    return [TrailLine(row, people.get(row.user_id or 0, ""), bodies.get(row.organisation_id or 0, "")) for row in rows]


def _names(model: Any, ids: set[int | None]) -> list[tuple[int, str]]:
    found = db.session.execute(select(model.id, model.name).where(model.id.in_([one for one in ids if one])))
    return [(int(number), str(name)) for number, name in found]


def waiting_since() -> datetime | None:
    """When the oldest job that is due and not yet done became due; None when nothing waits."""
    found: datetime | None = db.session.scalar(
        select(func.min(Job.due_at)).where(Job.state == "waiting", Job.due_at <= clock.now())
    )
    return found


def last_timed_run() -> datetime | None:
    """When a job by the clock last ran: the worker was alive then."""
    found: datetime | None = db.session.scalar(select(func.max(TimedRun.last_at)))
    return found
