"""Several at once, with real threads on both databases: one decision, places that are unique, one draw."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.pitches import queries, service
from market.pitches.models import Pitch
from tests.factories import pitches, roadshows
from tests.licensing.test_races import Wrap, at_once
from tests.pitches.helpers import submitted


def deciding(by: Any, pitch_id: int, decision: str, version: int) -> Callable[[], Any]:
    """A decision on what was read, in a transaction of its own."""

    def deed() -> Any:
        with transaction():
            return service.decide(by, pitch_id, decision, "理由充分", version).state

    return deed


def test_two_decisions_at_once_make_one(app: Flask, in_thread: Wrap) -> None:
    operators = [roadshows.operator() for _number in range(2)]
    for _round in range(4):
        pitch = submitted(roadshows.roadshow())[1]
        number, version = pitch.id, pitch.version
        found = at_once(
            [
                deciding(operators[0], number, "select", version),
                deciding(operators[1], number, "decline", version),
            ],
            in_thread,
        )
        won = [one for one in found if isinstance(one, str)]
        assert len(won) == 1
        assert sum(isinstance(one, Refusal) for one in found) == 1
        assert db.session.get_one(Pitch, number).state == won[0]


def test_many_selected_at_once_get_a_place_each(app: Flask, in_thread: Wrap) -> None:
    show, operator = roadshows.roadshow(), roadshows.operator()
    show_id = show.id
    found = [submitted(show)[1] for _number in range(6)]
    deeds = [deciding(operator, pitch.id, "select", pitch.version) for pitch in found]
    assert at_once(deeds, in_thread) == ["selected"] * 6
    assert [pitch.position for pitch in queries.of_roadshow(show_id)] == [1, 2, 3, 4, 5, 6]


def test_without_the_service_the_database_refuses_a_second_one_in_a_place(app: Flask, in_thread: Wrap) -> None:
    show = roadshows.roadshow()
    numbers = [pitches.pitch(show, position=place)[1].id for place in (1, 2, 3)]

    def crude(pitch_id: int) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction() as session:
                taken = session.scalar(select(Pitch.id).where(Pitch.position == 9))
                session.execute(update(Pitch).where(Pitch.id == pitch_id).values(position=9))
                return taken

        return deed

    found = at_once([crude(number) for number in numbers], in_thread)
    assert sum(isinstance(one, Refusal) for one in found) == 2


def test_moves_and_selections_at_once_leave_no_hole(app: Flask, in_thread: Wrap) -> None:
    show, operator = roadshows.roadshow(), roadshows.operator()
    show_id = show.id
    placed = [pitches.pitch(show, position=number)[1].id for number in (1, 2, 3, 4)]
    late = [submitted(show)[1] for _number in range(2)]

    def shifting(pitch_id: int, up: bool) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                service.shift(operator, show_id, pitch_id, up)

        return deed

    deeds = [shifting(placed[0], False), shifting(placed[3], True), shifting(placed[2], True)]
    deeds += [deciding(operator, pitch.id, "select", pitch.version) for pitch in late]
    found = at_once(deeds, in_thread)
    assert not [one for one in found if isinstance(one, Refusal)]
    assert [pitch.position for pitch in queries.of_roadshow(show_id)] == [1, 2, 3, 4, 5, 6]


def test_leaving_and_entering_at_once_leave_no_hole(app: Flask, in_thread: Wrap) -> None:
    show, operator = roadshows.roadshow(), roadshows.operator()
    show_id = show.id
    standing = [pitches.pitch(show, position=number) for number in (1, 2, 3, 4)]
    late = [submitted(show)[1] for _number in range(2)]

    def leaving(by: Actor, pitch_id: int) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                return service.withdraw(by, pitch_id).state

        return deed

    deeds = [leaving(by, pitch.id) for by, pitch in standing[:2]]
    deeds += [deciding(operator, pitch.id, "select", pitch.version) for pitch in late]
    deeds += [deciding(operator, standing[2][1].id, "reserve", standing[2][1].version)]
    found = at_once(deeds, in_thread)
    assert found == ["withdrawn", "withdrawn", "selected", "selected", "reserve"]
    assert [pitch.position for pitch in queries.of_roadshow(show_id)] == [1, 2, 3]


def test_one_draw_is_announced_and_held_once(app: Flask, in_thread: Wrap) -> None:
    show, operator = roadshows.roadshow(), roadshows.operator()
    show_id = show.id
    for number in (1, 2, 3):
        pitches.pitch(show, position=number)

    def announcing() -> Any:
        with transaction():
            return service.announce(operator, show_id, "指数收盘点位").id

    found = at_once([announcing] * 4, in_thread)
    (draw_id,) = [one for one in found if isinstance(one, int)]

    def holding(salt: str) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                return service.hold(operator, show_id, draw_id, salt).salt

        return deed

    held = [one for one in at_once([holding(str(number)) for number in range(4)], in_thread) if isinstance(one, str)]
    assert len(held) == 1
    assert queries.draws(show_id)[0].salt == held[0]


def test_one_listing_applies_once_however_often_it_is_sent(app: Flask, in_thread: Wrap) -> None:
    show = roadshows.roadshow()
    show_id = show.id
    owner, pitch = pitches.pitch(roadshows.roadshow())
    listing_id, application = pitch.listing_id, service.application_of(pitch)

    def applying() -> Any:
        with transaction():
            about = service.about(owner, listing_id=listing_id)
            return service.begin(owner, show_id, about, application).id

    found = at_once([applying] * 4, in_thread)
    assert sum(isinstance(one, int) for one in found) == 1
