"""Figures: what is counted, once; and the pages that show them."""

import csv
import io
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.core import clock
from market.core.db import transaction
from market.core.money import Money
from market.listings.models import Publication
from market.payments import service as payments
from market.reports.queries import by_university, figures, lately, newest_listings, sections
from market.reports.rules import DEFINITIONS, Period, change
from tests.factories import accounts, effects, income, licensing, listings, needs, outcomes


def year() -> Period:
    return Period.of_year(clock.today().year, clock.today() + timedelta(days=1))


def test_a_period_is_compared_with_the_same_days() -> None:
    assert Period.of_year(2026, date(2026, 11, 22)) == Period(date(2026, 1, 1), date(2026, 11, 22))
    assert Period.of_year(2025, date(2026, 11, 22)).end == date(2025, 12, 31)
    assert Period(date(2024, 1, 1), date(2024, 2, 29)).before() == Period(date(2023, 1, 1), date(2023, 2, 28))


@pytest.mark.parametrize(("now", "before", "percent"), [(3, 2, 50.0), (1, 2, -50.0), (5, 0, None), (0, 0, None)])
def test_year_on_year(now: int, before: int, percent: float | None) -> None:
    assert change(now, before) == percent


def test_an_empty_market_has_zeros_for_every_definition(app: Flask) -> None:
    found = figures(year())
    assert set(found) == set(DEFINITIONS)
    assert {value for value in found.values() if not isinstance(value, Money)} == {0}
    assert found["received"] == Money(0)


@pytest.mark.rule("R34")
def test_patents_and_postings_are_different_units(app: Flask) -> None:
    university = accounts.organisation("university")
    listing = listings.announced_listing(university, listings.granted_patent(university))
    before = figures(year())
    with transaction() as session:
        for platform in ("province", "city", "nation"):
            session.add(
                Publication(
                    listing_id=listing.id,
                    patent_id=listing.patents[0].patent_id,
                    platform=platform,
                    on=clock.today(),
                )
            )
    after = figures(year())
    assert after["open_patents"] == before["open_patents"] == 1
    assert after["postings"] == int(str(before["postings"])) + 3


@pytest.mark.rule("R34")
def test_one_patent_with_two_licensees_is_two_licences_and_one_patent(app: Flask) -> None:
    first = licensing.licence()
    licensing.licence(first.listing)
    found = figures(year())
    assert (found["licences"], found["licensed_patents"], found["licensees"], found["one_to_many"]) == (2, 1, 2, 1)
    of_other = figures(year(), accounts.organisation("university").id)
    assert of_other["licences"] == 0


def test_needs_are_counted_when_published(app: Flask) -> None:
    needs.submitted()
    assert figures(year())["needs_published"] == 0
    needs.published()
    assert figures(year())["needs_published"] == 1
    assert lately().needs == 1


def test_roadshows_stand_among_the_figures(client: FlaskClient) -> None:
    show = outcomes.held()
    outcomes.wish(show)
    outcomes.wish(show, 1, stage="withdrawn")
    found = figures(Period.of_year(show.roadshow.starts_at.year, clock.today()))
    assert (found["roadshows"], found["roadshow_pitches"], found["roadshow_firms"]) == (1, 2, 3)
    assert (found["roadshow_people"], found["roadshow_intents"], found["roadshow_signed"]) == (4, 1, 0)
    assert (found["roadshow_contracted"], found["roadshow_signed_outside"]) == (Money(0), 0)
    accounts.sign_in(client, outcomes.person(outcomes.bureau()))
    assert "/roadshows/outcomes" in client.get("/dashboard").text


def test_universities_are_counted_with_their_pitches(client: FlaskClient) -> None:
    show = outcomes.held()
    outcomes.wish(show)
    outcomes.wish(show, 1, kind="joint", stage="signed")
    outcomes.wish(show, 2, of=show.need, kind="know_more")
    other = accounts.organisation("university")
    listings.announced_listing(other, listings.granted_patent(other))
    lines = {line.university.id: line.values for line in by_university(year())}
    keys = ("roadshow_pitches", "roadshow_intents", "roadshow_signed", "roadshow_signed_outside")
    assert [lines[show.university.organisation_id or 0][key] for key in keys] == [1, 2, 0, 1]
    assert [lines[other.id][key] for key in keys] == [0, 0, 0, 0]
    accounts.sign_in(client, outcomes.person(outcomes.bureau()))
    assert "Roadshows by university" in client.get("/dashboard?lang=en").text
    rows = list(csv.reader(io.StringIO(client.get("/dashboard?format=csv&lang=en").text)))
    assert rows[0][-4].startswith("Pitches at roadshows")
    assert ["1", "2", "0", "1"] in [row[-4:] for row in rows]


