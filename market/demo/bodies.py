"""The demo's organisations and people, entered as they would enter themselves and vetted by the operator."""

import random
from dataclasses import dataclass, field

from stdnum.cn import uscc as standard

from market.accounts import queries, service
from market.accounts.service import Details, Identity, Person
from market.core.actor import Actor
from market.core.db import db, transaction
from market.demo.people import AUTHORITY, FIRMS, OPERATORS, SERVICE, UNIVERSITIES, Body

PASSWORD = "open-licence-2026"
NO_SUCH_DISTRICT = "379900"
FORMS = {"university": "12", "firm": "91", "service": "91", "authority": "11", "operator": "12"}
NUMBERED = tuple(enumerate((AUTHORITY, SERVICE, *UNIVERSITIES, *FIRMS), start=2))
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass
class Cast:
    """Who plays in the demo: user ids by key, for the owner of each body."""

    users: dict[str, int] = field(default_factory=dict)
    finance_users: dict[int, int] = field(default_factory=dict)
    """By organisation, the person of its finance office."""

    def actor(self, key: str) -> Actor:
        """The person as the value that services take, as things stand now."""
        return queries.person(self.users[key]).actor

    def finance(self, organisation_id: int) -> Actor:
        """The person who books an organisation's receipts."""
        return queries.person(self.finance_users[organisation_id]).actor


def email(body: Body, role: str = "") -> str:
    """The mail address of a body's person; the domain is reserved for examples."""
    return f"{role or 'hello'}@{body.key}.example"


def code(number: int, kind: str) -> str:
    """A well-formed code of a district that does not exist."""
    digits = random.Random(number)
    head = FORMS[kind] + NO_SUCH_DISTRICT + "".join(digits.choice(ALPHABET) for _ in range(9))
    return head + standard.calc_check_digit(head)


def enter() -> Cast:
    """Enter everybody; the first operator is appointed, the others sign up and are vetted."""
    cast = Cast()
    first = OPERATORS[0]
    with transaction():
        cast.users[first.key] = service.create_operator(
            first.name, code(0, "operator"), email(first), PASSWORD, first.person
        ).id
    with transaction():
        second = OPERATORS[1]
        cast.users[second.key] = service.create_operator(
            second.name, code(1, "operator"), email(second), PASSWORD, second.person
        ).id
    password_hash = service.accepted_password(PASSWORD)
    for number, body in NUMBERED:
        if body.state == "approved":
            _sign_up(cast, body, code(number, body.kind), password_hash)
    for body in UNIVERSITIES:
        _add_finance(cast, body, password_hash)
    return cast


def enter_latecomers(cast: Cast) -> None:
    """The firms that have only just applied: one waits for the operator, one was asked for more."""
    password_hash = service.accepted_password(PASSWORD)
    for number, body in NUMBERED:
        if body.state != "approved":
            _sign_up(cast, body, code(number, body.kind), password_hash)


def _sign_up(cast: Cast, body: Body, uscc: str, password_hash: str) -> None:
    with transaction():
        organisation = service.sign_up(
            Identity(body.kind, body.name, uscc, body.name_en),
            Details(
                district=body.district,
                industry=body.industry,
                sme_class=body.sme_class,
                profile=body.profile,
                contact_name=body.person,
                contact_email=email(body),
            ),
            Person(body.person, email(body)),
            password_hash,
        )
        db.session.flush()
        if organisation is None:
            raise LookupError(f"{body.key} is there already")
        cast.users[body.key] = organisation.members[0].user_id
    with transaction():
        operator = cast.actor(OPERATORS[0].key)
        if body.state == "approved":
            service.decide(operator, organisation.id, "approve")
        elif body.state == "returned":
            service.decide(operator, organisation.id, "return", "营业执照扫描件不清楚，请重新填写地址并补充联系电话。")


def _add_finance(cast: Cast, body: Body, password_hash: str) -> None:
    """Each university's finance office has its own account."""
    with transaction():
        organisation = queries.by_email(email(body)).membership.organisation  # type: ignore[union-attr]
        person = service.add_person(Person("财务处", email(body, "finance")), password_hash)
        service.add_member(organisation, person, "finance")
        cast.finance_users[organisation.id] = person.id


def logins() -> list[tuple[str, str]]:
    """One login per role: (role, mail address)."""
    university, firm = UNIVERSITIES[0], FIRMS[0]
    return [
        ("operator", email(OPERATORS[0])),
        ("university, transfer office", email(university)),
        ("university, finance", email(university, "finance")),
        ("firm", email(firm)),
        ("service body", email(SERVICE)),
        ("bureau, reading", email(AUTHORITY)),
    ]
