"""One whole roadshow in a real browser, the clock moved from 45 days before to 90 days after it.

The operator plans, the bureau approves, a university pitches its patent, a firm is invited, comes, asks, declares an
intent and takes the licence, a viewer follows in English on a phone; the report says which pitch became which licence.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from market import create_app
from market.accounts import service as accounts_service
from market.core import clock, migrations
from market.listings.models import Listing
from tests.conftest import make_settings
from tests.factories import accounts, listings
from tests.instance import Instance, running
from tests.journeys.people import PASSWORD, Person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

OPERATOR, BUREAU, UNIVERSITY = "desk@city.example", "bureau@city.example", "transfer@university.example"
FIRM, VIEWER = "works@firm.example", "broker@service.example"
SHIFTED = Path(__file__).parent / "shifted"
DAY = clock.today() + timedelta(days=45)
BEGINS = datetime.combine(DAY, time(14), clock.SHANGHAI)
TITLE, QUESTION = "铸造与轻量化专场", "600 公斤的保温炉能不能用？"


@dataclass
class World:
    """The market's folder, the browser, and everybody who sits at it."""

    folder: Path
    browser: Browser
    listing_id: int
    instance: Instance | None = None
    people: dict[str, Person] = field(default_factory=dict)

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """The market runs with its clock at this moment; everybody has to sign in anew."""
        ahead = (moment - clock.now()).total_seconds()
        over = {"PYTHONPATH": str(SHIFTED), "TEST_CLOCK_AHEAD": str(ahead)}
        with running(self.folder, init=False, workers=1, **over) as found:
            self.instance = found
            yield
            self.people.clear()

    def person(self, email: str, language: str = "zh", width: int = 1280) -> Person:
        """Somebody, signed in."""
        assert self.instance is not None
        if email not in self.people:
            self.people[email] = Person(self.browser, self.instance.url, language, width)
            self.people[email].sign_in(email)
        return self.people[email]


def before(days: float, hours: float = 0) -> datetime:
    """So long before the roadshow begins."""
    return BEGINS - timedelta(days=days, hours=hours)


@pytest.fixture
def world(tmp_path: Path, browser: Browser) -> World:
    """A market with an operator, the bureau, a university with one listing, a firm and a service body."""
    app = create_app(make_settings(tmp_path))
    with app.app_context():
        migrations.upgrade()
        hashed = accounts_service.accepted_password(PASSWORD)
        bodies = {
            OPERATOR: accounts.organisation("operator", name="云州市知识产权运营中心"),
            BUREAU: accounts.organisation("authority", name="云州市知识产权局"),
            UNIVERSITY: accounts.organisation("university", name="云州理工大学", contact_email=UNIVERSITY),
            FIRM: accounts.organisation("firm", name="恒砥精密铸造有限公司", industry="C33", contact_email=FIRM),
            VIEWER: accounts.organisation("service", name="合契技术转移有限公司"),
        }
        for email, body in bodies.items():
            accounts.user(body, email=email, password_hash=hashed, language="zh", name=email.split("@")[0])
        listing: Listing = listings.announced_listing(bodies[UNIVERSITY], fee=listings.ONE_OFF)
        return World(tmp_path, browser, listing.id)


def plan(world: World) -> int:
    """The operator plans, the bureau approves, the operator announces; returns the roadshow's id."""
    operator, bureau = world.person(OPERATOR), world.person(BUREAU)
    operator.visit("/roadshows/new")
    operator.fill(
        kind="patents",
        title=TITLE,
        title_en="Casting and light weight",
        summary="开放许可专利逐项路演，企业提问，会后一对一洽谈。",
        summary_en="Patents under open licence, questions, one-to-one talks.",
        chain="汽车零部件",
        starts_at=BEGINS.strftime("%Y-%m-%dT%H:%M"),
        ends_at=(BEGINS + timedelta(hours=4)).strftime("%Y-%m-%dT%H:%M"),
        place="会展中心 3 号厅",
        capacity=40,
        stream_url="https://live.example.org/hall",
        contact="王敏 0000-0000000",
        host="云州市知识产权局",
        organiser="云州市知识产权运营中心",
        target_pitches=1,
        target_firms=1,
        target_viewers=2,
        target_intents=1,
        target_signed=1,
        budget="30000",
    )
    operator.send()
    roadshow_id = operator.number("roadshows")
    operator.visit(f"/roadshows/{roadshow_id}/desk")
    operator.press(operator.page.locator(f"form[action='/roadshows/{roadshow_id}/submit'] button"))
    bureau.visit("/roadshows/approvals")
    bureau.follow(f"/roadshows/{roadshow_id}/approval")
    bureau.fill(decision="approve")
    bureau.send()
    operator.visit(f"/roadshows/{roadshow_id}/desk")
    operator.press(operator.page.locator(f"form[action='/roadshows/{roadshow_id}/announce'] button"))
    return roadshow_id


