"""Hosts and floor: steps by compare and swap, one vote a person, deeds sent twice done once, who was there."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import NOBODY
from market.core.db import db, transaction
from market.core.errors import NotFound
from market.guests import queries as guests
from market.intents.rules import Wish
from market.live import queries, service
from market.live.errors import (
    NotLetIn,
    NotOn,
    NotPossibleNow,
    PlaceLost,
    PollClosed,
    QuestionGone,
    SteppedMeanwhile,
    TooManyQuestions,
)
from market.live.models import LiveBoard, LiveQuestion
from market.live.rules.talking import MOST_OPEN
from market.notifications.models import Notification
from market.roadshows.models import Roadshow
from tests.factories import accounts
from tests.factories import live as make


def current(day: make.Day) -> int | None:
    db.session.rollback()
    return queries.rooms_of(day.id)[make.ROOM].current


def test_a_host_goes_through_the_programme_and_back(app: Flask) -> None:
    day = make.day()
    revision = make.begun(day, 2)
    assert current(day) == 2
    with transaction():
        service.extend(day.host, day.id, make.ROOM, revision, 2)
        service.halt(day.host, day.id, make.ROOM, revision + 1)
    with pytest.raises(NotPossibleNow), transaction():
        service.halt(day.host, day.id, make.ROOM, revision + 2)
    with transaction():
        service.go_on(day.host, day.id, make.ROOM, revision + 2)
        service.leave_out(day.host, day.id, make.ROOM, revision + 3, 3)
        service.take_in(day.host, day.id, make.ROOM, revision + 4, 3)
        service.step_next(day.host, day.id, make.ROOM, revision + 5)
        service.step_next(day.host, day.id, make.ROOM, revision + 6)
    assert queries.rooms_of(day.id)[make.ROOM].over
    with pytest.raises(NotPossibleNow), transaction():
        service.step_next(day.host, day.id, make.ROOM, revision + 7)
    with transaction():
        service.step_back(day.host, day.id, make.ROOM, revision + 7)
    assert current(day) == 3
    deeds = ["next", "next", "extend", "pause", "go_on", "skip", "return", "next", "next", "back"]
    assert [row.deed for row in reversed(queries.log_of(day.id))] == deeds


def test_a_step_on_an_older_state_is_refused_and_changes_nothing(app: Flask) -> None:
    day = make.day()
    make.begun(day, 1)
    with pytest.raises(SteppedMeanwhile), transaction():
        service.step_next(day.host, day.id, make.ROOM, 0)
    assert current(day) == 1


def test_only_the_operator_steps_and_only_while_it_is_on(app: Flask) -> None:
    day = make.day()
    with pytest.raises(NotFound), transaction():
        service.step_next(make.guest(day), day.id, make.ROOM, 0)
    coming = make.day(state="announced")
    with pytest.raises(NotOn), transaction():
        service.step_next(coming.host, coming.id, make.ROOM, 0)
    with transaction():
        service.open_(coming.host, coming.id)
        service.step_next(coming.host, coming.id, make.ROOM, 0)
        service.close(coming.host, coming.id)
    assert db.session.get_one(Roadshow, coming.id).state == "held"
    with pytest.raises(NotOn), transaction():
        service.ask(make.guest(coming), coming.id, "?")


def test_only_those_let_in_ask_and_vote(app: Flask) -> None:
    day = make.day()
    question = make.question(day, make.guest(day))
    for stranger in (accounts.actor("firm"), NOBODY):
        with pytest.raises(NotLetIn), transaction():
            service.ask(stranger, day.id, "?")
        with pytest.raises(NotLetIn), transaction():
            service.vote(stranger, day.id, question.id, True)


def test_saying_it_again_changes_nothing(app: Flask) -> None:
    day, count = make.day(), 0
    guest = make.guest(day)
    for _time in range(3):
        with transaction():
            count += service.ask(guest, day.id, "Once?", key="k1") is not None
    question = queries.questions_of(day.id)[0]
    for up, votes in ((True, 1), (True, 1), (False, 0), (False, 0), (True, 1)):
        with transaction():
            service.vote(guest, day.id, question.id, up)
        assert db.session.get_one(LiveQuestion, question.id).votes == votes
    assert count == len(queries.questions_of(day.id)) == 1


def test_a_question_is_withdrawn_by_its_asker_alone(app: Flask) -> None:
    day = make.day()
    guest, other = make.guest(day), make.guest(day)
    question = make.question(day, guest).id
    with pytest.raises(NotFound), transaction():
        service.take_back(other, day.id, question)
    with transaction():
        service.take_back(guest, day.id, question)
    with pytest.raises(QuestionGone), transaction():
        service.vote(other, day.id, question, True)
    with pytest.raises(QuestionGone), transaction():
        service.answer_on_stage(day.host, day.id, question)


def test_nobody_fills_the_list_alone(app: Flask) -> None:
    day = make.day()
    guest = make.guest(day)
    for number in range(MOST_OPEN):
        make.question(day, guest, f"Question {number}")
    with pytest.raises(TooManyQuestions), transaction():
        service.ask(guest, day.id, "One more", key="again")
    with transaction():
        service.answer_on_stage(day.host, day.id, queries.questions_of(day.id)[0].id)
    with transaction():
        assert service.ask(guest, day.id, "One more", key="again") is not None


def test_joining_counts_each_person_once(app: Flask) -> None:
    day = make.day()
    one, two, three = make.guest(day), make.guest(day), make.guest(day)
    first, second = make.question(day, one, "How long?").id, make.question(day, two, "What life?").id
    with transaction():
        for voter, question in ((three, first), (three, second), (one, second)):
            service.vote(voter, day.id, question, True)
        service.join(day.host, day.id, second, first)
    found = {row.id: row for row in queries.questions_of(day.id)}
    assert (found[first].votes, found[second].state, found[second].same_as_id) == (3, "grouped", first)
    with pytest.raises(NotPossibleNow), transaction():
        service.join(day.host, day.id, first, first)


def test_hidden_is_seen_by_hosts_alone_and_a_written_answer_by_all(app: Flask) -> None:
    day = make.day()
    guest = make.guest(day)
    hidden, written = make.question(day, guest, "Rude").id, make.question(day, guest, "Deep").id
    with transaction():
        service.hide(day.host, day.id, hidden)
        service.promise(day.host, day.id, written)
        service.answer_in_writing(day.host, day.id, written, "Three years.")
    body = db.session.get_one(LiveBoard, day.id).body
    assert "Rude" not in body
    assert "Three years." in body
    assert queries.figures(day.id) == queries.Figures(0, 0, 2, 1, 0, 0)
    outbox.drain()
    found = db.session.scalars(select(Notification).where(Notification.user_id == guest.user_id)).all()
    assert [one.key for one in found] == ["live.answered"]


def test_a_poll_has_one_answer_a_person(app: Flask) -> None:
    day = make.day()
    guest, other = make.guest(day), make.guest(day)
    with transaction():
        poll = service.make_poll(day.host, day.id, "How many?", ["None", "One", "More"]).id
    with pytest.raises(PollClosed), transaction():
        service.answer_poll(guest, day.id, poll, 1)
    with transaction():
        service.open_poll(day.host, day.id, poll)
        service.answer_poll(guest, day.id, poll, 1)
        service.answer_poll(guest, day.id, poll, 2)
        service.answer_poll(other, day.id, poll, 2)
    assert queries.poll_counts(day.id) == {poll: {2: 2}}
    with pytest.raises(NotFound), transaction():
        service.answer_poll(guest, day.id, poll, 3)
    with transaction():
        service.close_poll(day.host, day.id, poll)
    with pytest.raises(PollClosed), transaction():
        service.answer_poll(other, day.id, poll, 0)


def test_an_intent_is_declared_once_and_withdrawn(app: Flask) -> None:
    day = make.day()
    firm, pitch = make.guest(day), day.pitches[0].id
    wish = Wish("licence", consent=True, source="live")
    with transaction():
        intent = service.wish(firm, day.id, pitch, wish, "k1")
        assert service.wish(firm, day.id, pitch, wish, "k1") is None
    assert intent is not None
    assert [one.id for one in queries.mine(firm, day.id).intents[pitch]] == [intent.id]
    with transaction():
        service.unwish(firm, day.id, intent.id, "k2")
        assert service.wish(firm, day.id, pitch, wish, "k1") is None
    assert queries.mine(firm, day.id).intents == {}


def test_who_comes_is_written_down_with_the_time_watched(app: Flask) -> None:
    day = make.day()
    guest, other = make.guest(day), make.guest(day)
    begin = clock.now()
    with time_machine.travel(begin, tick=False), transaction():
        service.come(guest, day.id)
        service.come(day.host, day.id)
    found = guests.of_person(guest, day.id)
    assert found is not None
    assert found.checked_in_how == "online"
    for seconds, who in ((60, [guest, other]), (120, [guest])):
        at = begin + timedelta(seconds=seconds)
        with time_machine.travel(at, tick=False), transaction():
            service.write_down({day.id: {one.user_id or 0: at for one in who}})
    rows = {row.user_id: row.seconds for row in queries.attendance_of(day.id)}
    assert rows == {guest.user_id: 120, other.user_id: 0}
    figures = queries.figures(day.id)
    assert (figures.viewers, figures.peak) == (2, 2)


def test_signs_of_life_are_gathered_and_handed_over_together(app: Flask) -> None:
    gathering = service.Gathering()
    for user_id in (1, 2, 1):
        gathering.hear(7, user_id)
    assert gathering.take_due() == {}
    assert {key: sorted(heard) for key, heard in gathering.take_all().items()} == {7: [1, 2]}
    assert gathering.take_all() == {}


def test_a_sealed_word_is_for_one_roadshow_and_a_while(app: Flask) -> None:
    viewer = service.Viewer(3, 5, True)
    word = service.issue(viewer)
    assert service.read(word, 3) == viewer
    for wrong, roadshow_id in ((word, 4), (word[:-1] + "x", 3), ("", 3), ("a-b", 3), ("3.6.1.9-" + word[-32:], 3)):
        with pytest.raises(PlaceLost):
            service.read(wrong, roadshow_id)
    with time_machine.travel(clock.now() + timedelta(hours=1)), pytest.raises(PlaceLost):
        service.read(word, 3)
