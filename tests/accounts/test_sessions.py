"""Sessions and sign-in: revoked at once, limited in the database, telling nothing about who has an account."""

import re
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from market.accounts import queries, service
from market.accounts.models import LoginSession, User
from market.accounts.service import hashing
from market.core import clock, limits
from market.core.db import MarketSession, forget, transaction
from market.core.errors import NotFound, TooMany
from market.core.outbox import EventRow
from tests.factories import accounts as make

SLOW_IS_FINE = "another sentence of some length"


def enter(app: Flask, person: User, password: str = make.PASSWORD, **over: Any) -> FlaskClient:
    """A browser signed in through the form."""
    browser = app.test_client()
    answer = browser.post("/sign-in", data={"email": person.email, "password": password}, **over)
    assert answer.status_code == 302, answer.text
    return browser


def inside(browser: FlaskClient) -> bool:
    """Whether the browser is still signed in."""
    answer = browser.get("/account")
    assert answer.status_code in (200, 302)
    return answer.status_code == 200


def cookie(browser: FlaskClient) -> str:
    """The session cookie as the browser keeps it."""
    found = browser.get_cookie("market")
    assert found is not None
    return found.value


def test_a_stolen_cookie_dies_with_the_sign_out(app: Flask) -> None:
    browser = enter(app, make.user())
    thief = app.test_client()
    thief.set_cookie("market", cookie(browser))
    assert inside(thief)
    answer = browser.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not inside(browser)
    assert not inside(thief)


def test_every_way_to_end_sessions(app: Flask) -> None:
    person = make.user(make.organisation())
    one, two = enter(app, person), enter(app, person)
    change = {"current": make.PASSWORD, "password": SLOW_IS_FINE}
    assert one.post("/account/password", data=change).status_code == 302
    assert (inside(one), inside(two)) == (True, False)
    two = enter(app, person, SLOW_IS_FINE)
    one.post("/account/sessions/end-others")
    assert (inside(one), inside(two)) == (True, False)
    two = enter(app, person, SLOW_IS_FINE)
    other = next(row for row in queries.live_sessions(person.id) if row.user_id == person.id)
    assert one.post(f"/account/sessions/{other.id}/end").status_code == 302
    assert (inside(one), inside(two)) == (True, False)
    boss = enter(app, make.user(make.organisation("operator")))
    assert boss.post(f"/vetting/people/{person.id}/disable").status_code == 302
    assert not inside(one)
    assert one.post("/sign-in", data={"email": person.email, "password": SLOW_IS_FINE}).status_code == 422
    assert boss.post(f"/vetting/people/{person.id}/enable").status_code == 302
    assert not inside(one)
    assert inside(enter(app, person, SLOW_IS_FINE))


def test_somebody_else_s_session_is_not_found(app: Flask) -> None:
    victim = make.user()
    with transaction():
        service.open_session(victim.id)
    browser = enter(app, make.user())
    row = queries.live_sessions(victim.id)[0]
    assert browser.post(f"/account/sessions/{row.id}/end").status_code == 404
    assert queries.live_sessions(victim.id)


def test_signing_in_takes_no_session_from_before(app: Flask) -> None:
    person = make.user()
    browser = app.test_client()
    with browser.session_transaction() as before:
        before["planted"], before["_user_id"] = "x", "planted-token"
    old = cookie(browser)
    browser.post("/sign-in", data={"email": person.email, "password": make.PASSWORD})
    assert cookie(browser) != old
    with browser.session_transaction() as after:
        assert "planted" not in after
        assert after["_user_id"] != "planted-token"
        assert len(after["_user_id"]) >= 43
    assert inside(browser)


def test_only_the_hash_of_the_token_is_stored(app: Flask, session: MarketSession) -> None:
    browser = enter(app, make.user())
    with browser.session_transaction() as held:
        token = held["_user_id"]
    row = session.scalars(select(LoginSession)).one()
    assert token not in (row.token_hash, row.agent, row.address)


