"""Pages of schedules, reports and milestones: who sees them, what they do, for both sides and the operator."""

import io
from datetime import date

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from market.core.db import db
from market.core.money import Money
from market.licensing.rules.fees import FeePlan, Milestone, Part
from market.royalties.models import Obligation
from market.royalties.views.panel import coming
from tests.factories import accounts, licensing, royalties
from tests.factories.licensing import Side, side

START = date(2026, 10, 19)
AFTER = "2027-01-11 02:00:00+00:00"
PDF = b"%PDF-1.4 sales"


def browser(app: Flask, who: Side) -> FlaskClient:
    client = app.test_client()
    accounts.sign_in(client, who.person)
    client.get("/?lang=en")
    return client


def download(client: FlaskClient, address: str) -> bytes:
    response = client.get(address)
    try:
        return response.data
    finally:
        response.close()


@pytest.fixture
def sides() -> tuple[Side, Side]:
    return side(sme_class="small"), side("university")


@time_machine.travel(AFTER, tick=False)
def test_a_report_goes_its_way_over_the_pages(app: Flask, sides: tuple[Side, Side]) -> None:
    firm, university = sides
    made = royalties.schedule(FeePlan("royalty", royalty=royalties.royalty()), firm, university, START)
    line = royalties.lines(made, "royalty")[0]
    maker, owner = browser(app, firm), browser(app, university)
    address = f"/royalty-reports/{line.id}"
    assert "Report the sales" in maker.get(address).text
    assert "has not reported yet" in owner.get(address).text
    assert maker.post(f"{address}/new", data={"after": "0", "currency": "CNY"}).status_code == 422
    sent = {
        "after": "0",
        "gross": "100,000.50",
        "deductions": "0.50",
        "currency": "CNY",
        "evidence": (io.BytesIO(PDF), "sales.pdf"),
    }
    assert maker.post(f"{address}/new", data=sent).location == address
    page = owner.get(address).text
    assert "CNY 100,000.00 × 2 %" in page
    assert "CNY 2,000.00" in page
    assert download(owner, f"{address}/1/evidence") == PDF
    assert owner.post(f"{address}/query", data={"number": "1", "reason": ""}).status_code == 422
    assert owner.post(f"{address}/query", data={"number": "1", "reason": "Where is December?"}).location == address
    assert "Where is December?" in maker.get(f"{address}/new").text
    again = {"after": "1", "gross": "120,000", "currency": "CNY", "answer": "Added."}
    assert maker.post(f"{address}/new", data={**again, "answer": ""}).status_code == 422
    assert maker.post(f"{address}/new", data=again).location == address
    assert owner.post(f"{address}/verify", data={"number": "1"}).status_code == 409
    assert owner.post(f"{address}/verify", data={"number": "2"}).location == address
    db.session.rollback()
    verified = db.session.get_one(Obligation, line.id)
    assert verified.money == Money(2_400_00)
    assert [version.state for version in verified.reports] == ["replaced", "verified"]
    page = maker.get(f"/schedules/{made.id}").text
    assert "2,400.00" in page
    for form in ("xlsx", "csv"):
        assert maker.get(f"/schedules/{made.id}?format={form}").status_code == 200
        assert owner.get(f"/royalty-reports?format={form}").status_code == 200


@time_machine.travel(AFTER, tick=False)
def test_nil_and_foreign_reports(app: Flask, sides: tuple[Side, Side]) -> None:
    firm, university = sides
    made = royalties.schedule(FeePlan("royalty", royalty=royalties.royalty()), firm, university, START)
    line = royalties.lines(made, "royalty")[0]
    maker = browser(app, firm)
    address = f"/royalty-reports/{line.id}/new"
    dollars = {"after": "0", "gross": "1000", "currency": "USD"}
    assert maker.post(address, data=dollars).status_code == 422
    for rate in ("1e-999999", "1e999999", "NaN", "Infinity", "-1", "0"):
        assert maker.post(address, data={**dollars, "exchange": rate}).status_code == 422
    assert maker.post(address, data={**dollars, "gross": "9" * 13, "exchange": "9999"}).status_code == 422
    assert maker.post(address, data={**dollars, "exchange": "7.125"}).status_code == 302
    assert "CNY 7,125.00" in maker.get(f"/royalty-reports/{line.id}").text
    assert maker.post(address, data={"after": "1", "nil": "y", "currency": "CNY"}).status_code == 302
    royalties.verify(university, line)
    db.session.rollback()
    assert db.session.get_one(Obligation, line.id).state == "nothing"


@time_machine.travel(AFTER, tick=False)
def test_strangers_and_other_sides(app: Flask, sides: tuple[Side, Side]) -> None:
    firm, university = sides
    plan = FeePlan("milestones", milestones=(Milestone("首件", 100_00),), royalty=royalties.royalty())
    made = royalties.schedule(plan, firm, university, START)
    line, milestone = royalties.lines(made, "royalty")[0], royalties.lines(made, "milestone")[0]
    stranger, operator, owner = browser(app, side()), browser(app, side("operator")), browser(app, university)
    pages = [f"/royalty-reports/{line.id}", f"/milestones/{milestone.id}", f"/schedules/{made.id}"]
    assert [stranger.get(page).status_code for page in pages] == [404] * 3
    assert [operator.get(page).status_code for page in pages] == [200] * 3
    sent = {"after": "0", "gross": "5", "currency": "CNY"}
    assert stranger.post(f"{pages[0]}/new", data=sent).status_code == 404
    assert owner.post(f"{pages[0]}/new", data=sent).status_code == 403
    assert owner.get(f"{pages[0]}/new").status_code == 404
    assert browser(app, firm).post(f"{pages[0]}/verify", data={"number": "1"}).status_code == 403
    assert stranger.get(f"/royalty-reports/{milestone.id}").status_code == 404
    assert operator.get(f"/royalty-reports/{milestone.id}").status_code == 404


