"""kill -9 at every step of the payment journey: before each commit that a step makes, and before its answer.

Whoever pays clicks again, a card service tells again; afterwards nothing is lost and nothing has happened twice.
"""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from market import create_app
from market.config import Settings
from market.core import clock, migrations, outbox
from market.core.db import db
from market.core.outbox import EventRow, Job
from market.ledger import service as book
from market.ledger.models import JournalEntry
from market.licensing.models import Licence, LicenceRequest
from market.notifications.models import Mail, Notification
from market.payments import gateway
from market.payments import service as payments
from market.payments.models import CardPayment, Receipt, Receivable, SandboxSession
from market.reconciliation import service as reconciliation
from tests.factories import accounts, listings
from tests.fakes.stripe_server import serving
from tests.fakes.stripe_world import KEY, SECRET, Stripe
from tests.instance import ROOT, environment_for, free_listener

ONCE = "crash-test-0001"
WORKER_STEPS = [f"* {number} {when}" for number in (1, 2, 3) for when in ("before", "after")]
"""Where the worker dies, one after the other: each new one at a later commit of its first jobs."""
MOST_COMMITS = 12


class Died(Exception):
    """The server closed the connection without an answer."""


class Person:
    """A browser that keeps cookies, sends the token of the last form it has seen, and follows no redirects."""

    def __init__(self, address: str) -> None:
        self.address, self.token = address, ""
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), Stay())

    def get(self, path: str) -> str:
        """A page."""
        page = self._send(urllib.request.Request(self.address + path))[1]
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        self.token = found.group(1) if found else self.token
        return page

    def post(self, path: str, **values: str) -> str:
        """Send a form; where it leads."""
        data = urllib.parse.urlencode({"csrf_token": self.token, **values}).encode()
        return self._send(urllib.request.Request(self.address + path, data))[0]

    def _send(self, wanted: urllib.request.Request) -> tuple[str, str]:
        try:
            with self.opener.open(wanted, timeout=30) as answer:
                return answer.headers.get("Location", ""), answer.read().decode()
        except urllib.error.HTTPError as answer:
            if answer.code >= 400:
                raise AssertionError(f"{answer.code} {answer.read().decode()[:2000]}") from answer
            return answer.headers.get("Location", ""), ""
        except (urllib.error.URLError, http.client.HTTPException, ConnectionError) as error:
            raise Died from error


class Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are told, not followed."""

    def redirect_request(self, *_args: object) -> None:
        return None


@dataclass
class Mortals:
    """The market as processes that die at a step, and the same market's data in this process."""

    app: Flask
    address: str
    armed: Path
    deaths: int = 0

    def arm(self, step: str) -> None:
        """Name the step at which a web process dies."""
        (self.armed / "web").write_text(step)

    def killed(self) -> bool:
        """Whether a web process came to the step; disarms."""
        died = (self.armed / "web").read_text() == ""
        (self.armed / "web").write_text("")
        self.deaths += died
        return died

    def worker_deaths(self) -> int:
        """How often the worker has died; waits until it has died often enough or has nothing to do."""
        deadline = time.monotonic() + 5
        steps = self.armed / "worker"
        while steps.read_text() and time.monotonic() < deadline:
            time.sleep(0.05)
        left = len(steps.read_text().splitlines())
        steps.write_text("")
        return len(WORKER_STEPS) - left

    def through(self, path: str, deed: Callable[[], object]) -> object:
        """Do a deed, killed before its first commit, again before its second ..., and with only the answer missing."""
        for number in range(1, MOST_COMMITS):
            self.arm(f"{path} {number} before")
            try:
                deed()
            except Died:
                assert self.killed()
                continue
            assert not self.killed(), "a request that was answered cannot have died"
            break
        self.arm(f"{path} 0 answer")
        with pytest.raises(Died):
            deed()
        assert self.killed()
        return deed()


@contextlib.contextmanager
def mortals(folder: Path, **over: str) -> Iterator[Mortals]:
    """A market with one firm, one offer, and processes on a socket."""
    listener = free_listener()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    environment = environment_for(folder, MARKET_PUBLIC_URL=address, **over)
    for name in ("data", "index"):
        (folder / name).mkdir()
    app = create_app(Settings.from_environment(environment))
    armed = folder / "armed"
    armed.mkdir()
    (armed / "web").write_text("")
    (armed / "worker").write_text("\n".join(WORKER_STEPS))
    with app.app_context():
        migrations.upgrade()
        listings.announced_listing(accounts.organisation("university", name="云州理工大学"), fee=listings.ONE_OFF)
        accounts.user(accounts.organisation("firm", name="恒砥机械有限公司"), email="boss@firm.example")
        outbox.drain()
        outbox.run_timed()
        db.session.remove()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.mortal", str(listener.fileno()), str(armed)],
            cwd=ROOT,
            env=environment,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
        try:
            yield Mortals(app, address, armed)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            listener.close()


def signed_in(market: Mortals) -> Person:
    person = Person(market.address)
    person.get("/sign-in")
    person.post("/sign-in", email="boss@firm.example", password=accounts.PASSWORD)
    return person


def notice(market: Mortals, firm: Person) -> int:
    """The written notice, killed at each step; the amount that is due then."""
    listing = db.session.scalar(select(LicenceRequest.listing_id)) or 1
    db.session.rollback()
    firm.get(f"/listings/{listing}/notice")
    path = f"/listings/{listing}/notice"
    market.through(path, lambda: firm.post(path, once=ONCE, accepted="y", product="wheels"))
    db.session.rollback()
    return db.session.scalars(select(Receivable.id)).one()


