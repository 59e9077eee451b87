"""Two hosts, many voters: real threads on both databases, one outcome each."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from market.core.db import db, transaction
from market.core.errors import Refusal
from market.live import queries, service
from market.live.errors import SteppedMeanwhile
from market.live.models import LiveQuestion
from market.live.service import board, steps
from tests.factories import live as make
from tests.licensing.test_races import Wrap, at_once


def pressing(day: make.Day, seen: int) -> Callable[[], Any]:
    def deed() -> Any:
        with transaction():
            return service.step_next(day.host, day.id, make.ROOM, seen).current

    return deed


def test_two_hosts_pressing_next_at_once_go_one_item_on(app: Flask, in_thread: Wrap) -> None:
    day = make.day(6)
    for seen in range(5):
        results = at_once([pressing(day, seen)] * 3, in_thread)
        assert sorted(result for result in results if isinstance(result, int)) == [seen + 1], results
        assert sum(isinstance(result, SteppedMeanwhile) for result in results) == 2, results
    db.session.rollback()
    assert len(queries.log_of(day.id)) == 5


def test_without_the_comparison_an_item_is_jumped_over(
    app: Flask, in_thread: Wrap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same race must go wrong when a host acts on whatever there is."""

    def blind(*args: Any, **more: Any) -> Any:
        board.hold(args[1])
        row = queries.rooms_of(args[1]).get(make.ROOM)
        return real(args[0], args[1], args[2], row.revision if row else 0, *args[4:], **more)

    real = steps._step
    monkeypatch.setattr(steps, "_step", blind)
    day = make.day(6)
    make.begun(day, 1)
    for _time in range(4):
        at_once([pressing(day, 1)] * 2, in_thread)
    db.session.rollback()
    assert len(queries.log_of(day.id)) > 5


def test_one_vote_a_person_however_often_he_presses(app: Flask, in_thread: Wrap) -> None:
    day = make.day()
    voters = [make.guest(day) for _number in range(3)]
    question = make.question(day, voters[0]).id

    def voting(actor: Any) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                service.vote(actor, day.id, question, True)

        return deed

    results = at_once([voting(voter) for voter in voters * 4], in_thread)
    assert not [result for result in results if isinstance(result, Refusal)]
    db.session.rollback()
    assert db.session.get_one(LiveQuestion, question).votes == queries.figures(day.id).votes == 3


def test_a_question_sent_many_times_at_once_is_asked_once(app: Flask, in_thread: Wrap) -> None:
    day = make.day()
    guest = make.guest(day)

    def asking() -> Any:
        with transaction():
            return service.ask(guest, day.id, "Once?", key="same") is not None

    results = at_once([asking] * 6, in_thread)
    assert sorted(results) == [False] * 5 + [True]
    db.session.rollback()
    assert len(queries.questions_of(day.id)) == 1


def test_a_board_shows_all_that_was_done_before_it(app: Flask, in_thread: Wrap) -> None:
    day = make.day()
    asked = [make.question(day, make.guest(day), f"Question {number}").id for number in range(6)]

    def answering(question: int) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                service.answer_on_stage(day.host, day.id, question, f"answer {question}")

        return deed

    at_once([answering(question) for question in asked], in_thread)
    db.session.rollback()
    found = queries.board(day.id)
    assert found is not None
    assert all(f"answer {question}" in found.body for question in asked)
