"""The hall in a real browser: the clock goes on, the board renews itself, the stage passes on to the next meeting."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from market.core import clock
from market.core.db import forget, transaction
from market.meetings import queries, service
from market.meetings.rules.planning import SessionTimes
from tests.browsers import application_on, page_of
from tests.factories import meetings as make
from tests.factories.meetings import Hall
from tests.instance import Instance, running
from tests.journeys.conftest import browser_type_launch_args

__all__ = ["browser_type_launch_args"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SOON = 20_000


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A running market with nothing in it."""
    with running(tmp_path_factory.mktemp("hall"), MARKET_EMBEDDED_WORKER="0") as found:
        yield found


@pytest.fixture
def app(instance: Instance) -> Iterator[Flask]:
    """An application on the running market's data, to enter a day."""
    yield from application_on(instance)


def today() -> tuple[Hall, list[int]]:
    """A hall whose first slot of twenty minutes began two minutes ago, and its slots."""
    hall = make.hall(slots=1)
    begins = clock.now() - timedelta(minutes=2)
    with transaction():
        service.add_session(hall.operator, hall.id, SessionTimes("", begins, begins + timedelta(minutes=75), 20, 5))
    hall.slots = [slot.id for slot in queries.slots(hall.id)]
    return hall, hall.slots


def test_the_board_counts_down_and_renews_itself(browser: Browser, app: Flask, instance: Instance) -> None:
    hall, slots = today()
    firm, university = make.side(hall), make.side(hall, "university")
    number = make.booked(hall, firm, university, slots[1]).id
    name = make.again(number).asked.name_en
    with page_of(browser, app, instance, hall.operator) as board:
        board.goto(f"{instance.url}/roadshows/{hall.id}/meetings/board?slot={slots[1]}&lang=en")
        counted = board.locator("[data-slots] [data-live=clock]")
        first = counted.inner_text()
        assert first.startswith(("17:", "18:"))
        expect(counted).not_to_have_text(first, timeout=SOON)
        expect(board.locator("[data-part=chosen]")).to_contain_text(name)
        forget()
        with transaction():
            service.move(hall.operator, number, slots[2])
        expect(board.locator("[data-part=chosen]")).to_contain_text("Nobody meets at this time", timeout=SOON)
        expect(board.locator("[data-part=whole]")).to_contain_text(name)


def test_the_stage_passes_on_to_the_next_meeting(browser: Browser, app: Flask, instance: Instance) -> None:
    hall, slots = today()
    firm, first, then = make.side(hall), make.side(hall, "university"), make.side(hall, "university")
    names = [
        make.booked(hall, firm, other, slot).asked.name_en for other, slot in ((first, slots[1]), (then, slots[2]))
    ]
    with page_of(browser, app, instance, firm) as stage:
        stage.clock.install()
        stage.goto(f"{instance.url}/roadshows/{hall.id}/live?lang=en")
        shown = stage.locator("[data-upcoming] [data-until]:visible")
        expect(shown).to_contain_text(names[0])
        stage.clock.fast_forward("30:00")
        expect(shown.locator("[data-from]")).to_be_visible()
        stage.clock.fast_forward("20:00")
        expect(shown).to_contain_text(names[1])
        stage.clock.fast_forward("30:00")
        expect(stage.locator("[data-upcoming]")).to_be_hidden()
    with page_of(browser, app, instance, firm) as page:
        page.clock.install()
        page.goto(f"{instance.url}/roadshows/{hall.id}/meetings?lang=en")
        beat = page.locator("[data-slots]")
        expect(beat).to_contain_text("This meeting time ends in")
        page.clock.fast_forward("20:00")
        expect(beat).to_contain_text("The next meeting time begins in")
        page.clock.fast_forward("08:00")
        expect(beat).to_contain_text("This meeting time ends in")
