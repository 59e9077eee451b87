"""Nobody sits at two tables: real processes at once on both databases, the keys alone, and without them."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from market.core.db import db, transaction
from market.core.errors import Conflict, Refusal
from market.meetings import queries, service
from market.meetings.models import Meeting, MeetingBooking, MeetingSeat, MeetingSlot, MeetingTable
from market.meetings.rules.states import SEATED
from market.meetings.service.booking import seat
from tests.factories import meetings as make
from tests.instance import ROOT
from tests.ledger.test_processes import environment
from tests.licensing.test_races import Wrap, at_once

PROCESSES, DEEDS = 4, 25


def nobody_sits_twice() -> None:
    """Every double booking there could be, counted from the rows, and seats that do not belong to their booking."""
    db.session.rollback()
    seats = db.session.scalars(select(MeetingSeat)).all()
    bookings = {one.meeting_id: one for one in db.session.scalars(select(MeetingBooking))}
    for key in ("organisation_id", "user_id"):
        taken = Counter((one.slot_id, getattr(one, key)) for one in seats)
        assert not [place for place, count in taken.items() if count > 1], key
    tables = Counter((one.slot_id, one.table_id) for one in bookings.values())
    assert not [place for place, count in tables.items() if count > 1]
    assert Counter(one.meeting_id for one in seats) == dict.fromkeys(bookings, 2)
    assert all(one.slot_id == bookings[one.meeting_id].slot_id for one in seats)
    seated = set(db.session.scalars(select(Meeting.id).where(Meeting.state.in_(SEATED))))
    assert seated == set(bookings)


def test_processes_at_once_book_nobody_twice(app: Flask, tmp_path: Path) -> None:
    hall = make.hall(slots=5, tables=3, rest_slots=1, most_open=9, most_meetings=3)
    firms = [make.side(hall) for _ in range(4)]
    universities = [make.side(hall, "university") for _ in range(4)]
    meetings = [
        {"id": make.asked(hall, firm, university).id, "asker": firm.user_id, "asked": university.user_id}
        for firm in firms
        for university in universities
    ]
    plan = tmp_path / "plan.json"
    values = {"meetings": meetings, "slots": hall.slots, "operator": hall.operator.user_id}
    plan.write_text(json.dumps(values | {"processes": PROCESSES, "deeds": DEEDS}))
    db.session.remove()
    command = [sys.executable, "-m", "tests.meetings.crowd", str(plan)]
    result = subprocess.run(command, cwd=ROOT, env=environment(app), capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-4000:]
    nobody_sits_twice()
    booked = queries.of_roadshow(hall.id, {"booked"})
    assert len(booked) >= 5, "hardly anything happened: the test proves nothing"
    positions = {slot: number for number, slot in enumerate(hall.slots)}
    for actor in (*firms, *universities):
        own = [one for one in booked if actor.organisation_id in (one.asker_id, one.asked_id)]
        taken = sorted(positions[one.booking.slot_id] for one in own if one.booking)
        assert len(taken) <= 3
        assert all(after - before > 1 for before, after in pairwise(taken))


def test_one_place_many_hands(app: Flask, in_thread: Wrap) -> None:
    """One slot, one table: of many acceptances at the same moment exactly one goes through."""
    hall = make.hall(slots=1, tables=1)
    pairs = [(make.side(hall), make.side(hall, "university")) for _ in range(6)]
    asked = [(university, make.asked(hall, firm, university).id) for firm, university in pairs]

    def accepting(actor: Any, meeting_id: int) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                return service.accept(actor, meeting_id, hall.slots[0]).state

        return deed

    results = at_once([accepting(*one) for one in asked], in_thread)
    assert sum(result == "booked" for result in results if isinstance(result, str)) == 1, results
    assert all(isinstance(result, Refusal) for result in results if not isinstance(result, str)), results
    nobody_sits_twice()


def unchecked(meeting_id: int, slot_id: int, table_id: int, people: dict[int, int]) -> None:
    """Store a booking as if every check of the code had been forgotten."""
    with transaction() as session:
        slot, table = session.get_one(MeetingSlot, slot_id), session.get_one(MeetingTable, table_id)
        seat(session.get_one(Meeting, meeting_id), slot, table, people)


@pytest.mark.parametrize("twice", ["organisation", "person", "table"])
def test_the_database_refuses_by_itself(app: Flask, twice: str) -> None:
    hall = make.hall()
    firm, other, university, second = make.side(hall), make.side(hall), *(
        make.side(hall, "university") for _ in range(2)
    )
    make.booked(hall, firm, university, hall.slots[0])
    if twice == "organisation":
        meeting, table = make.asked(hall, firm, second).id, hall.tables[1]
        people = {firm.organisation_id: other.user_id, second.organisation_id: second.user_id}
    elif twice == "person":
        meeting, table = make.asked(hall, other, second).id, hall.tables[1]
        people = {other.organisation_id: firm.user_id, second.organisation_id: second.user_id}
    else:
        meeting, table = make.asked(hall, other, second).id, hall.tables[0]
        people = {other.organisation_id: other.user_id, second.organisation_id: second.user_id}
    with pytest.raises(Conflict):
        unchecked(meeting, hall.slots[0], table, people)  # type: ignore[arg-type]
    nobody_sits_twice()
    unchecked(meeting, hall.slots[1], table, people)  # type: ignore[arg-type]


def test_negative_control_without_keys_and_lock_two_get_the_same_place(app: Flask, in_thread: Wrap) -> None:
    """The races mean something: who looks and then writes, without key and lock, gives one place to two."""
    hall = make.hall(slots=1, tables=1)
    with transaction() as session:
        session.execute(text("create table careless_seat (slot_id integer, organisation_id integer, hand integer)"))
    gate, look = Barrier(2), text("select count(*) from careless_seat where slot_id = :slot and organisation_id = 1")
    write = text("insert into careless_seat values (:slot, 1, :hand)")

    def careless(hand: int) -> Callable[[], Any]:
        def deed() -> Any:
            if db.session.scalar(look, {"slot": hall.slots[0]}):
                return "taken"
            gate.wait(30)
            with transaction() as session:
                session.execute(write, {"slot": hall.slots[0], "hand": hand})
            return "booked"

        return deed

    assert at_once([careless(1), careless(2)], in_thread) == ["booked", "booked"]
    twice = text("select count(*) from careless_seat")
    assert db.session.scalar(twice) == 2
    assert db.session.scalar(select(func.count()).select_from(MeetingSeat)) == 0


def test_the_same_careless_hands_against_the_keys(app: Flask, in_thread: Wrap) -> None:
    """As in the negative control, but on the real tables: the keys let one through."""
    hall = make.hall(slots=1, tables=2)
    firm = make.side(hall)
    universities = [make.side(hall, "university") for _ in range(2)]
    meetings = [make.asked(hall, firm, university).id for university in universities]
    gate = Barrier(2)

    def careless(index: int) -> Callable[[], Any]:
        people = {firm.organisation_id: firm.user_id, universities[index].organisation_id: universities[index].user_id}

        def deed() -> Any:
            if db.session.scalar(select(func.count()).where(MeetingSeat.organisation_id == firm.organisation_id)):
                return "taken"
            gate.wait(30)
            unchecked(meetings[index], hall.slots[0], hall.tables[index], people)  # type: ignore[arg-type]
            return "booked"

        return deed

    results = at_once([careless(0), careless(1)], in_thread)
    assert sorted(isinstance(result, Conflict) for result in results) == [False, True], results
