"""The main job in a real browser, in both languages: from a university's spreadsheet to a recorded open licence."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from market.core import clock
from market.demo.bodies import code
from tests.instance import Instance, running
from tests.journeys import sheets
from tests.journeys.people import PASSWORD, Person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

OPERATOR = "desk@city.example"
TITLE_EN = "Self-cleaning screen for soybean dehulling machines"
MARKS = {"zh": 1, "en": 2}
TODAY = clock.today()


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A market with nothing in it but its operator."""
    with running(tmp_path_factory.mktemp("browser")) as found:
        names = ["--name", "云州市知识产权运营中心", "--uscc", code(900, "operator"), "--person", "王敏"]
        found.market("operator", *names, "--email", OPERATOR, "--password", PASSWORD)
        yield found


def join(person: Person, operator: Person, kind: str, name: str, uscc: str, email: str, **more: str) -> None:
    """Sign up, be vetted, sign in."""
    person.sign_up(kind, name, uscc, email, **more)
    operator.visit("/vetting")
    operator.press(operator.page.get_by_role("link", name=name))
    operator.fill(decision="approve", private_note="电话核实过")
    operator.send()
    person.sign_in(email)


def import_patents(university: Person, workbook: Path) -> None:
    """Upload a spreadsheet, look at how it was read, run it, see what came of each row."""
    university.visit("/patents/import")
    university.fill(file=workbook)
    university.send()
    assert "大豆脱皮机" in university.text()
    university.press(university.page.locator("button[name=action][value=start]"))
    university.page.wait_for_selector("main a[href*='refused.xlsx']", timeout=30_000)
    university.look()
    with university.page.expect_download() as download:
        university.page.locator("main a[href*='refused.xlsx']").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")


def state_annuities(university: Person, title: str) -> None:
    """Say to which year the annuities are paid: the spreadsheet did not."""
    university.visit("/patents/mine")
    university.press(university.page.get_by_role("link", name=title))
    university.follow("/status")
    paid = TODAY.year - 2021 + 2
    university.fill(detail="granted", source="国家专利登记簿", as_of=TODAY, annuity_paid_to_year=paid)
    university.send()


def publish(university: Person, title: str) -> int:
    """Declare a patent for open licence, file it, have it announced; returns the listing's id."""
    university.visit("/listings/new")
    row = university.page.locator("main .mk-radio", has_text=title)
    row.locator("input").check()
    university.send()
    listing_id = university.number("listings")
    university.send()
    university.fill(kind="entry_royalty", entry_royalty__amount="20000", entry_royalty__due_days="15")
    university.fill(entry_royalty__base="net_sales", entry_royalty__rate="1.5", entry_royalty__cap="100000")
    university.send()
    university.fill(term_end=TODAY + timedelta(days=4 * 365))
    university.send()
    university.fill(
        title=title,
        summary="筛网不再堵塞：弹性刷辊反着转，把卡住的皮屑刷下来，机器不用停。旧机器加装即可。",
        application="大豆、绿豆脱皮线",
        products="大豆脱皮机",
        industry="C35",
        maturity="pilot",
        maturity_note="两家油厂试用半年",
        title_en=TITLE_EN,
        benefits__0__name="停机清理次数",
        benefits__0__value="每班 6 次 → 1 次",
        benefits__0__source="试用记录 2025 年",
    )
    university.send()
    university.fill(no_exclusive=True, no_dispute=True, annuities=True, truth=True)
    university.send()
    university.send()
    university.visit(f"/listings/{listing_id}/do/record_filing")
    university.fill(filing_number="演示-001", filed_at=TODAY)
    university.send()
    university.visit(f"/listings/{listing_id}/do/announce")
    university.fill(announcement_number="演示 2026-0001", announced_at=TODAY)
    university.send()
    return listing_id


def shows(person: Person, title: str) -> bool:
    """Whether the page names the patent, by its Chinese title or the English one it was given."""
    return title in person.text() or TITLE_EN in person.text()


def found(person: Person, path: str, title: str, tries: int = 40) -> None:
    """Wait until the worker has done its part and the page names the patent."""
    for _ in range(tries):
        person.page.goto(person.url + path)
        if shows(person, title):
            return
        person.page.wait_for_timeout(500)


def post_need(firm: Person, operator: Person) -> int:
    """Post a need, have it reviewed and published; returns its id."""
    firm.visit("/my/needs/new")
    firm.fill(title="大豆脱皮机筛网总是堵，停机清理太多", problem="脱皮机每班要停六次清理筛网，皮屑卡在筛孔里，产量上不去，工人也累。")
    firm.send()
    need_id = firm.number("needs")
    firm.fill(indicators="每班停机不超过 2 次，破碎率不增加")
    firm.send()
    firm.fill(budget_text="3-8万元")
    firm.send()
    firm.fill(contact_name="李建平", contact_phone="0500-7654321", confidential="年产量不公开")
    firm.send()
    firm.press(firm.page.locator(f"main form[action$='/my/needs/{need_id}/submit'] button"))
    operator.visit(f"/desk/needs/{need_id}")
    operator.press(operator.page.locator("main form[action$='/publish'] button").first)
    return need_id


def take_licence(firm: Person, listing_id: int) -> None:
    """Notice, then the sandbox card page; the licence is in force."""
    firm.visit(f"/listings/{listing_id}")
    firm.follow(f"/listings/{listing_id}/notice")
    firm.fill(product="大豆脱皮机", place="云州市", accepted=True)
    firm.send()
    assert re.search(r"XK-|TZ-|SQ-|\d{4}-\d{4}", firm.text())
    firm.follow("/pay")
    firm.press(firm.page.locator("main form[action$='/card'] button"))
    firm.press(firm.page.locator("main button[value='pay']"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_spreadsheet_to_licence(browser: Browser, instance: Instance, tmp_path: Path, language: str) -> None:
    mark = MARKS[language]
    name, title = f"云州第{mark}理工大学", sheets.TITLES[0][0]
    operator, university, firm = (Person(browser, instance.url, language) for _ in range(3))
    operator.sign_in(OPERATOR)
    join(university, operator, "university", name, code(901 + mark, "university"), f"tto{mark}@uni.example")
    import_patents(university, sheets.patents(tmp_path / "清单.xlsx", name, mark=mark))
    state_annuities(university, title)
    listing_id = publish(university, title)
    more = {"sme_class": "small", "industry": "C"}
    join(firm, operator, "firm", f"恒砥{mark}机械有限公司", code(911 + mark, "firm"), f"boss{mark}@firm.example", **more)
    found(firm, "/search?q=大豆脱皮机 筛网", title)
    firm.visit("/search?q=大豆脱皮机 筛网")
    assert shows(firm, title)
    need_id = post_need(firm, operator)
    found(firm, f"/my/needs/{need_id}/proposals", title)
    firm.visit(f"/my/needs/{need_id}/proposals")
    assert shows(firm, title)
    take_licence(firm, listing_id)
    firm.visit("/licences")
    assert shows(firm, title)
    operator.visit("/desk/deals")
    assert shows(operator, title)
    assert "20,000.00" in operator.text()
