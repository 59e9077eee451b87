"""Reading for the operator: everything that waits, the jobs, and the audit trail."""

from market.operations.queries.records import (
    JobLine,
    TrailLine,
    events,
    job,
    job_counts,
    jobs,
    last_timed_run,
    timed_runs,
    trail,
    waiting_since,
    with_events,
)
from market.operations.queries.work import MOST_OF_A_KIND, answer_due, work_items

__all__ = [
    "MOST_OF_A_KIND",
    "JobLine",
    "TrailLine",
    "answer_due",
    "events",
    "job",
    "job_counts",
    "jobs",
    "last_timed_run",
    "timed_runs",
    "trail",
    "waiting_since",
    "with_events",
    "work_items",
]
