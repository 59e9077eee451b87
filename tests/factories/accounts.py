"""Organisations and people for tests: stored at once, signed in without the form."""

import itertools
import random
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from stdnum.cn import uscc as standard

from market.accounts import service
from market.accounts.models import Membership, Organisation, User
from market.core.actor import Actor
from market.core.db import transaction

PASSWORD = "green kettle on the ninth hill"
_numbers = itertools.count(1)
_FORMS = {"university": "12", "firm": "91", "service": "91", "authority": "11", "operator": "12"}


@cache
def password_hash() -> str:
    """The hash of PASSWORD, made once."""
    return service.accepted_password(PASSWORD)


def uscc(kind: str = "firm", region: str = "370302", rng: random.Random | None = None) -> str:
    """A valid Unified Social Credit Code, another one each time."""
    rng = rng or random.Random(next(_numbers))
    head = _FORMS[kind] + region
    body = "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(9))
    return head + body + standard.calc_check_digit(head + body)


def organisation(kind: str = "firm", state: str = "approved", **over: Any) -> Organisation:
    """A stored organisation, without members."""
    number = next(_numbers)
    code = over.pop("uscc", None) or uscc(kind)
    values = {"name": f"测试{kind}{number}", "name_en": f"Test {kind} {number}", "region": code[2:8]} | over
    found = Organisation(kind=kind, state=state, uscc=code, **values)
    with transaction() as session:
        session.add(found)
    return found


def user(of: Organisation | None = None, role: str = "owner", **over: Any) -> User:
    """A stored person, a member of the organisation when one is given; the password is PASSWORD."""
    number = next(_numbers)
    values = {"email": f"person{number}@example.org", "name": f"Person {number}", "language": "en"} | over
    found = User(password_hash=values.pop("password_hash", "") or password_hash(), **values)
    with transaction() as session:
        session.add(found)
        session.flush()
        if of is not None:
            session.add(Membership(user_id=found.id, organisation_id=of.id, role=role))
    return found


def actor(kind: str = "firm", role: str = "owner", state: str = "approved", **over: Any) -> Actor:
    """A new person of a new organisation, as the value services take."""
    return user(organisation(kind, state, **over), role).actor


def sign_in(client: FlaskClient, person: User, address: str = "127.0.0.1") -> str:
    """Sign a person in on this client, with a real session row; returns the session's token."""
    with transaction():
        token = service.open_session(person.id, address)
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return token


def sign_out(client: FlaskClient) -> None:
    """Forget the client's cookie, without ending the session."""
    with client.session_transaction() as cookie:
        cookie.clear()
