"""The report: figures, frozen versions, who reads what, files read back, comparison."""

import io
import shutil
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from market.core import clock, printing
from market.core.db import db, transaction
from market.core.errors import NotFound, Refusal
from market.core.money import Money
from market.core.outbox import drain
from market.intents import service as intents
from market.intents.models import Intent
from market.intents.rules.outside import Signed
from market.licensing.models import Licence
from market.notifications.models import Mail
from market.outcomes import queries, service
from market.outcomes.errors import DraftThere, NothingToIssue
from market.outcomes.models import RoadshowReport
from market.outcomes.rules.figures import PUBLIC
from market.outcomes.rules.report import Words, intact, read
from market.outcomes.service import papers
from tests.factories import accounts, licensing, roadshows
from tests.factories import outcomes as make


def full(days: int = 3) -> make.Held:
    """Three firms came; two declared intents, one of which became a licence over 30,000 yuan."""
    found = make.held(days, target_intents=2, target_signed=3, target_firms=3)
    make.wish(found, 0, low_minor=1_000_000, high_minor=5_000_000)
    make.wish(found, 0, kind="joint")
    make.wish(found, 1, high_minor=2_000_000)
    make.wish(found, 2, stage="withdrawn")
    make.wish(found, 2, of=found.need, kind="know_more")
    return found


def licensed(found: make.Held) -> str:
    """The first intent becomes a licence; returns its number."""
    licence = licensing.licence(found.pitch.listing)
    first = queries.facts(found.roadshow).intents[0].id
    with transaction() as session:
        intent = session.get_one(Intent, first)
        intent.request_id, intent.stage = licence.request_id, "signed"
    return licence.reference


def issued(found: make.Held) -> RoadshowReport:
    with transaction():
        service.draft(found.operator, found.roadshow.id)
    with transaction():
        return service.issue(found.operator, found.roadshow.id)


def test_figures_count_what_the_definitions_say(app: Flask) -> None:
    found = full()
    figures = queries.report_of(_draft(found)).figures
    wanted = {
        "sessions": 1,
        "pitches": 2,
        "pitches_patents": 1,
        "pitches_needs": 1,
        "registered": 5,
        "people": 4,
        "people_online": 3,
        "firms": 3,
        "bodies": 4,
        "intents": 4,
        "intents_licence": 2,
        "intents_joint": 1,
        "intents_know_more": 1,
        "intents_purchase": 0,
        "intent_bodies": 3,
        "intents_low": 1_000_000,
        "intents_high": 7_000_000,
        "talks": 0,
        "signed": 0,
        "contracted": 0,
        "received": 0,
        "viewers": None,
        "peak": None,
        "meetings": None,
        "answers": None,
        "useful": None,
    }
    assert {key: figures[key] for key in wanted} == wanted


def _draft(found: make.Held) -> RoadshowReport:
    with transaction():
        return service.draft(found.operator, found.roadshow.id)


def test_a_contract_of_two_intents_counts_once(app: Flask) -> None:
    found = full()
    number = licensed(found)
    facts = queries.facts(found.roadshow)
    with transaction() as session:
        other = session.get_one(Intent, facts.intents[1].id)
        other.request_id, other.stage = session.get_one(Intent, facts.intents[0].id).request_id, "signed"
    facts = queries.facts(found.roadshow)
    assert [it.contract for it in facts.intents[:2]] == [number, number]
    assert (len(facts.contracts), facts.of_pitch(found.pitch_id).contracts) == (1, facts.contracts)


def outside(found: make.Held, place: int, **over: Any) -> None:
    """An intent whose contract is reported from outside."""
    number = queries.facts(found.roadshow).intents[place].id
    values = {"kind": "transfer", "signed_on": clock.today(), "amount": Money.of(1_200_000)} | over
    with transaction():
        intents.report_outside(found.operator, number, Signed(**values))


def dollars(found: make.Held) -> None:
    """The licence of the first intent is over dollars, and was paid in part."""
    number = licensed(found)
    with transaction() as session:
        licence = session.query(Licence).filter_by(reference=number).one()
        licence.currency, licence.amount_minor = "USD", 3_000_000