def test_only_what_can_be_taken_is_new(app: Flask) -> None:
    university = accounts.organisation("university")
    shown = listings.announced_listing(university, listings.granted_patent(university))
    listings.suspended_listing(university, listings.granted_patent(university))
    listings.withdrawn_listing(university, listings.granted_patent(university))
    assert [listing.id for listing in newest_listings()] == [shown.id]
    assert sum(count for _section, count in sections()) == 1


def test_home_shows_no_block_without_data(client: FlaskClient) -> None:
    page = client.get("/?lang=en").text
    assert "Find a patent you can put to use" in page
    assert "No listing yet" in page
    for heading in ("to date", "This week", "Ending soon", "Newest needs", "By field"):
        assert heading not in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_home_shows_what_there_is(client: FlaskClient, language: str) -> None:
    licence = licensing.licence()
    needs.published()
    page = client.get(f"/?lang={language}").text
    assert f"/listings/{licence.listing_id}" in page
    assert {"zh": "本周", "en": "This week"}[language] in page


def test_figures_are_public_and_exported_with_their_definitions(client: FlaskClient) -> None:
    licensing.licence()
    assert client.get("/figures?lang=zh").status_code == 200
    assert client.get("/figures?year=1850").status_code == 200
    rows = list(csv.reader(io.StringIO(client.get("/figures?format=csv&lang=en").text.removeprefix("\ufeff"))))
    assert len(rows) == len(DEFINITIONS) + 1
    assert all(row[6] for row in rows)


def test_the_bureau_can_open_the_records_behind_a_figure(client: FlaskClient) -> None:
    licence = licensing.licence()
    accounts.sign_in(client, accounts.user(accounts.organisation("authority")))
    page = client.get("/dashboard?lang=en").text
    assert licence.licensor.name in page
    assert "/dashboard/licences" in page
    for figure in ("open_patents", "licences", "recorded", "needs_published"):
        assert client.get(f"/dashboard/{figure}").status_code == 200
    assert licence.reference in client.get("/dashboard/licences").text
    assert licence.reference in client.get("/dashboard/licences?format=csv").text
    assert client.get("/dashboard/nonsense").status_code == 404


def test_firms_do_not_see_the_dashboard(client: FlaskClient) -> None:
    accounts.sign_in(client, accounts.user(accounts.organisation("firm")))
    assert client.get("/dashboard").status_code == 404
    assert client.get("/dashboard/licences").status_code == 404


def test_agreed_fees_are_those_of_the_frozen_terms(app: Flask) -> None:
    found = licensing.licence()
    with transaction():
        found.listing.amount_minor = 1
    assert figures(year())["contracted"] == Money.of(30_000)
    assert figures(year())["kind_open"] == figures(year())["licences"] == 1


def test_what_came_in_is_read_from_the_ledger(app: Flask) -> None:
    one = income.case()
    assert figures(year())["received"] == Money.of(30_000)
    assert figures(year(), one.licence.licensor_id)["received"] == Money.of(30_000)
    assert figures(year(), one.licence.licensee_id)["received"] == Money(0)
    with transaction():
        payments.reverse_receipt(accounts.actor("operator"), one.receipt_id, "银行退汇")
    assert figures(year())["received"] == Money(0)


@pytest.mark.rule("R34")
def test_effects_count_in_their_own_units(app: Flask) -> None:
    before = figures(year())
    assert (before["industrialised"], before["effect_sales"], before["effect_jobs"]) == (0, Money(0), 0)
    effects.report(effects.licence())
    found = figures(year())
    assert (found["industrialised"], found["effect_jobs"]) == (1, 6)
    assert (found["effect_sales"], found["effect_tax"]) == (Money.of(1_200_000), Money.of(90_000))


def test_the_bureau_opens_money_and_effects(client: FlaskClient) -> None:
    licence = effects.licence()
    effects.report(licence)
    accounts.sign_in(client, accounts.user(accounts.organisation("authority")))
    page = client.get("/dashboard?lang=en").text
    assert "1,200,000.00" in page
    assert "Reports on a year come in until 31 March" in page
    assert licence.reference in client.get("/dashboard/industrialised").text
    assert "30,000.00" in client.get("/dashboard/received?format=csv").text.replace("30000.00", "30,000.00")
    assert client.get("/dashboard/registered").status_code == 200
