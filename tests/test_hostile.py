"""Every address and every form of the market, fed with what no honest browser sends: never an error of ours.

The addresses come from the URL map and the forms from the pages themselves, so that a new page is tried without a word
here. Each value stands in every parameter or field at once, then in one field of an otherwise honest form.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter, Rule

from market.banking import service as banking
from market.core.db import db, transaction
from market.matching.models import Proposal
from tests.factories import accounts
from tests.factories import banking as bank
from tests.factories import contracts as contract_factory
from tests.factories import filings as file
from tests.factories import licensing as make
from tests.factories import listings as listing_factory
from tests.factories import needs as need_factory
from tests.factories import outcomes as outcome_factory

PARAMETERS = (
    "page", "q", "sort", "state", "stage", "status", "tab", "kind", "section", "owner", "from", "until", "next", "days",
    "year", "series", "version", "format",
    "budget", "cooperation", "region", "industry", "ipc", "feature", "exact", "patent", "name", "show", "light",
)  # fmt: skip
LARGE = "9223372036854775808"
EXPANDING = "\ufdfa" * 90
"""Each sign becomes eighteen when it is normalised."""
VALUES = (LARGE, "9" * 30, EXPANDING, "0001-01-01", "9999-12-31", "😀<script>'\"%{{7*7}}", "-1", "1e400")
NUMBERS = (2**31, 2**63, 10**40)
SKIPPED = {"static", "bootstrap.static", "accounts.logout"}
ROLES = ("nobody", "firm", "university", "operator", "service", "authority")


@dataclass
class Form:
    """A form of a page: where it goes, and what its fields hold."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Collects the forms that a page sends by POST."""

    def __init__(self, address: str, page: str) -> None:
        super().__init__()
        self.address, self.found, self.open = address, list[Form](), False
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form begins, or one of its fields."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = said.get("method", "get").lower() == "post"
            if self.open:
                self.found.append(Form(said.get("action") or self.address))
        elif self.open and tag in ("input", "select", "textarea", "button") and said.get("name"):
            self.select = said["name"] if tag == "select" else ""
            self.found[-1].values.setdefault(said["name"], said.get("value", ""))
        elif self.open and tag == "option" and self.select and not self.found[-1].values[self.select]:
            self.found[-1].values[self.select] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """A form ends."""
        self.open = self.open and tag != "form"


@pytest.fixture
def browsers(app: Flask) -> dict[str, FlaskClient]:
    """A small market with one of everything, numbered from 1, and a browser for each kind of reader."""
    sides = {kind: make.side(kind) for kind in ROLES[1:]}
    firm, university = sides["firm"], sides["university"]
    listing = make.offer(university)
    licence = make.licence(listing, firm)
    file.with_papers(firm, licence)
    noticed = make.notice(make.offer(university), firm)
    contract_factory.scan(firm, contract_factory.ready(university, firm, f"request:{noticed.id}"))
    listing_factory.document(listing)
    listing_factory.draft_listing(university.organisation)
    actor, need = need_factory.published(firm.actor)
    need_factory.with_file(actor, need, confidential=True)
    need_factory.drafted(firm.actor)
    with transaction():
        row = {"need_id": need.id, "listing_id": listing.id, "owner_id": university.organisation.id}
        db.session.add(Proposal(**row, score=1.0, rank=1, reasons=[]))
    kept = bank.account(sides["operator"].organisation)
    statement = bank.offered(kept, bank.csv([bank.Line("30", "a", "b"), bank.Line("-5", "c", "d")])).id
    bank.ask(kept.person, statement)
    banking.run(statement)
    outcome_factory.reported()
    found = {"nobody": app.test_client()}
    for kind, side in sides.items():
        found[kind] = app.test_client()
        accounts.sign_in(found[kind], side.person)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return found


def addresses(app: Flask, number: int, method: str) -> Iterator[tuple[Rule, str]]:
    """Every address of the market with this number for its objects."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if rule.endpoint in SKIPPED or method not in (rule.methods or ()):
            continue
        values: dict[str, object] = {}
        for name in rule.arguments:
            converter = rule._converters[name]
            words = sorted(getattr(converter, "items", ()))
            values[name] = number if isinstance(converter, IntegerConverter) else (words or [str(number)])[0]
        yield rule, str(app.url_map.bind("localhost").build(rule.endpoint, values, method=method))


def readers(app: Flask, rule: Rule) -> list[str]:
    """Who is let in: the most telling one where anybody is, else each kind named."""
    who, _roles = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
    if "signed_in" in who:
        return ["firm", "university", "operator"]
    return [role for role in ROLES if role in who] or ["nobody"]


class Tally:
    """What went wrong, to be shown in one go."""

    def __init__(self, browsers: dict[str, FlaskClient]) -> None:
        self.browsers, self.wrong = browsers, list[str]()

    def ask(self, role: str, method: str, address: str, **more: Any) -> str:
        """Send one request and note an error of ours; the page that came, if one did."""
        response = self.browsers[role].open(address, method=method, **more)
        if response.status_code >= 500:
            self.wrong.append(f"{response.status_code} {role} {method} {address[:120]} {str(more)[:160]}")
        page = response.text if response.mimetype == "text/html" else ""
        response.close()
        return page if response.status_code == 200 else ""


def test_numbers_that_no_row_has(app: Flask, browsers: dict[str, FlaskClient]) -> None:
    tally = Tally(browsers)
    for number in NUMBERS:
        for method in ("GET", "POST"):
            for rule, address in addresses(app, number, method):
                if rule.arguments:
                    tally.ask(readers(app, rule)[-1], method, address)
    assert not tally.wrong


def test_parameters_of_every_page(app: Flask, browsers: dict[str, FlaskClient]) -> None:
    tally = Tally(browsers)
    for turn, (rule, address) in enumerate(addresses(app, 1, "GET")):
        for role in readers(app, rule):
            for value in (LARGE, VALUES[turn % len(VALUES)]):
                tally.ask(role, "GET", f"{address}?{'&'.join(f'{name}={quote(value)}' for name in PARAMETERS)}")
    assert not tally.wrong


def test_every_form_of_every_page(app: Flask, browsers: dict[str, FlaskClient]) -> None:
    tally = Tally(browsers)
    done = {"/sign-out"}
    for rule, address in addresses(app, 1, "GET"):
        for role in readers(app, rule):
            for form in Forms(address, tally.ask(role, "GET", address)).found:
                if form.action not in done:
                    done.add(form.action)
                    feed(tally, role, form)
    assert len(done) > 40
    assert not tally.wrong


def feed(tally: Tally, role: str, form: Form) -> None:
    """One form with a hostile value in every field, then in one field at a time."""
    for value in VALUES:
        tally.ask(role, "POST", form.action, data=dict.fromkeys(form.values, value))
    for turn, name in enumerate(form.values):
        tally.ask(role, "POST", form.action, data=form.values | {name: VALUES[turn % len(VALUES)]})
