"""Many at once, with real threads on both databases: one intent, one reminder, one way out of a stage."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.errors import Conflict, Refusal
from market.core.outbox import EventRow
from market.intents import service
from market.intents.models import Intent, IntentReminder
from market.intents.rules import Wish
from tests.factories import accounts, intents, pitches, roadshows
from tests.licensing.test_races import Wrap, at_once


def held() -> tuple[Actor, int]:
    show = roadshows.roadshow(state="held", starts_at=clock.now() - timedelta(days=8))
    university, pitch = pitches.pitch(show)
    return university, pitch.id


def count(model: type, *where: Any) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0)


def events(name: str) -> int:
    return count(EventRow, EventRow.name == f"intents.{name}")


def declaring(actor: Actor, pitch_id: int, text: str = "") -> Callable[[], Any]:
    def deed() -> Any:
        with transaction():
            return service.declare(actor, pitch_id, Wish("licence", note=text, consent=True)).id

    return deed


def test_colleagues_who_declare_at_once_make_one_intent(app: Flask, in_thread: Wrap) -> None:
    _university, pitch_id = held()
    firm = accounts.actor("firm")
    organisation = db.session.get_one(accounts.Organisation, firm.organisation_id)
    people = [firm] + [accounts.user(organisation).actor for _ in range(5)]
    results = at_once([declaring(one, pitch_id, f"第{one.user_id}人") for one in people], in_thread)
    numbers = {one for one in results if isinstance(one, int)}
    assert len(numbers) == 1
    assert not [one for one in results if isinstance(one, Refusal) and not isinstance(one, Conflict)]
    assert count(Intent) == 1
    assert events("IntentDeclared") == 1


def test_the_index_holds_without_the_service(app: Flask) -> None:
    _university, pitch_id = held()
    firm, first = intents.intent(db.session.get_one(pitches.Pitch, pitch_id))
    with pytest.raises(Conflict) as caught:
        intents.intent(db.session.get_one(pitches.Pitch, pitch_id), firm)
    assert isinstance(caught.value.__cause__, IntegrityError)
    with transaction():
        service.withdraw(firm, first.id)
    intents.intent(db.session.get_one(pitches.Pitch, pitch_id), firm)
    assert count(Intent) == 2


def test_many_firms_declare_at_once(app: Flask, in_thread: Wrap) -> None:
    _university, pitch_id = held()
    firms = [accounts.actor("firm") for _ in range(8)]
    results = at_once([declaring(firm, pitch_id) for firm in firms], in_thread)
    assert len({one for one in results if isinstance(one, int)}) == 8
    references = db.session.scalars(select(Intent.reference)).all()
    assert len(set(references)) == 8
    assert not [reference for reference in references if reference.startswith("~")]


def test_withdrawing_against_closing_has_one_outcome(app: Flask, in_thread: Wrap) -> None:
    for _ in range(4):
        university, pitch_id = held()
        firm, intent = intents.intent(db.session.get_one(pitches.Pitch, pitch_id))
        number = intent.id

        def withdraw(number: int = number, firm: Actor = firm) -> Any:
            with transaction():
                return service.withdraw(firm, number).stage

        def close(number: int = number, university: Actor = university) -> Any:
            with transaction():
                return service.close(university, number, "price").stage

        results = at_once([withdraw, close], in_thread)
        done = [one for one in results if not isinstance(one, Refusal)]
        assert len(done) == 1
        assert db.session.get_one(Intent, number).stage == done[0]


def test_two_workers_remind_once(app: Flask, in_thread: Wrap) -> None:
    _university, pitch_id = held()
    _firm, intent = intents.intent(
        db.session.get_one(pitches.Pitch, pitch_id), declared_at=clock.now() - timedelta(days=8)
    )
    number = intent.id

    def remind() -> Any:
        service.remind_due()

    results = at_once([remind] * 3, in_thread)
    assert not [one for one in results if isinstance(one, Refusal)]
    assert count(IntentReminder, IntentReminder.intent_id == number) == 1
    assert events("IntentReminded") == 1


def test_a_foreign_actor_gains_nothing_from_a_race(app: Flask, in_thread: Wrap) -> None:
    _university, pitch_id = held()
    firm, intent = intents.intent(db.session.get_one(pitches.Pitch, pitch_id))
    stranger, number = replace(firm, organisation_id=None, user_id=None), intent.id

    def withdraw(by: Actor) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                return service.withdraw(by, number).stage

        return deed

    results = at_once([withdraw(firm), withdraw(stranger)], in_thread)
    assert [one for one in results if not isinstance(one, Refusal)] == ["withdrawn"]
