"""Many who want the same few places, in real processes at once, on both databases: exactly as many as there are."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from market.accounts.models import User
from market.core.db import db, transaction
from market.core.outbox import EventRow
from market.guests import queries, service
from market.guests.models import Registration
from market.guests.rules.applications import Application
from market.guests.rules.terms import Terms
from market.guests.service import places, timers
from market.roadshows.models import Roadshow
from tests.factories import accounts, roadshows
from tests.instance import ROOT
from tests.ledger.test_processes import environment

PROCESSES, PEOPLE, SEATS = 4, 24, 7


def crowd(app: Flask, tmp_path: Path, deed: str, people: int = PEOPLE, **over: Any) -> int:
    """Let a crowd loose on a new roadshow; returns its id."""
    operator = roadshows.operator()
    roadshow = roadshows.roadshow(operator, **({"capacity": SEATS} | over)).id
    with transaction():
        service.set_terms(operator, roadshow, Terms(automatic=True, per_organisation=0))
    persons = [accounts.actor("firm").user_id for _ in range(people)]
    plan = tmp_path / "plan.json"
    plan.write_text(
        json.dumps({"roadshow": roadshow, "people": persons, "processes": PROCESSES, "deed": deed, "deeds": 8})
    )
    db.session.remove()
    command = [sys.executable, "-m", "tests.guests.crowd", str(plan)]
    result = subprocess.run(command, cwd=ROOT, env=environment(app), capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-4000:]
    assert not {"Conflict", "Busy"} & set(result.stdout.split()), "who comes second waits, and is not turned away"
    db.session.rollback()
    return roadshow


def states(roadshow: int) -> dict[str, int]:
    return queries.figures(roadshow).states


def test_exactly_as_many_as_there_are_places(app: Flask, tmp_path: Path) -> None:
    roadshow = crowd(app, tmp_path, "register")
    assert states(roadshow) == {"confirmed": SEATS, "waiting": PEOPLE - SEATS}
    assert places.counter(roadshow, "site").taken == SEATS
    waited = list(
        db.session.scalars(select(EventRow.payload).where(EventRow.name == "guests.PlaceAwaited").order_by(EventRow.id))
    )
    assert [row["registration_id"] for row in waited] == queries.line(roadshow, "site"), "the line is in order"


def test_any_deeds_in_processes_at_once(app: Flask, tmp_path: Path) -> None:
    roadshow = crowd(app, tmp_path, "mixed", people=8, capacity=2, online_capacity=1)
    for way in places.WAYS:
        row = places.counter(roadshow, way)
        assert row.taken == queries.seated(roadshow, way)
        assert row.seats is not None
        assert row.taken <= row.seats
    timers.look_after()
    for way, free in (("site", 2), ("online", 1)):
        assert not queries.line(roadshow, way) or places.counter(roadshow, way).taken == free, "no place lost"
    rows = db.session.scalar(select(func.count()).select_from(Registration)) or 0
    assert rows == db.session.scalar(select(func.count(Registration.user_id.distinct()))), "nobody twice"
    assert_line_still_moves(roadshow)


def assert_line_still_moves(roadshow: int) -> None:
    """More people than places come; one who is seated cancels, and somebody in line is offered the place."""
    for _more in range(4):
        newcomer = accounts.actor("firm")
        with transaction():
            service.register(newcomer, roadshow, Application("site", role="firm", consent=True))
    seated = select(Registration.user_id).where(Registration.state == "confirmed", Registration.way == "site")
    with transaction():
        service.cancel(db.session.get_one(User, db.session.scalars(seated).first()).actor, roadshow)
    assert db.session.scalar(select(EventRow.id).where(EventRow.name == "guests.PlaceOffered").limit(1))


def test_negative_control_who_looks_first_and_writes_later_gives_places_twice(app: Flask, tmp_path: Path) -> None:
    roadshow = crowd(app, tmp_path, "careless", people=16, capacity=2)
    assert states(roadshow)["confirmed"] > 2, "the processes do not really meet: the tests above would prove nothing"


def test_the_database_itself_refuses_a_place_too_many(app: Flask) -> None:
    """Even a program that forgets to look cannot count further than there are seats."""
    operator = roadshows.operator()
    found = roadshows.roadshow(operator, capacity=1)
    with transaction() as session:
        places.hold(session.get_one(Roadshow, found.id))
        assert places.take(found.id, "site")
        assert not places.take(found.id, "site")
    broken = ""
    try:
        with transaction():
            places.counter(found.id, "site").taken = 2
    except Exception as error:
        broken = str(error.__cause__)
    assert "ck_registration_place_taken" in broken or "CHECK constraint failed" in broken