@time_machine.travel(AFTER, tick=False)
def test_a_milestone_over_the_pages(app: Flask, sides: tuple[Side, Side]) -> None:
    firm, university = sides
    plan = FeePlan("milestones", milestones=(Milestone("首件合格", 50_000_00),))
    made = royalties.schedule(plan, firm, university, START)
    line = royalties.lines(made)[0]
    maker, owner, address = browser(app, firm), browser(app, university), f"/milestones/{line.id}"
    assert maker.post(f"{address}/reached", data={"on": "2027-02-01", "note": "done"}).status_code == 422
    report = {"on": "2027-01-05", "note": "First part passed", "evidence": (io.BytesIO(PDF), "test.pdf")}
    assert maker.post(f"{address}/reached", data=report).location == address
    assert owner.post(f"{address}/doubt", data={"reason": "Show the test"}).location == address
    assert "Show the test" in maker.get(address).text
    assert owner.post(f"{address}/confirm").status_code == 409
    assert maker.post(f"{address}/reached", data={"on": "2027-01-06", "note": "Test attached"}).location == address
    assert owner.post(f"{address}/confirm").location == address
    db.session.rollback()
    found = db.session.get_one(Obligation, line.id)
    assert (found.state, found.due_on) == ("asked", date(2027, 2, 10))
    assert download(maker, f"{address}/evidence") == PDF


@pytest.mark.rule("R18")
@time_machine.travel(AFTER, tick=False)
def test_choosing_after_a_patent_ended(app: Flask, sides: tuple[Side, Side]) -> None:
    firm, university = sides
    plan = FeePlan("instalments", parts=(Part(10_000_00), Part(20_000_00, 12)))
    made = royalties.schedule(plan, firm, university, START)
    royalties.freeze(made)
    maker, owner, operator = browser(app, firm), browser(app, university), browser(app, side("operator"))
    address = f"/schedules/{made.id}"
    assert "frozen since" in maker.get(address).text
    assert maker.post(f"{address}/choice", data={"choice": "reduce"}).status_code == 422
    assert maker.post(f"{address}/choice", data={"choice": "reduce", "percent": "40"}).location == address
    assert "40 %" in owner.get(address).text
    assert operator.post(f"{address}/choice", data={"choice": "continue"}).status_code == 404
    assert owner.post(f"{address}/choice", data={"choice": "reduce", "percent": "40"}).location == address
    lines = [(line.state, line.money) for line in royalties.lines(made)]
    assert lines == [("asked", Money(10_000_00)), ("dropped", Money(20_000_00)), ("asked", Money(8_000_00))]
    assert maker.post(f"{address}/choice", data={"choice": "continue"}).status_code == 409
    assert "Both sides agreed on lower amounts" in operator.get(address).text


def test_the_deal_page_shows_the_money(app: Flask, sides: tuple[Side, Side]) -> None:
    firm, university = sides
    listing = licensing.offer(university)
    request = licensing.notice(listing, firm)
    client = browser(app, firm)
    assert "Due at the start" in client.get(f"/requests/{request.id}").text
    licensing.pay(request)
    licence = licensing.licence_of(request)
    page = client.get(f"/licences/{licence.id}").text
    assert "Total of what is certain" in page
    assert "Booked in the ledger" in page


def test_lists_of_reports(app: Flask, sides: tuple[Side, Side]) -> None:
    firm, university = sides
    with time_machine.travel(AFTER, tick=False):
        made = royalties.schedule(FeePlan("royalty", royalty=royalties.royalty()), firm, university, START)
        line = royalties.lines(made, "royalty")[0]
        owner = browser(app, university)
        assert "Report due" in owner.get("/royalty-reports").text
        assert made.reference in owner.get("/royalty-reports?stage=due").text
        royalties.report(firm, line, 100)
        assert made.reference in owner.get("/royalty-reports?stage=to_verify&q=HT").text
        assert made.reference not in owner.get("/royalty-reports?stage=due").text
        assert made.reference not in browser(app, side()).get("/royalty-reports").text
        assert made.reference in browser(app, side("operator")).get("/royalty-reports").text


def test_the_progress_of_a_deal_knows_the_day_of_the_next_report(app: Flask, sides: tuple[Side, Side]) -> None:
    firm, university = sides
    made = royalties.schedule(FeePlan("royalty", royalty=royalties.royalty()), firm, university, START)
    first = royalties.lines(made, "royalty")[0]
    with app.test_request_context(headers={"Accept-Language": "en"}):
        with time_machine.travel("2026-11-22 02:00:00+00:00", tick=False):
            (step,) = coming(made)
        with time_machine.travel("2027-12-22 02:00:00+00:00", tick=False):
            (late,) = coming(made)
    assert step.day == late.day == first.report_on
    assert "Overdue" not in step.detail
    assert late.detail == "Overdue"
