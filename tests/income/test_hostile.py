"""Every form of income and effects, fed with what no honest browser sends: never an error of ours."""

import pytest
from flask import Flask

from market.core.db import transaction
from market.income.service import deciding
from tests.factories import accounts, effects
from tests.factories import income as make
from tests.test_hostile import NUMBERS, VALUES, Forms, Tally, addresses, feed, readers

MINE = ("income.", "effects.")


@pytest.fixture
def tally(app: Flask) -> Tally:
    """Universities with a split of each open state, a licensee with a report, and browsers for all kinds of readers."""
    one = make.case()
    make.pledge(one)
    split = make.draft(one)
    noted = make.case()
    with transaction():
        deciding.begin_notice(noted.drafter, make.draft(noted).id)
    third = make.case()
    effects.report(effects.licence())
    people = {
        "university": [one.owner, noted.owner, third.owner],
        "firm": [effects.person_of(one.licence.licensee_id)],
        "operator": [accounts.user(accounts.organisation("operator"))],
        "authority": [accounts.user(accounts.organisation("authority"))],
    }
    assert split.id == 1
    app.config["PROPAGATE_EXCEPTIONS"] = False
    browsers = {"nobody": app.test_client()}
    for kind, persons in people.items():
        for place, person in enumerate(persons):
            name = kind if place == 0 else f"{kind}{place}"
            browsers[name] = app.test_client()
            accounts.sign_in(browsers[name], person)
    return Tally(browsers)


def test_numbers_and_parameters(app: Flask, tally: Tally) -> None:
    for number in (1, *NUMBERS):
        for method in ("GET", "POST"):
            for rule, address in addresses(app, number, method):
                if rule.endpoint.startswith(MINE):
                    for role in readers(app, rule):
                        if role in tally.browsers:
                            tally.ask(role, method, f"{address}?year={VALUES[number % len(VALUES)]}&licensor=-1")
    assert not tally.wrong


def test_forms(app: Flask, tally: Tally) -> None:
    done = set[str]()
    for number in (1, 2, 3):
        for rule, address in addresses(app, number, "GET"):
            if not rule.endpoint.startswith(MINE):
                continue
            for role in tally.browsers:
                for form in Forms(address, tally.ask(role, "GET", address)).found:
                    if form.action not in done and "sign-out" not in form.action:
                        done.add(form.action)
                        feed(tally, role, form)
    assert len(done) > 10, done
    assert not tally.wrong
