"""Any order of registrations, cancellations, offers, decisions, changed halls and passing time.

No place is lost, none is given twice, nobody in line is passed over, and no offer outlasts its time or the event.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.outbox import EventRow
from market.guests import queries, service
from market.guests.models import Registration
from market.guests.rules.processes import MOVES, PROCESS
from market.guests.rules.states import SEATED, State, Way
from market.guests.rules.terms import LAST_CALL, Terms
from market.guests.service import places, timers
from market.roadshows.models import Roadshow
from tests.factories import accounts, roadshows
from tests.factories import guests as make

QUICK = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
PEOPLE = 7
WHO = st.integers(0, PEOPLE - 1)
WAYS = st.sampled_from(["site", "site", "online"])
BEGIN = datetime(2027, 1, 1, tzinfo=UTC)


class Hall(RuleBasedStateMachine):
    """A few people, one small hall and a small stream; the organiser and the clock do as they please."""

    def __init__(self) -> None:
        super().__init__()
        self.travel = time_machine.travel(BEGIN, tick=False)
        self.clock = self.travel.start()
        self.stale = False

    def teardown(self) -> None:
        db.session.rollback()
        self.travel.stop()

    @initialize(automatic=st.booleans(), seats=st.integers(1, 3), online=st.integers(0, 2))
    def begin(self, automatic: bool, seats: int, online: int) -> None:
        self.operator = roadshows.operator()
        found = roadshows.roadshow(
            self.operator, capacity=seats, online_capacity=online, starts_at=BEGIN + timedelta(days=7)
        )
        self.roadshow, self.starts_at = found.id, found.starts_at
        self.people = [accounts.actor("firm") for _ in range(PEOPLE)]
        with transaction():
            service.set_terms(self.operator, found.id, Terms(automatic=True, per_organisation=0))
        for who in range(4):
            self.register(who, "site")
        with transaction():
            service.set_terms(self.operator, found.id, Terms(automatic=automatic, per_organisation=0))

    def attempt(self, deed: Callable[[], Any]) -> bool:
        try:
            with transaction():
                deed()
        except Refusal:
            return False
        finally:
            db.session.rollback()
        return True

    def row(self, who: int) -> Registration | None:
        return queries.of_person(self.people[who], self.roadshow)

    @rule(who=WHO, way=WAYS)
    def register(self, who: int, way: str) -> None:
        self.attempt(lambda: service.register(self.people[who], self.roadshow, make.asks(way)))

    @rule(who=WHO)
    def cancel(self, who: int) -> None:
        self.attempt(lambda: service.cancel(self.people[who], self.roadshow))

    @rule(who=WHO, yes=st.booleans())
    def answer(self, who: int, yes: bool) -> None:
        row = self.row(who)
        if row is not None:
            number = row.id
            self.attempt(lambda: (service.accept_offer if yes else service.decline_offer)(number))

    @rule(way=WAYS)
    def somebody_with_a_place_leaves(self, way: str) -> None:
        """What sensible people do, so that the line moves."""
        held = [who for who in range(PEOPLE) if (row := self.row(who)) and row.admitted and row.way == way]
        if held:
            self.cancel(held[0])

    @rule(way=WAYS)
    def who_is_offered_a_place_sleeps(self, way: str) -> None:
        self.somebody_with_a_place_leaves(way)
        self.clock_looks()
        if any((row := self.row(who)) and row.state == State.OFFERED for who in range(PEOPLE)):
            self.time_passes(25, True)

    @rule(yes=st.booleans())
    def who_is_offered_a_place_answers(self, yes: bool) -> None:
        offered = [who for who in range(PEOPLE) if (row := self.row(who)) and row.state == State.OFFERED]
        if offered:
            self.answer(offered[0], yes)

    @rule(who=st.lists(WHO, min_size=1, max_size=4), approve=st.booleans())
    def decide(self, who: list[int], approve: bool) -> None:
        numbers = [row.id for one in who if (row := self.row(one))]
        if approve:
            self.attempt(lambda: service.approve(self.operator, self.roadshow, numbers))
        else:
            self.attempt(lambda: service.decline(self.operator, self.roadshow, numbers, "名额有限"))

    @rule(seats=st.integers(0, 4), online=st.integers(0, 3))
    def another_hall(self, seats: int, online: int) -> None:
        with transaction() as session:
            row = session.get_one(Roadshow, self.roadshow)
            row.capacity, row.online_capacity = seats, online
        self.stale = True

    @rule(hours=st.sampled_from([1, 12, 25, 25]), looked=st.booleans())
    def time_passes(self, hours: int, looked: bool) -> None:
        self.clock.shift(timedelta(hours=hours))
        self.stale = True
        if looked:
            self.clock_looks()

    @rule()
    def clock_looks(self) -> None:
        timers.look_after()
        self.stale = False

    @rule(who=WHO, admit=st.booleans())
    def at_the_door(self, who: int, admit: bool) -> None:
        row = self.row(who)
        if row is not None:
            number = row.id
            self.attempt(lambda: service.check_in(self.operator, self.roadshow, number, admit))

    @invariant()
    def counters_say_what_registrations_say(self) -> None:
        if not hasattr(self, "roadshow"):
            return
        db.session.rollback()
        for way in places.WAYS:
            row = places.counter(self.roadshow, way)
            assert row.taken == queries.seated(self.roadshow, way)
            assert row.seats is None or row.taken <= row.seats

    @invariant()
    def no_free_place_while_somebody_waits(self) -> None:
        """No place is lost, until offers end shortly before the event; a changed hall counts when the clock looks."""
        late = hasattr(self, "roadshow") and clock.now() > self.starts_at - LAST_CALL - timedelta(minutes=15)
        if not hasattr(self, "roadshow") or self.stale or late:
            return
        db.session.rollback()
        for way in places.WAYS:
            row = places.counter(self.roadshow, way)
            assert row.free == 0 or not queries.line(self.roadshow, way)

    @invariant()
    def nobody_is_passed_over(self) -> None:
        """Whoever is offered a place was first in line: those who still wait came into the line later."""
        if not hasattr(self, "roadshow"):
            return
        db.session.rollback()
        rows = list(db.session.scalars(select(Registration).where(Registration.roadshow_id == self.roadshow)))
        for way in Way:
            offered = [one.waiting_since for one in rows if one.way == way and one.state == State.OFFERED]
            waiting = [one.waiting_since for one in rows if one.way == way and one.state == State.WAITING]
            if offered and waiting:
                assert max(one for one in offered if one) <= min(one for one in waiting if one)

    @invariant()
    def offers_end_before_the_event_and_never_stand_overdue(self) -> None:
        if not hasattr(self, "roadshow"):
            return
        for row in db.session.scalars(select(Registration).where(Registration.state == State.OFFERED)):
            assert row.offer_ends_at is not None
            assert row.offer_ends_at <= self.starts_at - LAST_CALL
            assert self.stale or clock.now() < row.offer_ends_at


def test_any_order_of_deeds_loses_no_place_and_gives_none_twice(app: Flask) -> None:
    run_state_machine_as_test(Hall, settings=QUICK)
    db.session.rollback()
    for name in ("PlaceOffered", "PlaceLost", "PlaceAwaited", "RegistrationDeclined"):
        assert db.session.scalar(select(EventRow.id).where(EventRow.name == f"guests.{name}").limit(1)), name


def test_the_table_of_moves_is_sound() -> None:
    assert PROCESS.problems() == []
    assert {move.to for move in MOVES.values()} == set(State)
    assert State.OFFERED in SEATED
    for move in MOVES.values():
        assert move.tells
        assert "system" not in move.who or move.holds
