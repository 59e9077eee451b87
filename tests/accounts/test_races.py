"""Two people at the same moment: the database decides, nobody sees an error page."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from market.accounts import queries, service
from market.accounts.models import Membership, Organisation, PasswordReset, User
from market.accounts.service import Details, Identity, Person
from market.core import db as core_db
from market.core.db import MarketSession, forget, transaction
from market.core.errors import Refusal
from tests.factories import accounts as make

InThread = Callable[[Callable[[], Any]], Callable[[], Any]]


def race(deeds: list[Callable[[], Any]], in_thread: InThread) -> Counter[str]:
    """Do all deeds at the same moment, each in its own transaction; what became of them."""
    gate, results = threading.Barrier(len(deeds)), list[str]()

    def one(deed: Callable[[], Any]) -> Callable[[], None]:
        def run() -> None:
            gate.wait()
            try:
                with transaction():
                    deed()
            except Refusal as refusal:
                results.append(type(refusal).__name__)
            else:
                results.append("done")

        return run

    threads = [threading.Thread(target=in_thread(one(deed))) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    forget()
    return Counter(results)


def test_one_invitation_accepted_by_many(app: Flask, session: MarketSession, in_thread: InThread) -> None:
    owner = make.user(make.organisation()).actor
    with transaction():
        token = service.invitation_link_token(service.invite(owner, "new@example.org", "member"))
    results = race([lambda: service.join_as_new(token, "New", "hash")] * 8, in_thread)
    assert results["done"] == 1
    assert set(results) <= {"done", "Conflict", "LinkNotValid"}
    assert session.scalar(select(func.count()).select_from(Membership)) == 2


def test_two_organisations_invite_one_person(app: Flask, in_thread: InThread) -> None:
    person = make.user()
    actor, email = person.actor, person.email
    tokens = []
    for _ in range(2):
        owner = make.user(make.organisation()).actor
        with transaction():
            tokens.append(service.invitation_link_token(service.invite(owner, email, "member")))
    results = race([lambda token=token: service.join(actor, token) for token in tokens], in_thread)  # type: ignore[misc]
    assert results["done"] == 1
    assert set(results) <= {"done", "Conflict", "AlreadyMember"}


def test_two_owners_remove_each_other(app: Flask, in_thread: InThread) -> None:
    for _ in range(5):
        organisation = make.organisation()
        one, two = make.user(organisation), make.user(organisation)
        mine, yours = one.actor, two.actor
        organisation_id = organisation.id
        pairs = [(mine, two.id), (yours, one.id)]
        deeds = [lambda a=a, b=b: service.remove(a, b) for a, b in pairs]  # type: ignore[misc]
        results = race(deeds, in_thread)
        assert results["done"] == 1, results
        assert len(queries.members_of(organisation_id, ("owner",))) == 1


def test_two_owners_step_down(app: Flask, in_thread: InThread) -> None:
    organisation = make.organisation()
    actors = [make.user(organisation).actor for _ in range(4)]
    organisation_id = organisation.id
    results = race([lambda a=a: service.remove(a, a.user_id) for a in actors], in_thread)  # type: ignore[misc]
    assert results == {"done": 3, "LastOwner": 1}
    assert len(queries.members_of(organisation_id, ("owner",))) == 1


@pytest.fixture
def without_locks(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    """Rows are not held and everybody looks before anybody acts."""
    gate = threading.Barrier(4)
    monkeypatch.setattr("market.accounts.service.members.lock_row", lambda _row: None)
    real = queries.members

    def look_first(organisation_id: int) -> list[Membership]:
        found = real(organisation_id)
        if core_db.db.engines[None].dialect.name == "postgresql":
            gate.wait(timeout=5)
        return found

    monkeypatch.setattr("market.accounts.queries.members", look_first)


@pytest.mark.usefixtures("without_locks")
def test_without_locks_the_last_owner_goes(app: Flask, in_thread: InThread) -> None:
    """Negative control: on PostgreSQL the rule alone keeps no owner; on SQLite the one writer still does."""
    organisation = make.organisation()
    actors = [make.user(organisation).actor for _ in range(4)]
    organisation_id = organisation.id
    results = race([lambda a=a: service.remove(a, a.user_id) for a in actors], in_thread)  # type: ignore[misc]
    lost = core_db.db.engines[None].dialect.name == "postgresql"
    assert results == ({"done": 4} if lost else {"done": 3, "LastOwner": 1})
    assert len(queries.members_of(organisation_id, ("owner",))) == (0 if lost else 1)


def test_one_code_signs_up_twice_at_once(app: Flask, session: MarketSession, in_thread: InThread) -> None:
    code = make.uscc()

    def sign_up(number: int) -> None:
        service.sign_up(Identity("firm", "X", code), Details(), Person("X", f"x{number}@example.org"), "hash")

    results = race([lambda n=n: sign_up(n) for n in range(6)], in_thread)  # type: ignore[misc]
    assert results["done"] == 1
    assert set(results) <= {"done", "Conflict", "Invalid"}
    assert session.scalar(select(func.count()).select_from(Organisation)) == 1
    assert session.scalar(select(func.count()).select_from(User)) == 1


def test_two_operators_decide_at_once(app: Flask, in_thread: InThread) -> None:
    organisation_id = make.organisation(state="pending").id
    actors = [make.actor("operator") for _ in range(4)]
    deeds = [lambda a=a: service.decide(a, organisation_id, "approve") for a in actors]  # type: ignore[misc]
    assert race(deeds, in_thread) == {"done": 1, "WrongState": 3}


def test_one_reset_link_used_twice_at_once(app: Flask, session: MarketSession, in_thread: InThread) -> None:
    person = make.user()
    with transaction():
        service.ask_reset(person.email, "127.0.0.1")
    token = service.reset_token(session.scalars(select(PasswordReset)).one())
    results = race([lambda: service.reset_password(token, "hash")] * 6, in_thread)
    assert results == {"done": 1, "LinkNotValid": 5}
