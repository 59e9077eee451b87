"""One story for each kind of person, told through pages alone: forms sent as a browser sends them, links followed."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from market.accounts.models import Organisation
from market.core import clock, outbox
from market.core.db import db, transaction
from market.core.outbox import Job
from tests.factories import accounts, listings
from tests.journeys import sheets
from tests.journeys.http_deeds import (
    SECRET,
    UNIVERSITY,
    UNIVERSITY_PHONE,
    decide,
    give_notice,
    offer,
    pay_by_card,
    post_need,
    publish_need,
    sign_up,
)
from tests.journeys.http_people import Visitor, member_of, somebody

TODAY = clock.today()
TITLE = sheets.TITLES[0][0]
BAD_NUMBER = "202110000000.0"


# The transfer office


def send_sheet(university: Visitor, path: Path) -> None:
    """Import a spreadsheet as it is read."""
    university.visit("/patents/import")
    university.send(file=path)
    university.press("Start the import")
    outbox.drain()
    university.visit(university.place)


def mended(report: bytes, path: Path) -> Path:
    """The report of refused rows with the wrong number put right."""
    book = openpyxl.load_workbook(io.BytesIO(report))
    for row in book.active.iter_rows():
        for cell in row:
            if str(cell.value) == BAD_NUMBER:
                cell.value = sheets.number(77)
    book.save(path)
    return path


def declare(university: Visitor) -> None:
    """Walk through the steps of the declaration."""
    university.visit("/listings/mine")
    university.follow("/listings/new")
    university.send("Save and continue", patents=[university.labelled(TITLE)])
    university.send()
    university.send("Save and continue", kind="one_off", one_off__amount="20000", one_off__due_days="15")
    university.send(term_end=TODAY + timedelta(days=4 * 365))
    university.send(
        title=TITLE,
        title_en="Self-cleaning screen for soybean dehulling machines",
        summary="筛网不再堵塞：弹性刷辊反着转，把卡住的皮屑刷下来，机器不用停。旧机器加装即可。",
        application="大豆、绿豆脱皮线",
        products="大豆脱皮机",
        industry="C35",
        maturity="pilot",
        maturity_note="两家油厂试用半年",
        benefits__0__name="停机清理次数",
        benefits__0__value="每班 6 次 → 1 次",
        benefits__0__source="试用记录",
    )
    university.send("Save and continue", no_exclusive=True, no_dispute=True, annuities=True, truth=True)
    university.send()


def test_a_transfer_office_brings_its_patents_to_market(app: Flask, tmp_path: Path) -> None:
    university = somebody(app, "university", UNIVERSITY)
    send_sheet(university, sheets.patents(tmp_path / "清单.xlsx", UNIVERSITY))
    assert "Some rows were refused" in university.text
    assert "check digit" in university.text
    send_sheet(university, mended(university.download("refused.xlsx"), tmp_path / "补.xlsx"))
    assert "Every row was taken" in university.text
    university.visit("/patents/mine")
    assert "坏号的一行" in university.text

    university.follow(TITLE)
    university.follow("/status")
    paid = TODAY.year - 2021 + 2
    university.send(detail="granted", source="国家专利登记簿", as_of=TODAY, annuity_paid_to_year=paid)
    declare(university)
    listing = university.number
    stranger = Visitor(app)
    stranger.visit(f"/listings/{listing}", status=404)

    university.visit(f"/listings/{listing}/do/record_filing")
    university.send(filing_number="演示-001", filed_at=TODAY)
    university.visit(f"/listings/{listing}/do/announce")
    university.send(announcement_number="演示 2026-0001", announced_at=TODAY)
    stranger.visit(f"/listings/{listing}")
    assert "20,000" in stranger.text

    firm = somebody(app, "firm", "恒砥机械有限公司")
    firm.visit(f"/listings/{listing}")
    firm.follow("/notice")
    firm.send("Send the written notice", accepted=True, place="云州市")
    outbox.drain()
    university.visit("/inbox")
    assert "恒砥机械有限公司" in university.text
    university.visit("/licences")
    assert TITLE in university.text or "Self-cleaning screen" in university.text
    university.visit("/payments/incoming")
    assert "20,000.00" in university.row("恒砥机械有限公司")
    pay_by_card(firm)
    university.visit("/payments/incoming")
    assert not university.row("恒砥机械有限公司")
    university.visit("/receipts")
    assert "20,000.00" in university.row("恒砥机械有限公司")


# The firm


def test_a_firm_from_its_sign_up_to_a_recorded_licence(app: Flask) -> None:
    university = offer()
    firm, operator = Visitor(app), somebody(app, "operator")
    sign_up(firm)
    give_notice_refused(firm)
    decide(operator, "恒低机械有限公司", "return", "名称与营业执照不符，请改正。")
    firm.visit("/organisation")
    assert "名称与营业执照不符" in firm.text
    firm.follow("Correct the application")
    firm.send(name="恒砥机械有限公司")
    firm.press("Send it again")
    decide(operator, "恒砥机械有限公司", "approve")
    outbox.drain()

    need = post_need(firm)
    publish_need(operator, need)
    firm.visit(f"/my/needs/{need}/proposals")
    assert listings.DESCRIPTION.title_en in firm.text
    firm.press("Talk to the owner")
    assert "has been asked to answer" in firm.page.text
    assert UNIVERSITY_PHONE not in firm.text
    office = member_of(app, university)
    office.visit("/matching/needs")
    office.press("We can help")
    firm.visit(f"/my/needs/{need}/proposals")
    assert UNIVERSITY_PHONE in firm.text

    give_notice(firm, product="轮毂", place="云州市")
    pay_by_card(firm)
    firm.visit("/licences")
    firm.follow("/licences/")
    assert "none of the 8 grounds" in firm.text
    firm.follow("Prepare recordal")
    firm.send("Save the recordal", number="X2026000001", on=TODAY)
    assert "X2026000001" in firm.text


def give_notice_refused(firm: Visitor) -> None:
    """Before the vetting the page says why no notice can be sent, and offers no form."""
    firm.visit("/search?q=低压铸造")
    firm.follow(listings.DESCRIPTION.title_en)
    firm.visit(f"{firm.place}/notice")
    assert not [form for form in firm.main.all("form") if form.has("mk-form")]


def test_a_free_licence_is_in_force_with_the_notice(app: Flask) -> None:
    university = offer(listings.FREE)
    firm = somebody(app, "firm", "甲轮毂有限公司")
    give_notice(firm)
    firm.visit("/licences")
    firm.follow("/licences/")
    assert "Nothing is due: the licence is free of charge." in firm.text
    assert "none of the 8 grounds" in firm.text
    firm.visit("/payments")
    assert not firm.links("/pay")
    office = member_of(app, university)
    office.visit("/licences")
    assert office.row("甲轮毂有限公司")


def test_two_firms_take_the_same_listing(app: Flask) -> None:
    university = offer()
    firms = [somebody(app, "firm", name) for name in ("甲轮毂有限公司", "乙轮毂有限公司")]
    for firm in firms:
        give_notice(firm)
        pay_by_card(firm)
    for firm in firms:
        firm.visit("/licences")
        assert len(set(firm.links("/licences/"))) == 1
    foreign = firms[1].links("/licences/")[0]
    firms[0].visit(foreign, status=404)
    office = member_of(app, university)
    office.visit("/licences")
    for name in ("甲轮毂有限公司", "乙轮毂有限公司"):
        assert office.row(name)


def book(finance: Visitor, amount: str, reference: str) -> None:
    """Book a transfer that stands on the bank's statement, after a look at what will be booked."""
    finance.visit("/payments/incoming")
    finance.follow("Book a bank receipt")
    finance.send("Continue", amount=amount, received_on=TODAY, payer_name="甲轮毂有限公司", bank_reference=reference)
    assert "Check before booking" in finance.text
    finance.press("Book")
    outbox.drain()