def to_the_card(market: Mortals, firm: Person, receivable: int) -> str:
    """On to the card page, killed at each step: before the key is stored, before and after the session is opened ..."""
    firm.get(f"/payments/{receivable}/pay")
    path = f"/payments/{receivable}/card"
    return str(market.through(path, lambda: firm.post(path)))


def back(market: Mortals, firm: Person, session: str) -> None:
    """Back from the card page, killed at each step."""
    path = f"/payments/card/{session}"
    market.through(path, lambda: firm.get(path))


def finish(market: Mortals) -> None:
    """What was left half done is taken up once its lease is over."""
    for minutes in (20, 40):
        with clock.as_of(clock.now() + timedelta(minutes=minutes)):
            gateway.ask_again()
            outbox.drain()


def count(model: type, **having: object) -> int:
    return int(db.session.scalar(select(func.count()).select_from(model).filter_by(**having)) or 0)


def nothing_is_lost_and_nothing_twice() -> None:
    """One notice, one licence, one receipt, one entry a fact, each event and each mail once, books that agree."""
    db.session.rollback()
    assert (count(LicenceRequest), count(Licence), count(Receivable), count(Receipt)) == (1, 1, 1, 1)
    receivable = db.session.scalars(select(Receivable)).one()
    assert receivable.state == "settled"
    assert db.session.scalars(select(Receipt)).one().money == receivable.money
    assert sorted(db.session.scalars(select(JournalEntry.kind))) == ["ask", "receipt"]
    assert count(CardPayment, state="paid") == count(CardPayment) == 1
    for name in ("licensing.NoticeSent", "licensing.LicenceGranted", "payments.PaymentReceived"):
        assert count(EventRow, name=name) == 1
    assert set(db.session.scalars(select(Job.state))) == {"done"}
    assert count(Mail) > 0
    assert set(db.session.scalars(select(Mail.state))) == {"sent"}
    assert count(Notification) > 0
    mails = db.session.execute(select(Mail.key, Mail.address, func.count()).group_by(Mail.key, Mail.address))
    assert {row[2] for row in mails} == {1}
    assert book.self_check() == payments.self_check() == []
    assert reconciliation.findings() == []


def test_killed_at_every_step_with_the_sandbox(tmp_path: Path) -> None:
    with mortals(tmp_path) as market:
        firm = signed_in(market)
        receivable = notice(market, firm)
        page = to_the_card(market, firm, receivable)
        session = page.rsplit("/", 1)[1]
        firm.get(urllib.parse.urlsplit(page).path)
        path = f"/pay/sandbox/{session}"
        market.through(path, lambda: firm.post(path, deed="repeat"))
        back(market, firm, session)
        assert market.worker_deaths() >= 4, "hardly ever killed: the test proves nothing"
        assert market.deaths >= 8, "hardly ever killed: the test proves nothing"
        finish(market)
        assert count(SandboxSession) == 1
        nothing_is_lost_and_nothing_twice()


def test_killed_at_every_step_with_a_stripe_of_our_own(tmp_path: Path) -> None:
    with serving() as its:
        over = {
            "MARKET_PAYMENT_DOOR": "stripe",
            "STRIPE_SECRET_KEY": KEY,
            "STRIPE_WEBHOOK_SECRET": SECRET,
            "STRIPE_API_BASE": its.base,
        }
        with mortals(tmp_path, **over) as market:
            its.webhook_url = f"{market.address}/payments/callback"
            firm = signed_in(market)
            receivable = notice(market, firm)
            session = to_the_card(market, firm, receivable).rsplit("/", 1)[1]
            its.pay(session)
            told = list(its.pending)
            market.through("/payments/callback", lambda: deliver(its, told))
            back(market, firm, session)
            assert market.worker_deaths() >= 4, "hardly ever killed: the test proves nothing"
            assert market.deaths >= 8, "hardly ever killed: the test proves nothing"
            finish(market)
            assert len(its.all("checkout.session")) == len(its.all("charge")) == 1
            nothing_is_lost_and_nothing_twice()


def deliver(its: Stripe, messages: list[dict[str, object]]) -> None:
    """The card service tells again what was not taken, and what was."""
    its.pending = list(messages)
    try:
        assert set(its.deliver(times=2, shuffled=True)) == {204}
    except (urllib.error.URLError, http.client.HTTPException, ConnectionError) as error:
        raise Died from error


def test_killed_altogether_after_paying_and_before_anybody_was_told(tmp_path: Path) -> None:
    with mortals(tmp_path) as market:
        firm = signed_in(market)
        receivable = notice(market, firm)
        page = to_the_card(market, firm, receivable)
        firm.get(urllib.parse.urlsplit(page).path)
        firm.post(urllib.parse.urlsplit(page).path, deed="lost")
        db.session.rollback()
        assert db.session.scalars(select(CardPayment.state)).one() == "open"
    with create_app(Settings.from_environment(environment_for(tmp_path))).app_context():
        assert count(Receipt) == 0
        with clock.as_of(clock.now() + timedelta(minutes=2)):
            gateway.ask_again()
        for minutes in (2, 30):
            with clock.as_of(clock.now() + timedelta(minutes=minutes)):
                outbox.drain()
        nothing_is_lost_and_nothing_twice()
