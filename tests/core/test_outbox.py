"""Jobs are stored with the deed, done once, retried, and shown when they keep failing."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from market.core import clock, outbox
from market.core.db import db, transaction
from market.core.events import Event
from market.core.outbox import Batch, EventRow, Job, Timed, Wiring

DONE: list[Any] = []
SIZES: list[int] = []


@dataclass(frozen=True)
class Rang(Event):
    """A test's own event."""

    about: ClassVar[str] = "bell_id"
    bell_id: int
    broken: bool = False


def heard(event: Rang) -> None:
    if event.broken:
        raise ValueError("no sound")
    DONE.append(event.bell_id)


def heard_many(events: list[Rang]) -> None:
    if any(event.broken for event in events):
        raise ValueError("no sound")
    SIZES.append(len(events))
    DONE.extend(event.bell_id for event in events)


@pytest.fixture
def wired(app: Flask) -> Iterator[Callable[..., None]]:
    """Rewires the application for one test."""
    before = app.extensions["wiring"]
    DONE.clear()
    SIZES.clear()

    def wire(**reactions: Any) -> None:
        app.extensions["wiring"] = outbox.connect(Wiring(**reactions))

    yield wire
    app.extensions["wiring"] = before


def ring(bell_id: int = 1, broken: bool = False) -> None:
    with transaction():
        outbox.emit(Rang(bell_id, broken))


def states() -> list[str]:
    return list(db.session.scalars(select(Job.state).order_by(Job.id)))


def test_a_reaction_afterwards_is_done_by_the_worker(wired: Callable[..., None]) -> None:
    wired(afterwards={Rang: [heard]})
    ring()
    assert DONE == []
    assert outbox.drain() == 1
    assert DONE == [1]
    assert states() == ["done"]


def test_nothing_is_queued_when_the_deed_fails(wired: Callable[..., None]) -> None:
    wired(afterwards={Rang: [heard]})
    with pytest.raises(RuntimeError), transaction():
        outbox.emit(Rang(1))
        raise RuntimeError
    assert outbox.drain() == 0
    assert db.session.scalar(select(func.count()).select_from(EventRow)) == 0


def test_a_reaction_together_undoes_the_deed_when_it_fails(wired: Callable[..., None]) -> None:
    wired(together={Rang: [heard]})
    with pytest.raises(ValueError, match="no sound"):
        ring(broken=True)
    assert db.session.scalar(select(func.count()).select_from(EventRow)) == 0


def test_a_failing_job_waits_longer_each_time_and_is_given_up_visibly(wired: Callable[..., None]) -> None:
    wired(afterwards={Rang: [heard]})
    ring(broken=True)
    moment = clock.now()
    for pause in (*outbox.RETRY_SECONDS, None):
        with time_machine.travel(moment, tick=False):
            assert outbox.drain() == 1
            job = db.session.scalar(select(Job))
            assert job is not None
            assert "no sound" in job.error
            if pause is None:
                assert job.state == "dead"
            else:
                assert job.due_at - clock.now() == timedelta(seconds=pause)
                moment = job.due_at + timedelta(seconds=1)
        db.session.remove()
    with transaction():
        assert outbox.retry(1)
    assert states() == ["waiting"]


def test_a_batch_takes_many_and_one_bad_apple_spoils_only_itself(wired: Callable[..., None]) -> None:
    wired(afterwards={Rang: [Batch(heard_many)]})
    for bell in range(5):
        ring(bell)
    outbox.drain()
    assert SIZES == [5]
    ring(7)
    ring(8, broken=True)
    ring(9)
    outbox.drain()
    assert sorted(DONE) == [0, 1, 2, 3, 4, 7, 9]
    assert states().count("waiting") == 1


def test_a_job_left_by_a_killed_worker_is_taken_up_again(wired: Callable[..., None]) -> None:
    wired(afterwards={Rang: [heard]})
    ring()
    assert outbox._claim() is not None
    assert outbox.drain() == 0
    with time_machine.travel(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.drain() == 1
    assert DONE == [1]


def test_several_workers_share_the_queue_and_do_each_job_once(
    wired: Callable[..., None], in_thread: Callable[[Callable[[], Any]], Callable[[], Any]]
) -> None:
    wired(afterwards={Rang: [heard]})
    for bell in range(40):
        ring(bell)
    db.session.remove()
    threads = [threading.Thread(target=in_thread(outbox.drain)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(DONE) == list(range(40))


def test_a_timed_job_runs_once_per_period_whoever_looks(
    wired: Callable[..., None], in_thread: Callable[[Callable[[], Any]], Callable[[], Any]]
) -> None:
    wired(timed=[Timed("test.tick", timedelta(hours=1), lambda: DONE.append("tick"))])
    threads = [threading.Thread(target=in_thread(outbox.run_timed)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert DONE == ["tick"]
    with time_machine.travel(clock.now() + timedelta(hours=1, seconds=1)):
        assert outbox.run_timed() == 1
    assert DONE == ["tick", "tick"]