def test_signed_outside_has_its_own_line_with_its_source(client: FlaskClient) -> None:
    found = full()
    licensed(found)
    outside(found, 2, number="HT-88")
    outside(found, 1, amount=Money(0), terms="销售额的 3%", recordal="X2024980001234")
    issued(found)
    report = queries.report_of(queries.issued(found.roadshow_id)[0])
    assert (report.figures["signed"], report.figures["contracted"]) == (1, 3_000_000)
    assert (report.figures["signed_outside"], report.figures["contracted_outside"]) == (2, 120_000_000)
    target = next(it for it in report.against if it.key == "signed")
    assert (target.value, target.target) == (1, 3)
    accounts.sign_in(client, make.person(found.operator))
    page = client.get(f"/roadshows/{found.roadshow_id}/report?lang=en").text
    for said in (
        "Outside, as reported",
        "Recorded here",
        "HT-88",
        "销售额的",
        "X2024980001234",
        "Not compared, signed",
    ):
        assert said in page, said
    book = openpyxl.load_workbook(io.BytesIO(files(client, found, "xlsx", "en")))
    cells = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line]
    assert {"Outside, as reported", "Recorded here", 1_200_000, "销售额的 3%"} <= set(cells)
    written = docx.Document(io.BytesIO(files(client, found, "docx", "en")))
    words = {cell.text for table in written.tables for line in table.rows for cell in line.cells}
    assert {"Outside, as reported", "1,200,000.00"} <= words
    rows = client.get(f"/roadshows/{found.roadshow_id}/report/1/signed_outside")
    assert rows.text.count('role="row"') == 3


def test_what_the_operator_entered_says_so(client: FlaskClient) -> None:
    found = full()
    make.wish(found, 1, kind="joint", source="operator")
    issued(found)
    report = queries.report_of(queries.issued(found.roadshow_id)[0])
    assert [it.entered for it in report.facts.intents].count(True) == 1
    accounts.sign_in(client, make.person(found.operator))
    page = client.get(f"/roadshows/{found.roadshow_id}/report?lang=en").text
    assert page.count("entered by the operator") == 1


def test_every_currency_is_shown(client: FlaskClient) -> None:
    found = full()
    dollars(found)
    outside(found, 1)
    outside(found, 2, amount=Money.of(500, "HKD"), number="HT-2")
    issued(found)
    accounts.sign_in(client, make.person(found.operator))
    both = "CNY 1,200,000.00 + HKD 500.00"
    page = client.get(f"/roadshows/{found.roadshow_id}/report?lang=en").text
    for said in ("USD 30,000.00", both, "Not compared, in other currencies: USD 30,000.00."):
        assert said in page, said
    assert "USD 30,000.00" in client.get("/roadshows/outcomes?year=all&lang=en").text
    assert both in client.get("/roadshows/outcomes?year=all&lang=en&format=csv").text
    book = openpyxl.load_workbook(io.BytesIO(files(client, found, "xlsx", "zh")))
    cells = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line]
    assert {"30,000.00 美元", "1,200,000.00 元 + 500.00 港元"} <= set(cells)
    written = docx.Document(io.BytesIO(files(client, found, "docx", "zh")))
    words = {cell.text for table in written.tables for line in table.rows for cell in line.cells}
    assert "1,200,000.00 元 + 500.00 港元" in words
    accounts.sign_out(client)
    assert both in client.get(f"/roadshows/{found.roadshow_id}/report?lang=en").text


def test_a_version_from_before_shows_what_it_held(app: Flask) -> None:
    found = full()
    plain = dict(issued(found).snapshot or {})
    new = ("signed_outside", "contracted_outside")
    facts = dict(plain["facts"])
    facts["intents"] = [
        {key: it[key] for key in it if key not in ("received_more", "elsewhere")} for it in facts["intents"]
    ]
    plain |= {"format": 1, "facts": facts, "figures": {k: v for k, v in plain["figures"].items() if k not in new}}
    made = papers.document(read(plain, "x" * 64), "en")
    section = made.section("figures")
    assert section
    assert section.table
    assert "include those signed outside" in " ".join(section.lines)
    assert not {"Signed outside, as reported"} & {row[0] for row in section.table.rows}


