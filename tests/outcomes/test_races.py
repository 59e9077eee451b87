"""Two at once: one answer for one person, one issued version, one thank-you."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

from market.core.db import db, forget, transaction
from market.core.errors import Refusal
from market.core.outbox import EventRow
from market.outcomes import queries, service
from market.outcomes.models import SurveyAnswer
from tests.factories import outcomes as make

InThread = Callable[[Callable[[], Any]], Callable[[], Any]]
AT_ONCE = 6


def together(wrap: InThread, deed: Callable[[], object]) -> list[object]:
    """Do the deed in several threads at the same moment; what each gave or was refused with."""
    found: list[object] = []
    start = threading.Barrier(AT_ONCE)

    def one() -> None:
        start.wait()
        try:
            found.append(deed())
        except Refusal as refusal:
            found.append(type(refusal).__name__)

    threads = [threading.Thread(target=wrap(one)) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    forget()
    return found


def test_one_person_answers_once_however_often_the_button_is_pressed(app: Flask, in_thread: InThread) -> None:
    found = make.held()
    service.thank_due()
    place = queries.place_of(found.firms[0], found.roadshow_id)
    assert place is not None
    number = place.id

    def answer() -> str:
        with transaction():
            service.answer(number, {"useful": 5})
        return "taken"

    forget()
    assert sorted(map(str, together(in_thread, answer))) == ["AlreadyAnswered"] * (AT_ONCE - 1) + ["taken"]
    assert db.session.query(SurveyAnswer).count() == 1


def test_a_version_is_issued_once(app: Flask, in_thread: InThread) -> None:
    found = make.held()
    with transaction():
        service.draft(found.operator, found.roadshow_id)
    operator, roadshow_id = found.operator, found.roadshow_id

    def issue() -> str:
        with transaction():
            return service.issue(operator, roadshow_id).snapshot_hash

    results = together(in_thread, issue)
    assert results.count("NothingToIssue") == AT_ONCE - 1
    [row] = queries.issued(roadshow_id)
    assert row.snapshot_hash in results


def test_workers_that_meet_thank_and_draft_once(app: Flask, in_thread: InThread) -> None:
    found = make.held(3)

    def work() -> None:
        service.thank_due()
        service.draft_due()

    forget()
    together(in_thread, work)
    said = [row.name for row in db.session.query(EventRow) if row.name.startswith("outcomes.")]
    assert sorted(said) == ["outcomes.GuestsThanked", "outcomes.ReportDrafted"]
    assert len(queries.versions(found.roadshow_id)) == 1