def pitch(world: World, roadshow_id: int) -> int:
    """Two clicks from the listing to the application; returns the pitch's id."""
    university = world.person(UNIVERSITY)
    university.visit(f"/listings/{world.listing_id}")
    university.follow("/pitches/new")
    university.follow(f"/roadshows/{roadshow_id}/apply")
    university.fill(speaker="孟庆元", speaker_phone="0000-1234567")
    university.send()
    return university.number("pitches")


def select(world: World, pitch_id: int) -> None:
    """The operator puts it on the programme."""
    operator = world.person(OPERATOR)
    operator.visit(f"/pitches/{pitch_id}/desk")
    operator.fill(decision="select")
    operator.send()


def invite(world: World, roadshow_id: int) -> str:
    """The operator drafts an invitation for the firm and mails it; returns the link that the firm gets."""
    operator = world.person(OPERATOR)
    operator.visit(f"/roadshows/{roadshow_id}/invitations?q=恒砥")
    operator.press(operator.page.locator("form[action$='/invitations/add'] button").first)
    operator.press(operator.page.locator("form[action$='/send']:has([value='mail']) button"))
    link = re.search(r"http://\S+/invited/\S+", operator.page.locator("#plain").input_value())
    assert link
    return link[0]


def come(world: World, roadshow_id: int, link: str) -> None:
    """The firm answers its invitation and registers for the hall, the viewer on a phone; the operator admits both."""
    firm, viewer = world.person(FIRM), world.person(VIEWER, "en", 390)
    firm.visit(link.removeprefix(firm.url))
    firm.fill(answer="coming")
    firm.send()
    assert firm.page.url.endswith(f"/roadshows/{roadshow_id}/register")
    firm.fill(way="site", role="firm", question=QUESTION, consent=True)
    firm.send()
    viewer.visit(f"/roadshows/{roadshow_id}/register")
    viewer.fill(way="online", role="service", consent=True)
    viewer.send()
    operator = world.person(OPERATOR)
    operator.visit(f"/roadshows/{roadshow_id}/guests")
    assert QUESTION in operator.text()
    for box in operator.page.locator("main [name=chosen]").all():
        box.check()
    operator.press(operator.page.locator("main button[value=approve]"))
    firm.visit(f"/roadshows/{roadshow_id}/ticket")
    viewer.visit(f"/roadshows/{roadshow_id}/ticket")
    assert viewer.page.locator("a[href='https://live.example.org/hall']").count()


def release(world: World, roadshow_id: int) -> None:
    """The operator lays the programme out and releases it."""
    operator = world.person(OPERATOR)
    operator.visit(f"/roadshows/{roadshow_id}/schedule")
    operator.press(operator.page.locator("form[action$='/schedule/fill'] button[type=submit]"))
    operator.visit(f"/roadshows/{roadshow_id}/schedule/release")
    operator.send()
    viewer = world.person(VIEWER, "en", 390)
    viewer.visit(f"/roadshows/{roadshow_id}/programme")
    assert "孟庆元" in viewer.text()