def test_an_issued_version_stays_as_it_was(app: Flask) -> None:
    found = full()
    first = issued(found)
    before = dict(first.snapshot or {})
    number = licensed(found)
    with transaction() as session:
        session.get_one(type(found.roadshow), found.roadshow_id).title = "另一个题目"
    row = queries.issued(found.roadshow_id)[0]
    assert row.snapshot == before
    assert intact(before, row.snapshot_hash)
    assert not intact(before | {"issuer": "Somebody else"}, row.snapshot_hash)
    report = queries.report_of(row)
    assert (report.figures["signed"], report.head.title) == (0, before["head"]["title"])
    assert number not in str(before)


def test_the_database_refuses_to_change_an_issued_version(app: Flask) -> None:
    row = issued(full())
    for statement in (update(RoadshowReport).values(note="x"), text("delete from roadshow_report")):
        with pytest.raises((DBAPIError, Refusal)), transaction() as session:
            session.execute(statement)
    assert db.session.get_one(RoadshowReport, row.id).note == ""


def test_after_ninety_days_a_second_version_says_what_became(app: Flask) -> None:
    found = full(3)
    service.draft_due()
    service.draft_due()
    [row] = queries.versions(found.roadshow_id)
    assert (row.number, row.occasion, row.state) == (1, "first", "draft")
    with transaction():
        service.issue(found.operator, found.roadshow_id)
    number = licensed(found)
    with time_machine.travel(clock.now() + timedelta(days=86)):
        service.draft_due()
        assert len(queries.versions(found.roadshow_id)) == 1
    with time_machine.travel(clock.now() + timedelta(days=87)):
        service.draft_due()
        service.draft_due()
        newest = queries.versions(found.roadshow_id)[0]
        assert (newest.number, newest.occasion) == (2, "ninety")
        with transaction():
            service.issue(found.operator, found.roadshow_id)
    report = queries.report_of(queries.versions(found.roadshow_id)[0])
    assert report.figures["signed"] == 1
    assert report.facts.intents[0].contract == number
    first = queries.first_issued(found.roadshow_id, 2)
    assert first is not None
    assert first.figures["signed"] == 0


def test_operator_and_bureau_are_told(app: Flask) -> None:
    found, bureau = full(3), make.bureau()
    service.draft_due()
    with time_machine.travel(clock.now() + timedelta(days=8)):
        service.remind_of_reports()
        service.remind_of_reports()
        with transaction():
            service.issue(found.operator, found.roadshow_id)
        drain()
    told = {(it.key, it.address) for it in db.session.query(Mail)}
    assert ("outcomes.report_issued", make.person(bureau).email) in told
    service.remind_of_reports()
    drain()
    drafts = [it.key for it in db.session.query(Mail) if it.key.startswith("outcomes.report_")]
    assert sorted(set(drafts)) == ["outcomes.report_issued"]


def test_a_waiting_draft_is_told_and_told_again_after_a_week(app: Flask) -> None:
    full(3)
    service.draft_due()
    drain()
    with time_machine.travel(clock.now() + timedelta(days=8)):
        service.remind_of_reports()
        service.remind_of_reports()
        drain()
    told = [(it.key, it.address) for it in db.session.query(Mail) if it.key.startswith("outcomes.report_")]
    assert {key for key, _address in told} == {"outcomes.report_drafted", "outcomes.report_overdue"}
    assert len(told) == len(set(told))


