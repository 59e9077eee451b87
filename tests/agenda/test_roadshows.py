"""Days of roadshows in the list of deadlines: what is to be handed in, taken or attended, and by whom."""

from datetime import date, timedelta

from flask import Flask

from market.agenda import queries
from market.agenda.rules.deadlines import Deadline, Kind
from market.core import clock
from market.core.actor import Actor
from tests.factories import accounts, guests, pitches, roadshows


def entries(actor: Actor, kind: Kind) -> list[Deadline]:
    today = clock.today()
    return queries.deadlines(actor, today, today + timedelta(days=90), kind=kind)


def days(actor: Actor, kind: Kind) -> list[date]:
    return [entry.day for entry in entries(actor, kind)]


def test_an_application_is_due_until_the_call_closes(app: Flask) -> None:
    show = roadshows.roadshow()
    closes = clock.local_date(show.call_closes_at or clock.now())
    university, _ = pitches.pitch(show, state="draft")
    _, sent = pitches.pitch(show, state="submitted")
    assert days(university, Kind.APPLICATION) == [closes]
    assert entries(university, Kind.APPLICATION)[0].who == {university.organisation_id}
    assert sent.reference not in {entry.reference for entry in entries(roadshows.operator(), Kind.APPLICATION)}
    assert days(accounts.actor("university"), Kind.APPLICATION) == []


def test_slides_are_due_of_the_selected_only(app: Flask) -> None:
    show = roadshows.roadshow()
    due = clock.local_date(show.files_due_at or clock.now())
    university, _ = pitches.pitch(show)
    other, _ = pitches.pitch(show, state="declined")
    assert days(university, Kind.SLIDES) == [due]
    assert days(other, Kind.SLIDES) == []
    late, _ = pitches.pitch(roadshows.roadshow(state="cancelled"))
    assert days(late, Kind.SLIDES) == []


def test_a_person_sees_the_own_places(app: Flask) -> None:
    show = roadshows.roadshow()
    guest, _ = guests.registration(show)
    ends = clock.now() + timedelta(days=1)
    offered, _ = guests.registration(show, state="offered", offer_ends_at=ends)
    assert days(guest, Kind.ROADSHOW) == [clock.local_date(show.starts_at)]
    assert days(offered, Kind.PLACE) == [clock.local_date(ends)]
    assert days(offered, Kind.ROADSHOW) == []