def test_a_bank_transfer_in_two_parts_makes_one_licence(app: Flask) -> None:
    university = offer()
    firm = somebody(app, "firm", "甲轮毂有限公司")
    give_notice(firm)
    finance = member_of(app, university, role="finance")
    book(finance, "10,000.00", "B-0001")
    firm.visit("/licences")
    assert not [link for link in firm.links("/licences/") if link.split("/")[-1].isdecimal()]
    firm.visit("/payments")
    assert "20,000.00" in firm.text
    book(finance, "20,000.00", "B-0002")
    firm.visit("/licences")
    firm.follow("/licences/")
    assert "none of the 8 grounds" in firm.text
    finance.visit("/receipts")
    assert "10,000.00" in finance.row("B-0001") or "10,000.00" in finance.text


# The operator


def break_a_job() -> int:
    """A reaction that nobody knows, given up by the worker."""
    with transaction() as session:
        session.add(Job(event_id=1, handler="nobody:nothing", state="dead", error="LookupError: nobody"))
    return db.session.query(Job).filter_by(state="dead").one().id


def test_an_operator_sees_the_work_and_the_deals(app: Flask) -> None:
    offer()
    operator, newcomer, firm = somebody(app, "operator"), Visitor(app), somebody(app, "firm", "甲轮毂有限公司")
    sign_up(newcomer)
    need = post_need(firm)
    operator.visit("/desk")
    assert "恒低机械有限公司" in operator.text
    assert "低压铸造充型压力不稳" in operator.text
    decide(operator, "恒低机械有限公司", "decline", "查无此企业。")
    operator.visit(f"/desk/needs/{need}")
    assert SECRET in operator.text
    operator.send("Return", message="请写明年产量范围。")
    firm.visit(f"/my/needs/{need}")
    assert "请写明年产量范围" in firm.text

    give_notice(firm)
    operator.visit("/desk/deals")
    before = operator.row("甲轮毂有限公司")
    assert "30,000.00" in before
    pay_by_card(firm)
    operator.visit("/desk/deals")
    after = operator.row("甲轮毂有限公司")
    assert after.count("30,000.00") == 2
    assert before.count("30,000.00") == 1
    assert "In time" in after
    operator.follow("/licences/")
    assert "Prepare recordal" in operator.text

    break_a_job()
    operator.visit("/desk")
    operator.follow("Job given up")
    assert "LookupError: nobody" in operator.text
    operator.visit("/desk/jobs?state=dead")
    operator.press("Try again")
    operator.visit("/desk/jobs?state=dead")
    assert "LookupError: nobody" not in operator.text