def test_one_draft_at_a_time_and_nothing_issued_twice(app: Flask) -> None:
    found = full()
    _draft(found)
    with pytest.raises(DraftThere), transaction():
        service.draft(found.operator, found.roadshow_id)
    with transaction():
        service.issue(found.operator, found.roadshow_id)
    with pytest.raises(NothingToIssue), transaction():
        service.issue(found.operator, found.roadshow_id)
    assert [it.number for it in queries.versions(found.roadshow_id)] == [1]
    with pytest.raises(NotFound), transaction():
        service.draft(found.university, found.roadshow_id)


def test_words_of_the_operator_stand_in_the_version_they_were_written_for(app: Flask) -> None:
    found = full()
    _draft(found)
    with transaction():
        service.edit_words(found.operator, found.roadshow_id, Words("说明一", "Remark one", "新闻", "News", ""))
    with transaction():
        service.issue(found.operator, found.roadshow_id)
    with transaction():
        service.edit_words(found.operator, found.roadshow_id, Words("说明二", "", "改过", "", ""))
    report = queries.report_of(queries.issued(found.roadshow_id)[0])
    assert (report.words.note, report.words.remark("en"), report.words.press) == ("说明一", "Remark one", "新闻")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_operator_drafts_reads_and_issues(client: FlaskClient, language: str) -> None:
    found = full()
    accounts.sign_in(client, make.person(found.operator))
    page = f"/roadshows/{found.roadshow_id}/report"
    assert client.get(f"{page}?lang={language}").status_code == 200
    assert client.post(f"{page}/draft").status_code == 302
    assert make.organisation(found.firms[0]).name[:4] in client.get(page).text or language == "en"
    bad = {"photos_url": "javascript:alert(1)"}
    assert client.post(f"{page}/words", data=bad).status_code == 422
    assert client.post(f"{page}/words", data={"note": "说明", "press": "新闻"}).status_code == 302
    assert client.post(f"{page}/issue").status_code == 302
    shown = client.get(f"{page}?version=1")
    assert (queries.issued(found.roadshow_id)[0].snapshot_hash in shown.text, shown.status_code) == (True, 200)
    assert client.post(f"{page}/issue").status_code == 302
    rows = client.get(f"{page}/1/intents_licence")
    assert rows.text.count('role="row"') == 3
    assert client.get(f"{page}/1/intents_licence?format=csv").text.count("\n") == 3
    assert client.get(f"{page}/1/no-such-figure").status_code == 404
    assert client.get(f"{page}/1/viewers").status_code == 404
    assert client.get("/roadshows/outcomes").text.count(found.roadshow.reference) == 0
    assert client.get("/roadshows/outcomes?format=xlsx").status_code == 200


def test_the_bureau_reads_issued_versions_and_the_public_only_sums(client: FlaskClient) -> None:
    found = full()
    _draft(found)
    page, bureau = f"/roadshows/{found.roadshow_id}/report", make.bureau()
    name = make.organisation(found.firms[0]).name_en
    accounts.sign_in(client, make.person(bureau))
    assert client.get(page).status_code == 404
    with transaction():
        service.issue(found.operator, found.roadshow_id)
    assert name in client.get(f"{page}?lang=en").text
    assert client.get(f"{page}/1.xlsx").status_code == 200
    assert client.get(f"{page}/1/intents").status_code == 200
    assert client.get("/roadshows/outcomes").status_code == 200
    for actor in (None, found.firms[0], found.university):
        accounts.sign_in(client, make.person(actor)) if actor else accounts.sign_out(client)
        public = client.get(f"{page}?lang=en")
        assert (public.status_code, name in public.text) == (200, False)
        for closed in (f"{page}/1.xlsx", f"{page}/1/intents", "/roadshows/outcomes"):
            assert client.get(closed).status_code in (302, 404)
    unvetted = accounts.actor("authority", state="suspended")
    accounts.sign_in(client, make.person(unvetted))
    assert name not in client.get(f"{page}?lang=en").text
    assert client.get(f"{page}/1.xlsx").status_code == 404


