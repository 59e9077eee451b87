"""The day in a real browser: a host steps and a viewer sees it; what is sent while the line is down arrives once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Route, expect

from market.core.db import db
from market.live import queries
from tests.browsers import application_on, page_of
from tests.factories import live as make
from tests.instance import Instance, running
from tests.journeys.conftest import browser_type_launch_args

__all__ = ["browser_type_launch_args"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SOON = 20_000


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A running market with nothing in it."""
    with running(tmp_path_factory.mktemp("live"), MARKET_EMBEDDED_WORKER="0") as found:
        yield found


@pytest.fixture
def app(instance: Instance) -> Iterator[Flask]:
    """An application on the running market's data, to enter a day and look at what was stored."""
    yield from application_on(instance)


def test_a_viewer_sees_what_the_host_does_without_reloading(browser: Browser, app: Flask, instance: Instance) -> None:
    day = make.day(2)
    viewer, host = make.guest(day), day.host
    titles = [pitch.title_en for pitch in day.pitches]
    with page_of(browser, app, instance, viewer) as stage, page_of(browser, app, instance, host) as desk:
        stage.goto(f"{instance.url}/roadshows/{day.id}/live?lang=en")
        desk.goto(f"{instance.url}/roadshows/{day.id}/console?lang=en")
        expect(stage.locator("#now")).to_contain_text("It begins soon")
        for number in (1, 2):
            desk.keyboard.press("n")
            expect(desk.locator("[data-part=room-1]")).to_contain_text(f"item {number} of", timeout=SOON)
            expect(desk.locator("[data-live-console]")).to_have_attribute("aria-busy", "false", timeout=SOON)
        expect(stage.locator("#now")).to_contain_text(titles[0], timeout=SOON)
        stage.locator("#ask").fill("How hot may it get?")
        stage.locator("#ask-form button").click()
        question = desk.locator("[data-part=questions] .mk-question", has_text="How hot may it get?")
        expect(question).to_be_visible(timeout=SOON)
        question.get_by_role("button", name="Answered on stage").click()
        expect(stage.locator("[data-live=questions] [data-slot=state-answered]")).to_be_visible(timeout=SOON)
        stage.locator("#intent [name=consent]").check()
        stage.locator("#intent form[data-live-form=intent] button").click()
        expect(desk.locator("[data-part=intents]")).to_contain_text(titles[0], timeout=SOON)
        expect(stage.locator("[data-live=own-intents]")).to_contain_text("Take a licence", timeout=SOON)


def test_a_host_in_a_hurry_loses_no_deed_and_steps_once(browser: Browser, app: Flask, instance: Instance) -> None:
    day = make.day(2)
    make.begun(day, 1)
    asked = [make.question(day, make.guest(day), text) for text in ("Does it rust?", "Does it float?")]
    with page_of(browser, app, instance, day.host) as desk:
        desk.goto(f"{instance.url}/roadshows/{day.id}/console?lang=en")
        held: list[Route] = []
        desk.route("**/console/step", lambda route: held.append(route), times=1)
        for _bounce in range(3):
            desk.keyboard.press("n")
        for one in asked:
            desk.locator(f"#question-{one.id}").get_by_role("button", name="Hide").click()
        expect(desk.locator("[data-live-console]")).to_have_attribute("aria-busy", "true")
        held[0].continue_()
        expect(desk.locator("[data-live-console]")).to_have_attribute("aria-busy", "false", timeout=SOON)
        expect(desk.locator("[data-part=room-1]")).to_contain_text("item 2 of")
        expect(desk.locator("[data-part=questions]")).to_contain_text("No question waits")
    db.session.rollback()
    assert {row.state for row in queries.questions_of(day.id)} == {"hidden"}
    assert [row.deed for row in queries.log_of(day.id, 20)].count("next") == 2


def test_what_is_sent_while_the_line_is_down_arrives_once(browser: Browser, app: Flask, instance: Instance) -> None:
    day = make.day(1)
    make.begun(day, 2)
    viewer = make.guest(day)
    other = make.question(day, make.guest(day), "Does it rust?").id
    phone = {"viewport": {"width": 390, "height": 800}}
    with page_of(browser, app, instance, viewer, **phone) as page:
        page.goto(f"{instance.url}/roadshows/{day.id}/live?lang=en")
        expect(page.locator(f"[data-question='{other}']")).to_be_visible(timeout=SOON)
        page.context.set_offline(True)
        page.locator("#ask").fill("Kept while offline?")
        page.locator("#ask-form button").click()
        page.locator(f"[data-question='{other}'] button").click()
        expect(page.locator("[data-live=away]")).to_be_visible()
        expect(page.locator("[data-live=waiting]")).to_contain_text("2")
        assert len(queries.questions_of(day.id)) == 1
        page.context.set_offline(False)
        expect(page.locator("[data-live=own-list]")).to_contain_text("Kept while offline?", timeout=SOON)
        expect(page.locator("[data-live=away]")).to_be_hidden(timeout=SOON)
        page.reload()
        expect(page.locator("[data-live=own-list]")).to_contain_text("Kept while offline?", timeout=SOON)
    db.session.rollback()
    found = {row.text: row.votes for row in queries.questions_of(day.id)}
    assert found == {"Kept while offline?": 0, "Does it rust?": 1}


def test_it_works_without_a_script(browser: Browser, app: Flask, instance: Instance) -> None:
    day = make.day(1)
    make.begun(day, 2)
    with page_of(browser, app, instance, make.guest(day), java_script_enabled=False) as page:
        page.goto(f"{instance.url}/roadshows/{day.id}/live?lang=en")
        page.locator("#ask").fill("Plain?")
        page.locator("#ask-form button").click()
        expect(page.locator("[data-live=questions]")).to_contain_text("Plain?")
        page.locator("[data-live=questions] .mk-vote").click()
        expect(page.locator("[data-live=questions] .mk-vote")).to_have_attribute("aria-pressed", "true")


def test_the_server_had_nothing_to_complain_of(instance: Instance) -> None:
    assert "Traceback" not in Path(instance.environment["MARKET_DATA"]).parent.joinpath("serve.log").read_text()