def test_idle_and_absolute_limits(app: Flask) -> None:
    browser = enter(app, make.user())
    start = clock.now()
    with time_machine.travel(start + timedelta(hours=11)):
        assert inside(browser)
    with time_machine.travel(start + timedelta(hours=22)):
        assert inside(browser)
    with time_machine.travel(start + timedelta(hours=35)):
        assert not inside(browser)
    browser, start = enter(app, make.user()), clock.now()
    for hours in range(8, 7 * 24, 8):
        with time_machine.travel(start + timedelta(hours=hours)):
            assert inside(browser)
    with time_machine.travel(start + timedelta(days=7, seconds=1)):
        assert not inside(browser)


def test_last_use_is_written_now_and_then_only(app: Flask, session: MarketSession) -> None:
    browser = enter(app, make.user())
    first = session.scalars(select(LoginSession.seen_at)).one()
    inside(browser)
    forget()
    assert session.scalars(select(LoginSession.seen_at)).one() == first
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        inside(browser)
    forget()
    assert session.scalars(select(LoginSession.seen_at)).one() > first


def test_the_cookie_is_hardened(app: Flask) -> None:
    person = make.user()
    answer = app.test_client().post("/sign-in", data={"email": person.email, "password": make.PASSWORD})
    (header,) = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("market=")]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Path=/" in header
    assert "Domain" not in header
    assert "Expires" not in header


def test_an_old_hash_is_made_anew_at_sign_in(app: Flask) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(make.PASSWORD)
    person = make.user(password_hash=weak)
    enter(app, person)
    assert person.password_hash != weak
    assert not hashing.outdated(person.password_hash)
    enter(app, person)


def test_a_password_changed_between_check_and_session_counts_as_wrong(app: Flask) -> None:
    person = make.user()
    with transaction():
        attempt = service.begin(person.email, "127.0.0.1")
    checked = service.check(attempt, make.PASSWORD)
    with transaction() as session:
        session.execute(update(User).where(User.id == person.id).values(password_hash=hashing.hashed(SLOW_IS_FINE)))
    with transaction():
        assert service.conclude(attempt, checked) is None
    assert queries.live_sessions(person.id) == []


def attempt(browser: FlaskClient, email: str, password: str, address: str) -> int:
    """One try to sign in from an address; the status."""
    data = {"email": email, "password": password}
    return browser.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": address}).status_code


def test_guessing_one_account_from_many_addresses_is_slow(app: Flask) -> None:
    person = make.user()
    browser = app.test_client()
    answers = [attempt(browser, person.email, f"wrong {n}", f"192.0.2.{n}") for n in range(1, 31)]
    assert Counter(answers) == {422: 10, 429: 20}
    assert attempt(browser, person.email, make.PASSWORD, "192.0.2.1") == 429
    assert attempt(browser, person.email, make.PASSWORD, "198.51.100.9") == 302
    assert attempt(app.test_client(), person.email, "wrong again", "198.51.100.10") == 429


def test_guessing_many_accounts_from_one_address_is_slow(app: Flask) -> None:
    people = [make.user() for _ in range(15)]
    browser = app.test_client()
    answers = [attempt(browser, person.email, "wrong", "192.0.2.1") for person in people]
    assert Counter(answers) == {422: 10, 429: 5}
    assert attempt(browser, people[0].email, make.PASSWORD, "192.0.2.1") == 429
    assert attempt(browser, people[0].email, make.PASSWORD, "192.0.2.2") == 302
    with time_machine.travel(clock.now() + timedelta(minutes=10)):
        assert attempt(app.test_client(), people[1].email, make.PASSWORD, "192.0.2.1") == 302


def test_right_sign_ins_use_up_nothing(app: Flask) -> None:
    person = make.user()
    for _ in range(12):
        assert attempt(app.test_client(), person.email, make.PASSWORD, "192.0.2.1") == 302


def test_a_forged_proxy_header_changes_nothing(app: Flask) -> None:
    browser, person = app.test_client(), make.user()
    answers = [
        browser.post(
            "/sign-in",
            data={"email": f"x{n}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": f"203.0.113.{n}", "X-Real-IP": f"203.0.113.{n}"},
        ).status_code
        for n in range(12)
    ]
    assert answers.count(422) == 10
    assert queries.live_sessions(person.id) == []