# The authority


def test_an_authority_reads_patents_and_postings_apart(app: Flask) -> None:
    university = accounts.organisation("university", name=UNIVERSITY, name_en="")
    pair = [listings.granted_patent(university) for _ in range(2)]
    numbers = [patent.application_number for patent in pair]
    listing = listings.announced_listing(university, *pair, fee=listings.FREE).id
    office = member_of(app, university.id)
    office.visit(f"/listings/{listing}/do/publish")
    office.send(platform="省知识产权交易平台", on=TODAY)
    firm = somebody(app, "firm")
    firm.visit(f"/listings/{listing}/notice")
    firm.send("Send the written notice", accepted=True)
    outbox.drain()
    bureau = somebody(app, "authority")
    bureau.visit("/figures")
    patents, postings = bureau.cells("Patents on open licence"), bureau.cells("Posted on platforms")
    assert (patents[1], patents[2]) == ("2", "patents")
    assert (postings[1], postings[2]) == ("4", "postings"), "two patents, each on the market and on one other platform"
    bureau.visit("/dashboard")
    assert UNIVERSITY in bureau.text
    bureau.follow("/dashboard/open_patents")
    assert all(number in bureau.text for number in numbers)
    for closed in ("/desk", "/vetting", "/ledger"):
        bureau.visit(closed, status=404)


# The stranger


@pytest.mark.parametrize("path", ["/", "/search?q=低压铸造", "/needs", "/organisations", "/figures", "/guide", "/fees"])
def test_a_stranger_reads_the_public_pages(app: Flask, path: str) -> None:
    Visitor(app).visit(path)


def test_a_stranger_sees_what_is_public_and_nothing_else(app: Flask) -> None:
    university = db.session.get_one(Organisation, offer())
    draft = listings.draft_listing(university).id
    firm, operator, stranger = somebody(app, "firm"), somebody(app, "operator"), Visitor(app)
    need = post_need(firm)
    stranger.visit(f"/needs/{need}", status=404)
    publish_need(operator, need)
    stranger.visit(f"/needs/{need}")
    assert "低压铸造充型压力不稳" in stranger.text
    for hidden in (SECRET, "李建平", "0500-7654321"):
        assert hidden not in stranger.page.text
    stranger.visit(f"/listings/{draft}", status=404)
    stranger.visit("/search?q=低压铸造")
    stranger.follow(listings.DESCRIPTION.title_en)
    assert "30,000" in stranger.text
    stranger.follow("/notice")
    assert stranger.place == "/sign-in"
    for closed in ("/desk", "/licences", "/payments", f"/my/needs/{need}"):
        stranger.visit(closed)
        assert stranger.place == "/sign-in"