def test_a_firm_that_does_not_want_to_be_named_is_not_named_to_the_bureau(client: FlaskClient) -> None:
    found = full()
    with transaction():
        assert found.need.need is not None
        found.need.need.show_name = False
    issued(found)
    address = f"/roadshows/{found.roadshow_id}/report/1/pitches?lang=en"
    name = make.organisation(found.needy).name_en
    accounts.sign_in(client, make.person(found.operator))
    assert name in client.get(address).text
    accounts.sign_in(client, make.person(make.bureau()))
    assert name not in client.get(address).text


def files(client: FlaskClient, found: make.Held, form: str, language: str) -> bytes:
    answer = client.get(f"/roadshows/{found.roadshow_id}/report/1.{form}?lang={language}")
    assert answer.status_code == 200
    return answer.data


@pytest.mark.parametrize("language", ["zh", "en"])
def test_files_hold_the_same_and_are_the_same_twice(client: FlaskClient, language: str) -> None:
    found = full()
    number = licensed(found)
    row = issued(found)
    sealed, title = row.snapshot_hash, found.roadshow.name(language)
    accounts.sign_in(client, make.person(found.operator))
    sheet = files(client, found, "xlsx", language)
    paper = files(client, found, "docx", language)
    with time_machine.travel(clock.now() + timedelta(minutes=7)):
        assert files(client, found, "xlsx", language) == sheet
        assert files(client, found, "docx", language) == paper
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    assert len(book.sheetnames) >= 8
    cells = [cell.value for page in book for line in page.iter_rows() for cell in line]
    assert {number, sealed, 30000} <= set(cells) or {number, sealed} <= set(cells)
    written = docx.Document(io.BytesIO(paper))
    words = [cell.text for table in written.tables for line in table.rows for cell in line.cells]
    assert number in words
    assert any(title in it.text for it in written.paragraphs)
    assert zipfile.ZipFile(io.BytesIO(paper)).testzip() is None


@pytest.mark.skipif(not (printing.available() and shutil.which("pdftotext")), reason="Pango or pdftotext is not there")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pdf_says_what_the_page_says(client: FlaskClient, language: str, tmp_path: Path) -> None:
    found = full()
    number = licensed(found)
    issued(found)
    accounts.sign_in(client, make.person(found.operator))
    content = files(client, found, "pdf", language)
    assert files(client, found, "pdf", language) == content
    (tmp_path / "report.pdf").write_bytes(content)
    told = subprocess.run(["pdftotext", "-raw", tmp_path / "report.pdf", "-"], capture_output=True, check=True)
    said = "".join(told.stdout.decode().split())
    assert number in said
    assert found.roadshow.reference in said


def test_earlier_roadshows_of_the_series_stand_beside(app: Flask) -> None:
    series = _series()
    earlier = make.held(200, series_id=series)
    make.wish(earlier)
    found = make.held(3, series_id=series)
    make.held(100)
    [past] = queries.report_of(_draft(found)).past
    assert (past.reference, past.figures["intents"]) == (earlier.roadshow.reference, 1)


def _series() -> int:
    with transaction() as session:
        row: Any = roadshows.Roadshow.series.property.mapper.class_(title="春季")
        session.add(row)
        session.flush()
        return int(row.id)


def test_sums_over_a_period(app: Flask) -> None:
    first, second = full(1), full(2)
    today = clock.today()
    sums = queries.sums(today - timedelta(days=5), today)
    assert (sums["sessions"], sums["pitches"], sums["intents"], sums["viewers"]) == (2, 4, 8, None)
    mine = queries.sums(today - timedelta(days=5), today, first.university.organisation_id)
    assert (mine["sessions"], mine["pitches"], mine["intents"]) == (1, 1, 3)
    nothing = queries.sums(today - timedelta(days=50), today - timedelta(days=40))
    assert nothing["intents"] is None
    assert second.roadshow_id != first.roadshow_id


def test_the_public_page_and_the_desk_show_the_outcome(app: Flask) -> None:
    found = full()
    issued(found)
    report = queries.report_of(queries.issued(found.roadshow_id)[0])
    assert {key for key in PUBLIC if report.figures[key] is None} == {"viewers"}
