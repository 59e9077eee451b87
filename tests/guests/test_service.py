"""Registering, changing, cancelling, the waiting line, offers, the organiser's word, coming in."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from market.core import clock, outbox
from market.core.actor import NOBODY, Actor
from market.core.db import db, transaction
from market.core.errors import Invalid, NotFound, SignInNeeded
from market.core.outbox import EventRow
from market.guests import queries, service
from market.guests.errors import (
    Barred,
    NoPlaceLeft,
    NotAdmitted,
    NotRegisteredNow,
    OfferOver,
    OrganisationFull,
    OtherRoadshow,
    ReasonNeeded,
    RegistrationClosed,
    SuspendedGuest,
    TooLate,
    UnknownCode,
    WayFull,
)
from market.guests.models import Registration
from market.guests.rules.states import SEATED
from market.guests.rules.terms import Terms
from market.guests.service import arriving, places, timers
from market.roadshows import service as shows
from market.roadshows.models import Roadshow
from tests.factories import accounts, pitches, roadshows
from tests.factories import guests as make

AUTOMATIC = Terms(automatic=True, per_organisation=0)


def setting(terms: Terms = AUTOMATIC, **over: Any) -> tuple[Actor, Roadshow]:
    """An operator and a roadshow with these terms."""
    operator = roadshows.operator()
    found = roadshows.roadshow(operator, **over)
    with transaction():
        service.set_terms(operator, found.id, terms)
    return operator, found


def register(roadshow: Roadshow, actor: Actor | None = None, way: str = "site", **over: Any) -> tuple[Actor, int]:
    """Register somebody, a new firm's person unless told; returns who, and the registration's id."""
    actor = actor or accounts.actor("firm")
    with transaction():
        return actor, service.register(actor, roadshow.id, make.asks(way, **over)).id


def state(number: int) -> str:
    db.session.rollback()
    return db.session.get_one(Registration, number).state


def said(name: str) -> int:
    db.session.rollback()
    return db.session.query(EventRow).filter_by(name=f"guests.{name}").count()


def counters_are_right(roadshow: Roadshow) -> None:
    db.session.rollback()
    for way in places.WAYS:
        row = places.counter(roadshow.id, way)
        assert row.taken == queries.seated(roadshow.id, way)
        assert row.seats is None or row.taken <= row.seats


def test_a_registration_waits_for_the_organiser_who_admits_it(app: Flask) -> None:
    operator, roadshow = setting(Terms())
    guest, number = register(roadshow, question="价格？")
    assert state(number) == "applied"
    assert not queries.let_in(guest, roadshow)
    with transaction():
        assert service.approve(operator, roadshow.id, [number]) == 1
    assert state(number) == "confirmed"
    assert queries.let_in(guest, roadshow)
    assert (said("RegistrationAsked"), said("PlaceConfirmed")) == (1, 1)
    counters_are_right(roadshow)


def test_vetted_organisations_may_be_admitted_by_themselves(app: Flask) -> None:
    _operator, roadshow = setting()
    assert state(register(roadshow)[1]) == "confirmed"
    unvetted = accounts.actor("firm", state="pending")
    assert state(register(roadshow, unvetted)[1]) == "applied"


def test_who_may_not_register(app: Flask) -> None:
    _operator, roadshow = setting()
    with pytest.raises(SignInNeeded):
        register(roadshow, NOBODY)
    with pytest.raises(NotFound):
        register(roadshows.roadshow(state="draft"))
    with pytest.raises(RegistrationClosed):
        register(roadshows.roadshow(register_closes_at=clock.now() - timedelta(minutes=1)))
    for wrong in ({"consent": False}, {"role": "staff"}, {"interests": (99,)}, {"question": "x" * 501}):
        with pytest.raises(Invalid) as refused:
            register(roadshow, **wrong)
        assert set(refused.value.fields) == set(wrong)
    with pytest.raises(Invalid):
        register(roadshows.roadshow(capacity=0), way="site")


def test_interests_are_pitches_of_this_roadshow(app: Flask) -> None:
    _operator, roadshow = setting()
    _university, pitch = pitches.pitch(roadshow)
    _other, elsewhere = pitches.pitch()
    _guest, number = register(roadshow, interests=(pitch.id,))
    assert [one.id for one in db.session.get_one(Registration, number).interests] == [pitch.id]
    with pytest.raises(Invalid):
        register(roadshow, interests=(elsewhere.id,))


def test_the_cap_of_an_organisation(app: Flask) -> None:
    _operator, roadshow = setting(Terms(automatic=True, per_organisation=2))
    body = accounts.organisation("firm")
    people = [accounts.user(body).actor for _ in range(3)]
    register(roadshow, people[0])
    register(roadshow, people[1])
    with pytest.raises(OrganisationFull):
        register(roadshow, people[2])
    with transaction():
        service.cancel(people[0], roadshow.id)
    register(roadshow, people[2])


def test_registering_twice_changes_the_one_that_stands(app: Flask) -> None:
    _operator, roadshow = setting()
    guest, number = register(roadshow)
    assert register(roadshow, guest, role="press", question="几点开始？")[1] == number
    row = db.session.get_one(Registration, number)
    assert (row.role, row.question, row.state) == ("press", "几点开始？", "confirmed")
    assert said("RegistrationChanged") == 1


def test_a_full_hall_makes_a_line_and_a_freed_place_is_offered_to_the_first(app: Flask) -> None:
    _operator, roadshow = setting(capacity=1)
    first, one = register(roadshow)
    second, two = register(roadshow)
    third, three = register(roadshow)
    assert [state(number) for number in (one, two, three)] == ["confirmed", "waiting", "waiting"]
    assert queries.position(db.session.get_one(Registration, three)) == 2
    with transaction():
        service.cancel(first, roadshow.id)
    assert [state(number) for number in (one, two, three)] == ["cancelled", "offered", "waiting"]
    assert not queries.let_in(second, roadshow)
    with transaction():
        service.accept_offer(two)
    assert state(two) == "confirmed"
    with pytest.raises(OfferOver), transaction():
        service.accept_offer(two)
    counters_are_right(roadshow)
    assert third


def test_a_declined_offer_and_one_that_runs_out_go_to_the_next(app: Flask) -> None:
    _operator, roadshow = setting(capacity=1)
    first, _one = register(roadshow)
    numbers = [register(roadshow)[1] for _ in range(3)]
    with transaction():
        service.cancel(first, roadshow.id)
    with transaction():
        service.decline_offer(numbers[0])
    assert [state(number) for number in numbers] == ["cancelled", "offered", "waiting"]
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        with pytest.raises(OfferOver), transaction():
            service.accept_offer(numbers[1])
        timers.look_after()
        timers.look_after()
        assert [state(number) for number in numbers] == ["cancelled", "expired", "offered"]
        with transaction():
            service.accept_offer(numbers[2])
    assert said("PlaceLost") == 1
    counters_are_right(roadshow)


def test_more_places_are_offered_and_a_smaller_hall_throws_nobody_out(app: Flask) -> None:
    _operator, roadshow = setting(capacity=1)
    numbers = [register(roadshow)[1] for _ in range(4)]
    with transaction() as session:
        session.get_one(Roadshow, roadshow.id).capacity = 3
    timers.look_after()
    assert [state(number) for number in numbers] == ["confirmed", "offered", "offered", "waiting"]
    with transaction() as session:
        session.get_one(Roadshow, roadshow.id).capacity = 1
    timers.look_after()
    assert [state(number) for number in numbers] == ["confirmed", "offered", "offered", "waiting"]
    with transaction():
        service.decline_offer(numbers[1])
    assert [state(number) for number in numbers] == ["confirmed", "cancelled", "offered", "waiting"]
    counters_are_right(roadshow)


def test_people_of_a_suspended_organisation_neither_register_nor_are_let_in(app: Flask) -> None:
    operator, roadshow = setting()
    guest, number = register(roadshow)
    with transaction() as session:
        session.get_one(Registration, number).organisation.state = "suspended"
    assert not queries.let_in(guest, roadshow)
    with pytest.raises(SuspendedGuest), transaction():
        service.check_in(operator, roadshow.id, number)
    with transaction():
        service.cancel(guest, roadshow.id)
    with pytest.raises(Barred):
        register(roadshow, guest)


def test_who_switches_to_online_frees_a_place(app: Flask) -> None:
    _operator, roadshow = setting(capacity=1)
    first, one = register(roadshow)
    second, two = register(roadshow)
    with transaction():
        service.change(first, roadshow.id, make.asks("online"))
    assert (state(one), state(two)) == ("confirmed", "offered")
    with pytest.raises(WayFull), transaction():
        service.change(first, roadshow.id, make.asks("site"))
    assert db.session.get_one(Registration, one).way == "online"
    with transaction():
        service.change(second, roadshow.id, make.asks("online"))
    assert state(two) == "confirmed"
    counters_are_right(roadshow)


def test_a_limit_online_holds_too(app: Flask) -> None:
    _operator, roadshow = setting(online_capacity=1)
    assert [state(register(roadshow, way="online")[1]) for _ in range(2)] == ["confirmed", "waiting"]
    with transaction() as session:
        session.get_one(Roadshow, roadshow.id).online_capacity = 0
    timers.look_after()
    assert queries.figures(roadshow.id).states == {"confirmed": 2}


def test_near_the_event_offers_are_shorter_and_never_past_it(app: Flask) -> None:
    _operator, roadshow = setting(capacity=1)
    first, _one = register(roadshow)
    _second, two = register(roadshow)
    third, _three = register(roadshow)
    with time_machine.travel(roadshow.starts_at - timedelta(hours=4), tick=False):
        with transaction():
            service.cancel(first, roadshow.id)
        found = db.session.get_one(Registration, two)
        assert found.offer_ends_at == roadshow.starts_at - timedelta(hours=2)
    with time_machine.travel(roadshow.starts_at - timedelta(minutes=20), tick=False):
        timers.look_after()
        assert (state(two), state(_three)) == ("expired", "waiting")
    assert third


def test_declining_needs_a_reason_and_frees_the_place(app: Flask) -> None:
    operator, roadshow = setting(capacity=1)
    _first, one = register(roadshow)
    _second, two = register(roadshow)
    with pytest.raises(ReasonNeeded), transaction():
        service.decline(operator, roadshow.id, [one], " ")
    with transaction():
        assert service.decline(operator, roadshow.id, [one], "仅限企业") == 1
    assert (state(one), state(two)) == ("declined", "offered")
    for stranger in (accounts.actor("firm"), accounts.actor("authority")):
        with pytest.raises(NotFound), transaction():
            service.decline(stranger, roadshow.id, [two], "why")
    with pytest.raises(NotRegisteredNow), transaction():
        service.cancel(_first, roadshow.id)


def test_who_was_declined_and_registers_again_is_asked_about_again(app: Flask) -> None:
    operator, roadshow = setting()
    guest, number = register(roadshow)
    with transaction():
        service.decline(operator, roadshow.id, [number], "仅限企业")
    assert register(roadshow, guest)[1] == number
    assert state(number) == "applied"


def test_coming_back_after_cancelling_uses_the_same_row(app: Flask) -> None:
    _operator, roadshow = setting(capacity=1)
    guest, number = register(roadshow)
    with transaction():
        service.cancel(guest, roadshow.id)
    _other, other = register(roadshow)
    assert register(roadshow, guest)[1] == number
    assert (state(other), state(number)) == ("confirmed", "waiting")
    with transaction() as session:
        session.get_one(Roadshow, roadshow.id).state = "held"
    with pytest.raises(TooLate), transaction():
        service.cancel(guest, roadshow.id)


def test_check_in_by_code_once(app: Flask) -> None:
    operator, roadshow = setting()
    _guest, number = register(roadshow)
    code = service.ticket_code(db.session.get_one(Registration, number))
    found = arriving.registration_of(operator, roadshow.id, code.lower().replace("-", " "))
    assert found.id == number
    with transaction():
        first = service.check_in(operator, roadshow.id, number)
    with time_machine.travel(clock.now() + timedelta(minutes=9), tick=False), transaction():
        second = service.check_in(operator, roadshow.id, number)
    assert (first.first, second.first) == (True, False)
    assert first.at == second.at
    assert said("GuestArrived") == 1
    with pytest.raises(UnknownCode):
        arriving.registration_of(operator, roadshow.id, code[:-1] + ("2" if code[-1] != "2" else "3"))
    with pytest.raises(OtherRoadshow):
        arriving.registration_of(operator, roadshows.roadshow().id, code)
    with pytest.raises(NotFound):
        arriving.registration_of(accounts.actor("firm"), roadshow.id, code)
    with transaction():
        service.undo_check_in(operator, roadshow.id, number)
    assert queries.figures(roadshow.id).came == 0


def test_who_has_no_place_is_let_in_only_where_one_is_free(app: Flask) -> None:
    operator, roadshow = setting(Terms(), capacity=1)
    _guest, one = register(roadshow)
    _other, two = register(roadshow)
    with pytest.raises(NotAdmitted), transaction():
        service.check_in(operator, roadshow.id, one)
    with transaction():
        assert service.check_in(operator, roadshow.id, one, admit=True).first
    with pytest.raises(NoPlaceLeft), transaction():
        service.check_in(operator, roadshow.id, two, admit=True)
    counters_are_right(roadshow)


def test_who_registered_online_and_comes_in_person_takes_a_place_in_the_hall(app: Flask) -> None:
    operator, roadshow = setting(capacity=1)
    _guest, one = register(roadshow, way="online")
    _other, two = register(roadshow, way="online")
    with transaction():
        service.check_in(operator, roadshow.id, one)
    with pytest.raises(NoPlaceLeft), transaction():
        service.check_in(operator, roadshow.id, two)
    assert db.session.get_one(Registration, one).way == "site"
    counters_are_right(roadshow)


def test_presence_online_counts_once_and_only_about_the_time(app: Flask) -> None:
    _operator, roadshow = setting()
    guest, number = register(roadshow, way="online")
    with transaction():
        assert not service.mark_present(guest, roadshow.id)
    with time_machine.travel(roadshow.starts_at, tick=False):
        with transaction():
            assert service.mark_present(guest, roadshow.id)
        with transaction():
            assert not service.mark_present(guest, roadshow.id)
            assert not service.mark_present(accounts.actor("firm"), roadshow.id)
            assert not service.mark_present(NOBODY, roadshow.id)
    found = queries.figures(roadshow.id)
    assert (found.came_online, found.came_site, found.firms, found.firms_came) == (1, 0, 1, 1)
    assert number


def test_every_reminder_is_given_once_and_again_after_a_move(app: Flask) -> None:
    _operator, roadshow = setting()
    register(roadshow)
    timers.remind()
    assert said("GuestsReminded") == 0
    for before in (timedelta(days=6), timedelta(hours=20), timedelta(minutes=50)):
        with time_machine.travel(roadshow.starts_at - before, tick=False):
            timers.remind()
            timers.remind()
    assert said("GuestsReminded") == 3
    with transaction() as session:
        row = session.get_one(Roadshow, roadshow.id)
        row.starts_at, row.ends_at = row.starts_at + timedelta(days=7), row.ends_at + timedelta(days=7)
    moved = db.session.get_one(Roadshow, roadshow.id).starts_at
    with time_machine.travel(moved - timedelta(hours=3), tick=False):
        timers.remind()
    assert said("GuestsReminded") == 4


def test_what_was_promised_to_be_forgotten_is(app: Flask) -> None:
    _operator, roadshow = setting()
    _university, pitch = pitches.pitch(roadshow)
    _guest, number = register(roadshow, question="谁能联系我？", interests=(pitch.id,))
    timers.forget_old()
    assert db.session.get_one(Registration, number).question
    with time_machine.travel(clock.now() + timedelta(days=3 * 366), tick=False):
        timers.forget_old()
    db.session.rollback()
    row = db.session.get_one(Registration, number)
    assert (row.question, row.interests, row.state) == ("", [], "confirmed")


def test_every_seat_is_counted(app: Flask) -> None:
    _operator, roadshow = setting()
    for state_name in ("applied", "waiting", "offered", "confirmed", "declined", "cancelled", "expired"):
        make.registration(roadshow, state=state_name, way="site")
    counters_are_right(roadshow)
    assert places.counter(roadshow.id, "site").taken == len(SEATED)


def test_more_places_are_offered_as_soon_as_the_plan_says_so(app: Flask) -> None:
    operator, roadshow = setting(capacity=1)
    numbers = [register(roadshow)[1] for _ in range(4)]
    show = roadshow.id
    outbox.drain()

    def planned(**over: Any) -> list[str]:
        plan = db.session.get_one(Roadshow, show).plan
        with transaction():
            shows.change(operator, show, replace(plan, **over))
        outbox.drain()
        return [state(number) for number in numbers]

    assert planned(title_en="Another title") == ["confirmed", "waiting", "waiting", "waiting"]
    assert planned(capacity=3) == ["confirmed", "offered", "offered", "waiting"]
    assert planned(capacity=2) == ["confirmed", "offered", "offered", "waiting"]
    counters_are_right(db.session.get_one(Roadshow, show))
