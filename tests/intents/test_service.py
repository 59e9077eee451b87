"""Declaring, changing, withdrawing, following up: who may, what is kept, who sees what."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from market.core import clock, outbox
from market.core.actor import NOBODY, Actor
from market.core.db import db, transaction
from market.core.errors import Invalid, NotFound, SignInNeeded
from market.core.money import Money
from market.intents import queries, service
from market.intents.errors import (
    NotAnOwner,
    NotForThisPitch,
    NotRegistered,
    NotThisMoveNow,
    NotVetted,
    NotYourKind,
    OwnPitch,
)
from market.intents.models import Intent, IntentStep
from market.intents.rules import Wish
from tests.factories import accounts, guests, intents, pitches, roadshows


def declare(actor: Actor, pitch_id: int, kind: str = "licence", **over: object) -> Intent:
    with transaction():
        return service.declare(actor, pitch_id, Wish(kind, **over))  # type: ignore[arg-type]


def held(**over: object) -> tuple[Actor, object]:
    return pitches.pitch(roadshows.roadshow(state="held", starts_at=clock.now() - timedelta(days=2)), **over)


def again(intent: Intent) -> Intent:
    db.session.rollback()
    return db.session.get_one(Intent, intent.id)


def test_declared_again_the_standing_intent_changes(app: Flask) -> None:
    firm, (_university, pitch) = accounts.actor("firm"), held()
    first = declare(firm, pitch.id, low=Money.of(100_000), note="轮毂")
    second = declare(firm, pitch.id, low=Money.of(100_000), high=Money.of(200_000), note="轮毂", consent=True)
    other = declare(firm, pitch.id, "joint")
    assert first.id == second.id != other.id
    assert again(second).amount == (Money.of(100_000), Money.of(200_000))
    assert second.consent_at
    assert second.reference == f"IN-{clock.today().year}-{second.id:06d}"
    assert [step.what for step in second.steps] == ["declare", "share", "change"]
    declare(firm, pitch.id, low=Money.of(100_000), high=Money.of(200_000), note="轮毂", consent=True)
    assert len(again(second).steps) == 3
    assert queries.counts(pitch.roadshow_id) == {pitch.id: 1}
    assert {row.id for row in queries.of_roadshow(pitch.roadshow_id)} == {first.id, other.id}
    assert queries.has_intent(firm, pitch.id)
    assert not queries.has_intent(accounts.actor("firm"), pitch.id)


def test_who_may_declare(app: Flask) -> None:
    university, pitch = held()
    firm = accounts.actor("firm")
    with pytest.raises(SignInNeeded):
        declare(NOBODY, pitch.id)
    with pytest.raises(OwnPitch):
        declare(university, pitch.id)
    with pytest.raises(NotYourKind):
        declare(accounts.actor("university"), pitch.id)
    with pytest.raises(NotYourKind):
        declare(accounts.actor("operator"), pitch.id)
    with pytest.raises(NotVetted):
        declare(accounts.actor("firm", state="pending"), pitch.id)
    with pytest.raises(NotFound):
        declare(firm, 99_999)
    with pytest.raises(Invalid):
        declare(firm, pitch.id, "gift")
    with pytest.raises(Invalid):
        declare(firm, pitch.id, low=Money.of(2), high=Money.of(1))
    with pytest.raises(Invalid):
        declare(firm, pitch.id, low=Money.of(2, "USD"))
    _university, reserve = held(state="reserve")
    with pytest.raises(NotFound):
        declare(firm, reserve.id)
    _university, off = pitches.pitch(roadshows.roadshow(state="cancelled"))
    with pytest.raises(NotForThisPitch):
        declare(firm, off.id)
    _firm, need = pitches.need_pitch(roadshows.roadshow(state="held", starts_at=clock.now() - timedelta(days=2)))
    with pytest.raises(NotYourKind):
        declare(firm, need.id)
    assert declare(accounts.actor("university"), need.id).stage == "intent"
    assert declare(firm, pitch.id).stage == "intent"


def test_while_it_is_on_those_registered_declare(app: Flask) -> None:
    show = roadshows.roadshow(state="live")
    _university, pitch = pitches.pitch(show)
    firm = accounts.actor("firm")
    with pytest.raises(NotRegistered):
        declare(firm, pitch.id)
    guests.registration(show, firm)
    assert declare(firm, pitch.id, source="live").source == "live"


def test_contact_is_seen_while_consent_stands(app: Flask) -> None:
    firm, (university, pitch) = accounts.actor("firm"), held()
    intent = declare(firm, pitch.id)
    with transaction():
        service.share_contact(university, intent.id)
    assert again(intent).reply_user_id == university.user_id
    assert intent.consent_at is None
    with transaction():
        service.share_contact(firm, intent.id)
    assert again(intent).consent_at
    with transaction():
        service.take_contact_back(firm, intent.id)
    assert again(intent).consent_at is None
    assert intent.reply_consent_at
    for stranger in (accounts.actor("firm"), accounts.actor("operator")):
        with pytest.raises(NotFound), transaction():
            service.share_contact(stranger, intent.id)


def test_it_is_withdrawn_by_its_own_side_and_may_be_declared_anew(app: Flask) -> None:
    firm, (university, pitch) = accounts.actor("firm"), held()
    intent = declare(firm, pitch.id, consent=True)
    for other in (university, accounts.actor("operator"), accounts.actor("firm")):
        with pytest.raises(NotFound), transaction():
            service.withdraw(other, intent.id)
    with transaction():
        service.withdraw(firm, intent.id, "已另有安排")
    assert again(intent).stage == "withdrawn"
    assert intent.consent_at is None
    assert intent.next_on is None
    assert queries.counts(pitch.roadshow_id) == {}
    assert not queries.has_intent(firm, pitch.id)
    with pytest.raises(NotThisMoveNow), transaction():
        service.withdraw(firm, intent.id)
    assert declare(firm, pitch.id).id != intent.id


def test_the_stages_are_taken_by_hand(app: Flask) -> None:
    operator = accounts.actor("operator")
    firm, (university, pitch) = accounts.actor("firm"), held()
    intent = declare(firm, pitch.id)
    with pytest.raises(NotThisMoveNow), transaction():
        service.advance(firm, intent.id, "talk")
    with pytest.raises(NotThisMoveNow), transaction():
        service.advance(operator, intent.id, "pay")
    with pytest.raises(NotThisMoveNow), transaction():
        service.advance(operator, intent.id, "withdraw")
    with transaction():
        service.advance(university, intent.id, "visit", "周三来校", private=False)
    with pytest.raises(Invalid), transaction():
        service.advance(operator, intent.id, "sign")
    for move, text in (("sign", "HT-2026-9"), ("record", ""), ("pay", "")):
        with transaction():
            service.advance(operator, intent.id, move, text)
    assert again(intent).stage == "paid"
    assert intent.won
    with transaction():
        service.advance(operator, intent.id, "correct", "登记错了")
    assert again(intent).stage == "talk"
    with pytest.raises(Invalid), transaction():
        service.close(operator, intent.id, "other")
    with transaction():
        service.close(operator, intent.id, "price", "预算不足")
    assert again(intent).closed_reason == "price"
    assert intent.next_on is None
    with transaction():
        service.advance(university, intent.id, "reopen")
    assert again(intent).stage == "talk"
    assert intent.closed_reason == ""
    with transaction():
        service.close(operator, intent.id, "no_answer")
    assert declare(firm, pitch.id).id == intent.id
    assert again(intent).stage == "intent"


def test_private_words_stay_with_their_side(app: Flask) -> None:
    operator = accounts.actor("operator")
    firm, (university, pitch) = accounts.actor("firm"), held()
    intent = declare(firm, pitch.id)
    with transaction():
        service.note(university, intent.id, "对方预算可能不足")
        service.note(firm, intent.id, "请寄样件", private=False)
    seen = {
        actor.kind: {step.note for step in queries.steps_seen(actor, again(intent)) if step.what == "note"}
        for actor in (operator, firm, university)
    }
    both = {"对方预算可能不足", "请寄样件"}
    assert seen == {"operator": both, "university": both, "firm": {"请寄样件"}}
    with pytest.raises(Invalid), transaction():
        service.note(firm, intent.id, "  ")


def test_an_owner_is_of_the_operator_or_of_the_side_that_pitched(app: Flask) -> None:
    show = roadshows.roadshow(state="held", starts_at=clock.now() - timedelta(days=2))
    firm, (university, pitch) = accounts.actor("firm"), pitches.pitch(show)
    intent, operator = declare(firm, pitch.id), accounts.actor("operator")
    assert intent.owner
    assert intent.owner.actor.organisation_id == show.organisation_id
    assert intent.next_on == clock.today() + timedelta(days=7)
    with transaction():
        service.assign(operator, [intent.id], university.user_id, clock.today() + timedelta(days=3))
    assert again(intent).owner_id == university.user_id
    assert intent.next_on == clock.today() + timedelta(days=3)
    with pytest.raises(NotAnOwner), transaction():
        service.assign(university, [intent.id], operator.user_id)
    with pytest.raises(NotAnOwner), transaction():
        service.assign(operator, [intent.id], firm.user_id)
    with pytest.raises(NotFound), transaction():
        service.assign(firm, [intent.id], firm.user_id)
    with transaction():
        service.plan(university, intent.id, None, "等财务答复")
    assert (again(intent).next_on, intent.next_step) == (None, "等财务答复")
    with pytest.raises(NotFound), transaction():
        service.plan(firm, intent.id, None)


def test_reminders_come_once_each_and_not_for_what_is_over(app: Flask) -> None:
    show = roadshows.roadshow(state="held", starts_at=clock.now() - timedelta(days=1))
    _actor, intent = intents.intent(pitches.pitch(show)[1], next_on=clock.today() + timedelta(days=40))
    start = clock.now()
    for days, reminded in ((3, []), (8, ["7"]), (20, ["7"]), (31, ["7", "30"]), (181, ["7", "30", "180"])):
        with time_machine.travel(start + timedelta(days=days), tick=False):
            service.remind_due()
            service.remind_due()
            assert [step.note for step in again(intent).steps if step.what == "remind"] == reminded
    names = [row.name for row in outbox.history(f"intent:{intent.id}")]
    assert names.count("intents.IntentReminded") == 3
    assert names.count("intents.IntentDue") == 1
    _actor, closed = intents.intent(pitches.pitch(show)[1], stage="closed", next_on=clock.today())
    with time_machine.travel(start + timedelta(days=8), tick=False):
        service.remind_due()
    assert again(closed).steps == []


def test_everybody_concerned_is_told(app: Flask) -> None:
    firm, (university, pitch) = accounts.actor("firm"), held()
    intent = declare(firm, pitch.id, consent=True)
    with transaction():
        service.note(university, intent.id, "请提供样件", private=False)
        service.close(university, intent.id, "funds")
    number = intent.id
    outbox.drain()
    steps = db.session.query(IntentStep).filter_by(intent_id=number).count()
    assert steps == 3
    dead = db.session.query(outbox.Job).filter(outbox.Job.state != "done").all()
    assert not [(job.handler, job.error) for job in dead]
