"""Both card doors behind one face, so that the same behaviour can be asked of each."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.payments import gateway, queries, service
from market.payments.gateway import sandbox
from market.payments.gateway.sessions import open_session
from tests.factories import payments as make
from tests.fakes.stripe_server import serving
from tests.fakes.stripe_world import KEY, SECRET, Stripe


@contextmanager
def configured(app: Flask, **over: Any) -> Iterator[None]:
    """The application with other settings, until the end."""
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, **over)
    try:
        yield
    finally:
        app.extensions["settings"] = before


@contextmanager
def listening(app: Flask) -> Iterator[str]:
    """The application on a port of its own, in threads; its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@contextmanager
def stripe_behind(app: Flask, **over: Any) -> Iterator[Stripe]:
    """The application with our own Stripe behind its door, which delivers its messages over HTTP."""
    with serving() as its, listening(app) as address:
        its.webhook_url = f"{address}/payments/callback"
        settings = {
            "payment_door": "stripe",
            "stripe_secret_key": KEY,
            "stripe_webhook_secrets": (SECRET,),
            "stripe_api_base": its.base,
        }
        with configured(app, **settings, **over):
            yield its


def try_to_pay(receivable_id: int, part: Money | None = None) -> str:
    """A session that a debtor's person has opened; its number."""
    actor = debtor(receivable_id)
    gateway.start(actor, receivable_id, part)
    db.session.rollback()
    attempt = queries.open_attempt(receivable_id)
    assert attempt is not None
    assert attempt.session_id is not None
    return attempt.session_id


def debtor(receivable_id: int) -> Actor:
    """Somebody of the organisation that owes."""
    row = make.find(receivable_id)
    return Actor(user_id=1, organisation_id=row.debtor_id, kind="firm", role="owner", vetted=True, name="D")


class SandboxTwin:
    """The outside world around the sandbox."""

    way = "sandbox_card"

    def pay(self, session_id: str) -> None:
        sandbox.pay(session_id)

    def decline(self, session_id: str) -> None:
        sandbox.decline(session_id)

    def tell(self, session_id: str, times: int = 1) -> None:
        for _ in range(times):
            gateway.receive(*sandbox.callback(session_id))

    def refund_outside(self, session_id: str, money: Money) -> None:
        sandbox.refund_outside(session_id, money)
        gateway.receive(*sandbox.refund_callback(session_id))

    def refunds(self, session_id: str) -> int:
        return sum(one.money.minor for one in sandbox.refunds(sandbox.fact_of(session_id)))


class StripeTwin:
    """The outside world around Stripe."""

    way = "stripe"

    def __init__(self, its: Stripe) -> None:
        self.its = its

    def pay(self, session_id: str) -> None:
        self.its.pay(session_id)

    def decline(self, session_id: str) -> None:
        self.its.decline(session_id)

    def tell(self, session_id: str, times: int = 1) -> None:
        assert set(self.its.deliver(times, shuffled=True)) <= {204}

    def refund_outside(self, session_id: str, money: Money) -> None:
        intent = self.its.get(session_id)["payment_intent"]
        self.its.refund({"payment_intent": intent, "amount": money.minor})
        self.tell(session_id)

    def refunds(self, session_id: str) -> int:
        intent = self.its.get(session_id)["payment_intent"]
        return sum(one["amount"] for one in self.its.all("refund", payment_intent=intent))


Twin = SandboxTwin | StripeTwin


def paid(twin: Twin, money: Money | None = None) -> tuple[int, str, int]:
    """An amount due that was paid online; its number, the session's, the receipt's."""
    number = make.receivable(money)
    session_id = try_to_pay(number)
    twin.pay(session_id)
    twin.tell(session_id)
    return number, session_id, make.find(number).receipts[0].id


def refund(receipt_id: int, minor: int, by_bank: bool = False) -> int:
    """The operator sends money of a receipt back; the refund's number."""
    with transaction():
        number = service.ask_refund(make.OPERATOR, receipt_id, Money(minor), "agreed", by_bank).id
    if not by_bank:
        gateway.send_refund(number)
    return number


def opened(number: int) -> Callable[[], str]:
    """Opening a session as a function, for threads."""

    def deed() -> str:
        with transaction():
            attempt = service.begin_attempt(debtor(number), number, way=gateway.door().WAY)
        return open_session(attempt)

    return deed
