"""The page of deadlines and the calendar behind a secret address, read back as calendar programs do."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from market.accounts.models import User
from market.agenda import queries, service
from market.agenda.rules.deadlines import Deadline, Kind
from market.core import clock
from market.core.db import transaction
from market.core.money import Money
from market.effects import service as effects
from market.filings.service import registrations
from market.licensing.models import Licence
from market.licensing.rules.fees import FeePlan, Milestone
from market.patents.models import Patent
from market.payments import service as payments
from market.royalties.models import Obligation
from tests.factories import accounts, negotiation, royalties
from tests.factories import filings as file
from tests.factories import licensing as make
from tests.factories.licensing import Side

AHEAD = timedelta(days=700)


def browser(app: Flask, side: Side) -> FlaskClient:
    client = app.test_client()
    accounts.sign_in(client, side.person)
    client.get("/?lang=en")
    return client


def address(client: FlaskClient) -> str:
    """The calendar address as the page shows it, without the host."""
    client.post("/deadlines/calendar")
    found = re.search(r'value="http://localhost(/agenda/[^"]+\.ics)"', client.get("/deadlines").text)
    assert found is not None
    return found[1]


def events(client: FlaskClient, path: str) -> dict[str, object]:
    """The entries of a calendar by UID."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/calendar")
    return {str(event["UID"]): event for event in Calendar.from_ical(answer.data).walk("VEVENT")}


def keys(actor: object, mine: bool = False) -> set[str]:
    today = clock.today()
    return {it.key for it in queries.deadlines(actor, today - AHEAD, today + AHEAD, mine)}  # type: ignore[arg-type]


def test_each_trade_stands_in_the_agenda(app: Flask) -> None:
    deal = file.deal()
    invoice = file.ask(deal)
    open_request = make.notice(make.offer(deal.university), deal.firm)
    due = make.receivable(open_request)
    with transaction() as session:
        patent = session.get_one(Licence, deal.licence_id).patents[0].patent
        session.get_one(Patent, patent.id).annuity_due = clock.today() + timedelta(days=40)
    year = (clock.today() + timedelta(days=40)).year
    number = deal.licence_id
    both = {f"recordal:{number}", f"registration:{number}", f"invoice:{invoice.id}", f"payment:{due.id}"}
    both.add(f"annuity:{patent.id}:{year}")
    assert both <= keys(deal.firm.actor)
    assert both <= keys(deal.university.actor)
    assert both <= keys(deal.operator.actor)
    assert keys(make.side().actor) == set()
    firm_must = {f"recordal:{number}", f"payment:{due.id}"}
    university_must = both - {f"payment:{due.id}"}
    assert keys(deal.firm.actor, mine=True) & both == firm_must
    assert keys(deal.university.actor, mine=True) & both == university_must


def test_what_is_done_leaves_the_agenda(app: Flask) -> None:
    deal = file.deal()
    recordal = f"recordal:{deal.licence_id}"
    filing = file.begin(deal.firm.actor, deal.licence_id)
    assert recordal not in keys(deal.university.actor, mine=True)
    file.submit(deal.firm.actor, filing)
    assert recordal not in keys(deal.firm.actor)
    file.refuse(deal.firm.actor, filing)
    assert recordal in keys(deal.university.actor, mine=True)
    file.enter(deal.firm.actor, deal.licence_id)
    assert recordal not in keys(deal.firm.actor)
    with transaction():
        registrations.waive(deal.university.actor, deal.licence_id, "x")
    assert f"registration:{deal.licence_id}" not in keys(deal.university.actor)


def test_the_feed_needs_no_sign_in_and_tells_no_names(app: Flask) -> None:
    deal = file.deal()
    path = address(browser(app, deal.firm))
    stranger = app.test_client()
    found = events(stranger, path)
    event = found[f"recordal:{deal.licence_id}@localhost"]
    assert event.decoded("DTSTART") == deal.licence.recordal_due  # type: ignore[attr-defined]
    assert len(event.walk("VALARM")) == 3  # type: ignore[attr-defined]
    raw = stranger.get(path).data.decode()
    for secret in (deal.firm.organisation.name, deal.university.organisation.name, "30,000", deal.licence.title):
        assert secret not in raw


def test_a_renewed_or_closed_address_opens_nothing(app: Flask) -> None:
    deal = file.deal()
    client, stranger = browser(app, deal.firm), app.test_client()
    old = address(client)
    assert stranger.get(old).status_code == 200
    new = address(client)
    assert new != old
    assert stranger.get(old).status_code == 404
    assert stranger.get(new).status_code == 200
    client.post("/deadlines/calendar/close")
    assert stranger.get(new).status_code == 404
    assert "Make my calendar address" in client.get("/deadlines").text


@pytest.mark.parametrize("change", ["seal", "nonce", "short", "empty"])
def test_a_wrong_token_opens_nothing(app: Flask, change: str) -> None:
    deal = file.deal()
    good = address(browser(app, deal.firm))
    token = good.removeprefix("/agenda/").removesuffix(".ics")
    nonce, _, seal = token.partition("-")
    wrong = {"seal": f"{nonce}-{seal[:-1]}x", "nonce": f"{'0' * 32}-{seal}", "short": nonce, "empty": "-"}[change]
    stranger = app.test_client()
    assert stranger.get(f"/agenda/{wrong}.ics").status_code == 404
    assert stranger.get(good).status_code == 200