def day(world: World, roadshow_id: int, title: str) -> None:
    """The host goes on from item to item; everybody sees it without loading the page again, asks, votes, is interested."""
    host, firm, viewer = world.person(OPERATOR), world.person(FIRM), world.person(VIEWER, "en", 390)
    host.visit(f"/roadshows/{roadshow_id}/console")
    host.press(host.page.locator("form[action$='/console/open'] button"))
    for guest in (firm, viewer):
        guest.visit(f"/roadshows/{roadshow_id}/live")
    now = host.page.locator("[data-live-room] h2").first
    for _ in range(8):
        before_it = now.inner_text()
        if title in before_it:
            break
        host.page.locator("[data-live-room] form:has([value=next]) button").first.click()
        host.page.wait_for_function(
            "was => document.querySelector('[data-live-room] h2').innerText != was", arg=before_it
        )
    firm.page.locator("#now", has_text=title).wait_for()
    viewer.page.locator("#now", has_text=re.compile("low-pressure|低压")).wait_for()
    firm.page.fill("#ask", QUESTION)
    firm.page.click("#ask-form button")
    question = viewer.page.locator(".mk-question", has_text=QUESTION)
    question.wait_for()
    question.locator(".mk-vote").click()
    firm.page.locator(".mk-question", has_text=QUESTION).locator(".mk-vote", has_text="1").wait_for()
    firm.page.check("#intent [name=kind][value=licence]")
    firm.page.fill("#intent [name=low]", "20000")
    firm.page.fill("#intent [name=high]", "50000")
    firm.page.check("#intent [name=consent]")
    firm.page.locator("#intent [data-live=intent-form] button[type=submit]").click()
    firm.page.locator("#intent [data-live=own-intents] li").wait_for()
    for guest in (firm, viewer):
        guest.look()
    host.visit(f"/roadshows/{roadshow_id}/console")
    host.press(host.page.locator("form[action$='/console/close'] button"))


def take_licence(world: World) -> str:
    """The firm goes on from its intent: the notice is filled in, it pays, the licence is in force; its reference."""
    firm, university = world.person(FIRM), world.person(UNIVERSITY)
    university.visit("/intents")
    university.follow("/intents/")
    assert FIRM in university.page.content(), "the firm agreed that its contact is shown"
    firm.visit("/intents")
    firm.follow("/intents/")
    place = firm.page.url.removeprefix(firm.url)
    firm.follow("/notice")
    firm.fill(product="轮毂", place="云州市", accepted=True)
    firm.send()
    firm.follow("/pay")
    receivable = firm.number("payments")
    firm.visit(f"/payments/{receivable}/pay")
    firm.press(firm.page.locator("main form[action$='/card'] button"))
    firm.press(firm.page.locator("main button[value='pay']"))
    for _ in range(60):
        firm.page.goto(firm.url + place)
        if found := re.search(r"XK-\d{4}-\d+|LZ-\d{4}-\d+|L-\d{4}-\d+", firm.text()):
            return found[0]
        firm.page.wait_for_timeout(500)
    raise AssertionError(firm.text())


def report(world: World, roadshow_id: int, licence: str) -> None:
    """Three months later the report is issued anew; bureau and operator read which pitch became which licence."""
    operator, bureau = world.person(OPERATOR), world.person(BUREAU)
    for _ in range(60):
        operator.page.goto(f"{operator.url}/roadshows/{roadshow_id}/report")
        if operator.page.locator("form[action$='/report/issue'] button").count():
            break
        operator.page.wait_for_timeout(500)
    operator.look()
    operator.press(operator.page.locator("form[action$='/report/issue'] button"))
    assert licence in operator.text()
    bureau.visit(f"/roadshows/{roadshow_id}/report")
    assert licence in bureau.text()
    with operator.page.expect_download() as download:
        operator.page.locator("main a[href*='.xlsx']").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_from_call_to_contract(world: World) -> None:
    with world.at(before(45)):
        roadshow_id = plan(world)
    with world.at(before(38)):
        pitch_id = pitch(world, roadshow_id)
    with world.at(before(19)):
        select(world, pitch_id)
    with world.at(before(13)):
        come(world, roadshow_id, invite(world, roadshow_id))
    with world.at(before(5)):
        release(world, roadshow_id)
    with world.at(before(0, hours=0.2)):
        day(world, roadshow_id, listings.DESCRIPTION.title)
    with world.at(before(-8)):
        licence = take_licence(world)
    with world.at(before(-92)):
        report(world, roadshow_id, licence)