def parallel(tries: int, deed: Callable[[], Any], in_thread: Callable[..., Callable[[], Any]]) -> Counter[str]:
    """Do one thing in many threads at the same moment; how often it came through and how often not."""
    gate, results = threading.Barrier(tries), list[str]()

    def one() -> None:
        gate.wait()
        try:
            deed()
        except TooMany:
            results.append("refused")
        else:
            results.append("through")

    threads = [threading.Thread(target=in_thread(one)) for _ in range(tries)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(results)


def test_parallel_guesses_do_not_slip_through(app: Flask, in_thread: Callable[..., Callable[[], Any]]) -> None:
    email = make.user().email

    def guess() -> None:
        with transaction():
            found = service.begin(email, "192.0.2.1")
        checked = service.check(found, "wrong")
        with transaction():
            service.conclude(found, checked)

    assert parallel(24, guess, in_thread) == {"through": 10, "refused": 14}


def test_the_race_is_real(app: Flask, in_thread: Callable[..., Callable[[], Any]]) -> None:
    """Negative control: checking first and counting afterwards lets more through than the limit."""
    gate = threading.Barrier(12)

    def careless() -> None:
        limits.check("careless", "key", 3, 300)
        gate.wait()
        with transaction():
            limits.count("careless", "key", 300)

    assert parallel(12, careless, in_thread)["through"] == 12


def test_unknown_people_meet_the_same_answer_in_the_same_time(app: Flask) -> None:
    known = [make.user().email for _ in range(25)]
    unknown = [f"nobody{n}@example.org" for n in range(25)]
    browser = app.test_client()

    def ask(path: str, email: str, number: int, **data: str) -> tuple[int, str, float]:
        begun = time.perf_counter()
        answer = browser.post(
            path, data={"email": email, **data}, environ_overrides={"REMOTE_ADDR": f"10.1.{number}.1"}
        )
        taken = time.perf_counter() - begun
        page = re.sub(r'(name="csrf_token" value=")[^"]*', r"\1", answer.text.replace(email, "EMAIL"))
        return answer.status_code, page, taken

    for path, data in (("/sign-in", {"password": "wrong"}), ("/password/forgotten", {})):
        emails = enumerate(zip(known, unknown, strict=True))
        pairs = [(ask(path, a, n, **data), ask(path, b, n + 100, **data)) for n, (a, b) in emails]
        for one, other in pairs:
            assert one[:2] == other[:2]
        medians = [statistics.median(pair[side][2] for pair in pairs) for side in (0, 1)]
        assert abs(medians[0] - medians[1]) < 0.010 + 0.25 * max(medians), (path, medians)


def test_both_outcomes_are_on_record(app: Flask, session: MarketSession) -> None:
    person = make.user()
    browser = app.test_client()
    attempt(browser, person.email, "wrong", "192.0.2.1")
    attempt(browser, person.email, make.PASSWORD, "192.0.2.1")
    failed = session.scalars(select(EventRow).where(EventRow.name == "accounts.SignInFailed")).one()
    assert failed.payload["address"] == "192.0.2.1"
    assert person.email not in str(failed.payload)
    signed_in = session.scalars(select(EventRow).where(EventRow.name == "accounts.SignedIn")).one()
    assert signed_in.user_id == person.id


def test_ending_a_session_twice_is_not_found(app: Flask) -> None:
    person = make.user()
    with transaction():
        service.open_session(person.id)
    row = queries.live_sessions(person.id)[0]
    with transaction():
        service.end_session(person.actor, row.id)
    with pytest.raises(NotFound), transaction():
        service.end_session(person.actor, row.id)


def test_agents_with_line_breaks_stay_one_line(app: Flask) -> None:
    person = make.user()
    with transaction():
        service.open_session(person.id, "127.0.0.1", "Evil\r\nSet-Cookie: x\x1b[31m" + "x" * 500)
    row = queries.live_sessions(person.id)[0]
    assert row.agent.isprintable()
    assert len(row.agent) == 200