def test_a_disabled_person_has_no_calendar(app: Flask) -> None:
    deal = file.deal()
    path = address(browser(app, deal.firm))
    with transaction() as session:
        session.get_one(User, deal.firm.person.id).disabled_at = clock.now()
    assert app.test_client().get(path).status_code == 404


def test_the_feed_and_guessing_are_limited(app: Flask) -> None:
    deal = file.deal()
    path = address(browser(app, deal.firm))
    stranger = app.test_client()
    answers = [stranger.get(path).status_code for _ in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429
    guesses = [stranger.get(f"/agenda/x{number}-y.ics").status_code for number in range(61)]
    assert guesses[0] == 404
    assert guesses[-1] == 429


def test_a_changed_day_counts_up_and_an_unchanged_one_does_not(app: Flask) -> None:
    deal = file.deal()
    path, stranger, uid = address(browser(app, deal.firm)), app.test_client(), f"recordal:{deal.licence_id}@localhost"
    before = events(stranger, path)[uid]
    again = events(stranger, path)[uid]
    assert before["SEQUENCE"] == again["SEQUENCE"] == 0  # type: ignore[index]
    assert before["LAST-MODIFIED"].dt == again["LAST-MODIFIED"].dt  # type: ignore[index]
    with transaction() as session:
        licence = session.get_one(Licence, deal.licence_id)
        licence.recordal_due = licence.recordal_due + timedelta(days=3)
    after = events(stranger, path)[uid]
    assert after["SEQUENCE"] == 1  # type: ignore[index]
    assert after.decoded("DTSTART") == deal.licence.recordal_due  # type: ignore[attr-defined]


def test_many_entries_are_stamped_in_parts(app: Flask) -> None:
    day = clock.today()
    entries = [Deadline(f"annuity:{number}:2026", Kind.ANNUITY, day, "x") for number in range(450)]
    with transaction():
        assert len(service.stamp(entries)) == 450
    with transaction():
        assert {row.sequence for row in service.stamp(entries).values()} == {0}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_in_every_form(app: Flask, language: str) -> None:
    deal = file.deal()
    for side in (deal.firm, deal.university, deal.operator):
        client = browser(app, side)
        client.get(f"/?lang={language}")
        months = ("?view=month&show=all", "?view=month&month=2027-02", "?view=month&month=9999-12")
        for query in ("", "?show=all", "?kind=recordal", "?kind=x&month=x", *months):
            assert client.get(f"/deadlines{query}").status_code == 200, query
        assert deal.licence.reference in client.get("/deadlines?show=all").text
        assert client.get("/deadlines?format=xlsx&show=all").data.startswith(b"PK")
        assert deal.licence.reference in client.get("/deadlines?format=csv&show=all").text
        assert f"recordal:{deal.licence_id}@localhost" in events(client, "/deadlines?format=ics&show=all")
    due = deal.licence.recordal_due
    month = client.get(f"/deadlines?view=month&show=all&month={due.strftime('%Y-%m')}").text
    assert deal.licence.reference in month
    assert browser(app, make.side("authority")).get("/deadlines").status_code == 404


def test_talks_reports_milestones_and_effects_stand_in_it(app: Flask) -> None:
    university, firm = make.side("university"), make.side(sme_class="small")
    turn = negotiation.talks(university, firm)
    royalty = royalties.schedule(FeePlan(kind="royalty", royalty=royalties.royalty()), firm, university)
    line = royalties.lines(royalty, "royalty")[0]
    licence = make.licence(make.offer(university), firm)
    with transaction():
        question = effects.ask(licence.id, clock.today().year)
    assert question is not None
    both = {f"report:{line.id}", f"effect:{question.id}"}
    assert both <= keys(firm.actor, mine=True)
    assert both <= keys(university.actor)
    assert not both & keys(university.actor, mine=True)
    answers = {key for key in keys(university.actor, mine=True) if key.startswith("answer:")}
    assert len(answers) == 1
    assert not answers & keys(firm.actor)
    client = browser(app, university)
    assert turn.reference in client.get("/deadlines").text
    reached = royalties.schedule(
        FeePlan(kind="milestones", milestones=(Milestone("小试", Money.of(5_000).minor),)), firm, university
    )
    milestone = royalties.lines(reached, "milestone")[0]
    assert f"milestone:{milestone.id}" not in keys(firm.actor), "without a day it is no deadline"
    with transaction() as session:
        session.get_one(Obligation, milestone.id).due_on = clock.today() + timedelta(days=20)
    assert f"milestone:{milestone.id}" in keys(firm.actor, mine=True)


@pytest.mark.rule("R18")
def test_a_frozen_amount_is_no_deadline(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    request = make.notice(make.offer(university), firm)
    due = make.receivable(request)
    key = f"payment:{due.id}"
    assert key in keys(firm.actor)
    with transaction():
        payments.freeze(make.receivable(request), "No patent stands any more.")
    assert key not in keys(firm.actor)
    with transaction():
        payments.unfreeze(make.receivable(request))
    assert key in keys(firm.actor)
