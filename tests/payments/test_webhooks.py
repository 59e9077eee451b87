"""Webhooks: forged and late ones change nothing, true ones act exactly once in any order, however often they come."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import stripe as library
from flask import Flask
from sqlalchemy import func, select

from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.ledger import queries as ledger
from market.ledger import service as book
from market.payments import gateway, queries, service
from market.payments.models import ProviderEvent, Receipt, Refund
from tests.factories import payments as make
from tests.fakes.stripe_world import SECRET, Stripe
from tests.payments.doors import StripeTwin, configured, paid, refund, stripe_behind, try_to_pay

Wrap = Callable[[Callable[[], Any]], Callable[[], Any]]
Made = tuple[bytes, str]


@pytest.fixture
def its(app: Flask) -> Iterator[Stripe]:
    """Our own Stripe behind the door."""
    with stripe_behind(app) as found:
        yield found
        db.session.rollback()
        assert book.self_check() == service.self_check() == []


def count(model: type) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)


def sign(body: str, secret: str = SECRET, age: int = 0) -> str:
    moment = int(time.time()) - age
    return str(library.WebhookSignature.generate_signature_header(body, secret, moment))


def cases(event: dict[str, Any]) -> dict[str, tuple[bytes, str | None, int]]:
    """Every case: the body, the header, and the status that is right."""
    body = json.dumps(event)
    good, raw = sign(body), body.encode()
    moment, v1 = good.split(",")
    wrong = "v1=" + "0" * 64
    return {
        "too old": (raw, sign(body, age=301), 400),
        "from the future": (raw, sign(body, age=-400), 400),
        "a changed byte": (raw.replace(b"paid", b"pAid"), good, 400),
        "another secret": (raw, sign(body, "whsec_wrong"), 400),
        "only v0": (raw, f"{moment},{v1.replace('v1=', 'v0=')}", 400),
        "no header": (raw, None, 400),
        "an empty header": (raw, "", 400),
        "no time": (raw, v1, 400),
        "a time that is none": (raw, f"t=x,{v1}", 400),
        "strange signs": (raw, f"{moment},v1=é", 400),
        "bad UTF-8": (b"\xff\xfe" + raw, good, 400),
        "a list": (b"[]", sign("[]"), 400),
        "no JSON": (b"{", sign("{"), 400),
        "no event": (b'{"id": "x"}', sign('{"id": "x"}'), 400),
        "a text": (b'"x"', sign('"x"'), 400),
        "two v1, one right": (raw, f"{moment},{wrong},{v1}", 204),
        "right": (raw, good, 204),
    }


@pytest.mark.parametrize("name", sorted(cases({"id": "x"})))
def test_each_case_gets_its_answer(app: Flask, its: Stripe, name: str) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    its.pay(session_id)
    body, header, status = cases(its.pending[-1])[name]
    headers = {} if header is None else {"Stripe-Signature": header.encode().decode("latin-1")}
    answer = app.test_client().post("/payments/callback", data=body, headers=headers)
    assert answer.status_code == status
    assert make.find(number).state == ("settled" if status == 204 else "open")
    assert count(ProviderEvent) == (1 if status == 204 else 0)


def test_a_second_secret_is_taken_while_the_first_is_replaced(app: Flask, its: Stripe) -> None:
    with configured(app, stripe_webhook_secrets=("whsec_new", SECRET)):
        its.pay(try_to_pay(make.receivable()))
        assert set(its.deliver()) == {204}


def test_a_body_of_unknown_or_great_length_is_not_read(app: Flask, its: Stripe) -> None:
    client = app.test_client()
    assert client.post("/payments/callback", data=b"x" * 300_000).status_code == 413
    assert client.get("/payments/callback").status_code in (404, 405)


def told_before_its_payment(its: Stripe, number: int) -> list[tuple[bytes, str]]:
    """A payment with 10 yuan given back outside, of which the refund is told first; the messages, payment first."""
    session_id = try_to_pay(number)
    its.pay(session_id)
    payment, its.pending = its.pending, []
    its.refund({"payment_intent": its.get(session_id)["payment_intent"], "amount": 1000})
    refunds, its.pending = its.pending, []
    assert {its.send(*its.signed(event)) for event in refunds} == {204}
    assert count(Receipt) == count(Refund) == 0
    assert {its.send(*its.signed(event)) for event in payment} == {204}
    assert count(Receipt) == 1
    return [its.signed(event) for event in refunds]


def test_a_refund_told_before_its_payment_is_booked_when_told_again(app: Flask, its: Stripe) -> None:
    number = make.receivable()
    for message in told_before_its_payment(its, number) * 2:
        assert its.send(*message) == 204
    assert count(Refund) == 1
    assert make.find(number).receipts[0].refunded == Money(1000)


def test_a_refund_told_before_its_payment_is_asked_for_again(app: Flask, its: Stripe) -> None:
    number = make.receivable()
    told_before_its_payment(its, number)
    gateway.ask_again()
    gateway.ask_again()
    assert count(Refund) == 1
    assert make.find(number).receipts[0].refunded == Money(1000)
    db.session.rollback()
    assert {kept.effect for kept in db.session.query(ProviderEvent)} <= {"booked", "nothing"}


def test_a_message_about_nothing_of_ours_is_not_asked_for_for_ever(app: Flask, its: Stripe) -> None:
    told_before_its_payment(its, make.receivable())
    db.session.rollback()
    with transaction():
        for kept in db.session.query(ProviderEvent):
            kept.received_at -= timedelta(hours=2)
    gateway.ask_again()
    assert count(Refund) == 0


def test_a_storm_of_messages_acts_exactly_once(app: Flask, its: Stripe) -> None:
    numbers = [make.receivable() for _ in range(12)]
    sessions = [try_to_pay(number) for number in numbers]
    for turn, session_id in enumerate(sessions):
        its.pay(session_id)
        if turn % 3 == 0:
            intent = its.get(session_id)["payment_intent"]
            its.refund({"payment_intent": intent, "amount": 1000})
        if turn % 4 == 1:
            its.decide(its.contest(session_id), won=turn % 8 == 1)
    events, its.pending = its.pending, []
    chance = random.Random(7)
    storm = [its.signed(event) for event in events for _ in range(chance.randint(1, 5))]
    chance.shuffle(storm)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: its.send(*one), storm))
    again = [its.send(*its.signed(event)) for event in events]
    assert set(again) == {204}
    assert not [status for status in answers if status >= 500]
    assert count(ProviderEvent) == len(events)
    assert count(Receipt) == len(numbers)
    assert count(Refund) == 4
    assert_each_as_in_order(numbers)


def assert_each_as_in_order(numbers: list[int]) -> None:
    """What stands at the end is what the same messages, once and in order, would have made."""
    lost = 0
    for turn, number in enumerate(numbers):
        row = make.find(number)
        gone = turn % 4 == 1 and turn % 8 != 1
        lost += gone
        assert row.state == ("open" if gone else "settled"), turn
        refunded = 1000 if turn % 3 == 0 else 0
        assert row.receipts[0].refunded == Money(refunded)
        assert not ledger.balance("disputed", row.debtor_id)
    kept = 300_000 * (len(numbers) - lost) - 4 * 1000
    extra = sum(1000 for turn in range(len(numbers)) if turn % 3 == 0 and turn % 4 == 1 and turn % 8 != 1)
    assert ledger.balance("stripe_clearing", None) == Money(kept + extra)


def together(in_thread: Wrap, deeds: list[Callable[[], Any]]) -> list[Any]:
    """Start all deeds at the same moment; a refusal counts as an answer."""
    barrier = threading.Barrier(len(deeds))

    def started(deed: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            barrier.wait(30)
            try:
                return deed()
            except Refusal as refusal:
                return refusal

        return in_thread(run)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result() for future in [pool.submit(started(deed)) for deed in deeds]]


def test_parallel_refunds_never_exceed_what_came(app: Flask, its: Stripe, in_thread: Wrap) -> None:
    _number, _session, receipt = paid(StripeTwin(its))
    answers = together(in_thread, [lambda: refund(receipt, 100_000)] * 7)
    assert sum(isinstance(answer, int) for answer in answers) == 3
    assert sum(one["amount"] for one in its.all("refund")) == 300_000
    db.session.rollback()
    assert {row.state for row in db.session.query(Refund)} == {"done"}


def test_without_the_lock_too_much_is_asked_for_and_the_door_still_refuses(
    app: Flask, its: Stripe, in_thread: Wrap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: every thread believes that nothing has gone back yet, as careless code would."""
    _number, _session, receipt = paid(StripeTwin(its))
    monkeypatch.setattr(Receipt, "left_to_refund", Money(300_000))
    monkeypatch.setattr(Receipt, "left_to_give_back", Money(0))
    answers = together(in_thread, [lambda: refund(receipt, 200_000)] * 3)
    monkeypatch.undo()
    db.session.rollback()
    assert len([answer for answer in answers if isinstance(answer, int)]) == 3
    assert sum(one["amount"] for one in its.all("refund")) == 200_000
    assert sorted(row.state for row in db.session.query(Refund)) == ["done", "failed", "failed"]


def test_the_same_refund_sent_ten_times_at_once_happens_once(app: Flask, its: Stripe, in_thread: Wrap) -> None:
    _number, _session, receipt = paid(StripeTwin(its))
    with transaction():
        asked = service.ask_refund(make.OPERATOR, receipt, Money(500), "agreed").id
    answers = together(in_thread, [lambda: gateway.send_refund(asked).state] * 10)
    assert set(answers) == {"done"}
    assert len(its.all("refund")) == 1
    db.session.rollback()
    assert queries.refund_row(asked).state == "done"


def test_messages_and_the_way_back_at_once_book_once(app: Flask, its: Stripe, in_thread: Wrap) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    its.pay(session_id)
    made = [its.signed(event) for event in its.pending]
    deeds: list[Callable[[], Any]] = [lambda: gateway.fulfil(session_id).state] * 3
    deeds += [lambda one=one: gateway.receive(*one) for one in made * 2]
    together(in_thread, deeds)
    assert count(Receipt) == 1
    assert make.find(number).state == "settled"
