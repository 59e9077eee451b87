"""The desk, the jobs, the trail, and the pages about the service."""

import io

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from market.accounts.events import SignedIn
from market.core.db import db, transaction
from market.core.outbox import Job, drain, emit, run_timed
from tests.factories import accounts, licensing, needs

PAGES = ["/guide", "/fees", "/sources", "/privacy", "/accessibility", "/status"]


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    """A browser in which an operator is signed in, reading English."""
    accounts.sign_in(client, accounts.user(accounts.organisation("operator"), language="en"))
    client.get("/?lang=en")
    return client


@pytest.fixture
def deal(app: Flask) -> str:
    """A licence; its number."""
    return licensing.licence().reference


def test_everything_that_waits_is_on_the_desk(desk: FlaskClient, deal: str) -> None:
    waiting = accounts.organisation(state="pending", name="New Works Ltd")
    _firm, need = needs.submitted()
    page = desk.get("/desk?lang=en").text
    assert waiting.name in page
    assert need.reference in page
    assert f"/vetting/{waiting.id}" in page
    assert need.reference not in desk.get("/desk?kind=vetting").text
    assert waiting.name not in desk.get("/desk?q=nothing-like-it").text


def test_the_work_list_is_exported_as_shown(desk: FlaskClient) -> None:
    accounts.organisation(state="pending", name="=HYPERLINK(1)")
    accounts.organisation(state="pending", name="Other Works")
    answer = desk.get("/desk?format=xlsx&q=hyperlink")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "=HYPERLINK(1)" in rows[1]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert "'=HYPERLINK(1)" in desk.get("/desk?format=csv").text


def test_deals_show_state_fee_and_next_term(desk: FlaskClient, deal: str) -> None:
    page = desk.get("/desk/deals?lang=en").text
    assert deal in page
    assert "In force, to be recorded" in page
    assert deal not in desk.get("/desk/deals?stage=noticed").text
    assert desk.get("/desk/deals?stage=nonsense&sort=nonsense&q=%25").status_code == 200
    assert deal in desk.get("/desk/deals?format=csv").text


@pytest.mark.parametrize("path", ["/desk", "/desk/deals", "/desk/jobs", "/desk/trail"])
def test_the_desk_is_for_operators(app: Flask, path: str) -> None:
    for kind in ("firm", "university", "authority"):
        browser = app.test_client()
        accounts.sign_in(browser, accounts.user(accounts.organisation(kind)))
        assert browser.get(path).status_code == 404


def test_a_given_up_job_is_tried_again(desk: FlaskClient, app: Flask) -> None:
    accounts.organisation()
    with transaction() as session:
        row = emit(SignedIn(1))
        session.add(Job(event_id=row.id, handler="nobody:nothing", state="dead", error="LookupError: <b>"))
    number = db.session.scalars(select(Job.id).where(Job.state == "dead")).one()
    page = desk.get("/desk/jobs?state=dead").text
    assert "LookupError: &lt;b&gt;" in page
    assert "nobody:nothing" in desk.get("/desk").text
    assert desk.post(f"/desk/jobs/{number}/retry").status_code == 302
    assert db.session.get_one(Job, number).state == "waiting"
    drain()
    assert "unknown handler" in db.session.get_one(Job, number).error
    assert db.session.scalars(select(Job).where(Job.state == "running")).all() == []
    with transaction() as session:
        session.execute(update(Job).values(state="dead"))
    assert desk.post("/desk/jobs/retry").status_code == 302
    assert not db.session.scalars(select(Job).where(Job.state == "dead")).all()


def test_only_jobs_that_can_be_tried_again_are(desk: FlaskClient) -> None:
    with transaction() as session:
        row = emit(SignedIn(1))
        session.add(Job(event_id=row.id, handler="a:b", state="done"))
    job = db.session.scalars(select(Job).where(Job.handler == "a:b")).one()
    assert desk.post(f"/desk/jobs/{job.id}/retry").status_code == 409
    assert desk.post("/desk/jobs/999999/retry").status_code == 404


def test_the_trail_tells_who_did_what(desk: FlaskClient, deal: str) -> None:
    page = desk.get("/desk/trail?q=LicenceGranted&lang=en").text
    assert "licensing.LicenceGranted" in page
    assert "NoticeSent" not in page
    assert "Licence in force" in page
    assert "notifications.MailQueued" not in desk.get("/desk/trail").text
    assert "No event fits" in desk.get("/desk/trail?since=2199-01-01&lang=en").text
    assert desk.get("/desk/trail?since=nonsense&feature=x").status_code == 200
    assert "LicenceGranted" in desk.get("/desk/trail?format=csv").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_about_the_service(client: FlaskClient, language: str) -> None:
    for path in PAGES:
        answer = client.get(f"{path}?lang={language}")
        assert answer.status_code == 200
        assert answer.text.count("<h1") == 1


def test_health_tells_when_the_worker_is_silent(client: FlaskClient) -> None:
    silent = client.get("/health").json
    assert silent is not None
    assert (silent["ok"], silent["parts"]["worker"]) == (True, "bad")
    run_timed()
    alive = client.get("/health").json
    assert alive is not None
    assert alive["parts"]["worker"] == "ok"
